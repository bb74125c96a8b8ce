"""Documents by the last event that the public saw of each: a part of the log that feeds and alerts read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from statements.models import Event
from statements.search.memory import read_rows
from statements.search.request import SearchRequest

GONE = (Event.WITHDRAWN, Event.DELETED)
_FACTS = ("language", "kind", "publisher", "speaker")  # filters that can be applied to what is known of the gone

# Of each document its last event, corrections of typing errors apart; with the first one, and the last version.
_LATEST = """
SELECT event.id, event.at, event.event, event.document_id, event.slug, event.external_id, event.note, event.facts::json,
    told.first, told.number, told.sha256
FROM statements_publication AS event CROSS JOIN LATERAL (
    SELECT min(at) AS first, max(number) AS number, (array_agg(sha256 ORDER BY id DESC))[1] AS sha256
    FROM statements_publication WHERE document_id = event.document_id AND at <= %(moment)s) AS told
WHERE at <= %(moment)s AND event <> 'corrected' AND (at, id) < (%(at)s, %(id)s) AND NOT EXISTS (
    SELECT FROM statements_publication AS later
    WHERE later.document_id = event.document_id AND later.id > event.id AND later.at <= %(moment)s
        AND later.event <> 'corrected')
    AND ({scope})
ORDER BY at DESC, id DESC LIMIT %(number)s
"""
_PLACE = "SELECT at, id FROM statements_publication WHERE id = %s AND at <= %s"
_NEWEST = "SELECT max(at) FROM statements_publication WHERE at <= %s"

Place = tuple[datetime, int]


class LatestEvent(NamedTuple):
    """The last event of a document. first: when the public could see it for the first time; number: of the version
    that it has now, 0 for none; facts: what was known of it then."""

    pk: int
    at: datetime
    event: str
    document: int | None
    slug: str
    external_id: str
    note: str
    facts: dict[str, Any]
    first: datetime
    number: int
    sha256: str

    @property
    def is_gone(self) -> bool:
        return self.event in GONE


@dataclass(frozen=True)
class FollowedScope:
    """Which documents are followed. keys: of those that are public, None for all; asked: the filters that the others
    have to pass, as far as their facts are kept. Their words are not, so that none are given away."""

    keys: Sequence[int] | None = None
    asked: SearchRequest = field(default_factory=SearchRequest)


def list_latest(scope: FollowedScope, moment: datetime, before: Place | None, number: int) -> list[LatestEvent]:
    """Return the last events of documents, the newest first. before: those before a place in the log."""
    gone, parameters = _pass_filters(scope.asked)
    is_one_of = "" if scope.keys is None else " AND document_id = ANY (%(keys)s)"
    scoped = f"event IN ('withdrawn', 'deleted'){gone} OR event NOT IN ('withdrawn', 'deleted'){is_one_of}"
    at, pk = before or (moment, 2**62)
    given = {"moment": moment, "at": at, "id": pk, "keys": scope.keys, "number": number, **parameters}
    return [LatestEvent(*row) for row in read_rows(_LATEST.format(scope=scoped), given)]


def _pass_filters(asked: SearchRequest) -> tuple[str, dict[str, list[str]]]:
    """The condition that facts pass the filters, and its parameters."""
    conditions, parameters = [""], dict[str, list[str]]()
    for name in _FACTS:
        has = (
            f"facts->'speakers' ?| %({{}}_{name})s"
            if name == "speaker"
            else f"facts->>'{name}' = ANY (%({{}}_{name})s)"
        )
        for sign, values in (("chosen", asked.chosen.get(name)), ("excluded", asked.excluded.get(name))):
            if values:
                parameters[f"{sign}_{name}"] = list(values)
                is_so = f"coalesce({has.format(sign)}, false)"
                conditions.append(is_so if sign == "chosen" else f"NOT {is_so}")
    return " AND ".join(conditions), parameters


def find_place(pk: int, moment: datetime) -> Place | None:
    """The place of an event in the log; None where nobody has seen such an event."""
    rows = read_rows(_PLACE, [pk, moment])
    return (rows[0][0], rows[0][1]) if rows else None


def newest_moment(moment: datetime) -> datetime | None:
    """When the public saw something happen for the last time; None where nothing ever did."""
    [(newest,)] = read_rows(_NEWEST, [moment])
    return newest
