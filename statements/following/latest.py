"""Documents by the last event that the public saw of each: a part of the log that feeds and alerts read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from statements.connecting.rows import Rows, read_rows
from statements.dates import DateInterval, parse_edtf
from statements.models import GONE, Publisher, Speaker
from statements.search.request import LONG, UNDATED, SearchRequest, Values

_PEOPLE = ("speaker", "said")
_FACTS = ("language", "kind", "publisher", *_PEOPLE)  # filters that can be applied to what is known of the gone

# What decides whether an event is followed; facts only where they do.
_COLUMNS = "id, at, event, document_id, CASE WHEN event IN ('withdrawn', 'deleted') THEN facts END::json"
_REST = """
SELECT id, at, event, document_id, slug, external_id, note, facts::json FROM statements_publication WHERE id = ANY (%s)
"""
# All events, which are walked through; and those of some documents, beside all of documents that are gone.
_ALL = f"""
SELECT {_COLUMNS} FROM statements_publication
WHERE at <= %(moment)s AND (at, id) < (%(at)s, %(id)s) AND event <> 'corrected'
ORDER BY at DESC, id DESC LIMIT %(number)s
"""  # noqa: S608
_SOME = f"""
(SELECT {_COLUMNS} FROM statements_publication
    WHERE document_id = ANY (%(keys)s) AND at <= %(moment)s AND (at, id) < (%(at)s, %(id)s)
        AND event NOT IN ('withdrawn', 'deleted', 'corrected'))
UNION ALL (SELECT {_COLUMNS} FROM statements_publication
    WHERE event IN ('withdrawn', 'deleted') AND at <= %(moment)s AND (at, id) < (%(at)s, %(id)s)
    ORDER BY at DESC, id DESC LIMIT %(number)s)
ORDER BY at DESC, id DESC LIMIT %(number)s
"""  # noqa: S608
_FEW = 2_000  # documents, whose events are looked up by their keys; of more, all events are walked through
_AT_ONCE, _MOST_AT_ONCE = 200, 25_000  # events that are read at once, at first and later on
# Of documents: the last event, corrections of typing errors apart; the first one; and the last version.
_TOLD = """
SELECT document_id, max(id) FILTER (WHERE event <> 'corrected'), min(at), max(number),
    (array_agg(sha256 ORDER BY id DESC))[1]
FROM statements_publication WHERE document_id = ANY (%s) AND at <= %s GROUP BY document_id
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
    have to pass, as far as their facts are kept. Their words are not asked for, so that none are given away."""

    keys: Collection[int] | None = None
    asked: SearchRequest = field(default_factory=SearchRequest)

    def has(self, event: str, document: int | None, facts: dict[str, Any] | None) -> bool:
        """Whether an event is followed. facts: of one by which a document is gone."""
        if event not in GONE:
            return self.keys is None or document in self.keys
        known = facts or {}
        return all(_passes(self.asked, name, known) for name in _FACTS) and _has_date(self.asked, known.get("date"))


def _passes(asked: SearchRequest, name: str, facts: dict[str, Any]) -> bool:
    """Whether what is known of a document passes a filter: one of its values is chosen, and none is excluded."""
    values = facts.get("speakers", []) if name in _PEOPLE else [facts.get(name) or ""]
    chosen = not asked.chosen.get(name) or any(asked.is_chosen(name, each) for each in values)
    return chosen and (name == "said" or not any(asked.is_excluded(name, each) for each in values))


def _has_date(asked: SearchRequest, edtf: str | None) -> bool:
    """Whether a date passes the filters for dates, as far as there is one; what was never known passes none."""
    days = parse_edtf(edtf or "")
    if asked.date_from and not (days.end and asked.date_from.start and days.end >= asked.date_from.start):
        return False
    if asked.date_to and not (days.start and asked.date_to.end and days.start <= asked.date_to.end):
        return False
    chosen, excluded = asked.chosen.get("year", ()), asked.excluded.get("year", ())
    is_chosen = not chosen or any(_is_of_year(days, each) for each in chosen)
    return is_chosen and not any(_is_of_year(days, each) for each in excluded)


def _is_of_year(days: DateInterval, year: str) -> bool:
    if year == UNDATED or days.start is None or days.end is None:
        return year == UNDATED and days.start is None
    wanted = parse_edtf(year)
    return bool(wanted.start and wanted.end and days.start <= wanted.end and wanted.start <= days.end)


def _add_former_names(asked: SearchRequest) -> SearchRequest:
    """The same request for people and publishers by the slugs, too, of those merged into them: the log has these."""
    named = {name: {*asked.chosen.get(name, ()), *asked.excluded.get(name, ())} for name in LONG}
    if not any(named.values()):
        return asked
    people = _list_former(Speaker, named["said"] | named["speaker"])
    former = {"said": people, "speaker": people, "publisher": _list_former(Publisher, named["publisher"])}

    def extend(values: Values) -> dict[str, tuple[str, ...]]:
        more = {name: tuple(slug for kept, slug in former[name] if kept in values.get(name, ())) for name in LONG}
        return {**values, **{name: (*values.get(name, ()), *more[name]) for name in LONG}}

    return replace(asked, chosen=extend(asked.chosen), excluded=extend(asked.excluded))


def _list_former(model: type[Speaker | Publisher], slugs: Collection[str]) -> list[tuple[str, str]]:
    """The slugs of those who were merged into somebody, each behind that of whom they were merged into."""
    rows = model.objects.filter(merged_into__slug__in=slugs).values_list("merged_into__slug", "slug")
    return list(rows) if slugs else []


def list_latest(scope: FollowedScope, moment: datetime, before: Place | None, number: int) -> list[LatestEvent]:
    """Return the last events of documents, the newest first. before: those before a place in the log."""
    found, scope = list[tuple[int, tuple[Any, ...]]](), replace(scope, asked=_add_former_names(scope.asked))
    for rows in _walk(scope, moment, before):
        followed = [row for row in rows if scope.has(row[2], row[3], row[4])]
        while followed and len(found) < number:  # of those that follow here, few are needed
            some, followed = followed[: number * 2], followed[number * 2 :]
            told = {row[0]: row[1:] for row in read_rows(_TOLD, [[row[3] for row in some], moment])}
            for row in some:
                last, *rest = told.get(row[3], (row[0], row[1], 0, ""))  # of some that were deleted, no key is known
                if row[0] == last:
                    found.append((last, tuple(rest)))
        if len(found) >= number:
            break
    events = {row[0]: row for row in read_rows(_REST, [[pk for pk, _ in found[:number]]])}
    return [LatestEvent(*events[pk], *rest) for pk, rest in found[:number]]


def find_events(keys: Sequence[int], moment: datetime) -> list[LatestEvent]:
    """Events of the log by their keys, in their order, with what was known of their documents at a moment."""
    events = {row[0]: row for row in read_rows(_REST, [list(keys)])}
    told = {row[0]: row[2:] for row in read_rows(_TOLD, [[row[3] for row in events.values()], moment])}
    known = [events[key] for key in keys if key in events]
    return [LatestEvent(*row, *told.get(row[3], (row[1], 0, ""))) for row in known]


def _walk(scope: FollowedScope, moment: datetime, before: Place | None) -> Iterator[Rows]:
    """Events before a place in the log, the newest first, some at a time."""
    few = scope.keys is not None and len(scope.keys) <= _FEW
    place, number = before or (moment, 2**62), _AT_ONCE
    while True:
        given = {"moment": moment, "at": place[0], "id": place[1], "number": number}
        rows = read_rows(_SOME, {**given, "keys": list(scope.keys or ())}) if few else read_rows(_ALL, given)
        yield rows
        if len(rows) < number:
            return
        place, number = (rows[-1][1], rows[-1][0]), min(number * 3, _MOST_AT_ONCE)


def find_place(pk: int, moment: datetime) -> Place | None:
    """The place of an event in the log; None where nobody has seen such an event."""
    rows = read_rows(_PLACE, [pk, moment])
    return (rows[0][0], rows[0][1]) if rows else None


def newest_moment(moment: datetime) -> datetime | None:
    """When the public saw something happen for the last time; None where nothing ever did."""
    [(newest,)] = read_rows(_NEWEST, [moment])
    return newest
