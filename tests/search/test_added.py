"""What became public here, by when it did: whatever its date, whoever answers, and in the days of the site's zone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate, now

from statements.models import Publication, Status
from statements.search.grammar import parse
from tests.cast import make_document, settle
from tests.search.searching import found

pytestmark = pytest.mark.django_db


def arrive(moment, **fields):
    document = make_document("A heron.", **{"status": Status.DRAFT, "title": "At sea", "date": "1907", **fields})
    document.publish()
    settle()
    Publication.objects.filter(document_id=document.pk, event="published").update(at=moment)
    return document


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("added:2025-03-04", True),
        ("added:2025-03", True),
        ("added:2025", True),
        ("added:2025-03-03", False),
        ("added:2025-03-05", False),
        ("added:2025-02..2025-03", True),
        ('added:"since 4 March 2025"', True),
        ('added:"since 5 March 2025"', False),
        ('added:"until 4 March 2025"', True),
        ('aggiunto:"marzo 2025"', True),
        ("ajouté:2025", True),
        ("heron added:2025", True),
        ("heron -added:2025", False),
        ("date:2025 added:2025", False),
        ("date:1907 added:2025", True),
        ("added:1907", False),
    ],
)
def test_documents_are_found_by_the_day_on_which_they_became_public(client, make_searchable, query, is_found):
    document = arrive(at(2025, 3, 4, 12))
    answered_by = make_searchable()
    response = client.get("/search/", {"q": query})
    assert (document.pk in [each.pk for each in response.context["documents"]]) is is_found
    assert response["Server-Timing"] == answered_by


@pytest.mark.parametrize(
    ("moment", "day"), [(at(2025, 3, 3, 22, 30), "2025-03-03"), (at(2025, 3, 3, 23, 30), "2025-03-04")]
)
def test_a_day_is_one_of_the_zone_of_the_site(settings, moment, day):
    settings.TIME_ZONE = "Europe/Rome"
    document = arrive(moment)
    assert document.external_id in found(f"added:{day}")


def test_a_revision_does_not_make_it_new(client):
    document = arrive(at(2025, 3, 4))
    document.paragraphs.update(text="A grey heron.")
    document.publish()
    settle()
    assert document.external_id not in found(f"added:{localdate().year}")


@pytest.mark.parametrize(
    "address", ["/documents/?sort=added", "/search/?q=heron&sort=added", "/search/?q=heron+zzz&sort=added"]
)
def test_lists_have_the_last_that_came_first_and_say_when(client, make_searchable, address):
    old, new = arrive(at(2025, 3, 4), date="2024"), arrive(now() + timedelta(seconds=1), date="1907")
    make_searchable()
    response = client.get(address)
    keys = [each.pk for each in response.context["documents"]]
    assert keys.index(new.pk) < keys.index(old.pk)
    assert keys[0] == new.pk
    assert "Added on 4 March 2025" in response.content.decode()
    assert "Added on" not in client.get(address.replace("sort=added", "sort=newest")).content.decode()


@pytest.mark.slow
def test_pages_by_arrival_never_repeat_a_document(client, make_searchable):
    for number in range(45):
        arrive(at(2025, 3, 4, number % 3), title=f"At sea {number}")
    make_searchable()
    pages = [client.get(f"/search/?q=heron&sort=added&page={number}").context["documents"] for number in (1, 2, 3)]
    keys = [each.pk for page in pages for each in page]
    assert len(keys) == len(set(keys)) == 45


def test_the_field_is_written_as_it_is_read():
    query = parse('added:"marzo 2025" heron', {})
    assert query.plain_form == "added:2025-03 heron"
    assert parse(query.plain_form, {}) == query
