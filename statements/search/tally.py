"""How many documents match, in all and by facet value: exact counts, each facet under all filters but its own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from django.db.models import Q

from statements.connecting.rows import Rows
from statements.models import Entry, EntryQuerySet, UtteranceQuerySet
from statements.search.memory import ArchiveState
from statements.search.request import FACETS

NO_YEAR = 0  # stands for an undated document

# The facts of matches have few values, and so few combinations: they are counted once, and added up by facet here.
_FACTS = """
SELECT language, kind, publisher_id, first_month, last_month, count(*)
FROM ({matches}) AS matches GROUP BY 1, 2, 3, 4, 5
"""
_SPEAKERS = """
SELECT speaker, count(*) FROM (SELECT unnest(speaker_ids) AS speaker FROM ({matches}) AS matches) AS each GROUP BY 1
"""
_SAYERS = "SELECT speaker_id, count(*) FROM ({matches}) AS said GROUP BY 1"
# Both for one set of matches, which is looked up once. No speaker has the key 0.
_FACTS_AND_SPEAKERS = f"""
WITH matches AS MATERIALIZED ({{matches}})
SELECT 0 AS speaker, * FROM ({_FACTS.format(matches="SELECT * FROM matches")}) AS facts UNION ALL
SELECT speaker, NULL, NULL, NULL, NULL, NULL, number
FROM ({_SPEAKERS.format(matches="SELECT * FROM matches")}) AS speakers (speaker, number)
"""  # noqa: S608
_DAYS = "SELECT date_start::text, date_end::text, count(*) FROM ({matches}) AS matches GROUP BY 1, 2"
_COLUMNS = ["language", "kind", "publisher_id", "first_month", "last_month", "speaker_ids"]


@dataclass(frozen=True)
class Tally:
    """The number of documents that pass all filters and, by facet, by value; speakers and publishers by primary key.

    A document counts in every year its date covers, and in every month of `months` (year * 12 + month - 1), which
    counts documents under all filters except that for years; undated ones have the key 0 as their year.
    """

    total: int
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    months: dict[int, int] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps([self.total, self.counts, [*self.months.items()]])

    @classmethod
    def from_json(cls, text: str) -> Tally:
        total, counts, months = json.loads(text)
        return cls(total, counts, dict(months))


class Counts(Protocol):
    """Counts the documents of a search. but: the filter that is left out."""

    @property
    def filters(self) -> Container[str]:
        """The names of the filters that are on."""

    def facts(self, but: str = "") -> Rows:
        """Rows of language, kind, publisher, first and last month, and number."""

    def speakers(self, but: str = "") -> Rows:
        """Rows of speaker and number."""

    def sayers(self) -> Rows:
        """The same for those who say it, whoever is asked about."""


@dataclass(frozen=True)
class SqlCounts:
    """Counts `entries` under `conditions`, by the name of their filter.

    utterances: what people say that has the words; without them, nobody is counted as saying it.
    """

    entries: EntryQuerySet
    conditions: dict[str, Q]
    state: ArchiveState
    utterances: UtteranceQuerySet | None = None

    @property
    def filters(self) -> Container[str]:
        return self.conditions

    def facts(self, but: str = "") -> Rows:
        if but in self.conditions:
            return self.state.ask_queryset(_FACTS, self._entries(but), _COLUMNS)
        return [row[1:] for row in self._facts_and_speakers if not row[0]]

    def speakers(self, but: str = "") -> Rows:
        if but in self.conditions:
            return self.state.ask_queryset(_SPEAKERS, self._entries(but), _COLUMNS)
        return [(speaker, count) for speaker, *_, count in self._facts_and_speakers if speaker]

    def sayers(self) -> Rows:
        if self.utterances is None:
            return []
        others = (condition for name, condition in self.conditions.items() if name != "said")
        said = self.utterances.filter(document__in=Entry.objects.published().filter(*others).order_by().values("pk"))
        return self.state.ask_queryset(_SAYERS, said, ["speaker_id"])

    @property
    def _facts_and_speakers(self) -> Rows:
        return self.state.ask_queryset(_FACTS_AND_SPEAKERS, self._entries(), _COLUMNS)

    def _entries(self, but: str = "") -> EntryQuerySet:
        return self.entries.filter(*(condition for name, condition in self.conditions.items() if name != but))


def tally(
    entries: EntryQuerySet, conditions: dict[str, Q], state: ArchiveState, utterances: UtteranceQuerySet | None = None
) -> Tally:
    """Count `entries` in PostgreSQL, as SqlCounts does."""
    return add_up(SqlCounts(entries, conditions, state, utterances))


def add_up(documents: Counts) -> Tally:
    """Return the counts of each facet, each under all filters but its own."""
    passing = documents.facts()
    counts, months = dict[str, dict[str, int]](), dict[int, int]()
    for facet in FACETS:
        if facet == "said":
            counts[facet] = _by_key(documents.sayers())
        elif facet == "speaker":
            counts[facet] = _by_key(documents.speakers(facet))
        else:
            rows = documents.facts(facet) if facet in documents.filters else passing
            counts[facet] = _BY[facet](rows)
            if facet == "year":
                months = _count_by_month(rows)
    return Tally(sum(row[-1] for row in passing), counts, months)


def _by_key(rows: Rows) -> dict[str, int]:
    return {str(key): count for key, count in rows}


def count_days(entries: EntryQuerySet, first: date, last: date, state: ArchiveState) -> dict[date, int]:
    """Count `entries` by day, from the first to the last; as with years, a date that covers several counts in each."""
    dated = entries.filter(date_start__lte=last, date_end__gte=first)
    return add_up_days(state.ask_queryset(_DAYS, dated, ["date_start", "date_end"]), first, last)


def add_up_days(rows: Rows, first: date, last: date) -> dict[date, int]:
    """Return the numbers by day of rows of the first and the last day that a date covers, and a number."""
    counts = Counter[date]()
    for start, end, documents in rows:
        earliest, latest = max(date.fromisoformat(start), first), min(date.fromisoformat(end), last)
        for number in range(earliest.toordinal(), latest.toordinal() + 1):
            counts[date.fromordinal(number)] += documents
    return dict(counts)


def _count_by_column(rows: Rows, column: int) -> dict[str, int]:
    counts = Counter[str]()
    for row in rows:
        if row[column] is not None:
            counts[str(row[column])] += row[-1]
    return dict(counts)


def _count_by_year(rows: Rows) -> dict[str, int]:
    counts = Counter[str]()
    for *_, first, last, documents in rows:
        for year in range(first // 12, last // 12 + 1) if first is not None else (0,):
            counts[str(year)] += documents
    return dict(counts)


def _count_by_month(rows: Rows) -> dict[int, int]:
    counts = Counter[int]()
    for *_, first, last, documents in rows:
        for month in range(first, last + 1) if first is not None else ():
            counts[month] += documents
    return dict(counts)


_BY = {
    "language": lambda rows: _count_by_column(rows, 0),
    "kind": lambda rows: _count_by_column(rows, 1),
    "publisher": lambda rows: _count_by_column(rows, 2),
    "year": _count_by_year,
}
