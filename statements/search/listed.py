"""What a page of results shows of its documents, read in one statement: Django needs three, and five times as long."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from statements.connecting.rows import read_rows
from statements.models import Document, ListedPerson, Publisher

_COLUMNS = ("id", "slug", "title", "title_assigned", "language", "kind", "date_edtf", "date_start", "date_end")
_LISTED = """
SELECT {columns}, publisher_id, publisher.name, publisher.slug, publisher.language,
    (SELECT coalesce(json_agg(json_build_array(speaker.name, speaker.slug, part.role, sort_name, collective)
        ORDER BY part.position, part.id), '[]')
     FROM statements_participation AS part JOIN statements_speaker AS speaker ON speaker.id = part.speaker_id
     WHERE part.document_id = document.id),
    (SELECT coalesce(max(number), 0) FROM statements_revision AS revision
     WHERE revision.document_id = document.id AND published_at <= statement_timestamp())
FROM statements_document AS document LEFT JOIN statements_publisher AS publisher ON publisher.id = publisher_id
WHERE document.id = ANY (%s) AND document.id IN ({published})
"""


def list_documents(keys: Sequence[int]) -> list[Document]:
    """Return those that are public, in the order of their keys, with their publishers, who takes part, and
    the number of the last version."""
    if not keys:
        return []
    published, parameters = _published_keys()
    columns = ", ".join(f"document.{name}" for name in _COLUMNS)
    rows = read_rows(_LISTED.format(columns=columns, published=published), [list(keys), *parameters])
    by_key = {row[0]: _make_document(row) for row in rows}
    return [by_key[key] for key in keys if key in by_key]  # one may have been withdrawn in the meantime


def _make_document(row: tuple[Any, ...]) -> Document:
    *values, publisher, name, slug, language, people, latest = row
    document = Document.from_db(None, _COLUMNS, values)
    document.participants = [ListedPerson(*each) for each in people]
    document.latest_number = latest
    document.publisher = Publisher(publisher, name, slug, language) if publisher else None
    return document


@cache
def _published_keys() -> tuple[str, tuple[Any, ...]]:
    """The statement for the keys of what the public may see, and its parameters."""
    return Document.objects.published().order_by().values("pk").query.sql_with_params()
