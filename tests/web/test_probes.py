"""Whoever watches over the site learns whether a process lives and whether to send it requests, and nothing else."""

import json
import time

import pytest
from django.db import OperationalError

from statements.connecting import schema
from statements.connecting.base import DatabaseWrapper
from statements.version import commit, version
from statements.web import probes, serving

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget(monkeypatch):
    monkeypatch.setattr(probes, "_last", None)


@pytest.fixture
def unreachable(monkeypatch):
    """Let connecting do what it is given from now on."""

    def begin(connect):
        monkeypatch.setattr(DatabaseWrapper, "get_new_connection", lambda *_, **__: connect())

    return begin


def refuse():
    raise OperationalError('connection to server at "db.intranet.example" failed: Connection refused')


def test_a_process_lives_as_long_as_it_answers_whatever_its_database_does(client, unreachable):
    unreachable(refuse)
    answer = client.get("/health/live")
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ok\n", "no-store")


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_neither_the_host_nor_tls_nor_a_session_is_asked_for(client, settings, path, django_assert_num_queries):
    settings.SECURE_SSL_REDIRECT = True
    with django_assert_num_queries(0):
        answer = client.get(path, headers={"host": "archive-7f9c.pod.internal"})
    assert answer.status_code == 200
    assert not answer.cookies


def test_a_process_that_is_ready_says_on_what_it_stands(client):
    answer = client.get("/health/ready")
    told = answer.json()
    assert answer.status_code == 200
    assert told.pop("free_bytes") > 0
    assert (told.pop("version"), told.pop("commit")) == (version(), commit())
    assert told == {"status": "ready", "draining": False, "database": "writable", "migrations": "applied"}


def test_without_a_database_it_is_not_ready_and_keeps_to_itself_where_that_is(client, unreachable):
    unreachable(refuse)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["database"] == "away"
    assert "intranet" not in answer.content.decode()


@pytest.mark.slow
def test_it_answers_in_time_where_the_database_does_not(client, unreachable):
    unreachable(lambda: time.sleep(4) or refuse())
    began = time.monotonic()
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["database"]) == (503, "silent")
    assert time.monotonic() - began < 2


def test_what_was_found_is_told_to_all_who_ask_at_the_same_time(client, monkeypatch):
    client.get("/health/ready")
    found = probes._last
    client.get("/health/ready")
    assert probes._last is found
    monkeypatch.setattr(probes, "_FRESH", 0)
    client.get("/health/ready")
    assert probes._last is not found


def test_a_release_whose_migrations_are_not_applied_is_not_ready(client, monkeypatch):
    known = schema._list_known()
    monkeypatch.setattr(schema, "_list_known", lambda: [*known, ("statements", "9999_of_tomorrow")])
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "1 missing")


def test_migrations_of_a_newer_release_do_not_matter(client, monkeypatch):
    known = schema._list_known()
    monkeypatch.setattr(schema, "_list_known", lambda: known[:-1])
    assert client.get("/health/ready").status_code == 200


def test_a_process_that_is_about_to_stop_takes_no_more(client, monkeypatch):
    monkeypatch.setattr(serving, "_draining", b"\1")
    answer = client.get("/health/ready")
    assert (answer.status_code, json.loads(answer.content)["draining"]) == (503, True)
    assert client.get("/health/live").status_code == 200


def test_other_methods_and_addresses_are_not_theirs(client):
    assert client.post("/health/live").status_code == 404
    assert client.get("/health/lives").status_code == 404
    assert client.get("/health/").status_code == 200
