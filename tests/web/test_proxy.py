"""Nobody decides by a header where links lead, or who they are."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as configured

from statements.models import Document

pytestmark = pytest.mark.django_db

EVIL = "evil.example"
FORGED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Port": "6666",
    "X-Forwarded-Proto": "https",
    "X-Real-IP": "203.0.113.9",
    "Forwarded": f"for=203.0.113.9;host={EVIL};proto=https",
    "X-Script-Name": "/evil",
    "Script-Name": "/evil",
}
PAGES = ["/", "/documents/", "/documents/feed.atom", "/robots.txt", "/sitemap.xml", "/speakers/", "/api/documents"]


@pytest.fixture
def statement():
    return Document.objects.published().first().get_absolute_url()


@pytest.mark.parametrize("path", PAGES)
def test_what_a_stranger_says_that_a_proxy_said_changes_nothing(client, path):
    honest = client.get(path)
    forged = client.get(path, headers=FORGED)
    assert forged.status_code == honest.status_code
    written = forged.content if not forged.streaming else forged.getvalue()
    for lie in (EVIL, "6666", "/evil", "https://testserver", "https://localhost", "203.0.113.9"):
        assert lie.encode() not in written, lie


def test_what_no_proxy_may_say_is_gone_before_anything_can_read_it(client):
    response = client.get("/about/", headers=FORGED, SCRIPT_NAME="/evil")
    assert not [name for name in response.wsgi_request.META if "FORWARDED" in name or name == "HTTP_X_REAL_IP"]
    assert not response.wsgi_request.is_secure()


def test_behind_a_proxy_the_host_and_port_that_it_forwards_are_not_believed_either(client, settings, statement):
    settings.BEHIND_PROXY, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    html = client.get(statement, headers=FORGED | {"host": "testserver"}).content.decode()
    assert "https://testserver/" in html
    assert EVIL not in html
    assert "6666" not in html


@pytest.mark.parametrize("path", [*PAGES, "/nowhere/", "/admin/login/", "/static/nothing.css"])
def test_a_port_at_which_the_archive_is_not_found_is_refused_everywhere(client, path):
    response = client.get(path, headers={"host": "testserver:6666"})
    assert response.status_code == 400
    assert b":6666" not in response.content


@pytest.mark.parametrize(
    "host", ["TESTSERVER:06666", "localhost:6666", "[::1]:6666", "testserver.:81", "testserver:0443"]
)
def test_such_a_port_is_refused_however_it_is_written(client, host):
    response = client.get("/about/", headers={"host": host})
    assert response.status_code == 400
    assert host.encode() not in response.content


@pytest.mark.parametrize("host", ["testserver", "testserver:80", "testserver:443", "TestServer:443"])
def test_links_name_no_port_where_the_scheme_has_its_own(client, statement, host):
    html = client.get(statement, headers={"host": host}).content.decode()
    assert re.search(r'rel="canonical" href="http://testserver/', html, re.IGNORECASE)


def test_a_port_that_the_settings_name_goes_with_its_own_host_alone(client, settings, statement):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    settings.ALLOWED_PORTS = frozenset({"testserver:8443"})
    assert (
        'href="http://testserver:8443/' in client.get(statement, headers={"host": "testserver:8443"}).content.decode()
    )
    assert client.get(statement, headers={"host": "localhost:8443"}).status_code == 400


def test_the_port_at_which_one_is_reached_oneself_is_taken_unless_a_proxy_is_before_it(client, settings):
    reached = {"SERVER_PORT": "8740", "headers": {"host": "localhost:8740"}}
    assert client.get("/about/", **reached).status_code == 200
    settings.BEHIND_PROXY = True
    assert client.get("/about/", **reached).status_code == 400


def test_at_a_socket_of_unix_gunicorn_takes_the_port_from_host_and_is_not_believed(client):
    reached = {"SERVER_PORT": "6666", "REMOTE_ADDR": "", "headers": {"host": "testserver:6666"}}
    assert client.get("/about/", **reached).status_code == 400


def test_the_variable_is_read_into_hosts_and_ports():
    code = (
        "from django.conf import settings as s; import json; print(json.dumps([s.ALLOWED_HOSTS, [*s.ALLOWED_PORTS]]))"
    )
    told = "Statements.example:8443, statements.example,[::1],[::1]:8000"
    environment = os.environ | {"ARCHIVE_ALLOWED_HOSTS": told, "DJANGO_SETTINGS_MODULE": "statements.settings"}
    command = [sys.executable, "-c", code]
    ended = subprocess.run(
        command, env=environment, cwd=configured.BASE_DIR, capture_output=True, text=True, check=True
    )
    hosts, ports = json.loads(ended.stdout)
    assert hosts == ["statements.example", "[::1]"]
    assert sorted(ports) == ["[::1]:8000", "statements.example:8443"]
