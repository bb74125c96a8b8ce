"""The page of frequencies: a drawing, a table behind it, and the documents behind every number."""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from babel.numbers import format_decimal
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from statements.frequency.counts import MOST_DOCUMENTS, Coverage, Series, coverage, series
from statements.frequency.plot import Plot, Values, plot
from statements.languages import LANGUAGES, interface_locale
from statements.limits import limited
from statements.models import Speaker
from statements.search.match import Matcher
from statements.search.memory import archive_state
from statements.search.results import NotUnderstoodError, filters_of, query_of

MOST_SERIES = 5
_PER = 10_000  # words


class Cell(NamedTuple):
    """A year of a series: how often, how often in 10,000 words, in how many documents, and the page with these."""

    times: int | None
    rate: str
    documents: int
    url: str


class Row(NamedTuple):
    """A year of the table, or years in a row that the archive does not cover; span: columns beside it."""

    year: str
    words: int
    cells: list[Cell]
    span: int


@require_safe
@limited
def frequency(request: HttpRequest) -> HttpResponse:
    """How often up to five words, phrases or queries were said, per year and 10,000 words."""
    asked = [each for value in request.GET.getlist("q") if (each := value.strip())]
    typed = list(dict.fromkeys(asked))[:MOST_SERIES]
    narrowed = QueryDict(mutable=True)
    for name in ("language", "speaker"):
        narrowed.setlist(name, request.GET.getlist(name)[:1])
    try:
        context = _counted(typed, narrowed) if typed else {}
    except NotUnderstoodError as error:
        return render(request, "not_understood.html", {"errors": error.errors.items()}, status=400)
    slug = narrowed.get("speaker", "")
    context |= {
        "typed": [*typed, *[""] * (MOST_SERIES - len(typed))],
        "too_many": len(set(asked)) > MOST_SERIES,
        "languages": LANGUAGES.values(),
        "language": narrowed.get("language", ""),
        "speaker": Speaker.objects.public().filter(slug=slug).first() if slug and "\0" not in slug else None,
    }
    return render(request, "frequency.html", context)


def _counted(typed: list[str], narrowed: QueryDict) -> dict[str, Any]:
    state = archive_state()
    # Each by itself, as the search has it when it looks for the words as they were typed.
    matchers = [(each, Matcher(query_of(filters_of(_with(narrowed, each))), state)) for each in typed]
    filters = filters_of(narrowed)
    found, left = list[Series](), MOST_DOCUMENTS
    for each, matcher in matchers:
        found.append(series(each, matcher, filters, state, left))
        left -= found[-1].total if found[-1].occurrences is not None else 0
    covered = coverage(filters, state)
    counted = all(each.occurrences is not None for each in found)
    return {
        "found": found,
        "counted": counted,
        "plot": _plot(found, covered, counted, narrowed),
        "rows": _rows(found, covered, narrowed),
        "totals": [(each, _url(narrowed, each.typed)) for each in found],
    }


def _with(narrowed: QueryDict, typed: str) -> QueryDict:
    parameters = narrowed.copy()
    parameters["q"] = typed
    return parameters


def _rows(found: list[Series], covered: Coverage, narrowed: QueryDict) -> list[Row]:
    rows, span = list[Row](), 3 * len(found) + 1
    for here, years in groupby(covered.years, lambda year: bool(covered.words[year])):
        if here:
            rows += [
                Row(str(year), covered.words[year], _cells(found, covered, year, narrowed), span) for year in years
            ]
        else:
            missing = list(years)
            name = f"{missing[0]}–{missing[-1]}" if len(missing) > 1 else str(missing[0])
            rows.append(Row(name, 0, [], span))
    return rows


def _cells(found: list[Series], covered: Coverage, year: int, narrowed: QueryDict) -> list[Cell]:
    return [
        Cell(
            None if each.occurrences is None else each.occurrences[year],
            "" if each.occurrences is None else _number(_rate(each, covered, year) or 0),
            each.documents[year],
            _url(narrowed, each.typed, year) if each.documents[year] else "",
        )
        for each in found
    ]


def _rate(each: Series, covered: Coverage, year: int) -> float | None:
    """Occurrences in 10,000 words, or where these are not counted, documents in 100; None in a year without any."""
    if not covered.documents[year] or not covered.words[year]:
        return None
    if each.occurrences is None:
        return 100 * each.documents[year] / covered.documents[year]
    return _PER * each.occurrences[year] / covered.words[year]


def _plot(found: list[Series], covered: Coverage, counted: bool, narrowed: QueryDict) -> Plot | None:
    if not covered.years:
        return None
    shown = found if counted else [Series(each.typed, each.documents, None, each.total, 0) for each in found]
    named: list[tuple[str, Values]] = [
        (each.typed, [_rate(each, covered, year) for year in covered.years]) for each in shown
    ]
    return plot(
        covered.years,
        named,
        lambda name, year, value: f"{name}, {year}: {_number(value)}",
        lambda place, year: _url(narrowed, found[place].typed, year),
        _number,
    )


def _number(value: float) -> str:
    """With two digits that count, as the language of the interface writes it."""
    pattern = "#,##0" if value >= 100 else "#,##0.#" if value >= 10 else "#,##0.##" if value >= 0.1 else "#,##0.####"
    return format_decimal(value, format=pattern, locale=interface_locale())


def _url(narrowed: QueryDict, typed: str, year: int | None = None) -> str:
    """The search for the same words as they were typed, under the same filters."""
    parameters = _with(narrowed, typed)
    parameters["extend"] = "no"
    if year is not None:
        parameters["year"] = str(year)
    return f"{reverse('search')}?{parameters.urlencode()}"
