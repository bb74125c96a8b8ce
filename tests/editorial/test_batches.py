"""Many files at once: read a few at a time, each once, and never lost."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from statements.editorial.intake.batches import read_waiting, receive
from statements.editorial.intake.bulk_files import is_bulk
from statements.editorial.intake.unpacking import Release
from statements.editorial.workflow import log_of
from statements.importer.files import import_upload
from statements.models import Arrival, Became, Document
from tests.conftest import make_groups

pytestmark = pytest.mark.django_db
RELEASE = reverse("admin:statements_document_release")
OSLO = Release("oslo.txt", b"The harbour of Oslo\n\nWe met at sea, and we sailed on land for two days.\n")
ROME = Release("rome.txt", b"The harbour of Rome\n\nThere is none, and we looked for it for two days.\n")
LINE = {
    "id": "en-1", "language": "en", "date": "2000-01-17", "kind": "speech", "title": "Resumption", "publisher": "",
    "speakers": [], "text": "I declare the session resumed.",
}  # fmt: skip


def address(batch):
    return reverse("admin:statements_document_batch", args=[batch.pk])


def test_a_request_reads_for_some_seconds_and_the_next_one_goes_on(editor):
    batch = receive([OSLO, ROME], editor.user)
    read_waiting(batch, seconds=0)
    assert [each.became for each in batch.arrivals.all()] == [Became.CREATED, Became.WAITING]
    html = editor.get(address(batch)).content.decode()
    assert "1 of 2 files read" in html
    assert "Publish the ticked ones" not in html
    editor.post(address(batch), {"do": "read"})
    assert [each.became for each in batch.arrivals.all()] == [Became.CREATED, Became.CREATED]
    assert not Arrival.objects.exclude(content=None).exists()
    assert Document.objects.filter(title__startswith="The harbour of").count() == 2


def test_a_file_that_somebody_else_reads_is_left_to_them_until_they_are_gone(editor):
    batch = receive([OSLO], editor.user)
    batch.arrivals.update(began=timezone.now())
    read_waiting(batch, seconds=0)
    assert batch.arrivals.get().became == Became.WAITING
    batch.arrivals.update(began=timezone.now() - timedelta(minutes=20))
    read_waiting(batch, seconds=0)
    assert batch.arrivals.get().became == Became.CREATED


def test_the_log_says_which_file_a_document_was_made_of_and_not_which_was_sent_again(editor):
    batch = receive([OSLO, Release("again.txt", OSLO.content)], editor.user)
    read_waiting(batch, seconds=60)
    first, second = batch.arrivals.order_by("position")
    assert (first.became, second.became) == (Became.CREATED, Became.UNCHANGED)
    assert first.document == second.document
    assert [each.change_message for each in log_of(first.document)] == ["Added: oslo.txt."]


def test_what_is_like_another_document_names_it(editor):
    batch = receive([OSLO, Release("again.txt", OSLO.content.replace(b"two days", b"2 days"))], editor.user)
    text = b" ".join(b"word%d" % each for each in range(100))
    batch = receive([Release("one.txt", text), Release("two.txt", text + b" more")], editor.user)
    read_waiting(batch, seconds=60)
    first, second = batch.arrivals.all()
    assert (first.like, second.like) == ([], [[first.document_id, 98]])
    assert "98% of its words are those of “[word0 word1" in editor.get(address(batch)).content.decode()


def test_a_contributor_reads_files_and_publishes_none(editor):
    editor.user.groups.set([Group.objects.get(name="contributor")])
    batch = receive([OSLO], editor.user)
    editor.post(address(batch), {"do": "read"})
    document = Document.objects.get(title="The harbour of Oslo")
    assert editor.post(address(batch), {"do": "publish", "document": document.pk}).status_code == 403
    assert "Publish those" not in editor.get(address(batch)).content.decode()


def test_the_same_bytes_under_another_name_change_nothing(editor):
    """A contributor must not change what is published by sending it once more, as another format."""
    page = Release("oslo.txt", b"<p>We met at sea.</p><p>We sailed on land.</p>")
    read_waiting(receive([page], editor.user), seconds=0)
    document = Document.objects.get(source__filename="oslo.txt")
    document.publish()
    batch = receive([Release("oslo.html", page.content)], editor.user)
    read_waiting(batch, seconds=0)
    assert (batch.arrivals.get().became, batch.arrivals.get().document) == (Became.UNCHANGED, document)
    assert (document.revisions.count(), document.paragraphs.count()) == (1, 1)


def test_who_opens_a_batch_lends_nobody_their_permissions(editor):
    contributor = User.objects.create_user("gunnar", is_staff=True)
    batch = receive([Release("corpus.jsonl", json.dumps(LINE).encode())], contributor)
    editor.post(address(batch), {"do": "read"})
    assert "only people who may publish can load" in batch.arrivals.get().reason


def test_a_batch_publishes_its_own_drafts_only(editor):
    batch = receive([OSLO], editor.user)
    read_waiting(batch, seconds=0)
    other = Document.objects.get(external_id="seed-001")
    other.withdraw("a slip")
    editor.post(address(batch), {"do": "publish", "document": [other.pk], "confirmed": "yes"})
    other.refresh_from_db()
    assert other.status == "withdrawn"


def test_a_fault_of_the_archive_is_said_of_the_file_and_stops_no_other(editor, monkeypatch, caplog):
    def fails(content, path):
        if path.name == "oslo.txt":
            raise RuntimeError("a fault")
        return import_upload(content, path)

    monkeypatch.setattr("statements.importer.files.import_upload", fails)
    batch = receive([OSLO, ROME], editor.user)
    read_waiting(batch, seconds=60)
    assert [each.became for each in batch.arrivals.all()] == [Became.REFUSED, Became.CREATED]
    assert "a fault" in caplog.text


@pytest.mark.parametrize(
    ("content", "name", "bulk"),
    [
        (b"", "corpus.JSONL.gz", True),
        (json.dumps(LINE).encode(), "corpus.txt", True),
        (b'\xef\xbb\xbf {"id": 1, "text": 2}\n{', "a", True),
        (b'{"id": 1}', "a.json", False),
        (b"{ a note }", "a.txt", False),
        (b"{" * 100_000, "a.txt", False),
        (b"[1]", "a.txt", False),
    ],
)
def test_bulk_files_are_known_by_name_or_by_their_first_line(content, name, bulk):
    assert is_bulk(content, name) is bulk


@pytest.mark.django_db(transaction=True)
class TestBulkFiles:
    @pytest.fixture(autouse=True)
    def _groups(self, seeds_come_back):
        make_groups()

    def test_each_line_becomes_a_draft_and_bad_lines_are_named(self, editor):
        lines = "\n".join([json.dumps(LINE), "{}", json.dumps(LINE | {"id": "en-2", "text": "I close it."})])
        response = editor.post(RELEASE, {"sent": [SimpleUploadedFile("corpus.jsonl", lines.encode())]}, follow=True)
        assert "2 created<br>1 refused<br>line 2: " in response.content.decode()
        assert set(Document.objects.filter(title="Resumption").values_list("status", flat=True)) == {"draft"}

    def test_only_who_may_publish_loads_them(self, editor):
        editor.user.groups.set([Group.objects.get(name="contributor")])
        sent = SimpleUploadedFile("corpus.jsonl", json.dumps(LINE).encode())
        response = editor.post(RELEASE, {"sent": [sent]}, follow=True)
        assert "only people who may publish can load" in response.content.decode()
        assert not Document.objects.filter(external_id="en-1").exists()
