"""When the documents found date from: a bar for each year, or for each month or day of a chosen one.

Years without documents between the first and the last are gaps. If there are too many years to give each a bar, a bar
stands for a decade or a century. Where all documents are of one year, or From and To lie in one, bars are its months;
where From and To lie in one month, its days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_skeleton
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop

from statements.dates import date_words, day_words
from statements.drawing.axes import label_step
from statements.drawing.bars import BarData, Bars, make_bars
from statements.languages import interface_locale
from statements.search.request import UNDATED, SearchRequest
from statements.search.tally import NO_YEAR, Tally

_MOST_BARS = 60
_TICKS, _NAMED = 2, 8  # of the axis, and places with a label, about
CountDays = Callable[[date, date], dict[date, int]]  # documents by day, from one to another


@dataclass(frozen=True)
class Histogram:
    """The bars, and the address of the page with all years if some are chosen."""

    unit: str
    bars: Bars
    all_url: str = ""

    @property
    def caption(self) -> str:
        """What the drawing and its table show, in words."""
        return gettext("Documents by %(unit)s") % {"unit": gettext(self.unit)}

    @property
    def unit_label(self) -> str:
        return capfirst(gettext(self.unit))


def make_histogram(tally: Tally, request: SearchRequest, count_days: CountDays | None = None) -> Histogram | None:
    """Return the histogram of a page; None if there is nothing to compare."""
    counts = {int(year): count for year, count in tally.counts["year"].items() if int(year) != NO_YEAR}
    first, last = _range(request)
    if first and last and (first.year, first.month) == (last.year, last.month):
        return _by_days(first, last, request, count_days) if count_days and first < last else None
    return _by_months(first, last, counts, tally, request) or _by_years(counts, request)


def _range(request: SearchRequest) -> tuple[date | None, date | None]:
    """The days between which documents must lie; None where an end is open."""
    first, last = request.date_from, request.date_to
    return first.start if first else None, last.end if last else None


def _by_days(first: date, last: date, request: SearchRequest, count_days: CountDays) -> Histogram | None:
    counts = count_days(first, last)
    return _draw(gettext_noop("day"), _days(first, last, counts, request), _all_years(request)) if counts else None


def _by_months(
    first: date | None, last: date | None, counts: dict[int, int], tally: Tally, request: SearchRequest
) -> Histogram | None:
    """Months of the only year that is chosen, that From and To lie in, or that the documents are of."""
    chosen = {int(value.split("-")[0]) for value in request.chosen.get("year", ()) if value != UNDATED}
    years = chosen or ({first.year, last.year} if first and last else set(counts))
    if len(years) != 1 or not (chosen or counts):
        return None
    [year] = years
    in_range = first and last and first.year == last.year == year
    numbers = range(first.month, last.month + 1) if in_range and first and last else range(1, 13)
    places = _months(year, numbers, tally, request)
    if not (chosen or in_range) and sum(place.total > 0 for place in places) < 2:
        return None
    return _draw(gettext_noop("month"), places, _all_years(request) if chosen or in_range else "")


def _by_years(counts: dict[int, int], request: SearchRequest) -> Histogram | None:
    if len(counts) < 2:
        return None
    if max(counts) - min(counts) < _MOST_BARS:
        return _draw(gettext_noop("year"), _years(counts, request))
    if max(counts) // 10 - min(counts) // 10 < _MOST_BARS:
        return _draw(gettext_noop("decade"), _groups(counts, 10, request))
    return _draw(gettext_noop("century"), _groups(counts, 100, request))


def _draw(unit: str, places: Iterable[BarData], all_url: str = "") -> Histogram:
    return Histogram(unit, make_bars([gettext("Documents")], places, _TICKS), all_url)


def _all_years(request: SearchRequest) -> str:
    """The page without any of the filters that leave a year or less of it."""
    return request.url(year="", **({"date_from": "", "date_to": ""} if all(_range(request)) else {}))


def _bar(label: str, documents: int, url: str, short: str = "", named: bool = True, chosen: bool = False) -> BarData:
    return BarData(label, url, documents, [documents], short or label, short or label, named, chosen)


def _days(first: date, last: date, counts: dict[date, int], request: SearchRequest) -> list[BarData]:
    length = (last - first).days + 1
    days = [first + timedelta(number) for number in range(length)]
    step = label_step(length, _NAMED)
    return [
        _bar(
            day_words(day),
            counts.get(day, 0),
            request.url(date_from=f"{day}", date_to=f"{day}"),
            str(day.day),
            day.day % step == 0,
        )
        for day in days
    ]


def _months(year: int, numbers: Iterable[int], tally: Tally, request: SearchRequest) -> list[BarData]:
    narrowed = request.remove("year", str(year))
    return [
        _bar(
            date_words(month := f"{year}-{number:02}"),
            tally.months.get(year * 12 + number - 1, 0),
            _month_url(narrowed, year, month),
            format_skeleton("MMM", date(year, number, 1), locale=interface_locale()),
            chosen=narrowed.is_chosen("year", month),
        )
        for number in numbers
    ]


def _month_url(request: SearchRequest, year: int, month: str) -> str:
    """Return the page with the month switched on or off; with the last one switched off, the whole year is shown."""
    others = request.remove("year", month)
    if request.is_chosen("year", month) and not others.chosen["year"]:
        return others.toggle("year", str(year))
    return request.toggle("year", month)


def _years(counts: dict[int, int], request: SearchRequest) -> list[BarData]:
    years = range(min(counts), max(counts) + 1)
    step = label_step(len(years), _NAMED)
    return [
        _bar(
            str(year),
            counts.get(year, 0),
            request.toggle("year", str(year)),
            named=year % step == 0,
            chosen=request.is_chosen("year", str(year)),
        )
        for year in years
    ]


def _groups(counts: dict[int, int], size: int, request: SearchRequest) -> list[BarData]:
    """Bars of `size` years each. A document whose date covers two years counts in both, as it does everywhere."""
    groups = Counter[int]()
    for year, count in counts.items():
        groups[year // size * size] += count
    starts = range(min(groups), max(groups) + 1, size)
    step = size * label_step(len(starts), _NAMED)
    return [_group(first, first + size - 1, groups[first], first % step == 0, request) for first in starts]


def _group(first: int, last: int, documents: int, named: bool, request: SearchRequest) -> BarData:
    url = request.url(date_from=str(first), date_to=str(last))
    return BarData(f"{first}–{last}", url, documents, [documents], str(first), str(last), named)
