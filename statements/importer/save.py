"""A draft into the database: one transaction, the same document for the same file, an editor's word before a guess."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify

from statements.importer import VERSION
from statements.importer.draft import DraftDocument, DraftParagraph, Refused
from statements.importer.keys import kept_keys, new_key
from statements.importer.manifest import Manifest, OfficeEntry, SpeakerEntry
from statements.importer.pipeline import digest
from statements.models import (
    Document,
    Office,
    Paragraph,
    Participation,
    Publisher,
    Quotation,
    Revision,
    Source,
    Speaker,
    Status,
)

_SLUG_LENGTH = 70
_APOSTROPHE = re.compile("['’]")


@dataclass(frozen=True)
class Received:
    """A source as it came in."""

    filename: str
    media_type: str
    encoding: str
    content: bytes
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Saved:
    """What became of a draft: "created", "updated" or "unchanged", and the document."""

    result: str
    document: Document


@transaction.atomic
def save_draft(draft: DraftDocument, received: Received, external_id: str, manifest: Manifest, publish: bool) -> Saved:
    """Keep `draft` as a document; the one that has its `external_id`, or these bytes, where there is one.

    external_id: empty where the manifest gives none; then the hash of the bytes is it.
    publish: make a draft public; what was withdrawn stays so.
    Raises Refused where an editor changed the paragraphs and the file has others now.
    """
    external_id = external_id or f"sha256:{received.sha256}"
    _lock(external_id)
    document = _find(external_id, received.sha256)
    if document is None:
        document, result = _create(draft, received, external_id, manifest), "created"
    elif document.source.import_digest == digest(draft):
        result = "unchanged"
    else:
        _update(document, draft, received, manifest)
        result = "updated"
    if publish and document.status == Status.DRAFT:
        document.publish()
        return Saved("updated" if result == "unchanged" else result, document)
    if result == "updated" and document.status == Status.PUBLISHED:
        Revision.objects.record(document)
    return Saved(result, document)


def _lock(name: str) -> None:
    """Wait for another import of the same document, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _find(external_id: str, sha256: str) -> Document | None:
    documents = Document.objects.select_related("source", "publisher")
    by_id = documents.filter(external_id=external_id).first()
    return by_id or documents.filter(source__sha256=sha256).first()


def _create(draft: DraftDocument, received: Received, external_id: str, manifest: Manifest) -> Document:
    document = Document(external_id=external_id, slug=_free_slug(draft.title.value, external_id))
    _set_facts(document, draft, manifest)
    document.save()
    _set_participations(document, draft, manifest)
    Source.objects.create(document=document, **_source_fields(draft, received))
    _set_paragraphs(document, draft, manifest)
    return document


def _update(document: Document, draft: DraftDocument, received: Received, manifest: Manifest) -> None:
    if document.provenance.get("paragraphs") == "editor":
        raise Refused("its paragraphs were edited in the archive; the file has other ones now. Change them there")
    _set_facts(document, draft, manifest)
    document.save()
    if document.provenance.get("participations") != "editor":
        document.participations.all().delete()
        _set_participations(document, draft, manifest)
    Source.objects.filter(document=document).update(**_source_fields(draft, received))
    _set_paragraphs(document, draft, manifest)


def _set_facts(document: Document, draft: DraftDocument, manifest: Manifest) -> None:
    """Set each fact that no editor has set, and where it came from."""
    facts: dict[str, tuple[Any, str]] = {
        "title": (draft.title.value[:500], draft.title.origin),
        "title_assigned": (draft.title_assigned, draft.title.origin),
        "language": (draft.language.value, draft.language.origin),
        "kind": (draft.kind.value, draft.kind.origin),
        "date_edtf": (draft.date.value, draft.date.origin),
        "publisher": (_publisher(draft.publisher, manifest), "manifest"),
        "place": (draft.place, "manifest"),
        "reference": (draft.reference, "manifest"),
        "source_url": (draft.source_url, "manifest"),
    }
    provenance = dict(document.provenance)
    for name, (value, origin) in facts.items():
        if provenance.get(name) != "editor":
            setattr(document, name, value)
            provenance[name] = origin
    document.set_date(document.date_edtf)
    document.provenance = provenance


def _publisher(slug: str | None, manifest: Manifest) -> Publisher | None:
    if slug is None:
        return None
    entry = manifest.publishers[slug]
    publisher, _ = Publisher.objects.get_or_create(slug=slug, defaults={"name": entry.name, "language": entry.language})
    return publisher


def _speaker(slug: str, manifest: Manifest) -> Speaker:
    """The speaker with `slug`; one that is there already stays as editors keep it."""
    entry: SpeakerEntry = manifest.speakers[slug]
    speaker, created = Speaker.objects.get_or_create(
        slug=slug,
        defaults={
            "name": entry.name,
            "sort_name": entry.sort_name,
            "aliases": list(entry.aliases),
            "collective": entry.collective,
        },
    )
    if created:
        Office.objects.bulk_create(_office(speaker, office) for office in entry.offices)
    return speaker


def _office(speaker: Speaker, entry: OfficeEntry) -> Office:
    titles = {f"title_{code}": title for code, title in entry.titles.items()}
    return Office(speaker=speaker, since=entry.since, until=entry.until, **titles)


def _set_participations(document: Document, draft: DraftDocument, manifest: Manifest) -> None:
    Participation.objects.bulk_create(
        Participation(document=document, speaker=_speaker(slug, manifest), role=role, position=position)
        for position, (slug, role) in enumerate(draft.participations, 1)
    )


def _source_fields(draft: DraftDocument, received: Received) -> dict[str, Any]:
    return {
        "filename": received.filename,
        "media_type": received.media_type,
        "encoding": received.encoding,
        "content": received.content,
        "sha256": received.sha256,
        "text": received.text,
        "spans": [[span.start, span.end, span.use, span.reason] for span in draft.spans],
        "importer_version": VERSION,
        "import_digest": digest(draft),
    }


def _set_paragraphs(document: Document, draft: DraftDocument, manifest: Manifest) -> None:
    """Make the paragraphs those of the draft; one that was there before keeps its row and its key."""
    old = {paragraph.key: paragraph for paragraph in document.paragraphs.order_by("position")}
    keys = kept_keys(
        [(key, paragraph.text) for key, paragraph in old.items()], [each.text for each in draft.paragraphs]
    )
    document.paragraphs.exclude(key__in=[key for key in keys if key]).delete()
    Quotation.objects.filter(paragraph__document=document).delete()
    taken = set(old)
    rows = []
    for position, (each, key) in enumerate(zip(draft.paragraphs, keys, strict=True), 1):
        row = old[key] if key else Paragraph(document=document, key=new_key(document.external_id, each.text, taken))
        taken.add(row.key)
        rows.append(_fill(row, each, position, document, manifest))
    Paragraph.objects.bulk_create([row for row in rows if row.pk is None])
    Paragraph.objects.bulk_update([row for row in rows if row.key in old], _PARAGRAPH_FIELDS)
    _set_quotations(rows, draft, manifest)


_PARAGRAPH_FIELDS = ["position", "number", "under", "kind", "text", "language", "page", "speaker", "start", "end"]


def _fill(row: Paragraph, each: DraftParagraph, position: int, document: Document, manifest: Manifest) -> Paragraph:
    row.position, row.number, row.under, row.kind = position, each.number, each.under, each.kind
    row.text, row.language, row.page = each.text, document.language, each.page
    row.start, row.end = each.start, each.end
    row.speaker = _speaker(each.speaker, manifest) if each.speaker else None
    return row


def _set_quotations(rows: list[Paragraph], draft: DraftDocument, manifest: Manifest) -> None:
    Quotation.objects.bulk_create(
        Quotation(paragraph=row, speaker=_speaker(each.speaker, manifest), start=each.start, end=each.end)
        for row, paragraph in zip(rows, draft.paragraphs, strict=True)
        for each in paragraph.quotations
    )


def _free_slug(title: str, external_id: str) -> str:
    """An address made of the title; with some letters of the id's hash where it is taken."""
    slug = _cut(slugify(_APOSTROPHE.sub(" ", title))) or "document"
    if not Document.objects.filter(slug=slug).exists():
        return slug
    return f"{slug}-{hashlib.sha256(external_id.encode()).hexdigest()[:8]}"


def _cut(slug: str) -> str:
    """`slug` at most so long, ending with a whole word."""
    if len(slug) <= _SLUG_LENGTH:
        return slug
    return slug[: _SLUG_LENGTH + 1].rpartition("-")[0] or slug[:_SLUG_LENGTH]
