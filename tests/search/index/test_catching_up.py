"""The index is of one state of the archive: it answers in that state only, and catches up with every change."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from statements.models import Document, Entry, Paragraph, Participation, Speaker, Status
from statements.search.index import shelf
from statements.search.index.answers import IndexAnswers
from statements.search.index.tsquery import NotReadError
from statements.search.index.writing import RebuildError, bring_up_to_date
from statements.web.paging import Page
from tests.cast import make_document, make_speaker
from tests.search.index.asking import assert_same, is_answered, selected
from tests.search.test_memory import CHANGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return make_document("A heron says no.", title="At sea", speakers={"Ada Quist": "author"})


ADDRESSES = ["", "q=heron", "q=oboe", "q=sea", "q=said:quist heron", "q=nato", "kind=speech", "q=-heron&year=2024"]


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_every_change_postgresql_answers_until_the_index_has_caught_up(document, change):
    bring_up_to_date()
    assert is_answered()
    change(document)
    assert not is_answered()
    assert not bring_up_to_date().new
    for address in ADDRESSES:
        assert_same(address)


def test_what_is_not_changed_is_not_read_again(document):
    bring_up_to_date()
    assert bring_up_to_date().documents == 0


def test_what_a_killed_writer_left_of_a_commit_does_not_keep_the_next_from_catching_up(document):
    """It was killed when the new files were there, and the file that makes them count was not yet replaced."""
    bring_up_to_date()
    before = (shelf.folder() / "meta.json").read_bytes()
    Document.objects.filter(pk=document.pk).update(title="At home")
    bring_up_to_date()
    assert any(shelf.folder().glob("*.del"))
    (shelf.folder() / "meta.json").write_bytes(before)
    assert not bring_up_to_date().new
    assert_same("q=home")


def test_what_a_killed_writer_was_about_to_put_in_place_is_deleted(document):
    bring_up_to_date()
    (shelf.folder() / ".tmp41g9cg").write_text("half of a commit")
    bring_up_to_date()
    assert not list(shelf.folder().glob(".tmp*"))


def test_a_draft_is_not_in_the_index(document):
    Document.objects.filter(pk=document.pk).update(status=Status.DRAFT)
    bring_up_to_date()
    assert assert_same("q=heron") == 0


def test_a_document_is_found_from_the_end_of_its_embargo_on(document):
    soon = timezone.now() + timedelta(hours=1)
    Document.objects.filter(pk=document.pk).update(publish_at=soon)
    bring_up_to_date()
    assert assert_same("q=heron") == 0
    Document.objects.filter(pk=document.pk).update(publish_at=timezone.now() - timedelta(hours=1))
    bring_up_to_date()
    assert assert_same("q=heron") == 1


def test_an_archive_that_was_emptied_leaves_an_empty_index(document):
    bring_up_to_date()
    Document.objects.all().delete()
    bring_up_to_date()
    assert assert_same("") == 0


def test_what_nobody_says_any_longer_is_not_kept(document):
    bring_up_to_date()
    Paragraph.objects.filter(document=document).update(kind="stage-direction")
    bring_up_to_date()
    assert assert_same("q=said:quist heron") == 0
    assert assert_same("q=heron") == 1


def test_what_is_said_in_another_document_than_before_is_not_found_in_both(document):
    other = make_document("An oboe.")
    bring_up_to_date()
    Participation.objects.filter(document=document).update(document=other)
    Paragraph.objects.filter(document=document).update(document=other, position=2, key="p2")
    assert bring_up_to_date().documents >= 2, "more where others write to the server at the same time"
    assert assert_same("q=said:quist heron") == assert_same("said=ada-quist&q=heron") == 1


def test_an_index_with_other_rows_than_the_archive_is_made_anew(document, monkeypatch):
    bring_up_to_date()
    make_document("An oboe.")
    monkeypatch.setattr("statements.search.index.writing._find_changed", lambda old: [])
    with pytest.raises(RebuildError):
        bring_up_to_date(may_rebuild=False)
    assert not is_answered("q=oboe")
    assert bring_up_to_date().new
    assert assert_same("q=oboe") == 1


def test_a_process_that_serves_reads_only_a_few_documents_again(document, monkeypatch):
    bring_up_to_date()
    monkeypatch.setattr("statements.search.index.writing._MOST_CHANGED", 1)
    added = [make_document("An oboe.").pk, make_document("An oboe.").pk]
    monkeypatch.setattr("statements.search.index.writing._find_changed", lambda old: added)
    with pytest.raises(RebuildError):
        bring_up_to_date(may_rebuild=False)
    work = bring_up_to_date()
    assert (work.documents, work.new) == (2, False)
    assert assert_same("q=oboe") == 2


def test_without_an_index_postgresql_answers(document):
    assert not is_answered("q=heron")


@pytest.mark.parametrize("harm", ["meta.json", "all"])
def test_an_index_that_cannot_be_read_is_none_and_is_made_anew(document, harm, index_folder):
    bring_up_to_date()
    for path in index_folder.iterdir():
        if harm == "all" or path.name == harm:
            path.write_bytes(b"{}")
    assert not is_answered("q=heron")
    assert bring_up_to_date().new
    assert assert_same("q=heron") == 1


def test_without_the_package_postgresql_answers_and_the_command_says_what_is_missing(document, monkeypatch):
    bring_up_to_date()
    monkeypatch.setattr(shelf, "tantivy", None)
    monkeypatch.setattr(shelf, "_opened", None)
    monkeypatch.setattr("statements.management.commands.index.tantivy", None)
    assert not is_answered("q=heron")
    with pytest.raises(CommandError, match="tantivy is not installed"):
        call_command("index")


def test_the_index_of_another_database_is_not_asked(document):
    bring_up_to_date()
    assert is_answered("q=heron")
    with connection.cursor() as cursor:  # though the connection is the same
        cursor.execute("CREATE OR REPLACE FUNCTION archive_server() RETURNS text LANGUAGE sql RETURN 'another'")
    assert not is_answered("q=heron")
    assert bring_up_to_date().new


def test_where_nobody_may_ask_which_server_it_is_postgresql_answers(document):
    bring_up_to_date()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE reader; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        cursor.execute("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC; SET LOCAL ROLE reader")
        assert not is_answered("q=heron")
        with pytest.raises(CommandError, match="pg_control_system"):
            call_command("index")
        cursor.execute("RESET ROLE")
    assert is_answered("q=heron")


def test_an_index_of_another_format_is_made_anew(document, monkeypatch):
    bring_up_to_date()
    monkeypatch.setattr("statements.search.index.state.FORMAT", 99)
    monkeypatch.setattr(shelf, "_opened", None)
    monkeypatch.setattr(shelf, "_open", Mock(wraps=shelf._open))
    assert not is_answered("q=heron")
    assert not is_answered("q=oboe")
    assert shelf._open.call_count == 1  # it is known by now that it cannot be used
    assert bring_up_to_date().new


def test_one_process_writes_at_a_time(document):
    with shelf.lock_for_writing(), pytest.raises(shelf.BusyError):
        bring_up_to_date()


def test_the_command_says_what_it_has_done(document, capsys):
    call_command("index")
    assert "Index made: 6 documents" in capsys.readouterr().out
    make_document("An oboe.")
    call_command("index")
    assert "Index caught up: " in capsys.readouterr().out
    call_command("index")
    assert "Index up to date" in capsys.readouterr().out


def test_participations_and_speakers_are_those_of_the_archive(document):
    bring_up_to_date()
    Participation.objects.create(document=document, speaker=make_speaker("Bo Ek"), role="quoted")
    Entry.objects.filter(pk=document.pk).update(kind="readout")
    bring_up_to_date()
    assert assert_same("speaker=bo-ek") == assert_same("q=role:quoted heron") == 1
    assert assert_same("kind=readout") == 2


def test_a_standby_that_is_behind_the_index_does_not_take_it_back(document, monkeypatch):
    bring_up_to_date()
    state = shelf.open_index().state
    make_document("An oboe.")
    monkeypatch.setattr("statements.search.index.writing.place_replayed", lambda: state.log - 1)
    assert bring_up_to_date().documents == 0
    assert shelf.open_index().state == state
    monkeypatch.setattr("statements.search.index.writing.place_replayed", lambda: state.log)
    bring_up_to_date()
    assert assert_same("q=oboe") == 1


def test_where_its_files_are_damaged_postgresql_answers(document, monkeypatch):
    bring_up_to_date()

    def fail(*given, **named):
        raise ValueError("A file is shorter than it was")

    opened = shelf.open_index()
    monkeypatch.setattr(
        shelf, "_opened", replace(opened, searcher=SimpleNamespace(search=fail, aggregate=fail, doc_freq=fail))
    )
    answers = selected("q=heron").answers
    assert answers.tally().total == 1
    assert answers.keys("newest", Page(1, 1, 20)) == answers.keys("relevance", Page(1, 1, 20)) == [document.pk]


class PanicException(BaseException):
    """What Tantivy raises where it panics; its own class cannot be imported."""


@pytest.mark.parametrize("error", [NotReadError("<->"), ValueError("The regex is too large")])
def test_a_query_that_cannot_be_written_is_left_to_postgresql(document, monkeypatch, error):
    bring_up_to_date()
    monkeypatch.setattr("statements.search.index.queries.QueryWriter.words", Mock(side_effect=error))
    assert not is_answered("q=heron")
    assert selected("q=heron").answers.tally().total == 1
    assert is_answered("")


def test_after_a_panic_postgresql_answers_until_the_index_is_written_again(client, document, monkeypatch, caplog):
    bring_up_to_date()
    with monkeypatch.context() as patched:
        patched.setattr("statements.search.index.queries.QueryWriter.whole", Mock(side_effect=PanicException))
        assert "At sea" in client.get("/search/?q=heron").content.decode()
    assert "set aside" in caplog.text
    assert not is_answered("q=heron")
    make_document("An oboe.")
    bring_up_to_date()
    assert assert_same("q=heron") == 1


def test_documents_that_were_often_saved_are_ranked_as_if_they_had_been_saved_once(monkeypatch):
    Document.objects.all().delete()
    often, seldom = make_document("Heron after heron, a heron."), make_document("A heron says no to an oboe at sea.")
    monkeypatch.setattr("statements.search.index.writing._THREADS", 1)  # so that both are in one piece of the index
    bring_up_to_date()
    monkeypatch.setattr("statements.search.index.writing._find_changed", lambda old: [often.pk])
    for number in range(10):
        Document.objects.filter(pk=often.pk).update(title=f"Version {number}")
        bring_up_to_date()
    index = shelf.open_index()
    assert index.frequency("en:heron") > index.state.documents  # deleted rows are counted
    assert selected("q=heron").answers.keys("relevance", Page(1, 2, 20)) == [often.pk, seldom.pk]


def test_where_too_many_match_equally_well_postgresql_ranks(document, settings, monkeypatch):
    settings.PAGE_SIZE = 1
    for _ in range(5):
        make_document("An oboe.", title="On land")
    bring_up_to_date()
    by_sql = Mock()
    answers = replace(selected("q=oboe").answers, others=lambda: by_sql)
    answers.keys("relevance", Page(1, 5, 1))
    assert not by_sql.keys.called
    monkeypatch.setattr("statements.search.index.answers._MOST_EQUAL", 3)
    answers.keys("relevance", Page(1, 5, 1))
    assert by_sql.keys.called


def test_those_without_a_word_to_rank_by_come_last_the_newest_first(monkeypatch):
    Document.objects.all().delete()
    dated = [make_document("The end of the jetty.", date=f"2024-01-0{day}", language="en").pk for day in (1, 3, 2, 4)]
    french = make_document("Of the herons.", language="fr").pk
    bring_up_to_date()
    monkeypatch.setattr("statements.search.index.answers._MOST_EQUAL", 3)
    answers = replace(selected('q="of the"').answers, others=Mock(side_effect=AssertionError))
    for size in (1, 2, 3, 5, 20):
        pages = [Page(number, 5, size) for number in range(1, Page(1, 5, size).last + 1)]
        listed = [key for page in pages for key in answers.keys("relevance", page)]
        assert listed == [french, dated[3], dated[1], dated[2], dated[0]], size


def test_the_same_is_counted_once_in_a_state_and_anew_with_a_new_name(document, monkeypatch):
    bring_up_to_date()
    counted = Mock(wraps=IndexAnswers._count)
    monkeypatch.setattr(IndexAnswers, "_count", lambda answers: counted(answers))
    for address in (
        "",
        "q=heron&kind=speech",
        "q=heron&kind=speech",
        "kind=speech&q=heron",
        "q=heron&kind=readout",
        "",
    ):
        assert_same(address)
    assert counted.call_count == 3
    by_name = ["q=heron speaker:quist", "q=said:quist heron", "said=ada-quist", "speaker=-ada-quist"]
    found = [assert_same(address) for address in by_name]
    assert [assert_same(address) for address in by_name] == found
    assert counted.call_count == 7
    Speaker.objects.filter(slug="ada-quist").update(name="Ada Holm", slug="ada-holm", aliases=[])
    bring_up_to_date()
    assert [assert_same(address) for address in by_name] != found
    assert counted.call_count == 11
    make_document("A heron.")
    bring_up_to_date()
    assert_same("q=heron&kind=speech")
    assert counted.call_count == 12
