"""The log of what became public, as lines: of what is gone it says neither the title nor who spoke."""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO

import msgspec

from statements.connecting.rows import read_rows

_AT_ONCE = 10_000
# What was once changed in a text that is gone is not told either.
_EVENTS = """
SELECT at, id, event, external_id, slug, number, sha256,
    CASE WHEN note = '' OR event IN ('withdrawn', 'deleted') OR (
        SELECT last.event NOT IN ('withdrawn', 'deleted') FROM statements_publication AS last
        WHERE last.document_id = seen.document_id AND last.at <= %(moment)s ORDER BY last.id DESC LIMIT 1)
        THEN note ELSE '' END,
    quiet, facts ->> 'language', facts ->> 'kind'
FROM statements_publication AS seen
WHERE at <= %(moment)s AND (at, id) > (%(at)s, %(id)s) ORDER BY at, id LIMIT %(number)s
"""
_BEGINNING = (datetime.min, 0)


def write_events(moment: datetime, file: BinaryIO) -> tuple[int, dict[str, Any] | None]:
    """Write a line for each event that was seen by a moment, in the order in which readers could see them.

    Returns the number of lines, and the last of them. Call it in a snapshot.
    """
    number, last = 0, None
    place: tuple[datetime, int] = _BEGINNING
    while rows := read_rows(_EVENTS, {"moment": moment, "at": place[0], "id": place[1], "number": _AT_ONCE}):
        for row in rows:
            last = _make_line(*row)
            file.write(msgspec.json.encode(last) + b"\n")
        number += len(rows)
        place = (rows[-1][0], rows[-1][1])
    return number, last


def _make_line(
    at: datetime, _key: int, event: str, external_id: str, slug: str, number: int, *rest: Any
) -> dict[str, Any]:
    sha256, note, quiet, language, kind = rest
    return {
        "event": event,
        "at": at,
        "id": external_id,
        "slug": slug,
        "version": number or None,
        "sha256": sha256 or None,
        "note": note or None,
        "quiet": quiet,
        "language": language or None,
        "kind": kind or None,
    }
