"""Documents by decade, by year, by month of a year or by day of a month, parted by language or by kind.

A date that is less precise than a month or a day is not put into one: such documents are counted apart. A date that
covers two years or decades counts in both, as it does beside the filters, and once in the sum.
"""

from __future__ import annotations

import calendar
from collections import Counter
from dataclasses import dataclass
from datetime import date

from statements.search.selection import Selection

PARTS = ("language", "kind")
MOST_YEARS = 100  # that have a bar each; of more, ten are one
_DAYS = """
SELECT date_start::text, date_end::text, part, count(*) FROM (
    SELECT date_start, date_end, {part} AS part FROM ({matches}) AS matches) AS parted
WHERE date_start IS NOT NULL GROUP BY 1, 2, 3
"""
_MONTHS = """
SELECT first_month, last_month, {part}, count(*) FROM ({matches}) AS matches GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class Period:
    """The period shown: all years, a decade (by its first year), a year, or a month of one."""

    year: int | None = None
    month: int | None = None
    decade: int | None = None

    @property
    def level(self) -> str:
        """The unit of a bar; for all years it depends on how many there are."""
        return "day" if self.month else "month" if self.year else "year"


@dataclass(frozen=True)
class Timeline:
    """Documents by place and part.

    level: what a place is: a decade (by its first year), a year, or the number of a month or a day; totals: documents,
    each once; apart: those of them that are at no one place, since they are undated or their date is not so precise.
    """

    level: str
    places: range
    counts: dict[int, Counter[str]]
    totals: Counter[str]
    apart: Counter[str]

    @property
    def total(self) -> int:
        return self.totals.total()

    @property
    def parts(self) -> list[str]:
        """The parts, those with the most documents first."""
        return sorted(self.totals, key=lambda part: (-self.totals[part], part))

    @property
    def again(self) -> int:
        """How much is counted more than once because a date covers several places."""
        return sum(each.total() for each in self.counts.values()) + self.apart.total() - self.total


def timeline(selection: Selection, span: Period, part: str) -> Timeline:
    """Count the documents of a selection; `part` is one of PARTS."""
    if span.level == "day":
        return _timeline_of_month(selection, span, part)
    rows = _ask(_MONTHS, selection, part, ["first_month", "last_month"])
    return _timeline_of_year(rows, span.year) if span.year else _timeline_of_years(rows, span.decade)


def _timeline_of_years(rows: list[tuple], decade: int | None) -> Timeline:
    counts, apart, totals = dict[int, Counter[str]](), Counter[str](), Counter[str]()
    for first, last, name, number in rows:
        if first is None:
            if decade is None:
                apart[name] += number
                totals[name] += number
            continue
        years = [year for year in range(first // 12, last // 12 + 1) if decade in (None, year // 10 * 10)]
        if years:
            totals[name] += number
        for year in years:
            counts.setdefault(year, Counter())[name] += number
    if decade is not None:
        return Timeline("year", range(decade, decade + 10), counts, totals, apart)
    years_there = range(min(counts), max(counts) + 1) if counts else range(0)
    if len(years_there) <= MOST_YEARS:
        return Timeline("year", years_there, counts, totals, apart)
    decades = range(years_there[0] // 10 * 10, years_there[-1] + 1, 10)
    return Timeline("decade", decades, _count_by_decade(rows), totals, apart)


def _count_by_decade(rows: list[tuple]) -> dict[int, Counter[str]]:
    counts = dict[int, Counter[str]]()
    for first, last, name, number in rows:
        for decade in range(first // 120, last // 120 + 1) if first is not None else ():
            counts.setdefault(decade * 10, Counter())[name] += number
    return counts


def _timeline_of_year(rows: list[tuple], year: int) -> Timeline:
    counts, apart, totals = dict[int, Counter[str]](), Counter[str](), Counter[str]()
    for first, last, name, number in rows:
        if first is None or not first // 12 <= year <= last // 12:
            continue
        totals[name] += number
        (counts.setdefault(first % 12 + 1, Counter()) if first == last else apart)[name] += number
    return Timeline("month", range(1, 13), counts, totals, apart)


def _timeline_of_month(selection: Selection, span: Period, part: str) -> Timeline:
    assert span.year and span.month  # noqa: S101 - for the type checker
    length = calendar.monthrange(span.year, span.month)[1]
    month = (date(span.year, span.month, 1).isoformat(), date(span.year, span.month, length).isoformat())
    counts, apart, totals = dict[int, Counter[str]](), Counter[str](), Counter[str]()
    for start, end, name, number in _ask(_DAYS, selection, part, ["date_start", "date_end"]):
        if start > month[1] or end < month[0]:
            continue
        totals[name] += number
        (counts.setdefault(int(start[8:]), Counter()) if start == end else apart)[name] += number
    return Timeline("day", range(1, length + 1), counts, totals, apart)


def _ask(statement: str, selection: Selection, part: str, columns: list[str]) -> list[tuple]:
    return selection.state.ask_queryset(statement.replace("{part}", part), selection.entries, [*columns, part])
