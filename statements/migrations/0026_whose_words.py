"""Quotations that the importer gave to the nearest name belong to the subject of their verb, or to nobody.

An editor's quotations stand: they cannot be told from the importer's one by one, but who edits one marks the
paragraphs of the document as edited, and such documents are left alone. What is public gets a new version, as after
any edit; earlier versions stay as they were published.

Sort names that were guessed are told from typed ones only where nobody would type them: a number or a suffix for a
family name ("III, King Letsie"), or a name that was typed as in an index and turned round once more ("Antonio, Tajani,").
"""

from django.db import migrations
from django.utils import timezone

from statements.importer.manifest import OfficeEntry, SpeakerEntry
from statements.importer.quotations.attribution import quotations_in

SORT_NAMES = r"""
    UPDATE statements_speaker SET sort_name = name
    WHERE sort_name = regexp_replace(name, '^(.*)\s(\S+)$', '\2, \1') AND sort_name <> name
        AND (name ~ '\s([IVX]+|[JS]r\.?)$' OR name LIKE '%,%');
"""


def read_again(apps, schema_editor):
    quotations = apps.get_model("statements", "Quotation").objects.values("paragraph__document")
    quoting = apps.get_model("statements", "Document").objects.filter(pk__in=quotations)
    for document in quoting.only("pk", "status", "provenance").iterator(chunk_size=500):
        by_importer = document.provenance.get("paragraphs") != "editor"
        if by_importer and _attribute(apps, document) and document.status == "published":
            _publish(apps, document)


def _attribute(apps, document):
    """Make the quotations of a document those that its text tells. Returns whether any were others."""
    Quotation = apps.get_model("statements", "Quotation")
    quoted = {each.speaker.slug: each.speaker for each in document.participations.filter(role="quoted")}
    rows = list(document.paragraphs.order_by("position"))
    found = quotations_in([each.text for each in rows], map(_entry, quoted.values()))
    made = {
        (row.pk, each.start): (each.end, quoted[each.speaker].pk)
        for row, own in zip(rows, found, strict=True)
        for each in own
    }
    there = Quotation.objects.filter(paragraph__document=document)
    before = {(each.paragraph_id, each.start): (each.end, each.speaker_id) for each in there}
    if made == before:
        return False
    there.delete()
    Quotation.objects.bulk_create(
        Quotation(paragraph_id=paragraph, start=start, end=end, speaker_id=speaker)
        for (paragraph, start), (end, speaker) in made.items()
    )
    return True


def _entry(speaker):
    offices = [
        OfficeEntry({"en": each.title_en, "fr": each.title_fr, "it": each.title_it}, each.since, each.until)
        for each in speaker.offices.all()
    ]
    aliases = tuple(speaker.aliases)
    return SpeakerEntry(speaker.slug, speaker.name, speaker.sort_name, aliases, speaker.collective, tuple(offices))


def _publish(apps, document):
    """The last version with the quotations as they are now; in its place where nobody has seen it yet."""
    Revision = apps.get_model("statements", "Revision")
    last = Revision.objects.filter(document=document).order_by("number").last()
    if last is None:
        return
    quotations = {row.key: [] for row in document.paragraphs.all()}
    for row in document.paragraphs.prefetch_related("quotations__speaker"):
        own = sorted(row.quotations.all(), key=lambda each: each.start)
        quotations[row.key] = [[each.start, each.end, each.speaker.name] for each in own]
    paragraphs = [
        {**each, "quotations": quotations.get(each["key"], each["quotations"])} for each in last.content["paragraphs"]
    ]
    content, now = {**last.content, "paragraphs": paragraphs}, timezone.now()
    if last.published_at > now:
        Revision.objects.filter(pk=last.pk).update(content=content)
    else:
        Revision.objects.create(document=document, number=last.number + 1, content=content, published_at=now)


class Migration(migrations.Migration):
    dependencies = [("statements", "0025_turns_end_at_labels")]

    operations = [
        migrations.RunPython(read_again, migrations.RunPython.noop),
        migrations.RunSQL(SORT_NAMES, migrations.RunSQL.noop),
    ]
