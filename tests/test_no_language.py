"""A text in a language that the archive has not stays a draft, until an editor says which it is in."""

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction

from statements.models import Document
from tests.cast import make_document

pytestmark = pytest.mark.django_db

SPANISH = (
    "El presidente del Gobierno se reunió ayer en Madrid con el secretario general de la OTAN. Durante el encuentro "
    "hablaron de la situación en Ucrania y del refuerzo del flanco oriental de la Alianza."
)


def imported(folder, text, **options):
    """The document that a file with `text` becomes, and the report."""
    (folder / "a.txt").write_text(text)
    report = StringIO()
    call_command("import_statements", folder, stdout=report, **options)
    return Document.objects.exclude(external_id__startswith="seed-").latest("pk"), report.getvalue()


def test_it_stays_a_draft_though_it_was_to_be_published_and_the_report_says_so(tmp_path):
    document, report = imported(tmp_path, f"Comunicado de prensa\n\n{SPANISH}\n", publish=True)
    assert (document.status, document.language) == ("draft", "")
    assert not document.paragraphs.exclude(language="").exists()
    assert "the text reads as Spanish: the archive has English, French, Italian only" in report
    assert "it stays a draft, since it has no language" in report
    again, report = imported(tmp_path, f"Comunicado de prensa\n\n{SPANISH}\n", publish=True)
    assert (again.pk, again.status) == (document.pk, "draft")
    assert "it stays a draft" in report


def test_the_manifest_may_say_otherwise(tmp_path):
    (tmp_path / "manifest.toml").write_text('[[documents]]\nfile = "a.txt"\nlanguage = "it"\n')
    document, report = imported(tmp_path, f"Comunicado de prensa\n\n{SPANISH}\n", publish=True)
    assert (document.status, document.language) == ("published", "it")
    assert "the text reads as Spanish" in report


def test_what_is_public_keeps_its_language_whatever_its_file_becomes(tmp_path):
    (tmp_path / "manifest.toml").write_text('[[documents]]\nfile = "a.txt"\nid = "es-1"\nlanguage = "it"\n')
    document, _ = imported(tmp_path, f"Comunicado de prensa\n\n{SPANISH}\n", publish=True)
    (tmp_path / "manifest.toml").write_text('[[documents]]\nfile = "a.txt"\nid = "es-1"\n')
    again, _ = imported(tmp_path, f"Comunicado de prensa\n\n{SPANISH} Fin.\n", publish=True)
    assert (again.pk, again.status, again.language) == (document.pk, "published", "it")


@pytest.mark.parametrize("language", ["es", "xx", "EN"])
def test_the_database_takes_no_other_language(language):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_document("Words.", language=language, status="draft")


def test_the_database_publishes_nothing_without_a_language():
    document = make_document("Words.", language="", status="draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        document.publish()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(language="en").update(language="")


def test_its_paragraphs_are_in_its_language_once_it_has_one():
    document = make_document("Words.", language="", status="draft")
    document.language = "fr"
    document.save()
    document.publish()
    assert list(document.paragraphs.values_list("language", flat=True)) == ["fr"]
    assert document.revisions.get().content["language"] == "fr"


def test_it_is_in_no_search_before_and_found_after(client):
    document = make_document("Unas palabras singulares.", language="", status="draft")
    assert client.get("/search/?q=singulares").context["total"] == 0
    document.language = "it"
    document.save()
    document.publish()
    assert client.get("/search/?q=singulares").context["total"] == 1


class TestMigration:
    """Drafts of before whose language was a guess are looked at again."""

    migration = import_module("statements.migrations.0022_drafts_in_other_languages")
    guess = {"language": "guess, 99% sure", "warnings": ["the text reads as Spanish: the archive has English only"]}

    def test_a_draft_has_none_from_then_on(self):
        document = make_document(SPANISH, language="it", status="draft", provenance=self.guess)
        self.migration.look_again(apps, None)
        document.refresh_from_db()
        assert document.language == ""
        assert document.provenance == {
            "language": "unknown",
            "warnings": ["the text reads as Spanish: the archive has English, French, Italian only"],
        }
        assert list(document.paragraphs.values_list("language", flat=True)) == [""]

    def test_what_is_public_is_flagged_and_stays(self):
        document = make_document(SPANISH, language="it", provenance=self.guess)
        self.migration.look_again(apps, None)
        document.refresh_from_db()
        assert (document.status, document.language) == ("published", "it")
        assert len(document.provenance["warnings"]) == 1

    @pytest.mark.parametrize(
        ("text", "origin"), [(SPANISH, "editor"), (SPANISH, "manifest"), ("We sail at dawn, and we land.", "guess")]
    )
    def test_what_was_stated_and_what_is_in_ours_stays(self, text, origin):
        document = make_document(text, language="en", status="draft", provenance={"language": origin})
        self.migration.look_again(apps, None)
        document.refresh_from_db()
        assert (document.language, document.provenance) == ("en", {"language": origin})

    def test_the_way_back_has_a_language_for_each(self):
        document = make_document(SPANISH, language="", status="draft")
        self.migration.guess_again(apps, None)
        document.refresh_from_db()
        assert document.language == "en"
