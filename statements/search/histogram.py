"""When the documents found date from: a bar for each year, or for each month of a chosen year.

Years without documents between the first and the last are gaps. If there are too many years to give each a bar, a bar
stands for a decade or a century.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop

from statements.dates import date_words
from statements.search.request import UNDATED, SearchRequest
from statements.search.tally import NO_YEAR, Tally

_MOST_BARS = 60
_WIDTH, _HEIGHT, _LEAST = 10, 48, 1  # of a bar, in units of the drawing; the minimum height of a bar that is not a gap


@dataclass(frozen=True)
class HistogramBar:
    """A month, year, decade or century; x, y and height place it in the drawing, where y points down."""

    label: str
    documents: int
    url: str
    chosen: bool
    x: int
    height: int

    @property
    def y(self) -> int:
        return _HEIGHT - self.height


@dataclass(frozen=True)
class Histogram:
    """The bars, and the address of the page with all years if one is chosen."""

    unit: str
    bars: list[HistogramBar]
    all_url: str = ""

    @property
    def caption(self) -> str:
        """What the drawing and its table show, in words."""
        return gettext("Documents by %(unit)s") % {"unit": gettext(self.unit)}

    @property
    def unit_label(self) -> str:
        return capfirst(gettext(self.unit))

    @property
    def width(self) -> int:
        return _WIDTH * len(self.bars)

    height = _HEIGHT
    bar_width = _WIDTH - 2


@dataclass(frozen=True)
class _BarSpan:
    """The period a bar stands for. filters: the parameters of the page that lists its documents."""

    label: str
    documents: int
    url: str
    chosen: bool = False


def make_histogram(tally: Tally, request: SearchRequest) -> Histogram | None:
    """Return the histogram of a page; None if there is nothing to compare."""
    years = {value.split("-")[0] for value in request.chosen.get("year", ()) if value != UNDATED}
    if len(years) == 1:
        spans = _months(int(years.pop()), tally, request)
        return Histogram(gettext_noop("month"), _bars(spans), request.url(year=""))
    counts = {int(year): count for year, count in tally.counts["year"].items() if int(year) != NO_YEAR}
    if len(counts) < 2:
        return None
    if max(counts) - min(counts) < _MOST_BARS:
        return Histogram(gettext_noop("year"), _bars(_years(counts, request)))
    if max(counts) // 10 - min(counts) // 10 < _MOST_BARS:
        return Histogram(gettext_noop("decade"), _bars(_groups(counts, 10, request)))
    return Histogram(gettext_noop("century"), _bars(_groups(counts, 100, request)))


def _months(year: int, tally: Tally, request: SearchRequest) -> list[_BarSpan]:
    narrowed = request.remove("year", str(year))
    return [
        _BarSpan(
            date_words(month := f"{year}-{number:02}"),
            tally.months.get(year * 12 + number - 1, 0),
            _month_url(narrowed, year, month),
            narrowed.is_chosen("year", month),
        )
        for number in range(1, 13)
    ]


def _month_url(request: SearchRequest, year: int, month: str) -> str:
    """Return the page with the month switched on or off; with the last one switched off, the whole year is shown."""
    others = request.remove("year", month)
    if request.is_chosen("year", month) and not others.chosen["year"]:
        return others.toggle("year", str(year))
    return request.toggle("year", month)


def _years(counts: dict[int, int], request: SearchRequest) -> list[_BarSpan]:
    return [
        _BarSpan(
            str(year), counts.get(year, 0), request.toggle("year", str(year)), request.is_chosen("year", str(year))
        )
        for year in range(min(counts), max(counts) + 1)
    ]


def _groups(counts: dict[int, int], size: int, request: SearchRequest) -> list[_BarSpan]:
    """Bars of `size` years each. A document whose date covers two years counts in both, as it does everywhere."""
    groups = Counter[int]()
    for year, count in counts.items():
        groups[year // size * size] += count
    return [
        _BarSpan(
            f"{first}–{first + size - 1}",
            groups[first],
            request.url(date_from=str(first), date_to=str(first + size - 1)),
        )
        for first in range(min(groups), max(groups) + 1, size)
    ]


def _bars(spans: list[_BarSpan]) -> list[HistogramBar]:
    most = max((span.documents for span in spans), default=0) or 1
    return [
        HistogramBar(
            span.label,
            span.documents,
            span.url,
            span.chosen,
            place * _WIDTH + 1,
            max(round(_HEIGHT * span.documents / most), _LEAST) if span.documents else 0,
        )
        for place, span in enumerate(spans)
    ]
