"""Nobody fills the memory or the disk of the archive who is not of its desk."""

import io
import tempfile

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from statements.connecting.base import DatabaseWrapper
from statements.connecting.watch import SilentDatabaseError
from statements.models import SEND, ApiToken
from statements.web.sizes import LARGEST

pytestmark = pytest.mark.django_db

ADDRESSES = ["/", "/check/", "/search/", "/admin/", "/admin/login/", "/api/documents", "/api/openapi.json", "/nowhere/"]
FORM = "application/x-www-form-urlencoded"


class Untouched(io.RawIOBase):
    """A body that must not be read."""

    def read(self, *_):
        raise AssertionError("the body was read")

    readline = read


class Endless(io.RawIOBase):
    """A body of any length. given: how much of it was read."""

    given = 0

    def read(self, size=-1):
        self.given += size
        return b"x" * size


def send(client, path, length, method="POST", content_type=FORM, **more):
    sent = {"wsgi.input": Untouched(), "CONTENT_LENGTH": str(length), **more}
    return client.generic(method, path, content_type=content_type, **sent)


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("content_type", [FORM, "multipart/form-data; boundary=x"])
def test_a_large_body_is_refused_in_words_and_not_read(strict, path, content_type):
    response = send(strict, path, LARGEST + 1, content_type=content_type)
    assert response.status_code == 413
    told = response.json()["detail"] if path.startswith("/api/") else response.content.decode()
    assert "at most 1,048,576 bytes can be sent" in told


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "NONSENSE"])
def test_other_methods_carry_no_large_body_either(strict, method):
    assert send(strict, "/check/", 10**12, method).status_code == 413


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_body_in_chunks_has_no_length_and_is_refused_unread(strict, path):
    more = {"wsgi.input": Untouched(), "HTTP_TRANSFER_ENCODING": "chunked"}
    response = strict.generic("POST", path, content_type=FORM, **more)
    assert (response.status_code, b"Content-Length" in response.content) == (411, True)


@pytest.mark.parametrize("session", ["nonsense", "a" * 32])
def test_a_cookie_that_opens_nothing_is_no_signature(strict, session):
    strict.cookies["sessionid"] = session
    assert send(strict, "/admin/", LARGEST + 1).status_code == 413


def test_an_account_that_is_not_of_the_desk_sends_no_more_than_a_stranger(strict):
    strict.force_login(User.objects.create_user("ida", password="we-sail-at-noon"))
    assert send(strict, "/check/", LARGEST + 1).status_code == 413


def test_what_a_reader_sends_is_taken_up_to_the_limit(client):
    typed = {"quotations": "We sail at dawn. " * 1000}
    assert client.post("/check/", typed).status_code not in (411, 413)


def test_an_editor_sends_as_much_as_the_importer_takes(client):
    client.force_login(User.objects.create_superuser("ada", password="we-sail-at-noon"))
    large = SimpleUploadedFile("large.txt", b"We sail at dawn.\n\n" * 100_000)
    assert client.post("/admin/statements/document/import/", {"files": large}).status_code != 413


def test_a_release_is_refused_for_its_token_before_it_is_read(strict):
    response = send(strict, "/api/releases", 10_000_000, content_type="application/json")
    assert response.status_code == 401
    assert send(strict, "/api/releases/", 10_000_000, content_type="application/json").status_code == 413


@pytest.mark.parametrize(("length", "read"), [(2_000_000, 2_000_000), (10**9, 2**26)])
def test_what_a_proxy_has_buffered_is_thrown_away_so_that_it_hears_the_answer(strict, settings, length, read):
    settings.BEHIND_PROXY = True
    body = Endless()
    response = send(strict, "/api/releases", length, content_type="application/json", **{"wsgi.input": body})
    assert (response.status_code, body.given) == (401, read)


def test_a_release_with_a_token_may_be_as_large_as_the_importer_takes():
    ada = User.objects.create_superuser("ada", password="we-sail-at-noon")
    _, secret = ApiToken.make(ada, "site", [SEND], None)
    sent = b'{"text": "' + b" " * LARGEST + b'"}'
    headers = {"Authorization": f"Bearer {secret}"}
    response = Client().post("/api/releases", sent, content_type="application/json", headers=headers)
    assert response.status_code not in (401, 411, 413)


def test_while_the_database_is_away_and_knows_nobody_nothing_large_is_read(monkeypatch, settings, tmp_path):
    def refuse(*_, **__):
        raise SilentDatabaseError("the database does not answer")

    monkeypatch.setattr(DatabaseWrapper, "cursor", refuse)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    assert send(client, "/admin/", LARGEST + 1).status_code == 503
    assert list(tmp_path.iterdir()) == []
