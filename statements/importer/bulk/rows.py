"""The rows of new documents, written by COPY."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from statements.importer import VERSION
from statements.importer.bulk.copy import copy_instances, copy_rows, new_ids, row
from statements.importer.bulk.indexes import gather_in_transaction
from statements.importer.bulk.jsonl import ORIGIN, BulkDocument
from statements.importer.bulk.names import Names
from statements.importer.draft import DraftParagraph
from statements.importer.pipeline import digest
from statements.keys import new_key
from statements.models import (
    Content,
    ContentParagraph,
    Document,
    Paragraph,
    Participation,
    Revision,
    Source,
    Status,
    revision_content,
)
from statements.slugs import free_slugs

MEDIA_TYPE = "application/jsonl"
_PARAGRAPH = ["document_id", "position", "key", "number", "under", "kind", "text", "language", "start", "end"]
_STATED = ["publisher", "place", "reference", "source_url"]


@dataclass(frozen=True)
class Made:
    """A document with all that can be prepared without the archive. rows: of its paragraphs, after the document."""

    document: BulkDocument
    digest: str
    keys: tuple[str, ...]
    rows: tuple[str, ...]


def make_rows(document: BulkDocument) -> Made:
    keys = _keys(document)
    language = document.draft.language.value
    rows = [
        row([position, key, each.number, each.under, each.kind, each.text, language, each.start, each.end])
        for position, (key, each) in enumerate(zip(keys, document.draft.paragraphs, strict=True), 1)
    ]
    return Made(document, digest(document.draft), tuple(keys), tuple(rows))


def _keys(document: BulkDocument) -> list[str]:
    """A key for each paragraph, see keys.new_key()."""
    keys, taken, earlier = list[str](), set[str](), dict[str, int]()
    for each in document.draft.paragraphs:
        key = new_key(document.record.external_id, each.text, taken, earlier.get(each.text, 0))
        earlier[each.text] = earlier.get(each.text, 0) + 1
        taken.add(key)
        keys.append(key)
    return keys


@dataclass(frozen=True)
class New:
    """The rows of a document that is new to the archive. number: of its line; paragraphs: in the form COPY reads."""

    number: int
    document: Document
    paragraphs: list[str]
    participations: list[Participation]
    source: Source
    revision: Revision | None


def new_documents(
    made: Sequence[Made], names: Names, addresses: set[str], filename: str, publish: bool, quiet: bool
) -> list[New]:
    """The rows of documents, with primary keys and addresses, which are added to `addresses`, those in use."""
    ids, slugs = new_ids(Document, len(made)), _slugs(made, addresses)
    return [_new(*each, names, filename, publish, quiet) for each in zip(made, ids, slugs, strict=True)]


def _new(made: Made, pk: int, slug: str, names: Names, filename: str, publish: bool, quiet: bool) -> New:
    document = _document(made, pk, slug, names, publish)
    participations = _participations(made, document, names)
    return New(
        made.document.record.number,
        document,
        [f"{pk}\t{rest}" for rest in made.rows],
        participations,
        _source(made, document, filename),
        Revision(document=document, number=1, content=_content(made, document, participations).as_json(), quiet=quiet)
        if publish
        else None,
    )


def write(new: Sequence[New]) -> None:
    """Insert documents: all of them or, where DatabaseError is raised, none.

    The documents come last: the trigger that makes their entries then finds everything else, and makes them once.
    References from paragraphs to documents are checked at the end of the transaction.
    """
    with transaction.atomic():
        gather_in_transaction()
        copy_rows(Paragraph, _PARAGRAPH, (text for each in new for text in each.paragraphs))
        copy_instances([participation for each in new for participation in each.participations])
        copy_instances([each.document for each in new])
        copy_instances([each.source for each in new])
        copy_instances([each.revision for each in new if each.revision])
        with connection.cursor() as cursor:  # so that only this batch fails, even in a caller's transaction
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _document(made: Made, pk: int, slug: str, names: Names, publish: bool) -> Document:
    draft = made.document.draft
    facts = {"title": draft.title, "language": draft.language, "kind": draft.kind, "date_edtf": draft.date}
    origins = {name: fact.origin for name, fact in facts.items()}
    document = Document(
        pk=pk,
        external_id=made.document.record.external_id,
        slug=slug,
        title_assigned=draft.title_assigned,
        publisher=names.publishers[draft.publisher] if draft.publisher else None,
        translation_group=made.document.translation_group,
        provenance={**dict.fromkeys(_STATED, ORIGIN), **origins, "title_assigned": draft.title.origin},
        status=Status.PUBLISHED if publish else Status.DRAFT,
        **{name: fact.value for name, fact in facts.items()},
    )
    document.set_date(draft.date.value)
    return document


def _participations(made: Made, document: Document, names: Names) -> list[Participation]:
    return [
        Participation(document=document, speaker=names.speakers[name], role=role, position=position)
        for position, (name, role) in enumerate(made.document.draft.participations, 1)
    ]


def _source(made: Made, document: Document, filename: str) -> Source:
    record, draft = made.document.record, made.document.draft
    return Source(
        document=document,
        filename=filename,
        media_type=MEDIA_TYPE,
        encoding="utf-8",
        content=record.content,
        sha256=record.sha256,
        text=made.document.text,
        spans=[[span.start, span.end, span.use, span.reason] for span in draft.spans],
        importer_version=VERSION,
        import_digest=made.digest,
    )


def _content(made: Made, document: Document, participations: list[Participation]) -> Content:
    """What models.snapshot() returns for the document, without querying the database."""
    rows = zip(made.keys, made.document.draft.paragraphs, strict=True)
    return revision_content(document, participations, (_paragraph(key, each, document.language) for key, each in rows))


def _paragraph(key: str, paragraph: DraftParagraph, language: str) -> ContentParagraph:
    return ContentParagraph(
        key=key,
        number=paragraph.number,
        under=paragraph.under,
        kind=paragraph.kind,
        text=paragraph.text,
        language=language,
        start=paragraph.start,
        end=paragraph.end,
    )


def _slugs(made: Sequence[Made], given: set[str]) -> list[str]:
    """An address for each document, different from those in `given`, to which they are added."""
    wanted = [(each.document.draft.title.value, each.document.record.external_id) for each in made]
    slugs = free_slugs(wanted, given)
    given |= set(slugs)
    return slugs
