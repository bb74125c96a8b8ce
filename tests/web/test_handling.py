"""Every request has a number, which its answer and its page tell, and the log knows."""

import logging
import re
from uuid import UUID

import pytest
from django.core.exceptions import BadRequest, PermissionDenied

from statements.web.handling import at_hand
from statements.web.limits import TooSlowError
from tests.cast import make_document

NUMBER = re.compile(r"quote its number: <code>([0-9a-f-]{32,36})</code>|quote its number:\s+<code>([0-9a-f-]+)</code>")
GIVEN = "0b7c1d2e3f405162738495a6b7c8d9e0"  # as nginx numbers requests

pytestmark = pytest.mark.django_db


def number_shown(response):
    [found] = NUMBER.findall(response.content.decode())
    return found[0] or found[1]


@pytest.mark.parametrize("address", ["/", "/documents/", "/search/?q=NATO", "/api/search?q=NATO", "/admin/login/",
                                     "/nothing/", "/robots.txt", "/health/"])  # fmt: skip
def test_every_answer_carries_a_number_of_its_own(client, address):
    first, second = (client.get(address)["X-Request-ID"] for _ in range(2))
    assert UUID(first).version == UUID(second).version == 4
    assert first != second


@pytest.mark.parametrize("is_behind_proxy", [True, False])
def test_that_of_a_proxy_is_taken_over_from_a_proxy_alone(client, settings, is_behind_proxy):
    settings.BEHIND_PROXY = is_behind_proxy
    assert (client.get("/about/", headers={"X-Request-ID": GIVEN})["X-Request-ID"] == GIVEN) is is_behind_proxy


@pytest.mark.parametrize("given", ["Ada Quist", "ada", "0b7c", GIVEN + "0", GIVEN[:8] + "-" + GIVEN[8:], "é" * 32])
def test_another_one_is_given_where_that_is_no_number(client, settings, given):
    settings.BEHIND_PROXY = True
    assert UUID(client.get("/about/", headers={"X-Request-ID": given})["X-Request-ID"]).version == 4


@pytest.mark.parametrize(
    ("error", "status"),
    [(RuntimeError, 500), (TooSlowError, 503), (BadRequest, 400), (PermissionDenied, 403)],
)
def test_a_page_that_fails_shows_it_and_programs_are_told_its_address(client, monkeypatch, error, status):
    def fail(*args):
        raise error

    monkeypatch.setattr("statements.search.selection.Selection.tally", property(fail))
    client.raise_request_exception = False
    page, answer = client.get("/documents/"), client.get("/api/search?q=NATO")
    assert (page.status_code, number_shown(page)) == (status, page["X-Request-ID"])
    if answer["Content-Type"] == "application/problem+json":
        assert answer.json()["instance"] == f"urn:uuid:{answer['X-Request-ID']}"
    else:
        assert error is PermissionDenied


@pytest.mark.parametrize(
    "address", ["/nothing/", "/documents/nothing/", "/documents/?date_from=soon", "/admin/nothing/"]
)
def test_so_does_a_page_that_is_not_there_or_not_understood(client, address):
    page = client.get(address)
    if page.status_code >= 400:
        assert number_shown(page) == page["X-Request-ID"]


def test_so_does_a_page_of_the_desk_and_one_that_was_withdrawn(admin_client, client):
    page = admin_client.get("/admin/nothing/")
    assert (page.status_code, number_shown(page)) == (404, page["X-Request-ID"])
    document = make_document("We sail at dawn.", slug="remarks-at-the-dock")
    document.publish()
    document.withdraw("It was never said.")
    page = client.get("/documents/remarks-at-the-dock/")
    assert (page.status_code, number_shown(page)) == (410, page["X-Request-ID"])


def test_a_page_that_is_right_shows_none(client):
    assert not NUMBER.search(client.get("/documents/").content.decode())


def test_the_log_of_a_failure_names_the_page_and_the_number(client, monkeypatch, caplog):
    def fail(*args):
        raise RuntimeError

    seen = []

    class Handler(logging.Handler):
        def emit(self, record):
            seen.append((at_hand().number, at_hand().view))

    handler = Handler()
    logging.getLogger("django.request").addHandler(handler)
    monkeypatch.setattr("statements.search.selection.Selection.tally", property(fail))
    client.raise_request_exception = False
    page = client.get("/it/search/?q=NATO")
    logging.getLogger("django.request").removeHandler(handler)
    assert seen == [(page["X-Request-ID"], "search")]


def test_nothing_is_at_hand_once_a_request_is_over(client):
    client.get("/documents/")
    assert at_hand() is None
