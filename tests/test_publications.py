"""The log of what became public: all of it, in an order in which nobody who reads on misses anything."""

import threading
from contextlib import closing, contextmanager
from datetime import timedelta
from random import Random
from time import sleep

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from statements.models import WAIT_FOR_WRITERS, Document, Publication, Revision, Status, read_moment
from statements.web.limits import TooSlowError, open_snapshot
from tests.cast import make_document, settle
from tests.upgrades import migrate_to


def soon(**lapse):
    return timezone.now() + timedelta(**lapse)


def events(document):
    """What the public has seen of a document: event and number."""
    settle()
    rows = Publication.objects.seen(read_moment()).filter(document_id=document.pk)
    return list(rows.values_list("event", "number"))


def to_come(document):
    settle()
    rows = Publication.objects.filter(document_id=document.pk, at__gt=read_moment())
    return list(rows.values_list("event", "number"))


@pytest.fixture
def draft(db):
    return make_document("A heron.", title="At sea", status=Status.DRAFT, speakers={"Ada Quist": "author"})


@pytest.fixture
def published(draft):
    draft.publish()
    settle()
    return draft


def edit(document, text, **told):
    document.paragraphs.update(text=text)
    return Revision.objects.record(document, **told)


def test_a_draft_is_in_no_log(draft):
    draft.save()
    assert events(draft) == []


def test_what_is_published_has_its_facts_and_its_version(published):
    row = Publication.objects.get(document_id=published.pk)
    version = published.revisions.get()
    assert (row.event, row.number, row.sha256) == ("published", 1, version.sha256)
    assert (row.slug, row.external_id) == (published.slug, published.external_id)
    assert row.facts == {
        "title": "At sea",
        "title_assigned": False,
        "language": "en",
        "kind": "speech",
        "date": "2024-03-01",
        "publisher": None,
        "speakers": ["ada-quist"],
    }


def test_each_step_is_an_event(published):
    edit(published, "A grey heron.", note="The colour was added")
    assert events(published) == [("published", 1), ("revised", 2)]
    published.withdraw("An error")
    settle()
    published.publish()
    assert events(published)[2:] == [("withdrawn", 2), ("restored", 2)]
    published.withdraw()
    settle()
    edit(published, "A heron, grey.")
    published.publish()
    assert events(published)[4:] == [("withdrawn", 2), ("restored", 3)]
    pk = published.pk
    published.bury()
    settle()
    rows = Publication.objects.filter(document_id=pk)
    assert list(rows.values_list("event", "number"))[6:] == [("deleted", 3)]
    assert list(rows.values_list("note", flat=True)) == ["", "The colour was added", "An error", "", "", "", ""]


def test_the_same_words_again_are_no_event(published):
    published.publish()
    published.save()
    assert events(published) == [("published", 1)]


def test_what_is_done_and_undone_in_one_transaction_was_never_seen(published):
    published.withdraw("Too early")
    published.publish()
    assert events(published) == [("published", 1)]


def test_a_correction_and_a_quiet_version_say_so(published):
    edit(published, "A  heron.", correction=True)
    edit(published, "A heron, old.", quiet=True)
    settle()
    rows = Publication.objects.filter(document_id=published.pk).values_list("event", "number", "quiet")
    assert list(rows) == [("published", 1, False), ("corrected", 2, False), ("revised", 3, True)]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_what_is_hidden_in_another_way_is_withdrawn(published, status):
    Document.objects.filter(pk=published.pk).update(status=status)
    assert events(published) == [("published", 1), ("withdrawn", 1)]
    published.withdraw("An error")
    assert events(published)[2:] == [("withdrawn", 1)]
    assert Publication.objects.last().note == "An error"


def test_what_was_withdrawn_is_deleted_once(published):
    published.withdraw("An error")
    assert events(published) == [("published", 1), ("withdrawn", 1)]
    pk = published.pk
    published.bury()
    settle()
    last = Publication.objects.filter(document_id=pk).last()
    assert (last.event, last.facts["title"], last.slug) == ("deleted", "At sea", published.slug)


def test_an_embargo_is_in_the_log_before_it_ends_and_seen_after(draft):
    draft.publish_at = soon(hours=1)
    draft.save()
    draft.publish()
    assert (events(draft), to_come(draft)) == ([], [("published", 1)])
    assert Publication.objects.get(document_id=draft.pk).at == draft.publish_at


def test_nobody_learns_of_what_was_changed_before_an_embargo_ended(draft):
    Document.objects.filter(pk=draft.pk).update(publish_at=soon(hours=1))
    draft.publish()
    edit(draft, "Another heron.")
    assert (events(draft), to_come(draft)) == ([], [("published", 1)])
    Document.objects.filter(pk=draft.pk).update(publish_at=soon(hours=2))
    settle()
    assert Publication.objects.get(document_id=draft.pk).at > soon(minutes=90)
    draft.withdraw("Never")
    assert (events(draft), to_come(draft)) == ([], [])
    draft.publish()
    pk = draft.pk
    draft.bury()
    settle()
    assert not Publication.objects.filter(document_id=pk).exists()


def test_an_embargo_on_what_was_public_hides_it_for_a_time(published):
    Document.objects.filter(pk=published.pk).update(publish_at=soon(hours=1))
    assert events(published) == [("published", 1), ("withdrawn", 1)]
    assert to_come(published) == [("restored", 1)]
    edit(published, "Another heron.")
    assert to_come(published) == [("restored", 2)]
    Document.objects.filter(pk=published.pk).update(publish_at=None)
    Revision.objects.record(published)
    assert events(published)[2:] == [("restored", 2)]


def test_what_was_withdrawn_before_its_embargo_ended_was_never_public(draft, client):
    """Not when the moment of the embargo has passed, either; nor in the versions of what is published later."""
    draft.publish_at = soon(hours=1)
    draft.save()
    draft.publish()
    settle()
    draft.withdraw("Too early")
    settle()
    assert not draft.revisions.exists()
    assert client.get(draft.get_absolute_url()).status_code == 404
    Document.objects.filter(pk=draft.pk).update(publish_at=None, title="On land")
    draft.refresh_from_db()
    edit(draft, "Harmless.")
    draft.publish()
    assert events(draft) == [("published", 1)]
    assert [each.read().title for each in draft.revisions.all()] == ["On land"]


@pytest.mark.parametrize("later", [2, 24])
def test_a_version_moves_with_its_embargo(draft, later):
    Document.objects.filter(pk=draft.pk).update(publish_at=soon(hours=1))
    draft.refresh_from_db()
    draft.publish()
    settle()
    moment = soon(hours=later)
    Document.objects.filter(pk=draft.pk).update(publish_at=moment)
    settle()
    assert draft.revisions.get().published_at == moment == Publication.objects.get(document_id=draft.pk).at


def test_an_embargo_that_is_lifted_ends_at_once(draft):
    Document.objects.filter(pk=draft.pk).update(publish_at=soon(hours=1))
    draft.refresh_from_db()
    draft.publish()
    settle()
    Document.objects.filter(pk=draft.pk).update(publish_at=None)
    assert events(draft) == [("published", 1)]
    assert draft.revisions.get().published_at <= timezone.now()


def test_what_is_hidden_in_another_way_is_a_410_as_well(published, client):
    Document.objects.filter(pk=published.pk).update(publish_at=soon(hours=1))
    settle()
    assert client.get(published.get_absolute_url()).status_code == 410
    assert client.get(f"/api/documents/{published.slug}").status_code == 410
    Document.objects.filter(pk=published.pk).delete()
    settle()
    assert client.get(published.get_absolute_url()).status_code == 410


def test_a_document_without_versions_is_in_the_log_too(db):
    assert events(make_document("A heron.")) == [("published", 0)]


def test_time_in_the_log_does_not_go_back_with_the_clock(published):
    later = soon(minutes=5)
    Publication.objects.filter(document_id=published.pk).update(at=later, written=later)
    other = make_document("An oboe.")
    settle()
    row = Publication.objects.get(document_id=other.pk)
    assert row.at == row.written > later
    edit(published, "A grey heron.")
    settle()
    assert Publication.objects.filter(document_id=published.pk).count() == 2, "what was seen stays"


@pytest.fixture
def connect(transactional_db):
    """A function that makes more connections to the database of the test."""
    made = []

    def open_connection():
        given = connection.get_connection_params()
        made.append(
            psycopg2.connect(**{name: given[name] for name in given if name not in ("cursor_factory", "context")})
        )
        return made[-1]

    yield open_connection
    for each in made:
        each.close()


INSERT = """
    INSERT INTO statements_document (external_id, slug, title, title_assigned, language, kind, place, reference,
        source_url, date_edtf, provenance, status, publish_at, withdrawn_reason, created, updated)
    VALUES (%(slug)s, %(slug)s, 'At sea', false, 'en', 'speech', '', '', '', '', '{}', 'published', %(at)s, '', now(),
        now()) RETURNING id
"""


def insert(cursor, slug, at=None):
    cursor.execute(INSERT, {"slug": slug, "at": at})


@contextmanager
def reading(first=WAIT_FOR_WRITERS, milliseconds=20_000):
    with open_snapshot(milliseconds, first=first):
        yield


def seen():
    """The addresses in the log, without those of the seeds."""
    rows = Publication.objects.seen(read_moment()).filter(facts__title="At sea").order_by("at", "pk")
    return list(rows.values_list("slug", flat=True))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
class TestAtOnce:
    """Several at once; what they write is committed."""

    def test_a_reader_never_reads_past_what_is_being_written(self, connect):
        writer = connect()
        with connect() as other, other.cursor() as cursor:
            insert(cursor, "embargoed", soon(seconds=0.5))
        with writer.cursor() as cursor:
            insert(cursor, "slow")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it is in the log, with its moment; others do not see it
            sleep(0.7)
            with reading(first=""):
                assert seen() == ["embargoed"], "who does not wait would go on from here, and miss the one before"
            timer = threading.Timer(0.5, writer.commit)
            timer.start()
            with reading():
                assert seen() == ["slow", "embargoed"]
            timer.join()

    def test_writers_wait_for_readers_no_longer_than_it_takes_to_begin(self, connect):
        with reading(), connect() as other, other.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
            insert(cursor, "quick")
            other.commit()

    def test_a_reader_who_waits_too_long_is_told(self, connect):
        with connect().cursor() as cursor:
            insert(cursor, "stuck")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with pytest.raises(TooSlowError), reading(milliseconds=300):
                seen()

    def test_who_reads_on_misses_nothing_and_reads_nothing_twice(self, connect):
        """Four write, with and without embargoes, and change their minds; one reads on from what it has."""
        got, last = [], (timezone.now() - timedelta(days=1), 0)
        writers = [threading.Thread(target=write_much, args=(connect(), number)) for number in range(4)]

        def read_on():
            nonlocal last
            with reading():
                for row in Publication.objects.seen(read_moment()).after(last)[:7]:
                    got.append(row.pk)
                    last = row.place

        for each in writers:
            each.start()
        while any(each.is_alive() for each in writers):
            read_on()
        sleep(0.6)
        for _ in range(200):
            read_on()
        rows = list(Publication.objects.order_by("at", "pk").values_list("pk", flat=True))
        assert len(rows) > 100
        assert got == rows


def write_much(writer, number, times=40):
    """Publish, withdraw, embargo and delete documents in transactions that take their time."""
    random = Random(number)
    with closing(writer), writer.cursor() as cursor:
        keys = []
        for count in range(times):
            for each in range(random.randint(1, 2)):
                at = soon(seconds=random.random() / 2) if random.random() < 0.5 else None
                insert(cursor, f"{number}-{count}-{each}", at)
                keys.append(cursor.fetchone()[0])
            if random.random() < 0.4:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
                sleep(random.random() / 50)
            chosen, status = random.choice(keys), random.choice(["withdrawn", "published"])
            cursor.execute("UPDATE statements_document SET status = %s WHERE id = %s", [status, chosen])
            writer.commit()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_the_log_of_an_older_archive_is_made_from_what_it_knows():
    documents = {name: make_document("A heron.", title=name, status=Status.DRAFT) for name in TOLD}
    for document in documents.values():
        if document.title == "embargoed":
            document.publish_at = soon(hours=1)
            document.save()
        if document.title not in ("draft", "without versions"):
            document.publish()
    Document.objects.filter(title="without versions").update(status=Status.PUBLISHED)
    with transaction.atomic():
        edit(documents["revised"], "A grey heron.")
    documents["withdrawn"].withdraw("An error")
    deleted = documents["deleted"].pk
    documents["deleted"].bury()
    kept = {name: document.pk for name, document in documents.items()} | {"deleted": deleted}

    def logged():
        rows = Publication.objects.order_by("at", "pk").values_list("document_id", "event", "number", "note")
        return {name: [row[1:] for row in rows if row[0] == kept[name]] for name in kept}

    def order():
        return list(Publication.objects.order_by("pk").values_list("written", flat=True))

    assert logged() == TOLD
    migrate_to("0032")
    call_command("migrate", "statements", verbosity=0)
    assert logged() == {**TOLD, "deleted": [("deleted", 0, "")]}, "what it was is not known any longer"
    assert order() == sorted(order())
    assert Publication.objects.get(document_id=kept["embargoed"]).at == documents["embargoed"].publish_at
    assert Publication.objects.filter(document_id=kept["revised"]).last().facts["title"] == "revised"


TOLD = {
    "draft": [],
    "embargoed": [("published", 1, "")],
    "published": [("published", 1, "")],
    "revised": [("published", 1, ""), ("revised", 2, "")],
    "withdrawn": [("published", 1, ""), ("withdrawn", 1, "An error")],
    "deleted": [("published", 1, ""), ("deleted", 1, "")],
    "without versions": [("published", 0, "")],
}


def test_a_moment_outside_of_a_snapshot_is_now(db):
    before = timezone.now()
    with transaction.atomic():
        assert read_moment() - before < timedelta(seconds=5)
