"""The page of frequencies: a drawing, a table behind it, and the documents behind every number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import floor, log10
from time import monotonic
from typing import Any, NamedTuple

from babel.numbers import format_decimal
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from statements.filters import beside_the_fields, in_a_field
from statements.frequency.counts import MOST_DOCUMENTS, ByYear, Coverage, coverage, documents, occurrences
from statements.frequency.plot import NARROW, WIDE, Plot, Value, plot
from statements.languages import LANGUAGES, interface_locale
from statements.limits import limited_for
from statements.models import Speaker
from statements.search.facets import EXCLUDED, UNDATED
from statements.search.match import Matcher
from statements.search.memory import State, archive_state
from statements.search.results import NotUnderstoodError, filters_of, query_of
from statements.search.tally import NO_YEAR, tally
from statements.speaking.names import asked_speaker

MOST_SERIES = 5
PARTED = {
    "": _("words beside each other"),
    "language": _("the first, by language"),
    "speaker": _("the first, by speaker"),
}
_FILTERS = ("language", "speaker")
_CANDIDATES = 100  # speakers that may be lines
_PER = 10_000  # words
_PAGES = 3  # whose time it may take: it looks for five things
_COUNTING = 0.7  # of this time, after which no more is counted through


class Asked(NamedTuple):
    """A line that is asked for: what it is called, the words, and the filters they are counted under."""

    label: str
    typed: str
    narrowed: QueryDict

    def url(self, year: str = "") -> str:
        """The search for the same words as they were typed, under the same filters."""
        parameters = self.narrowed.copy()
        parameters["q"] = self.typed
        parameters["extend"] = "no"
        if year:
            parameters["year"] = year
        return f"{reverse('search')}?{parameters.urlencode()}"


class Series(NamedTuple):
    """A line: the documents that have it, how often, None where that is not counted, and what the archive has."""

    asked: Asked
    documents: ByYear
    occurrences: ByYear | None
    covered: Coverage


class Cell(NamedTuple):
    """A year of a series, or all: how often, in how many words, in 10,000 of them, and the documents."""

    times: int | None
    words: int
    rate: str
    documents: int
    url: str


class Row(NamedTuple):
    """A year of the table, or years in a row that the archive does not cover, which have no cells.

    words: under the filters of the first series, which all share where one is not parted.
    """

    year: str
    words: int
    cells: list[Cell]


@require_safe
@limited_for(_PAGES)
def frequency(request: HttpRequest) -> HttpResponse:
    """How often up to five words, phrases or queries were said, per year and 10,000 words; or one, by who said it."""
    asked = [each for value in request.GET.getlist("q") if (each := value.strip())]
    parted = request.GET.get("by", "") if request.GET.get("by", "") in PARTED else ""
    different = list({each.casefold(): each for each in reversed(asked)}.values())[::-1]
    typed = different[: 1 if parted else MOST_SERIES]
    speaker = asked_speaker(in_a_field(request.GET, "speaker"))
    narrowed = QueryDict(mutable=True)
    for name in _FILTERS:
        narrowed.setlist(name, request.GET.getlist(name))
    if speaker.speaker:
        narrowed["speaker"] = speaker.speaker.slug
    try:
        context = _counted(typed, narrowed, parted) if typed and not speaker.unknown else {}
    except NotUnderstoodError as error:
        return render(request, "not_understood.html", {"errors": error.errors.items()}, status=400)
    shown = different[:MOST_SERIES]
    context |= {
        "typed": [*shown, *[""] * (MOST_SERIES - len(shown))],
        "uncounted": len(different) - len(typed),
        "parted": parted,
        "parts": PARTED.items(),
        "languages": LANGUAGES.values(),
        "language": in_a_field(narrowed, "language"),
        "speaker": speaker,
        "kept": beside_the_fields(narrowed, _FILTERS),
    }
    return render(request, "frequency.html", context)


def _counted(typed: list[str], narrowed: QueryDict, parted: str) -> dict[str, Any]:
    state = archive_state()
    series = _series([each for words in typed for each in _lines(words, narrowed, parted, state)], state)
    if not series:
        return {"nothing": True}
    counted = all(each.occurrences is not None for each in series)
    return {
        "series": series,
        "counted": counted,
        "span": 4 * len(series) if parted else 3 * len(series) + 1,
        "rows": _rows(series),
        "undated": _row(series, UNDATED, NO_YEAR)
        if any(each.covered.documents.numbers[NO_YEAR] for each in series)
        else None,
        "all": _all(series),
        **_plots(series, counted),
    }


def _lines(words: str, narrowed: QueryDict, parted: str, state: State) -> list[Asked]:
    """The line of some words; or the lines of languages, or of the speakers in most of the documents with them."""
    if not parted:
        return [Asked(words, words, narrowed)]
    filters = filters_of(_with(narrowed, "q", words))
    matching = Matcher(query_of(filters), state).matching(filters.queryset)
    counts = tally(matching, filters.conditions, state).counts[parted]
    named = _languages(counts) if parted == "language" else _speakers(counts)
    passing = [(value, label) for value, label in named if _passes(narrowed, parted, value)]
    return [Asked(label, words, _with(narrowed, parted, value)) for value, label in passing[:MOST_SERIES]]


def _languages(counts: dict[str, int]) -> list[tuple[str, str]]:
    return [(code, capfirst(each.label)) for code, each in LANGUAGES.items() if code in counts]


def _speakers(counts: dict[str, int]) -> list[tuple[str, str]]:
    """(slug, name) of speakers, those in the most documents first."""
    most = sorted(counts, key=lambda key: (-counts[key], int(key)))[:_CANDIDATES]
    people = Speaker.objects.in_bulk([int(key) for key in most])
    return [(people[int(key)].slug, people[int(key)].name) for key in most if int(key) in people]


def _passes(narrowed: QueryDict, name: str, value: str) -> bool:
    """Whether a filter lets a value pass."""
    values = narrowed.getlist(name)
    chosen = [each for each in values if each and not each.startswith(EXCLUDED)]
    return f"{EXCLUDED}{value}" not in values and (not chosen or value in chosen)


def _with(narrowed: QueryDict, name: str, value: str) -> QueryDict:
    parameters = narrowed.copy()
    parameters[name] = value
    return parameters


def _series(lines: list[Asked], state: State) -> list[Series]:
    """What is found of each line: the documents of all of them first, then how often, as long as the time suffices."""
    until = monotonic() + _COUNTING * _PAGES * settings.PAGE_TIMEOUT / 1000
    made, left = list[Series](), MOST_DOCUMENTS
    under = [filters_of(each.narrowed) for each in lines]
    # The words by themselves, as the search has them when it looks for them as they were typed.
    matchers = [Matcher(query_of(filters_of(_with(each.narrowed, "q", each.typed))), state) for each in lines]
    found = [documents(*each, state) for each in zip(matchers, under, strict=True)]
    covered = [coverage(each, state) for each in under]
    for place, asked in enumerate(lines):
        few = found[place].total <= left
        times = occurrences(matchers[place], under[place], state, until) if few else None
        left -= found[place].total if times else 0
        made.append(Series(asked, found[place], times, covered[place]))
    return made


def _years(series: list[Series]) -> range:
    """From the first to the last year that the archive covers for one of them."""
    covered = [each.covered.years for each in series if each.covered.years]
    return range(min(each[0] for each in covered), max(each[-1] for each in covered) + 1) if covered else range(0)


def _said(series: list[Series]) -> range:
    """The years from the first on in which one of them was said; all, where none was."""
    years = _years(series)
    first = next((year for year in years if any(each.documents.numbers[year] for each in series)), None)
    return years if first is None else range(first, years.stop)


def _rows(series: list[Series]) -> list[Row]:
    """The years; those without any text are one row, and those with text before the first in which one was said."""
    said = _said(series)
    before = [year for year in range(_years(series).start, said.start) if _has_text(series, year)]
    rows = [_none(series, before)] if before else []
    for here, group in groupby(said, lambda year: _has_text(series, year)):
        years = list(group)
        rows += [_row(series, str(year), year) for year in years] if here else [Row(_span(years), 0, [])]
    return rows


def _has_text(series: list[Series], year: int) -> bool:
    return any(each.covered.words.numbers[year] for each in series)


def _span(years: Sequence[int]) -> str:
    """ "1907–1912"; "1907 … 1912" where years between are left out."""
    if len(years) == 1:
        return str(years[0])
    return f"{years[0]}{'–' if years[-1] - years[0] == len(years) - 1 else ' … '}{years[-1]}"


def _none(series: list[Series], years: Sequence[int]) -> Row:
    """Years in which nothing was said."""
    words = [sum(each.covered.words.numbers[year] for year in years) for each in series]
    cells = [
        Cell(None, size, "", 0, "") if each.occurrences is None else Cell(0, size, _number(0) if size else "", 0, "")
        for each, size in zip(series, words, strict=True)
    ]
    return Row(_span(years), words[0], cells)


def _row(series: list[Series], name: str, year: int) -> Row:
    cells = [
        Cell(
            each.occurrences.numbers[year] if each.occurrences else None,
            each.covered.words.numbers[year],
            _written(_rate(each, year)),
            each.documents.numbers[year],
            each.asked.url(name) if each.documents.numbers[year] else "",
        )
        for each in series
    ]
    return Row(name, series[0].covered.words.numbers[year], cells)


def _all(series: list[Series]) -> Row:
    """The sums, in which what counts in several years counts once."""
    cells = [
        Cell(
            each.occurrences.total if each.occurrences else None,
            each.covered.words.total,
            _written(_per(each.occurrences.total, each.covered.words.total) if each.occurrences else None),
            each.documents.total,
            each.asked.url(),
        )
        for each in series
    ]
    return Row("", series[0].covered.words.total, cells)


def _rate(each: Series, year: int) -> float | None:
    """Occurrences in 10,000 words; None in a year without any, and where they are not counted."""
    return _per(each.occurrences.numbers[year], each.covered.words.numbers[year]) if each.occurrences else None


def _per(times: int, words: int) -> float | None:
    return _PER * times / words if words else None


def _in_hundred(each: Series, year: int) -> float | None:
    """Documents that have it, in 100; None in a year without any."""
    covered = each.covered.documents.numbers[year]
    return 100 * each.documents.numbers[year] / covered if covered else None


def _plots(series: list[Series], counted: bool) -> dict[str, Plot]:
    """The drawing for wide and for narrow screens, from the first year on in which one of them was said."""
    drawn = _said(series)
    if not drawn:
        return {}
    named = [(each.asked.label, list(_values(each, drawn, counted))) for each in series]
    return {"plot": plot(WIDE, drawn, named, _number), "narrow": plot(NARROW, drawn, named, _number)}


def _values(each: Series, years: range, counted: bool) -> Iterator[Value | None]:
    for year in years:
        number = (_rate if counted else _in_hundred)(each, year)
        url = each.asked.url(str(year)) if each.documents.numbers[year] else ""
        yield None if number is None else Value(number, f"{each.asked.label}, {year}: {_number(number)}", url)


def _written(rate: float | None) -> str:
    return "" if rate is None else _number(rate)


def _number(value: float) -> str:
    """With three digits that count, as the language of the interface writes it; a small one with two."""
    digits = 2 - floor(log10(value)) if 0 < value < 100 else 0
    pattern = f"#,##0.{'#' * min(digits, 8)}" if digits else "#,##0"
    return format_decimal(value, format=pattern, locale=interface_locale())
