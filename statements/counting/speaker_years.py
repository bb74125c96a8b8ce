"""When somebody takes part, and how: documents by year, and offices as lines over the years."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from statements.drawing.axes import label_step
from statements.drawing.bars import BarData, Bars, make_bars
from statements.models import Entry, Office, Role, Speaker

_YEARS_NAMED = 8


@dataclass(frozen=True)
class Tenure:
    """An office as a line: where it begins and how long it is, of 100."""

    start: float
    length: float


def year_bars(speaker: Speaker) -> Bars:
    """Bars of the years, split by role; a document with two roles is in both."""
    rows = speaker.participations.filter(document__in=Entry.objects.published().values("document")).order_by()
    months = {"first": F("document__entry__first_month"), "last": F("document__entry__last_month")}
    listed = rows.values_list(*months.values(), "role").annotate(Count("document", distinct=True))
    counts, documents = dict[int, Counter[str]](), Counter[int]()
    for first, last, role, number in listed:
        for year in _years(first, last):
            counts.setdefault(year, Counter())[role] += number
    for first, last, number in rows.values_list(*months.values()).annotate(Count("document", distinct=True)):
        documents.update(dict.fromkeys(_years(first, last), number))
    roles = [role for role in Role.values if any(each[role] for each in counts.values())]
    years = range(min(counts), max(counts) + 1) if counts else range(0)
    named = label_step(len(years), _YEARS_NAMED)
    places = [
        BarData(
            str(year),
            f"?year={year}",
            documents[year],
            [counts.get(year, Counter[str]())[role] for role in roles],
            str(year),
            str(year),
            year % named == 0,
        )
        for year in years
    ]
    return make_bars([str(Role(role).label) for role in roles], places)


def _years(first: int | None, last: int) -> range:
    """Of a span of months, as an entry has them; none of an undated document."""
    return range(0) if first is None else range(first // 12, last // 12 + 1)


def tenures(offices: list[Office], today: date) -> tuple[list[Tenure | None], int | None]:
    """A line for each office, from the year in which the first began to `today`, and that year.

    An office whose beginning is not known has None for its line; the year is None where no office has a line.
    """
    known = [each.since for each in offices if each.since]
    if not known:
        return [None] * len(offices), None
    first = date(min(known).year, 1, 1)
    length = max((today - first).days, 1)
    return [_line(each, first, length, today) for each in offices], first.year


def _line(office: Office, first: date, length: int, today: date) -> Tenure | None:
    if not office.since:
        return None
    start, end = (min(100, 100 * (day - first).days / length) for day in (office.since, office.until or today))
    return Tenure(round(start, 2), max(0, round(end - start, 2)))
