"""Drafts that were guessed to be in a language of the archive, and are in none, have none; what is public is flagged.

A guess is one that the importer made itself: what a manifest, a bulk file or an editor states stands.
"""

from django.db import migrations

from statements.importer.language import find_language


def look_again(apps, schema_editor):
    documents = apps.get_model("statements", "Document").objects.filter(provenance__language__startswith="guess")
    for document in documents.only("pk", "status", "language", "provenance").iterator(chunk_size=500):
        texts = document.paragraphs.order_by("position").values_list("text", flat=True)
        found = find_language("\n".join(texts))
        if found.foreign:
            _flag(document, f"the text {found.foreign}: the archive has English, French, Italian only")


def _flag(document, warning):
    earlier = [each for each in document.provenance.get("warnings", []) if not each.startswith("the text reads as ")]
    document.provenance = {**document.provenance, "warnings": [*earlier, warning]}
    if document.status in ("draft", "in-review"):
        document.paragraphs.filter(language=document.language).update(language="")
        document.provenance["language"], document.language = "unknown", ""
    document.save(update_fields=["language", "provenance"])


def guess_again(apps, schema_editor):
    """The way back: the nearest language of the archive, as before."""
    for name in ("Document", "Paragraph"):
        apps.get_model("statements", name).objects.filter(language="").update(language="en")


class Migration(migrations.Migration):
    dependencies = [("statements", "0021_no_language")]

    operations = [migrations.RunPython(look_again, guess_again)]
