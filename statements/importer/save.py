"""Save a draft in one transaction: the same file gives the same document, and an editor's word outranks a guess."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from django.db import connection, transaction

from statements.importer import VERSION
from statements.importer.draft import DraftDocument, Refused
from statements.importer.manifest import Manifest, OfficeEntry, SpeakerEntry
from statements.importer.pipeline import digest
from statements.importer.save_paragraphs import set_paragraphs
from statements.models import (
    Document,
    Office,
    Participation,
    Publisher,
    Result,
    Revision,
    Source,
    Speaker,
    Status,
)
from statements.slugs import free_slugs, slug_of

_BY_HASH = "sha256:"


@dataclass(frozen=True)
class Received:
    """A source as received."""

    filename: str
    media_type: str
    encoding: str
    content: bytes
    text: str

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Saved:
    """What became of a draft, and its document."""

    result: Result
    document: Document


@transaction.atomic
def save_draft(
    draft: DraftDocument,
    received: Received,
    external_id: str,
    manifest: Manifest,
    publish: bool,
    dry_run: bool = False,
    quiet: bool = False,
    into: Document | None = None,
) -> Saved:
    """Save `draft` as the document with its `external_id`, if there is one, or else as a new one.

    external_id: empty if the manifest gives none; the hash of the bytes then serves, and bytes that are in the archive
    under another id are not imported again. A document known by its bytes takes the id that it is given later.
    publish: make a draft public; a withdrawn document stays withdrawn, and one without a language stays a draft.
    dry_run: the caller rolls back; no lock is kept then, as one transaction over thousands of files had too many.
    quiet: nobody is sent a message about what becomes public by this.
    into: the document that becomes this one, which was made of another part of the same mail.
    Raises Refused where an editor changed the paragraphs and those of the file have changed since.
    """
    by_hash = f"{_BY_HASH}{received.sha256}"
    own_id = external_id or by_hash
    _wait_for_others(by_hash, not dry_run)
    _wait_for_others(own_id, not dry_run)
    made = digest(draft)
    document = (
        _find(into.external_id if into else own_id)
        or _find(by_hash)
        or (None if external_id else document_with_bytes(received.sha256))
    )
    if document is None:
        document, result = _create(draft, received, made, own_id, manifest, dry_run), Result.CREATED
    elif (
        not into
        and document.external_id not in (own_id, by_hash)
        or (document.external_id, _digest_of(document))
        == (
            own_id,
            made,
        )
    ):
        result = Result.UNCHANGED
    else:
        document.external_id = own_id
        _update(document, draft, received, made, manifest)
        result = Result.UPDATED
    if publish and document.status == Status.DRAFT and document.language:
        document.publish(quiet=quiet)
        return Saved(Result.UPDATED if result is Result.UNCHANGED else result, document)
    if result is Result.UPDATED and document.status == Status.PUBLISHED:
        Revision.objects.record(document, quiet=quiet)
    return Saved(result, document)


_LOCKED = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_AWAITED = "SELECT pg_advisory_lock(name), pg_advisory_unlock(name) FROM hashtextextended(%s, 0) AS name"


def _wait_for_others(name: str, lock: bool) -> None:
    """Wait for another import of the same document; lock: also make others wait until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCKED if lock else _AWAITED, [name])


def _find(external_id: str) -> Document | None:
    """The document with that id, locked until the end of the transaction: an editor may be saving it."""
    documents = Document.objects.originals().select_related("source", "publisher").select_for_update(of=("self",))
    return documents.filter(external_id=external_id).first()


def document_with_bytes(sha256: str) -> Document | None:
    """A document made from the same bytes, whatever its id."""
    return Document.objects.originals().filter(source__sha256=sha256).order_by("pk").first()


def _digest_of(document: Document) -> str:
    """The digest of what the importer made from the document's source; empty where it has none."""
    return document.source.import_digest if hasattr(document, "source") else ""


def _create(
    draft: DraftDocument, received: Received, made: str, external_id: str, manifest: Manifest, dry_run: bool
) -> Document:
    title = draft.title.value
    _wait_for_others(f"slug:{slug_of(title)}", not dry_run)
    [slug] = free_slugs([(title, external_id)])
    document = Document(external_id=external_id, slug=slug)
    _set_facts(document, draft, manifest)
    document.save()
    _set_participations(document, draft, manifest)
    Source.objects.create(document=document, **_source_fields(draft, received, made))
    set_paragraphs(document, draft, _speakers(draft, manifest))
    return document


def _update(document: Document, draft: DraftDocument, received: Received, made: str, manifest: Manifest) -> None:
    edited = document.provenance.get("paragraphs") == "editor"
    if edited and not (hasattr(document, "source") and document.source.sha256 == received.sha256):
        raise Refused("its paragraphs were edited in the archive; the file has other ones now. Change them there")
    _set_facts(document, draft, manifest)
    document.save()
    if document.provenance.get("participations") != "editor":
        document.participations.all().delete()
        _set_participations(document, draft, manifest)
    if edited:  # the spans describe the editor's paragraphs
        Source.objects.filter(document=document).update(import_digest=made)
        return
    Source.objects.update_or_create(document=document, defaults=_source_fields(draft, received, made))
    set_paragraphs(document, draft, _speakers(draft, manifest))


def _set_facts(document: Document, draft: DraftDocument, manifest: Manifest) -> None:
    """Set each fact that no editor has set, and its origin."""
    facts: dict[str, tuple[Any, str]] = {
        "title": (draft.title.value[:500], draft.title.origin),
        "title_assigned": (draft.title_assigned, draft.title.origin),
        "language": (draft.language.value, draft.language.origin),
        "kind": (draft.kind.value, draft.kind.origin),
        "date_edtf": (draft.date.value, draft.date.origin),
        "publisher": (_publisher(draft.publisher, manifest), "manifest"),
        "place": (draft.place.value, draft.place.origin),
        "reference": (draft.reference.value, draft.reference.origin),
        "source_url": (draft.source_url.value, draft.source_url.origin),
    }
    provenance = dict(document.provenance)
    if draft.publisher_stated and provenance.get("publisher") != "editor" and not draft.publisher:
        found = next(iter(Publisher.objects.called(draft.publisher_stated.value)), None)
        facts["publisher"] = (found, draft.publisher_stated.origin)
        provenance["publisher_stated"] = asdict(draft.publisher_stated)
    if document.status == Status.PUBLISHED and not draft.language.value:
        del facts["language"]  # a public document keeps the language it was published in
    for name, (value, origin) in facts.items():
        if provenance.get(name) != "editor":
            setattr(document, name, value)
            provenance[name] = origin
    document.set_date(document.date_edtf)
    for name in ("warnings", "not_before"):
        provenance.pop(name, None)
    proposed = {"not_before": asdict(draft.not_before)} if draft.not_before.value else {}
    warnings = {"warnings": list(draft.warnings)} if draft.warnings else {}
    document.provenance = {**provenance, **proposed, **warnings}


def _publisher(slug: str | None, manifest: Manifest) -> Publisher | None:
    if slug is None:
        return None
    entry = manifest.publishers[slug]
    publisher, _ = Publisher.objects.get_or_create(slug=slug, defaults={"name": entry.name, "language": entry.language})
    return publisher.current


def _speaker(slug: str, manifest: Manifest) -> Speaker:
    """The speaker with `slug`; an existing one stays as editors left it."""
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
    return speaker.current


def _speakers(draft: DraftDocument, manifest: Manifest) -> dict[str, Speaker]:
    return {slug: _speaker(slug, manifest) for slug, _ in draft.participations}


def _office(speaker: Speaker, entry: OfficeEntry) -> Office:
    titles = {f"title_{code}": title for code, title in entry.titles.items()}
    return Office(speaker=speaker, since=entry.since, until=entry.until, **titles)


def _set_participations(document: Document, draft: DraftDocument, manifest: Manifest) -> None:
    Participation.objects.bulk_create(
        Participation(document=document, speaker=_speaker(slug, manifest), role=role, position=position)
        for position, (slug, role) in enumerate(draft.participations, 1)
    )


def _source_fields(draft: DraftDocument, received: Received, made: str) -> dict[str, Any]:
    return {
        "filename": received.filename,
        "media_type": received.media_type,
        "encoding": received.encoding,
        "content": received.content,
        "sha256": received.sha256,
        "text": received.text,
        "spans": [[span.start, span.end, span.use, span.reason] for span in draft.spans],
        "importer_version": VERSION,
        "import_digest": made,
    }
