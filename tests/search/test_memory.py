"""What is remembered is never wrong: every way to change what the public sees changes the state of the archive."""

import pytest
from django.contrib.postgres.functions import TransactionNow
from django.db import connection, transaction

from statements.models import Document, Entry
from statements.search.memory import ArchiveState, Memory, archive_state
from tests.cast import make_document
from tests.changes import CHANGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return make_document("A heron.", title="At sea", speakers={"Ada Quist": "quoted"})


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_state_of_the_archive_changes_with_what_is_changed(document, change):
    before = archive_state()
    change(document)
    assert archive_state() != before


def test_the_state_stays_while_nothing_changes(document):
    assert archive_state() == archive_state()


def test_the_end_of_an_embargo_is_a_change_though_nobody_changes_anything(document):
    before = archive_state()
    Entry.objects.filter(pk=document.pk).update(publish_at=TransactionNow())
    assert archive_state().embargo == Entry.objects.get(pk=document.pk).publish_at != before.embargo


def test_no_state_comes_again_after_a_restore(document):
    """A restore into the same database sets the numbers of changes back, too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM statements_change_id_seq")
        [number] = cursor.fetchone()
        states = []
        for title in ("On land", "In the air"):
            saved = transaction.savepoint()
            Document.objects.filter(pk=document.pk).update(title=title)
            states.append(archive_state())
            transaction.savepoint_rollback(saved)
            cursor.execute("SELECT setval('statements_change_id_seq', %s)", [number])
    first, second = states
    assert first.key[1:] == second.key[1:] and first != second


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/", "/documents/", "/search/?q=heron", "/documents/?language=en", "/speakers/"])
def test_a_page_counts_anew_after_each_change(client, document, address):
    def page():
        return client.get(address).content.decode()

    document.publish()
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


@pytest.mark.slow
def test_a_statement_on_entries_counts_those_alone():
    count = "SELECT language, count(*) FROM ({matches}) AS matches GROUP BY 1"
    fr = Entry.objects.published().filter(language="fr")
    assert archive_state().ask_queryset(count, fr, ["language"]) == [("fr", fr.count())]
