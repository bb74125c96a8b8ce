"""Processes that only read have no desk, and offer nothing that writes."""

import re

import pytest
from django.db import connection, transaction

from statements.urls import urlpatterns
from statements.web.read_only import WRITING
from tests.addresses import VILNIUS

pytestmark = pytest.mark.django_db

WRITERS = [
    "/results/?q=NATO",
    "/it/results/?q=NATO",
    "/follow/?q=NATO",
    "/fr/follow/?q=NATO",
    "/alerts/",
    "/alerts/confirm/lapsed/",
    "/alerts/stop/nobodys/",
    "/alerts/nobodys/",
    "/notices/stop/nobodys/",
    "/api/releases",
    "/api/releases/nobodys",
]
DESK = ["/admin/", "/admin/login/", "/admin/statements/document/", "/admin/invitation/nobodys/"]
READING = ["/", "/documents/", "/search/?q=NATO", VILNIUS, "/speakers/jens-stoltenberg/", "/check/list/", "/api/search"]


@pytest.fixture
def only_reads(settings):
    settings.READ_ONLY = True


def names_in(patterns):
    for each in patterns:
        yield from names_in(each.url_patterns) if hasattr(each, "url_patterns") else [getattr(each, "name", None)]


def test_what_writes_is_known_by_names_that_there_are():
    assert set(names_in(urlpatterns)) >= WRITING


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", WRITERS + DESK)
def test_what_writes_is_refused_in_words_and_for_now(only_reads, client, address, method):
    answer = getattr(client, method)(address)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    words = {"/it": "sola lettura", "/fr": "lecture seule"}.get(address[:3], "can only be read")
    assert words in answer.content.decode()
    assert not answer.cookies


def test_programs_are_told_in_their_format(only_reads, client):
    answer = client.post("/api/releases", "{}", content_type="application/json")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 503


@pytest.mark.parametrize("address", READING)
def test_what_reads_is_answered_and_offers_nothing_that_writes(only_reads, client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    links = re.findall(r'(?:href|action)="([^"]+)"', answer.content.decode())
    assert not [each for each in links if re.search(r"^/(results/|follow/|alerts/|admin/)", each)]


def test_usually_lists_and_speakers_can_be_followed_and_results_kept(client):
    page = client.get("/search/?q=NATO").content.decode()
    assert 'href="/results/?q=NATO"' in page
    assert 'href="/follow/?q=NATO"' in page
    assert 'href="/follow/?speaker=' in client.get("/speakers/jens-stoltenberg/").content.decode()


def test_quotations_are_checked_although_they_are_sent_by_post(only_reads, client):
    assert client.post("/check/list/", {"list": "ogni centimetro del territorio Alleato"}).status_code == 200


def test_a_signed_in_editor_is_a_reader_there_and_stays_signed_in_elsewhere(
    only_reads, admin_client, django_assert_num_queries
):
    with django_assert_num_queries(0):
        answer = admin_client.get("/about/")
    assert answer.status_code == 200
    assert not answer.cookies, "her session is neither renewed nor ended"
    assert "public" in admin_client.get("/documents/")["Cache-Control"]


@pytest.fixture
def standby(db):
    """A database that takes no writes, and says so to a process that was to write."""
    with transaction.atomic():
        yield lambda: connection.cursor().execute("SET LOCAL transaction_read_only = on")
        transaction.set_rollback(True)


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/statements/term/add/"])
def test_a_server_that_takes_no_writes_any_more_makes_the_desk_answer_503(standby, admin_client, address):
    fields = {"username": "nobody", "password": "nothing", "name": "Dock", "words_en": "dock, quay"}
    standby()
    admin_client.raise_request_exception = False
    answer = admin_client.post(address, fields)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "can only be read" in answer.content.decode()
