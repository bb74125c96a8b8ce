"""What came into the archive last: documents by the moment in which the public could first read them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from statements.models import Document, Entry
from statements.search.memory import ArchiveState, write_statement

_SHOWN = ("slug", "title", "title_assigned", "language", "kind", "date_edtf")

_LATEST = """
SELECT document_id, at::text AS came FROM statements_publication
WHERE event = 'published' AND at <= statement_timestamp() AND document_id IN ({published})
ORDER BY at DESC, id DESC LIMIT %s
"""


class ArchiveArrival(NamedTuple):
    """A document, and the moment in which it became public."""

    document: Document
    came: datetime


def latest_arrivals(number: int, state: ArchiveState) -> list[ArchiveArrival]:
    """The documents that became public last, the last one first; in the time zone of the archive."""
    published, parameters = write_statement(Entry.objects.published(), "document_id")
    rows = state.ask(_LATEST.format(published=published), [*parameters, number])
    documents = Document.objects.published().only(*_SHOWN).in_bulk([key for key, _ in rows])
    moments = [(key, timezone.localtime(datetime.fromisoformat(came))) for key, came in rows]
    return [ArchiveArrival(documents[key], came) for key, came in moments if key in documents]
