"""A page that failed for reasons of the database is read once more, if it only reads."""

from time import monotonic

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import ResolverMatch

from statements.web.retrying import ReadAgain
from tests.addresses import VILNIUS

CONFLICTS = ["40001", "40P01"]


def fail_with(code):
    """Make a statement fail as PostgreSQL says it: in a standby, whose primary has removed what is read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DO $$ BEGIN RAISE EXCEPTION 'canceling statement due to conflict with recovery' "
            f"USING ERRCODE = '{code}'; END $$"
        )


@pytest.fixture
def fail(monkeypatch):
    """Let the page of a document fail with the given errors, one after the other; how often it was asked."""
    from statements.pages import documents

    asked, read = [], documents.find_within

    def prepare(*codes):
        left = list(codes)

        def find(*args, **kwargs):
            asked.append(1)
            if left:
                fail_with(left.pop(0))
            return read(*args, **kwargs)

        monkeypatch.setattr(documents, "find_within", find)
        return asked

    return prepare


@pytest.mark.django_db
@pytest.mark.parametrize("code", CONFLICTS)
def test_a_page_in_conflict_with_recovery_is_read_again(fail, client, code):
    asked = fail(code)
    assert client.get(f"{VILNIUS}?q=pace").status_code == 200
    assert len(asked) == 2


@pytest.mark.django_db
def test_a_page_is_read_again_twice_at_most(fail, client):
    client.raise_request_exception = False
    asked = fail("40001", "40P01", "40001", "40001")
    answer = client.get(f"{VILNIUS}?q=pace")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert len(asked) == 3


@pytest.mark.django_db
def test_another_error_is_told_at_once(fail, client):
    client.raise_request_exception = False
    asked = fail("22012")
    assert client.get(f"{VILNIUS}?q=pace").status_code == 500
    assert len(asked) == 1


@pytest.mark.django_db
def test_what_may_have_been_written_is_not_sent_again(client, monkeypatch):
    asked = []

    def keep(*args):
        asked.append(1)
        fail_with("40001")

    monkeypatch.setattr("statements.pages.results.keep", keep)
    client.raise_request_exception = False
    assert client.post("/results/?q=NATO").status_code in (500, 503)
    assert len(asked) == 1


@pytest.fixture
def conflict(db):
    """The error of a statement that was in the way of its primary."""
    with pytest.raises(OperationalError) as raised, transaction.atomic():
        fail_with("40001")
    return raised.value


def ask_again(rf, address, view, error):
    request = rf.get(address)
    request.began_at, request.resolver_match = monotonic(), ResolverMatch(view, (), {})
    return ReadAgain(view).process_exception(request, error)


def test_a_page_that_is_drawn_late_is_drawn_when_it_is_read_again(rf, conflict):
    page = engines["desk"].from_string("drawn late")
    answer = ask_again(rf, "/", lambda request: TemplateResponse(request, page), conflict)
    assert answer.content == b"drawn late"


def test_the_desk_does_not_read_again_for_its_pages_may_show_once_what_was_kept(rf, conflict):
    assert ask_again(rf, "/admin/", lambda request: HttpResponse("again"), conflict) is None
    assert ask_again(rf, "/documents/", lambda request: HttpResponse("again"), conflict).content == b"again"
