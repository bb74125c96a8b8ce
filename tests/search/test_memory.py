"""What is remembered is never wrong: every way to change what the public sees changes the state of the archive."""

from datetime import timedelta

import pytest
from django.utils import timezone

from statements.models import (
    Document,
    Entry,
    Office,
    Paragraph,
    Participation,
    Publisher,
    Quotation,
    Revision,
    Source,
    Speaker,
    Status,
    Term,
    Tombstone,
)
from statements.search.memory import ArchiveState, Memory, archive_state
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return make_document("A heron.", title="At sea", speakers={"Ada Quist": "quoted"})


CHANGES = {
    "withdrawn": lambda document: document.withdraw("An error"),
    "unpublished": lambda document: Document.objects.filter(pk=document.pk).update(status=Status.DRAFT),
    "under an embargo": lambda document: Document.objects.filter(pk=document.pk).update(
        publish_at=timezone.now() + timedelta(days=1)
    ),
    "of another kind": lambda document: Document.objects.filter(pk=document.pk).update(kind="readout"),
    "of another date": lambda document: Document.objects.filter(pk=document.pk).update(date_start="1999-01-01"),
    "with another title": lambda document: Document.objects.filter(pk=document.pk).update(title="On land"),
    "with other words": lambda document: Paragraph.objects.filter(document=document).update(text="An oboe."),
    "with another number": lambda document: Paragraph.objects.filter(document=document).update(number="34"),
    "under another number": lambda document: Paragraph.objects.filter(document=document).update(under="34"),
    "without its words": lambda document: Paragraph.objects.filter(document=document).delete(),
    "without its speaker": lambda document: Participation.objects.filter(document=document).delete(),
    "with one more speaker": lambda document: Participation.objects.create(
        document=document, speaker=make_speaker("Bo Ek"), role="quoted"
    ),
    "deleted": lambda document: document.delete(),
    "not alone": lambda document: make_document("Another one."),
    "somebody new": lambda document: make_speaker("Bo Ek"),
    "somebody renamed": lambda document: Speaker.objects.update(aliases=["Quist"]),
    "a publisher": lambda document: Publisher.objects.create(name="Harbour Office", slug="harbour"),
    "a publisher renamed": lambda document: Publisher.objects.update(language="fr"),
    "an office": lambda document: Office.objects.create(speaker=Speaker.objects.first(), title_en="Harbour Master"),
    "quoting": lambda document: Quotation.objects.create(
        paragraph=document.paragraphs.get(), speaker=Speaker.objects.first(), start=0, end=1
    ),
    "with a source": lambda document: Source.objects.filter(pk=Source.objects.first().pk).update(document=document),
    "with a version": lambda document: document.publish(),
    "long public": lambda document: Revision.objects.update(published_at="2020-02-02T12:00Z"),
    "at another place": lambda document: Document.objects.filter(pk=document.pk).update(place="Oslo"),
    "under another address": lambda document: Document.objects.filter(pk=document.pk).update(slug="on-land"),
    "gone for ever": lambda document: Tombstone.objects.create(slug="on-land", external_id="x"),
    "a term gone": lambda document: Term.objects.first().delete(),
    "a term": lambda document: Term.objects.create(name="Jetty", words_en=["jetty", "pier"]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_state_of_the_archive_changes_with_what_is_changed(document, change):
    before = archive_state()
    change(document)
    assert archive_state() != before


def test_the_state_stays_while_nothing_changes(document):
    assert archive_state() == archive_state()


def test_the_end_of_an_embargo_is_a_change_though_nobody_changes_anything(document):
    soon = timezone.now() - timedelta(seconds=1)
    before = archive_state()
    Entry.objects.filter(pk=document.pk).update(publish_at=soon)
    assert archive_state().key[-1] == soon != before.key[-1]


@pytest.mark.parametrize("address", ["/", "/documents/", "/search/?q=heron", "/documents/?language=en", "/speakers/"])
def test_a_page_counts_anew_after_each_change(client, document, address):
    def page():
        return client.get(address).content.decode()

    first = page()
    assert page() == first
    document.withdraw("An error")
    without = page()
    assert without != first
    document.publish()
    assert page() == first


def test_rows_are_remembered_in_one_state_only(django_assert_num_queries):
    memory = Memory()
    state, another = ArchiveState(("one",), memory), ArchiveState(("another",), memory)
    with django_assert_num_queries(1):
        assert state.ask("SELECT 1, 'one'") == state.ask("SELECT 1, 'one'") == [(1, "one")]
    with django_assert_num_queries(1):
        another.ask("SELECT 1, 'one'")


def test_the_rows_that_nobody_asked_for_longest_are_forgotten_first(django_assert_num_queries):
    state = ArchiveState(("of this test",), Memory(most=5_000))
    for number in range(50):
        state.ask("SELECT %s", [number])
        state.ask("SELECT 'asked all the time'")
    with django_assert_num_queries(0):
        state.ask("SELECT 'asked all the time'")
        state.ask("SELECT %s", [49])
    with django_assert_num_queries(1):
        state.ask("SELECT %s", [0])


def test_more_than_there_is_room_for_is_answered_and_not_remembered(django_assert_num_queries):
    state = ArchiveState(("of this test",), Memory(most=5_000))
    with django_assert_num_queries(2):
        for _ in range(2):
            assert state.ask("SELECT repeat('x', 10000)") == [("x" * 10_000,)]


def test_a_statement_on_entries_counts_those_alone():
    count = "SELECT language, count(*) FROM ({matches}) AS matches GROUP BY 1"
    fr = Entry.objects.published().filter(language="fr")
    assert archive_state().ask_queryset(count, fr, ["language"]) == [("fr", fr.count())]
