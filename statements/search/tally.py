"""How many documents match, in all and by facet value: exact counts, each facet under all filters but its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q

from statements.models import EntryQuerySet
from statements.search.memory import ArchiveState, Rows
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
# Both for one set of matches, which is looked up once. No speaker has the key 0.
_FACTS_AND_SPEAKERS = f"""
WITH matches AS MATERIALIZED ({{matches}})
SELECT 0 AS speaker, * FROM ({_FACTS.format(matches="SELECT * FROM matches")}) AS facts UNION ALL
SELECT speaker, NULL, NULL, NULL, NULL, NULL, number
FROM ({_SPEAKERS.format(matches="SELECT * FROM matches")}) AS speakers (speaker, number)
"""  # noqa: S608
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


def tally(entries: EntryQuerySet, conditions: dict[str, Q], state: ArchiveState) -> Tally:
    """Count `entries` under `conditions`, by facet name; each facet under all of them but its own."""
    both = state.ask_queryset(_FACTS_AND_SPEAKERS, entries.filter(*conditions.values()), _COLUMNS)
    passing = [row[1:] for row in both if not row[0]]
    counts, months = dict[str, dict[str, int]](), dict[int, int]()
    for facet in FACETS:
        others = entries.filter(*(condition for name, condition in conditions.items() if name != facet))
        if facet == "speaker":
            with_speakers = [row for row in both if row[0]]
            alone = state.ask_queryset(_SPEAKERS, others, _COLUMNS) if facet in conditions else with_speakers
            counts[facet] = {str(speaker): count for speaker, *_, count in alone}
            continue
        rows = state.ask_queryset(_FACTS, others, _COLUMNS) if facet in conditions else passing
        counts[facet] = _BY[facet](rows)
        if facet == "year":
            months = _count_by_month(rows)
    return Tally(sum(row[-1] for row in passing), counts, months)


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
