"""What became of one document, event by event."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from statements.following.feed import FeedEntry, FeedNotice, make_items
from statements.following.latest import LatestEvent
from statements.search.memory import read_rows

_HISTORY = """
SELECT id, at, event, document_id, slug, external_id, note, facts::json, at, number, sha256 FROM statements_publication
WHERE at <= %(moment)s AND CASE WHEN document_id IS NULL THEN slug = %(slug)s ELSE document_id = (
    SELECT coalesce((SELECT id FROM statements_document WHERE slug = %(slug)s), (
        SELECT document_key FROM statements_tombstone WHERE slug = %(slug)s))) END
ORDER BY at DESC, id DESC
"""


def list_history(slug: str, moment: datetime) -> list[LatestEvent]:
    """The events of a document by its address, the latest first; none where the public has never seen it."""
    return [LatestEvent(*row) for row in read_rows(_HISTORY, {"slug": slug, "moment": moment})]


def make_history(request: HttpRequest, events: list[LatestEvent]) -> list[FeedEntry | FeedNotice]:
    """An entry for each version, with its own identity and words, and a notice for each withdrawal."""
    return make_items(request, events, by_version=True)
