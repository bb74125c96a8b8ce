"""The log of what became public, for programs that keep a copy: in an order in which nobody misses anything."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from statements.api.answers import answer_json, refuse_others, to_read
from statements.api.cursors import CURSOR, read_cursor, read_moment_of, write_cursor
from statements.models import GONE, Publication, read_moment
from statements.search.request import NotUnderstoodError, Problem
from statements.search.strict import read_number
from statements.web.interface import canonical, pinned

USUAL, MOST = 100, 1_000
_LISTED = "changes"


@to_read()
def list_changes(request: HttpRequest) -> HttpResponse:
    """Events after a cursor or a moment, the oldest first. The last answer has a cursor, too: that of tomorrow."""
    given = request.GET
    refuse_others(given, CURSOR, "since", "limit")
    limit = read_number(given, "limit", USUAL, MOST)
    place = _read_place(given.get(CURSOR, ""), given.get("since", ""))
    rows = list(Publication.objects.seen(read_moment()).after(place)[: limit + 1])
    shown, more = rows[:limit], len(rows) > limit
    gone = _find_gone(shown)
    cursor = write_cursor(_LISTED, shown[-1].place if shown else place)
    following = request.build_absolute_uri(f"{request.path}?cursor={cursor}&limit={limit}")
    items = [_record(request, each, each.document_id in gone) for each in shown]
    content = {"next": following, "more": more, "cursor": cursor, "items": items}
    return answer_json(content, following=following if more else "")


def _read_place(cursor: str, since: str) -> tuple[datetime, int]:
    if cursor and since:
        raise NotUnderstoodError(Problem("since", "since", gettext("give a cursor or a moment, not both")))
    if cursor:
        at, pk = read_cursor(cursor, _LISTED, (datetime, int))
        return at, pk
    return (_read_moment(since) if since else datetime.fromisoformat("0001-01-01T00:00:00+00:00")), 0


def _read_moment(typed: str) -> datetime:
    """A moment with its zone, or a day of UTC. Raises NotUnderstoodError."""
    told = gettext("write a moment such as 2026-11-30T08:00:00Z, or a day such as 2026-11-30")
    try:
        return read_moment_of(typed.replace(" ", "+") if len(typed) > 10 else f"{typed}T00:00:00+00:00")
    except ValueError:
        raise NotUnderstoodError(Problem("since", "since", told)) from None


def _find_gone(events: list[Publication]) -> set[int | None]:
    """The keys of those of the documents that are gone by now."""
    keys = {each.document_id for each in events if each.document_id}
    seen = Publication.objects.seen(read_moment()).filter(document_id__in=keys).order_by("document_id", "-pk")
    last = seen.distinct("document_id").values_list("document_id", "event")
    return {key for key, event in last if event in GONE}


def _record(request: HttpRequest, event: Publication, is_gone: bool) -> dict[str, Any]:
    """What happened, with the facts by which sets of documents are made. Of what is gone no words are given: not what
    was once changed in them either."""
    address = canonical(request, "document", event.slug)
    return {
        "event": event.event,
        "at": event.at,
        "id": event.external_id,
        "slug": event.slug,
        "url": address if event.is_gone else pinned(address, event.number),
        "version": event.number or None,
        "sha256": event.sha256 or None,
        "note": event.note if event.note and (event.is_gone or not is_gone) else None,
        "quiet": event.quiet,
        "language": event.facts.get("language"),
        "kind": event.facts.get("kind"),
        "publisher": event.facts.get("publisher"),
        "speakers": event.facts.get("speakers", []),
    }
