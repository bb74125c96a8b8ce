"""Documents as lines of the bulk format, with all versions: what importer/bulk/dumped.py reads again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO

import msgspec

from statements.connecting.rows import read_rows
from statements.dumping.people import PeopleOfContents, find_people
from statements.importer.bulk.dumped import BETWEEN, DumpedPublisher, MergedPublisher
from statements.models import Content, Document, Publisher, snapshot

_MOST = 500  # documents that are in memory at once
_MOST_BYTES = 2_000_000  # of their contents, as PostgreSQL compresses them
_SIZES = """
SELECT document_id, sum(pg_column_size(content))::bigint FROM statements_revision
WHERE document_id = ANY (%s) AND published_at <= %s GROUP BY document_id
"""
_VERSIONS = """
SELECT document_id, number, published_at, sha256, note, correction, content::text FROM statements_revision
WHERE document_id = ANY (%s) AND published_at <= %s ORDER BY document_id, number
"""

Version = dict[str, Any]


def list_public(moment: datetime) -> list[int]:
    """The keys of all documents that the public sees at a moment, which is that of the snapshot."""
    documents = Document.objects.published().exclude(publish_at__gt=moment)
    return [*documents.order_by("pk").values_list("pk", flat=True)]


def write_documents(keys: Sequence[int], moment: datetime, file: BinaryIO) -> int:
    """Write a line for each of the documents; return their number. Call it in a snapshot."""
    number = 0
    for part in _divide(keys, moment):
        for line in _read_lines(part, moment):
            file.write(msgspec.json.encode(line) + b"\n")
            number += 1
    return number


def _divide(keys: Sequence[int], moment: datetime) -> Iterator[list[int]]:
    """Parts that fit into memory; a document that does not fit has one of its own."""
    sizes: dict[int, int] = dict(read_rows(_SIZES, [list(keys), moment]))
    part, size = list[int](), 0
    for key in keys:
        if part and (len(part) == _MOST or size + sizes.get(key, 0) > _MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(key)
        size += sizes.get(key, 0)
    if part:
        yield part


def _read_lines(keys: list[int], moment: datetime) -> Iterator[dict[str, Any]]:
    versions = _read_versions(keys, moment)
    rows = Document.objects.select_related("publisher__merged_into")
    documents = rows.prefetch_related("publisher__merged", "publisher__merged_into__merged").in_bulk(keys)
    versions |= {key: [_write_unversioned(documents[key])] for key in keys if key not in versions}
    contents = {key: Content.from_json(msgspec.json.decode(versions[key][-1]["content"])) for key in keys}
    people = find_people(contents.values())
    for key in keys:
        yield _make_line(documents[key], contents[key], versions[key], people)


def _read_versions(keys: list[int], moment: datetime) -> dict[int, list[Version]]:
    """The public versions of documents, the oldest first. Their contents stay as the database writes them."""
    versions = defaultdict[int, list[Version]](list)
    for document, number, published_at, sha256, note, correction, content in read_rows(_VERSIONS, [keys, moment]):
        version = {"number": number, "published_at": published_at, "sha256": sha256}
        told = {"note": note, "correction": correction}
        kept = {name: value for name, value in told.items() if value}
        versions[document].append({**version, **kept, "content": msgspec.Raw(content.encode())})
    return dict(versions)


def _write_unversioned(document: Document) -> Version:
    """What has been public since before there were versions."""
    return {"number": 0, "content": msgspec.Raw(msgspec.json.encode(snapshot(document).as_json()))}


def _make_line(
    document: Document, content: Content, versions: list[Version], people: PeopleOfContents
) -> dict[str, Any]:
    group = str(document.translation_group) if document.translation_group else None
    return {
        "id": document.external_id,
        "language": content.language,
        "date": content.date_edtf,
        "kind": content.kind,
        "title": "" if content.title_assigned else content.title,
        "publisher": content.publisher or "",
        "speakers": content.speakers,
        **({"translation_key": group} if group else {}),
        "text": BETWEEN.join(row.text for row in content.paragraphs),
        "_slug": document.slug,
        "_translation_group": group,
        "_publisher": _describe_publisher(document.publisher, content),
        "_speakers": people.describe(content),
        "_versions": versions,
    }


def _describe_publisher(publisher: Publisher | None, content: Content) -> DumpedPublisher | None:
    """The publisher of the last version, which may have another name by now, be another, or be merged into another."""
    if publisher is None or publisher.name != content.publisher:
        publisher = _find_publisher(content.publisher) or publisher
    if publisher is None or not content.publisher:
        return None
    now = publisher.current
    others = sorted(now.merged.all(), key=lambda each: each.slug)
    merged = [MergedPublisher(each.slug, each.name, each.language, each.aliases) for each in others]
    return DumpedPublisher(now.slug, now.name, now.language, now.aliases, merged)


def _find_publisher(name: str | None) -> Publisher | None:
    return Publisher.objects.select_related("merged_into").filter(name=name).first()
