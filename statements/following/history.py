"""What became of one document, event by event."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from statements.connecting.rows import read_rows
from statements.following.feed import FeedEntry, FeedNotice, make_items
from statements.following.latest import LatestEvent

_KEY = """
SELECT coalesce((SELECT id FROM statements_document WHERE slug = %(slug)s),
    (SELECT document_key FROM statements_tombstone WHERE slug = %(slug)s))
"""
_HISTORY = """
SELECT id, at, event, document_id, slug, external_id, note, facts::json, at, number, sha256
FROM statements_publication WHERE at <= %s AND {known} = %s ORDER BY at DESC, id DESC
"""
_BY_KEY, _BY_SLUG = (_HISTORY.format(known=each) for each in ("document_id", "slug"))


def list_history(slug: str, moment: datetime) -> list[LatestEvent]:
    """What became of a document by its address, the latest first: each version once, with when it first became public,
    and that the document is gone, if it is. Nothing where the public has never seen it."""
    [(key,)] = read_rows(_KEY, {"slug": slug})
    sql, known = (_BY_KEY, key) if key else (_BY_SLUG, slug)
    events = [LatestEvent(*row) for row in read_rows(sql, [moment, known])]
    first = {each.number: each.at for each in events if not each.is_gone}
    last = {each.number: each for each in reversed(events) if not each.is_gone}
    shown = [each for each in events if last.get(each.number) == each or (each.is_gone and each is events[0])]
    return [each._replace(first=first.get(each.number, each.at)) for each in shown]


def make_history(request: HttpRequest, events: list[LatestEvent]) -> list[FeedEntry | FeedNotice]:
    """An entry for each version, with its own identity and words, and a notice for each withdrawal."""
    return make_items(request, events, by_version=True)
