"""The words that the public reads now of many documents, in few statements and little memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from statements.connecting.rows import read_rows
from statements.models import Content, Document, snapshot, snapshot_facts
from statements.reading.parts import MAY_BE_LONG, KeptText, open_whole

_MOST = 500  # documents that are in memory at once
_MOST_BYTES = 2_000_000  # of their contents, as PostgreSQL compresses them
_LONG = 250_000  # likewise, of a content whose paragraphs are read only when they are gone through

_LAST = """
SELECT document.id, revision.id, coalesce(pg_column_size(revision.content), 0)
FROM statements_document AS document LEFT JOIN LATERAL (
    SELECT id, content FROM statements_revision
    WHERE document_id = document.id AND published_at <= statement_timestamp() ORDER BY number DESC LIMIT 1
) AS revision ON true
WHERE document.id = ANY (%s) AND document.id IN ({published})
"""
_CONTENTS = """
SELECT document.id, external_id, slug, number, sha256,
    coalesce(jsonb_array_length(content -> 'paragraphs'), 0),
    CASE WHEN revision.id = ANY (%s) THEN content - 'paragraphs' ELSE content END::text, revision.id
FROM statements_revision AS revision JOIN statements_document AS document ON document.id = document_id
WHERE revision.id = ANY (%s)
"""
_SIZE = """
SELECT id, pg_column_size(content) FROM statements_revision
WHERE document_id = %s AND number = %s AND published_at <= statement_timestamp()
"""
_NUMBERS = """
SELECT document_id, max(number) FROM statements_revision
WHERE document_id = ANY (%s) AND published_at <= statement_timestamp() GROUP BY document_id
"""


@dataclass(frozen=True)
class PublishedVersion:
    """The last public version of a document.

    document: its key in the database; number: 0 where it has no versions; sha256: of the content, empty without a
    version; paragraphs: how many it has, whether or not they were read.
    """

    document: int
    external_id: str
    slug: str
    number: int
    sha256: str
    paragraphs: int
    content: Content


def read_published(documents: Sequence[int], *, facts_only: bool = False) -> Iterator[list[PublishedVersion]]:
    """Yield the last public versions of those of the documents that are public, in their order, a few at a time.

    Call it in a snapshot. facts_only: without the paragraphs, which take nearly all of the time.
    """
    versions = _last_versions(documents)
    listed = [(key, *versions[key]) for key in documents if key in versions]
    for part in _divide(listed):
        revisions = {revision: size > _LONG for _, revision, size in part if revision}
        contents = _read_contents(revisions, facts_only)
        contents |= _read_unversioned([key for key, revision, _ in part if not revision])
        yield [contents[key] for key, *_ in part]


def latest_numbers(documents: Sequence[int]) -> dict[int, int]:
    """The number of the last public version by document, for those that have any."""
    return dict(read_rows(_NUMBERS, [list(documents)]))


def _last_versions(documents: Sequence[int]) -> dict[int, tuple[int | None, int]]:
    """The key of the last version and its size in bytes, by document; None where it has none. Asked once, so that no
    embargo ends between two of them."""
    sql, parameters = _published_keys()
    rows = read_rows(_LAST.format(published=sql), [list(documents), *parameters])
    return {document: (revision, size) for document, revision, size in rows}


def _divide(listed: list[tuple[int, int | None, int]]) -> Iterator[list[tuple[int, int | None, int]]]:
    """Parts of a list that fit into memory; a document that does not fit has one of its own."""
    part, size = list[tuple[int, int | None, int]](), 0
    for each in listed:
        if part and (len(part) == _MOST or size + each[2] > _MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(each)
        size += each[2]
    if part:
        yield part


def read_version(document: int, number: int) -> PublishedVersion | None:
    """One version of a public document; None where the public has none with that number. Call it in a snapshot."""
    revisions = {key: size > _LONG for key, size in read_rows(_SIZE, [document, number])}
    return _read_contents(revisions, facts_only=False).get(document)


def _read_contents(revisions: dict[int, bool], facts_only: bool) -> dict[int, PublishedVersion]:
    """The contents of revisions by document. revisions: by key, whether one is long."""
    if not revisions:
        return {}
    without = [key for key, is_long in revisions.items() if is_long or facts_only]
    rows = read_rows(_CONTENTS, [without, list(revisions)])
    later = set[int]() if facts_only else set(without)
    return {document: _make_version(later, document, *row) for document, *row in rows}


def _make_version(
    later: Collection[int],
    document: int,
    external_id: str,
    slug: str,
    number: int,
    sha256: str,
    paragraphs: int,
    content: str,
    revision: int,
) -> PublishedVersion:
    """later: keys of the revisions whose paragraphs are still to be read."""
    read = Content.from_json(msgspec.json.decode(content))
    if revision in later:
        read = open_whole(KeptText(document, revision), read)
    return PublishedVersion(document, external_id, slug, number, sha256, paragraphs, read)


def _read_unversioned(documents: list[int]) -> dict[int, PublishedVersion]:
    """What has been public since before there were versions is read as it is."""
    rows = Document.objects.filter(pk__in=documents).select_related("publisher").annotate(may_be_long=MAY_BE_LONG)
    contents = [(each, _read_as_it_is(each)) for each in (rows if documents else ())]
    return {
        each.pk: PublishedVersion(each.pk, each.external_id, each.slug, 0, "", len(content.paragraphs), content)
        for each, content in contents
    }


def _read_as_it_is(document: Document) -> Content:
    if vars(document)["may_be_long"]:
        return open_whole(KeptText(document.pk), snapshot_facts(document))
    return snapshot(document)


@cache
def _published_keys() -> tuple[str, tuple[Any, ...]]:
    return Document.objects.published().order_by().values("pk").query.sql_with_params()
