"""Documents by year, by month of a year or by day of a month, parted by language or by kind.

A date that is less precise than the level is not put anywhere: such documents are counted apart.
"""

from __future__ import annotations

import calendar
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from statements.filters import DocumentFilter
from statements.search.memory import State, memory

PARTS = ("language", "kind")
_DAYS = """
SELECT date_start::text, date_end::text, part, count(*) FROM (
    SELECT date_start, date_end, {part} AS part FROM ({matches}) AS matches) AS parted
WHERE date_start IS NOT NULL GROUP BY 1, 2, 3
"""
_MONTHS = """
SELECT first_month, last_month, {part}, count(*) FROM ({matches}) AS matches WHERE first_month IS NOT NULL
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class Span:
    """What is looked at: all years, a year, or a month of one."""

    year: int | None = None
    month: int | None = None

    @property
    def level(self) -> str:
        return "day" if self.month else "month" if self.year else "year"


@dataclass(frozen=True)
class Timeline:
    """Documents by place (a year, the number of a month or day) and part; imprecise: of no one place of the level."""

    places: range
    counts: dict[int, Counter[str]] = field(default_factory=dict)
    imprecise: int = 0

    @property
    def parts(self) -> list[str]:
        """The parts, those with the most documents first."""
        total = sum(self.counts.values(), Counter[str]())
        return sorted(total, key=lambda part: (-total[part], part))


def timeline(filters: DocumentFilter, span: Span, part: str, state: State) -> Timeline:
    """Count under `filters`; `part` is one of PARTS."""
    if span.level == "day":
        return _of_month(filters, span, part, state)
    rows = _ask(_MONTHS, filters, part, state, ["first_month", "last_month"])
    counts, imprecise = dict[int, Counter[str]](), 0
    for first, last, name, number in rows:
        if span.year is None:
            for year in range(first // 12, last // 12 + 1):
                counts.setdefault(year, Counter())[name] += number
        elif first // 12 <= span.year <= last // 12:
            if first == last:
                counts.setdefault(first % 12 + 1, Counter())[name] += number
            else:
                imprecise += number
    return Timeline(_range(span, counts), counts, imprecise)


def _range(span: Span, counts: dict[int, Counter[str]]) -> range:
    if span.year is not None:
        return range(1, 13)
    return range(min(counts), max(counts) + 1) if counts else range(0)


def _of_month(filters: DocumentFilter, span: Span, part: str, state: State) -> Timeline:
    assert span.year and span.month  # noqa: S101 - for the type checker
    length = calendar.monthrange(span.year, span.month)[1]
    month = (date(span.year, span.month, 1).isoformat(), date(span.year, span.month, length).isoformat())
    counts, imprecise = dict[int, Counter[str]](), 0
    for start, end, name, number in _ask(_DAYS, filters, part, state, ["date_start", "date_end"]):
        if start > month[1] or end < month[0]:
            continue
        if start == end:
            counts.setdefault(int(start[8:]), Counter())[name] += number
        else:
            imprecise += number
    return Timeline(range(1, length + 1), counts, imprecise)


def _ask(statement: str, filters: DocumentFilter, part: str, state: State, columns: list[str]) -> list[tuple]:
    entries = filters.filter_queryset(filters.queryset).order_by().values_list(*columns, part)
    sql, parameters = entries.query.sql_with_params()
    return memory.ask(state, statement.format(matches=sql, part=part), parameters)
