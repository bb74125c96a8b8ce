"""When somebody takes part, and how: documents by year, and offices as lines over the years."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from statements.models import Entry, Office, Role, Speaker
from statements.timeline.bars import Bar, make_bars


@dataclass(frozen=True)
class Tenure:
    """An office as a line: where it begins and how long it is, of 100; open on the side that is not known."""

    title: str
    start: float
    length: float


def by_year(speaker: Speaker) -> tuple[list[Bar], list[str]]:
    """Bars of the years, parted by the ways of taking part that there are, and what these are called."""
    rows = speaker.participations.filter(document__in=Entry.objects.published().values("document"))
    months = {"first": F("document__entry__first_month"), "last": F("document__entry__last_month")}
    counted = rows.order_by().values_list(*months.values(), "role").annotate(Count("document", distinct=True))
    counts = dict[int, Counter[str]]()
    for first, last, role, number in counted:
        for year in range(first // 12, last // 12 + 1) if first is not None else ():
            counts.setdefault(year, Counter())[role] += number
    roles = [role for role in Role.values if any(each[role] for each in counts.values())]
    years = range(min(counts), max(counts) + 1) if counts else range(0)
    named = [(str(year), f"?year={year}", [counts.get(year, Counter[str]())[role] for role in roles]) for year in years]
    return make_bars(named), [str(Role(role).label) for role in roles]


def tenures(offices: list[Office], today: date) -> list[Tenure]:
    """The offices as lines over the years from the first to `today`; one whose beginning is not known has none."""
    known = [each for each in offices if each.since]
    if not known:
        return []
    first = min(each.since for each in known if each.since)
    length = max((today - first).days, 1)
    return [
        Tenure(each.title, _share(each.since, first, length), _share(each.until or today, each.since, length))
        for each in known
        if each.since
    ]


def _share(day: date, since: date, length: int) -> float:
    return round(100 * max((day - since).days, 0) / length, 2)
