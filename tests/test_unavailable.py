"""Where the database cannot be used, everybody is told so in their own way, and nothing that was typed is lost."""

import logging
import re

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from psycopg2 import errors

from statements.connecting.base import DatabaseWrapper
from statements.connecting.watch import SilentDatabaseError
from statements.web import outages
from tests.cast import make_document

pytestmark = pytest.mark.django_db
WORDS = "We sail at dawn,\nand nobody may say otherwise."


@pytest.fixture
def fail(monkeypatch):
    """Let every statement fail with an error from now on."""

    def begin(error):
        def broken(*args, **kwargs):
            raise error

        monkeypatch.setattr(DatabaseWrapper, "cursor", broken)
        monkeypatch.setattr("statements.embedded.base.DatabaseWrapper.cursor", broken)
        monkeypatch.setattr("django.db.transaction.Atomic.__enter__", broken)

    return begin


@pytest.fixture(autouse=True)
def forget():
    outages._told.clear()
    outages._more.clear()


@pytest.fixture
def reader(client):
    client.raise_request_exception = False
    return client


@pytest.fixture
def editor():
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(get_user_model().objects.create_superuser("ada", password="we-sail-at-noon"))
    return client


def token_of(client, address):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(address).content.decode())[1]


SILENT = SilentDatabaseError("the database does not answer")


@pytest.mark.parametrize(
    ("language", "said"),
    [("", "does not answer just now"), ("/it", "non risponde"), ("/fr", "ne répond pas")],
)
@pytest.mark.parametrize("path", ["/", "/documents/", "/search/?q=NATO", "/speakers/", "/timeline/"])
def test_a_reader_gets_a_page_of_the_site_in_her_language(reader, fail, language, said, path):
    fail(SILENT)
    answer = reader.get(f"{language}{path}")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-cache")
    page = answer.content.decode()
    assert said in page and "masthead" in page and "Traceback" not in page


@pytest.mark.parametrize("path", ["/about/", "/robots.txt"])
def test_pages_that_need_no_database_go_on(reader, fail, path):
    fail(SILENT)
    assert reader.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/api/documents", "/api/search?q=NATO", "/api/changes", "/documents/feed.atom", "/search/feed.json?q=NATO"]
)
def test_a_program_gets_a_problem(reader, fail, path):
    fail(SILENT)
    answer = reader.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer["Retry-After"] == "5"
    assert answer.json()["detail"] == "The archive's database does not answer just now. Try again in a moment."


@pytest.mark.parametrize("path", ["/search/export.csv?q=NATO", "/documents/export.jsonl", "/sitemap.xml"])
def test_a_file_is_never_half_of_one(reader, fail, path):
    fail(OperationalError("server closed the connection unexpectedly"))
    answer = reader.get(path)
    assert answer.status_code == 503 and "Retry-After" in answer


@pytest.mark.parametrize(
    ("error", "code", "said", "later"),
    [
        (errors.DiskFull, "53100", "no room left", "60"),
        (errors.ReadOnlySqlTransaction, "25006", "can only be read", "60"),
        (errors.LockNotAvailable, "55P03", "Somebody else was changing the same", "5"),
        (errors.TooManyConnections, "53300", "does not answer just now", "5"),
    ],
)
def test_who_can_do_something_about_it_is_told_what(reader, fail, error, code, said, later):
    told = type("Told", (error,), {"pgcode": code})
    failure = OperationalError("of the server")
    failure.__cause__ = told()
    fail(failure)
    answer = reader.get("/documents/")
    assert said in answer.content.decode()
    assert answer["Retry-After"] == later


class TestWhatWasSent:
    def test_it_is_in_the_page_to_be_sent_again(self, editor, fail):
        document = make_document("We sail at dawn.", slug="remarks-at-the-dock")
        address = f"/admin/statements/document/{document.pk}/change/"
        sent = {"title": "At the <dock>", "summary": WORDS, "csrfmiddlewaretoken": token_of(editor, address)}
        fail(SILENT)
        answer = editor.post(address, sent)
        page = answer.content.decode()
        assert answer.status_code == 503
        assert f'<form method="post" action="{address}"' in page and "Send it again" in page
        assert '<input type="hidden" name="title" value="At the &lt;dock&gt;">' in page
        assert re.search(r'<textarea name="summary"[^>]*>\n' + WORDS, page)
        assert page.count("csrfmiddlewaretoken") == 1

    def test_the_page_does_not_say_that_nothing_was_saved_where_nobody_knows(self, editor, fail):
        token = token_of(editor, "/admin/statements/term/add/")
        fail(OperationalError("server closed the connection unexpectedly"))
        page = editor.post(
            "/admin/statements/term/add/", {"name": "dock", "csrfmiddlewaretoken": token}
        ).content.decode()
        assert "may have been saved or not" in page

    def test_files_have_to_be_chosen_again(self, editor, fail):
        address = "/admin/statements/document/import/"
        token = token_of(editor, "/admin/statements/term/add/")
        fail(SILENT)
        upload = SimpleUploadedFile("dock.txt", b"We sail.")
        page = editor.post(address, {"files": upload, "note": WORDS, "csrfmiddlewaretoken": token}).content.decode()
        assert "dock.txt" in page and WORDS in page and "Send it again" not in page

    def test_a_form_of_another_site_is_not_sent_on_from_here(self, editor, fail):
        fail(SILENT)
        page = editor.post("/admin/statements/term/add/", {"name": "planted"}).content.decode()
        assert "planted" not in page and "Send it again" not in page

    def test_no_page_shows_a_password(self, fail):
        visitor = Client(raise_request_exception=False, enforce_csrf_checks=True)
        sent = {
            "username": "ada",
            "password": "we-sail-at-noon",
            "csrfmiddlewaretoken": token_of(visitor, "/admin/login/"),
        }
        fail(SILENT)
        answer = visitor.post("/admin/login/", sent)
        assert answer.status_code == 503
        assert "we-sail-at-noon" not in answer.content.decode()
        assert "Go back a page" in answer.content.decode()


class TestTheLog:
    def test_it_has_one_line_however_many_ask(self, reader, fail, caplog):
        fail(SILENT)
        for _ in range(5):
            reader.get("/search/?q=secret")
        lines = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
        assert lines == ["Answered 503: the database does not answer"]

    def test_a_minute_later_it_tells_how_many_they_were(self, caplog):
        for _ in range(3):
            outages.note_outage("the database is away")
        caplog.clear()
        outages._tell_more("the database is away")
        assert [record.getMessage() for record in caplog.records] == [
            "Answered 503 to 2 more requests within a minute: the database is away"
        ]
        outages._tell_more("the database is away")
        assert len(caplog.records) == 1, "and nothing where there were none"

    def test_a_fault_of_the_archive_is_still_an_error_with_its_traceback(self, reader, monkeypatch, caplog):
        def broken(*args, **kwargs):
            raise RuntimeError("a fault")

        monkeypatch.setattr("statements.search.selection.Selection.tally", property(broken))
        assert reader.get("/documents/").status_code == 500
        assert any(record.exc_info for record in caplog.records)
