"""verify_archive finds what is no longer as it was received."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from statements.editorial.review.paragraphs import drop, split
from statements.models import Document, FrozenResult, Paragraph, Publication, Revision, Source
from tests.cast import settle

pytestmark = pytest.mark.django_db


def verified():
    settle()
    out = StringIO()
    call_command("verify_archive", stdout=out)
    return out.getvalue()


def broken():
    settle()
    out = StringIO()
    with pytest.raises(CommandError, match="does not match its sources"):
        call_command("verify_archive", stdout=out)
    return out.getvalue()


@pytest.fixture
def vilnius():
    return Document.objects.get(external_id="seed-004")


def test_the_seeds_are_as_they_were_received():
    assert verified() == "5 documents checked, 0 with problems\n"


def test_an_edit_at_the_desk_leaves_nothing_wrong(vilnius):
    split(vilnius.paragraphs.get(position=3), 40)
    drop(vilnius.paragraphs.get(position=9))
    Revision.objects.record(vilnius)
    assert "0 with problems" in verified()


def test_other_bytes_are_found(vilnius):
    Source.objects.filter(document=vilnius).update(content=b"something else")
    assert f"/documents/{vilnius.slug}/ the bytes of its source" in broken()


def test_a_gap_in_the_account_is_found(vilnius):
    source = vilnius.source
    source.spans.pop(4)
    source.save(update_fields=["spans"])
    assert "gaps or overlaps" in broken()


def test_other_words_are_found(vilnius):
    Paragraph.objects.filter(document=vilnius, position=7).update(text="Something else.")
    assert "the words of paragraph 7 are not" in broken()
    assert "its paragraphs differ from those of version 1" in broken()


def test_another_version_is_found(vilnius):
    first = vilnius.revisions.get()
    first.content["title"] = "Something else"
    first.save()
    assert "version 1 is not what was published" in broken()


def test_a_source_that_is_gone_is_found(vilnius):
    Source.objects.filter(document=vilnius).delete()
    assert "its source is missing" in broken()


def test_words_that_are_kept_in_no_paragraph_are_found(vilnius):
    vilnius.paragraphs.get(position=4).delete()
    found = broken()
    assert "are kept but are in no paragraph" in found
    assert "the positions of its paragraphs have gaps" in found


def test_another_fact_is_found(vilnius):
    Document.objects.filter(pk=vilnius.pk).update(title="Something else")
    assert "its title differs from that of version 1" in broken()


def test_words_are_checked_after_an_edit_too(vilnius):
    drop(vilnius.paragraphs.get(position=9))
    Document.objects.filter(pk=vilnius.pk).update(provenance={"paragraphs": "editor"})
    Paragraph.objects.filter(document=vilnius, position=7).update(text="Something else.")
    assert "the words of paragraph 7 are not" in broken()


class TestKeptResults:
    @pytest.fixture
    def result(self, client):
        client.post("/results/?q=NATO")
        return FrozenResult.objects.get()

    def test_one_that_is_as_it_was_kept_is_right_whatever_became_of_its_documents(self, result, vilnius):
        assert "1 results checked, 0 with problems" in verified()
        vilnius.bury()
        assert "1 results checked, 0 with problems" in verified()

    def test_one_that_was_changed_is_named(self, result):
        FrozenResult.objects.update(documents=result.documents[:1] * result.total)
        assert f"/results/{result.code}/ it counts a document twice" in broken()
        FrozenResult.objects.update(documents=result.documents, versions=[7] * result.total)
        assert "it names versions that are not there" in broken()
        FrozenResult.objects.update(versions=result.versions, kept_at="2001-01-01T00:00Z")
        assert "it names versions that were not public yet" in broken()

    def test_a_number_that_is_not_that_of_its_list_cannot_be_saved(self, result):
        with pytest.raises(IntegrityError):
            FrozenResult.objects.update(total=7)


def test_a_log_that_says_otherwise_than_the_site_is_found(vilnius):
    entries = Publication.objects.filter(document_id=vilnius.pk)
    for change, said in (
        (lambda: entries.update(event="withdrawn"), "it is public, which the log of what became public does not say"),
        (lambda: entries.update(event="published", number=7), "ends with version 7, and the last is 1"),
        (lambda: entries.delete(), "it is public, which the log of what became public does not say"),
    ):
        change()
        assert said in broken()


def test_a_log_of_what_is_not_public_is_found(vilnius):
    vilnius.withdraw("An error")
    assert "0 with problems" in verified()
    Publication.objects.filter(document_id=vilnius.pk, event="withdrawn").delete()
    assert "says that it is, and it is not" in broken()
