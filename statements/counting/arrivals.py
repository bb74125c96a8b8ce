"""What came into the archive last: documents by the moment in which the public could first read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from statements.models import Document, Entry
from statements.search.memory import ArchiveState, write_statement

_SHOWN = ("slug", "title", "title_assigned", "language", "kind", "date_edtf")

# The first version says when; documents without versions came when they were made. Versions are recorded in the order
# of their keys, but for those that an embargo held back, so a few of each kind are candidates: three short walks over
# indexes instead of one over all versions.
_LATEST = """
SELECT id, coalesce((
    SELECT least(min(published_at), clock_timestamp()) FROM statements_revision AS version
    WHERE version.document_id = document.id), created)::text AS came
FROM statements_document AS document WHERE id IN (
    (SELECT version.document_id FROM statements_revision AS version JOIN ({published}) AS entry USING (document_id)
        WHERE version.number = 1 ORDER BY version.id DESC LIMIT %s)
    UNION (SELECT document_id FROM ({published}) AS entry
        WHERE publish_at IS NOT NULL ORDER BY publish_at DESC LIMIT %s)
    UNION (SELECT document_id FROM ({published}) AS entry ORDER BY document_id DESC LIMIT %s))
ORDER BY came DESC, id DESC LIMIT %s
"""


class ArchiveArrival(NamedTuple):
    """A document, and the moment in which it became public."""

    document: Document
    came: datetime


def latest_arrivals(number: int, state: ArchiveState) -> list[ArchiveArrival]:
    """The documents that became public last, the last one first; in the time zone of the archive."""
    published, parameters = write_statement(Entry.objects.published(), "document_id", "publish_at")
    asked: Sequence[object] = [*(each for _ in range(3) for each in (*parameters, number)), number]
    rows = state.ask(_LATEST.format(published=published), asked)
    documents = Document.objects.published().only(*_SHOWN).in_bulk([key for key, _ in rows])
    moments = [(key, timezone.localtime(datetime.fromisoformat(came))) for key, came in rows]
    return [ArchiveArrival(documents[key], came) for key, came in moments if key in documents]
