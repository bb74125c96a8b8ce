"""How words spread, drawn: bars of the documents of each year and of the speakers who were new then, and a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext

from statements.counting.firsts import FirstSaying
from statements.counting.spread import Spread, follow_spread
from statements.counting.timeline import Timeline
from statements.drawing.axes import label_step
from statements.drawing.bars import BarData, Bars, make_bars
from statements.languages import LANGUAGES, language_colours
from statements.pages.onwards import list_url
from statements.search.request import SearchRequest

_NAMED = 12  # years with a label, at most


class SpreadRow(NamedTuple):
    """A year or a decade in the table: documents, also by language; speakers who were new then, and all so far."""

    label: str
    url: str
    numbers: list[int]
    documents: int
    newcomers: int
    newcomers_url: str
    so_far: int


def draw_spread(
    asked: SearchRequest, documents: Timeline, sayings: Sequence[FirstSaying], as_words: bool
) -> dict[str, Any]:
    """What the template needs of the drawings and their table. as_words: whether the reader wants no phrase."""
    spread = follow_spread(documents, sayings)
    languages = [code for code in LANGUAGES if spread.documents.totals[code]]
    rows, named = _make_rows(spread, languages, asked, as_words), _choose_labels(spread)
    return {
        "spread": spread,
        "languages_drawn": [capfirst(LANGUAGES[code].label) for code in languages],
        "bars": _draw_documents(rows, languages, named) if rows else None,
        "newcomers": _draw_newcomers(rows, named) if spread.speakers else None,
        "rows": [row for row in rows if row.documents],
        "undated_numbers": [spread.documents.apart[code] for code in languages],
        "sums": [spread.documents.totals[code] for code in languages],
    }


def _make_rows(spread: Spread, languages: list[str], asked: SearchRequest, as_words: bool) -> list[SpreadRow]:
    """A row for every place, those without documents too."""
    return [
        SpreadRow(
            str(place) if spread.years == 1 else f"{place}–{place + 9}",
            _documents_url(asked, spread, place),
            [spread.documents.counts[place][code] for code in languages] if place in spread.documents.counts else [],
            spread.documents.counts[place].total() if place in spread.documents.counts else 0,
            spread.speakers[place],
            _newcomers_url(asked, spread, place, as_words),
            so_far,
        )
        for place, so_far in zip(spread.documents.places, spread.so_far, strict=True)
    ]


def _newcomers_url(asked: SearchRequest, spread: Spread, place: int, as_words: bool) -> str:
    new = str(place) if spread.years == 1 else f"{place // 10}X"
    return f"{asked.url(new=new, phrase='no' if as_words else '')}#who"


def _documents_url(asked: SearchRequest, spread: Spread, place: int) -> str:
    """The search for the documents of a year; or of a decade, as far as the dates that are asked for reach into it."""
    if spread.years == 1:
        return list_url(asked, year=str(place))
    dates = dict[str, str]()
    if not (asked.date_from and asked.date_from.start and asked.date_from.start.year > place):
        dates["date_from"] = str(place)
    if not (asked.date_to and asked.date_to.end and asked.date_to.end.year < place + 9):
        dates["date_to"] = str(place + 9)
    return list_url(asked, **dates)


def _bar(row: SpreadRow, url: str, numbers: list[int], named: bool) -> BarData:
    return BarData(row.label, url, sum(numbers), numbers, row.label[:4], row.label[-4:], named)


def _draw_documents(rows: list[SpreadRow], languages: list[str], named: list[bool]) -> Bars:
    none = [0] * len(languages)
    bars = (_bar(row, row.url, row.numbers or none, has_label) for row, has_label in zip(rows, named, strict=True))
    return make_bars([LANGUAGES[code].label for code in languages], bars, colours=language_colours(languages))


def _draw_newcomers(rows: list[SpreadRow], named: list[bool]) -> Bars:
    bars = (_bar(row, row.newcomers_url, [row.newcomers], label) for row, label in zip(rows, named, strict=True))
    return make_bars([gettext("Speakers")], bars, ticks=2)


def _choose_labels(spread: Spread) -> list[bool]:
    """Whether each place has a label if there is room."""
    places = spread.documents.places
    step = label_step(len(places), _NAMED) * places.step
    return [place % step == 0 for place in places]
