"""A page takes a limited time, and a query made to be slow gets a clear answer."""

from time import sleep

import pytest
from django.db import connection

from statements.models import Document
from statements.web.limits import TooSlowError, limit_to, open_snapshot

pytestmark = pytest.mark.django_db


def test_statements_share_the_time_that_a_page_may_take():
    with pytest.raises(TooSlowError), open_snapshot(100), connection.cursor() as cursor:
        for _ in range(10):
            cursor.execute("SELECT pg_sleep(0.04)")


def test_only_statements_take_of_the_time_not_what_is_done_between_them():
    with open_snapshot(200), connection.cursor() as cursor:
        for _ in range(3):
            cursor.execute("SELECT 1")
            sleep(0.1)
    with pytest.raises(TooSlowError), open_snapshot(100), connection.cursor() as cursor:
        for _ in range(10):
            cursor.execute("SELECT pg_sleep(0.04)")


def test_what_a_page_can_do_without_has_a_part_of_the_time_and_the_page_is_read_on():
    with open_snapshot(60_000), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        with pytest.raises(TooSlowError), limit_to(1000):
            cursor.execute("SELECT pg_sleep(0.01)")
            cursor.execute("SELECT pg_sleep(120)")
        with limit_to(30):
            cursor.execute("SELECT 1")
        cursor.execute("SELECT pg_sleep(0.1)")


def test_a_document_is_shown_without_marks_where_looking_for_them_takes_too_long(client, monkeypatch, settings):
    def slow(*args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(60)")

    settings.PAGE_TIMEOUT = 2_000
    monkeypatch.setattr("statements.pages.documents.find_within", slow)
    address = Document.objects.published().first().get_absolute_url()
    response = client.get(f"{address}?q=pace")
    assert response.status_code == 200
    assert "<mark>" not in response.content.decode()


def test_nothing_is_limited_after_the_page():
    with open_snapshot(500), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.7)")


def test_a_page_that_is_too_slow_says_so_and_what_to_do(client, monkeypatch, settings):
    settings.PAGE_TIMEOUT = 50

    def slow(*args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(1)")

    monkeypatch.setattr("statements.search.selection.Selection.tally", property(slow))
    response = client.get("/search/?q=pa*")
    assert response.status_code == 400
    assert "longer word before a star" in response.content.decode()
    response = client.get("/search/?q=pace")
    assert response.status_code == 503, "a word is not too much to ask"
    assert response["Retry-After"] == "5"
    assert "in a moment" in response.content.decode()
    assert client.get("/documents/").status_code == 503, "that asks for nothing much"


@pytest.mark.parametrize(
    "typed",
    [
        " OR ".join(f"{letter}{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"),
        "word " * 80,
        "(" * 240 + "a" + ")" * 240,
        "%" * 480,
        "a NEAR/20 b NEAR/20 c NEAR/20 d NEAR/20 e",
        '"' * 400,
        "-a -b -c -d",
        "pace " * 99 + "OR",
    ],
)
def test_a_query_made_to_be_slow_is_answered_or_refused(client, typed):
    assert client.get("/search/", {"q": typed}).status_code in (200, 400)


def test_two_thousand_words_are_refused(client):
    assert client.get("/search/", {"q": "word " * 2000}).status_code == 400


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_a_page_is_read_from_one_snapshot():
    with open_snapshot(1000), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("repeatable read",)
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone() == ("on",)
