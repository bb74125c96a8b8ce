"""The last public versions of many documents."""

from datetime import timedelta

import pytest
from django.utils import timezone

from statements.models import Document
from statements.records import published
from statements.records.published import latest_numbers, read_published
from tests.cast import make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents():
    """Five published documents, of which the second has two versions and the last has none."""
    made = [make_document(f"Words {number}.", speakers={"Ada Quist": "speaker"}) for number in range(5)]
    for each in made[:4]:
        each.publish()
    made[1].paragraphs.update(text="Other words.")
    made[1].publish()
    return made


def read(documents, **options):
    return [version for part in read_published([each.pk for each in documents], **options) for version in part]


def test_they_come_in_the_order_asked_for(documents):
    for order in (documents, documents[::-1], [documents[3], documents[0]]):
        assert [each.document for each in read(order)] == [each.pk for each in order]
    assert read([]) == []


def test_each_is_the_last_version(documents):
    assert [each.number for each in read(documents)] == [1, 2, 1, 1, 0]
    assert read(documents)[1].content.paragraphs[0].text == "Other words."
    assert latest_numbers([each.pk for each in documents]) == {
        each.pk: number for each, number in zip(documents, (1, 2, 1, 1), strict=False)
    }


def test_a_version_whose_embargo_has_not_ended_is_not_there_yet(documents):
    documents[1].revisions.filter(number=2).update(published_at=timezone.now() + timedelta(hours=1))
    assert read(documents)[1].content.paragraphs[0].text == "Words 1."


@pytest.mark.parametrize("status", ["draft", "in-review", "withdrawn"])
def test_what_is_not_public_is_left_out(documents, status):
    Document.objects.filter(pk=documents[1].pk).update(status=status)
    Document.objects.filter(pk=documents[2].pk).update(publish_at=timezone.now() + timedelta(hours=1))
    assert [each.document for each in read(documents)] == [documents[place].pk for place in (0, 3, 4)]


def test_facts_are_the_same_without_the_paragraphs(documents):
    for whole, facts in zip(read(documents), read(documents, facts_only=True), strict=True):
        assert (facts.document, facts.number, facts.sha256, facts.paragraphs) == (
            whole.document, whole.number, whole.sha256, len(whole.content.paragraphs),
        )  # fmt: skip
        assert facts.content.participations == whole.content.participations
        assert facts.content.title == whole.content.title


@pytest.mark.parametrize(("most", "size", "parts"), [(2, 10**6, [2, 2, 1]), (500, 10**6, [5]), (500, 1, [1] * 5)])
def test_few_are_in_memory_at_once(documents, monkeypatch, most, size, parts):
    monkeypatch.setattr(published, "_MOST", most)
    monkeypatch.setattr(published, "_MOST_BYTES", size)
    assert [len(part) for part in read_published([each.pk for each in documents])] == parts


def test_it_takes_two_statements_for_any_number_of_them(documents, django_assert_num_queries):
    with django_assert_num_queries(2):
        read(documents[:4])
