"""The rows of new documents, written by COPY."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import connection, transaction

from statements.importer import VERSION
from statements.importer.bulk import ORIGIN
from statements.importer.bulk.copy import copy_instances, copy_rows, new_ids, row
from statements.importer.bulk.dumped import DumpedVersion
from statements.importer.bulk.indexes import gather_in_transaction
from statements.importer.bulk.jsonl import BulkDocument
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
    Publisher,
    Revision,
    Source,
    Status,
    revision_content,
)
from statements.slugs import free_slugs

MEDIA_TYPE = "application/jsonl"
_PARAGRAPH = ["position", "key", "number", "under", "kind", "text", "language", "start", "end", "page"]
_QUOTATIONS = """
INSERT INTO statements_quotation (paragraph_id, speaker_id, start, "end")
SELECT paragraph.id, speaker, quoted.start, quoted."end"
FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::int[], %s::int[])
    AS quoted (document, position, speaker, start, "end")
JOIN statements_paragraph AS paragraph ON paragraph.document_id = document AND paragraph.position = quoted.position
"""
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
    placed = enumerate(zip(keys, _languages(document), document.draft.paragraphs, strict=True), 1)
    rows = [
        row([place, key, each.number, each.under, each.kind, each.text, language, each.start, each.end, each.page])
        for place, (key, language, each) in placed
    ]
    return Made(document, digest(document.draft), tuple(keys), tuple(rows))


def _languages(document: BulkDocument) -> list[str]:
    """The language of each paragraph."""
    language = document.draft.language.value
    if document.dumped:
        return [each.language or language for each in document.dumped.content.paragraphs]
    return [language] * len(document.draft.paragraphs)


def _keys(document: BulkDocument) -> list[str]:
    """A key for each paragraph: that of a dump, or see keys.new_key()."""
    if document.dumped:
        return [each.key for each in document.dumped.content.paragraphs]
    keys, taken, earlier = list[str](), set[str](), dict[str, int]()
    for each in document.draft.paragraphs:
        key = new_key(document.record.external_id, each.text, taken, earlier.get(each.text, 0))
        earlier[each.text] = earlier.get(each.text, 0) + 1
        taken.add(key)
        keys.append(key)
    return keys


@dataclass(frozen=True)
class New:
    """The rows of a document that is new to the archive.

    number: of its line; paragraphs: in the form COPY reads; quotations: key of the document, position of the paragraph,
    key of the speaker, start and end.
    """

    number: int
    document: Document
    paragraphs: list[str]
    participations: list[Participation]
    source: Source
    revisions: list[Revision]
    quotations: list[tuple[int, int, int, int, int]]


def new_documents(
    made: Sequence[Made], names: Names, addresses: set[str], filename: str, publish: bool, quiet: bool
) -> list[New]:
    """The rows of documents, with primary keys and addresses, which are added to `addresses`, those in use."""
    ids, slugs = new_ids(Document, len(made)), _slugs(made, addresses)
    return [_new(*each, names, filename, publish, quiet) for each in zip(made, ids, slugs, strict=True)]


def _new(made: Made, pk: int, slug: str, names: Names, filename: str, publish: bool, quiet: bool) -> New:
    document = _document(made, pk, slug, names, publish)
    participations = _participations(made, document, names)
    speakers = [each.speaker for each in made.document.draft.paragraphs]
    turns = [names.slugs[each].current.pk if each else None for each in speakers]
    return New(
        made.document.record.number,
        document,
        [row([pk, turn]).rstrip("\n") + f"\t{rest}" for turn, rest in zip(turns, made.rows, strict=True)],
        participations,
        _source(made, document, filename),
        _revisions(made, document, participations, publish, quiet),
        _quotations(made, document, names),
    )


def _revisions(
    made: Made, document: Document, participations: list[Participation], publish: bool, quiet: bool
) -> list[Revision]:
    """The first version of what is published; of a dump all that it has, published or not."""
    if made.document.dumped:
        return [_restore_revision(each, document, quiet) for each in made.document.dumped.versions]
    content = _content(made, document, participations).as_json() if publish else None
    return [Revision(document=document, number=1, content=content, quiet=quiet)] if publish else []


def _restore_revision(version: DumpedVersion, document: Document, quiet: bool) -> Revision:
    """A version as it was; the database makes its SHA-256 again."""
    return Revision(
        document=document,
        number=version.number,
        content=version.content,
        published_at=cast(datetime, version.published_at),  # read_dumped() has seen to it
        note=version.note,
        correction=version.correction,
        quiet=quiet,
    )


def _quotations(made: Made, document: Document, names: Names) -> list[tuple[int, int, int, int, int]]:
    return [
        (document.pk, position, names.slugs[each.speaker].current.pk, each.start, each.end)
        for position, paragraph in enumerate(made.document.draft.paragraphs, 1)
        for each in paragraph.quotations
    ]


def write(new: Sequence[New], gathers: bool) -> None:
    """Insert documents: all of them or, where DatabaseError is raised, none. gathers: see indexes.gathering().

    The documents come last: the trigger that makes their entries then finds everything else, and makes them once.
    References from paragraphs to documents are checked at the end of the transaction.
    """
    with transaction.atomic():
        if gathers:
            gather_in_transaction()
        columns = ["document_id", "speaker_id", *_PARAGRAPH]
        copy_rows(Paragraph, columns, (text for each in new for text in each.paragraphs))
        _write_quotations([quotation for each in new for quotation in each.quotations])
        copy_instances([participation for each in new for participation in each.participations])
        copy_instances([each.document for each in new])
        copy_instances([each.source for each in new])
        copy_instances([revision for each in new for revision in each.revisions])
        with connection.cursor() as cursor:  # so that only this batch fails, even in a caller's transaction
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _write_quotations(quotations: Sequence[tuple[int, ...]]) -> None:
    """Insert quotations, whose paragraphs are there."""
    if quotations:
        with connection.cursor() as cursor:
            cursor.execute(_QUOTATIONS, [list(column) for column in zip(*quotations, strict=True)])


def _document(made: Made, pk: int, slug: str, names: Names, publish: bool) -> Document:
    draft = made.document.draft
    facts = {"title": draft.title, "language": draft.language, "kind": draft.kind, "date_edtf": draft.date}
    origins = {name: fact.origin for name, fact in facts.items()}
    document = Document(
        pk=pk,
        external_id=made.document.record.external_id,
        slug=slug,
        title_assigned=draft.title_assigned,
        publisher=_publisher(made, names),
        translation_group=made.document.translation_group,
        provenance={**dict.fromkeys(_STATED, ORIGIN), **origins, "title_assigned": draft.title.origin},
        status=Status.PUBLISHED if publish else Status.DRAFT,
        **{name: fact.value for name, fact in facts.items()},
    )
    document.place, document.reference = draft.place.value, draft.reference.value
    document.source_url = draft.source_url.value
    document.set_date(draft.date.value)
    return document


def _publisher(made: Made, names: Names) -> Publisher | None:
    """The row behind the name of the draft, which in a dump is a slug."""
    known, name = names.publisher_slugs if made.document.dumped else names.publishers, made.document.draft.publisher
    return known[name].current if name else None


def _participations(made: Made, document: Document, names: Names) -> list[Participation]:
    known = names.slugs if made.document.dumped else names.speakers
    people = dict.fromkeys((known[name].current, role) for name, role in made.document.draft.participations)
    return [
        Participation(document=document, speaker=speaker, role=role, position=position)
        for position, (speaker, role) in enumerate(people, 1)
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
    own = {each.document.dumped.slug for each in made if each.document.dumped}
    others = [each.document for each in made if not each.document.dumped]
    free = iter(free_slugs([(each.draft.title.value, each.record.external_id) for each in others], given | own))
    slugs = [each.document.dumped.slug if each.document.dumped else next(free) for each in made]
    given |= set(slugs)
    return slugs
