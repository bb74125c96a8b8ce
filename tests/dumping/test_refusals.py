"""A line of a dump that contradicts itself, or would take something from somebody, is refused with the reason."""

from io import StringIO

import pytest
from django.core.management import call_command

from statements.models import Document, Office, Publisher, Revision, Speaker, snapshot
from tests.cast import make_document
from tests.dumping.conftest import load, rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def dump(tmp_path):
    """A dump of one document, which is no longer in the archive."""
    Document.objects.all().delete()
    dock = Publisher.objects.create(name="The Dock", slug="dock-office")
    text = make_document("We sail.", "We land.", slug="at-the-dock", publisher=dock, speakers={"Ada Quist": "speaker"})
    text.publish()
    call_command("dump_archive", tmp_path, stdout=StringIO())
    Document.objects.all().delete()
    Speaker.objects.all().delete()
    Publisher.objects.all().delete()
    [path] = tmp_path.glob("documents-*")
    return path


def refuse(dump, tmp_path, change):
    """Why a changed line is refused."""
    report = load(rewrite(dump, tmp_path / "changed.jsonl", change))
    assert report["counts"] == {"refused": 1}
    assert not Document.objects.exists()
    return report["refused"][0]["reason"]


def last(fields):
    return fields["_versions"][-1]


CHANGES = {
    "SHA-256 differs": lambda fields: last(fields).update(sha256="0" * 64),
    "not as a dump has it": lambda fields: fields.pop("_slug"),
    "unknown field `_more`": lambda fields: fields.update(_more=1),
    "Expected `int`": lambda fields: last(fields).update(number="one"),
    "two paragraphs have one key": lambda fields: last(fields)["content"]["paragraphs"][1].update(
        key=last(fields)["content"]["paragraphs"][0]["key"]
    ),
    "cannot be read": lambda fields: last(fields)["content"].update(paragraphs=[{"text": 1}]),
    "text is not that of its last version": lambda fields: fields.update(text="Other words."),
    "title is not that of its last version": lambda fields: fields.update(title="Another"),
    "of whom it says nothing else": lambda fields: fields.update(_speakers=[]),
    "matching regex": lambda fields: fields.update(_slug="../secret"),
    "the numbers of its versions do not rise": lambda fields: fields["_versions"].append(last(fields)),
    "a quotation is not within paragraph 1": lambda fields: last(fields)["content"]["paragraphs"][0].update(
        quotations=[[0, 99, "Ada Quist"]]
    ),
    "half a character": lambda fields: last(fields).update(note="\ud800"),
}


@pytest.mark.slow
@pytest.mark.parametrize("reason", CHANGES)
def test_a_line_that_contradicts_itself_is_refused(dump, tmp_path, reason):
    assert reason in refuse(dump, tmp_path, CHANGES[reason])


def test_an_address_of_somebody_else_is_not_taken(dump, tmp_path):
    Speaker.objects.create(slug="ada-quist", name="Ada Quist the Younger", sort_name="Quist")
    assert "'ada-quist' is that of the speaker Ada Quist the Younger" in refuse(dump, tmp_path, lambda fields: None)


def test_a_name_has_one_address(dump, tmp_path):
    Publisher.objects.create(slug="the-dock", name="The Dock")
    assert "The Dock has the address 'the-dock' here" in refuse(dump, tmp_path, lambda fields: None)


def test_what_editors_entered_of_a_speaker_stays(dump):
    Speaker.objects.create(slug="ada-quist", name="Ada Quist", sort_name="Quist, A.")
    assert load(dump)["counts"] == {"created": 1}
    assert Speaker.objects.get().sort_name == "Quist, A."
    assert not Office.objects.exists()


def test_drafts_keep_their_versions_and_publishing_the_same_words_adds_none(dump):
    assert load(dump, publish=False)["counts"] == {"created": 1}
    document = Document.objects.get()
    assert (document.status, document.revisions.count()) == ("draft", 1)
    document.publish()
    assert document.revisions.count() == 1
    assert Revision.objects.get().read().reads_as(snapshot(document))


def test_a_dry_run_says_the_same_and_changes_nothing(dump):
    out = StringIO()
    call_command("import_statements", dump, publish=True, dry_run=True, stdout=out)
    assert "1 created" in out.getvalue()
    assert not Document.objects.exists()
    assert not Speaker.objects.exists()
