"""The page of frequencies: a drawing, a table behind it, and the documents behind every number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from statements.counting.frequency import Coverage
from statements.counting.series import MOST_SERIES, PAGES, Series, count_lines, lines_asked_for
from statements.counting.table import format_number, percentage, range_of_years, rate, row_of, sums, table_rows
from statements.drawing.lines import NARROW, WIDE, Value, plot
from statements.languages import LANGUAGES
from statements.search.filters import name_as_typed, search_request
from statements.search.memory import archive_state
from statements.search.request import EXTEND, UNDATED, NotUnderstoodError, SearchRequest
from statements.search.speakers import Asked, find_speaker
from statements.search.tally import NO_YEAR
from statements.web.limits import limit_pages

PARTED = {
    "": _("words side by side"),
    "language": _("the first, by language"),
    "speaker": _("the first, by speaker"),
}
_FILTERS = ("language", "speaker")


@require_safe
@limit_pages(PAGES)
def frequency(request: HttpRequest) -> HttpResponse:
    """How often up to five words, phrases or queries were said, per year and 10,000 words; or one, split into lines."""
    given = [each for value in request.GET.getlist("q") if (each := value.strip())]
    parted = request.GET.get("by", "") if request.GET.get("by", "") in PARTED else ""
    different = list({each.casefold(): each for each in reversed(given)}.values())[::-1]
    typed = different[: 1 if parted else MOST_SERIES]
    spellings = request.GET.get(EXTEND) != "no"
    speaker = find_speaker(name_as_typed(request.GET, "speaker"))
    try:
        added = spellings and parted == "language"
        asked = [search_request(_parameters(request.GET, words, speaker, added)) for words in typed or [""]]
        context = _count_all(asked, parted) if typed and not speaker.unknown else {}
    except NotUnderstoodError as error:
        return render(request, "not_understood.html", {"errors": error.errors.items()}, status=400)
    shown = different[:MOST_SERIES]
    context |= {
        "typed": [*shown, *[""] * (MOST_SERIES - len(shown))],
        "uncounted": len(different) - len(typed),
        "parted": parted,
        "parts": PARTED.items(),
        "languages": LANGUAGES.values(),
        "language": asked[0].single("language"),
        "speaker": speaker,
        "kept": [*asked[0].hidden({*_FILTERS, "q", EXTEND}), *([] if spellings else [(EXTEND, "no")])],
    }
    return render(request, "frequency.html", context)


def _parameters(given: QueryDict, words: str, speaker: Asked, spellings: bool) -> QueryDict:
    """Parameters of the search for a line’s documents. spellings: whether other spellings count too."""
    parameters = QueryDict(mutable=True)
    for name in _FILTERS:
        parameters.setlist(name, given.getlist(name))
    if speaker.typed:
        parameters.setlist("speaker", [speaker.speaker.slug] if speaker.speaker else [])
    parameters["q"] = words
    if not spellings:
        parameters[EXTEND] = "no"
    return parameters


def _count_all(asked: list[SearchRequest], parted: str) -> dict[str, Any]:
    state = archive_state()
    lines = [line for each in asked for line in lines_asked_for(each, parted, state)]
    series = count_lines(lines)
    if not series:
        return {"nothing": True}
    in_times = all(each.occurrences is not None for each in series)
    return {
        "series": series,
        "counted": in_times,
        "extensions": dict.fromkeys(each for line in lines for each in line.selection.extensions),
        "texts": _texts(series[0].covered),
        "span": 4 * len(series) if parted else 3 * len(series) + 1,
        "rows": table_rows(series),
        "undated": row_of(series, UNDATED, NO_YEAR)
        if any(each.covered.documents.numbers[NO_YEAR] for each in series)
        else None,
        "all": sums(series),
        **_plots(series, in_times),
    }


def _texts(covered: Coverage) -> list[tuple[str, str]]:
    """The languages that the texts are in, and the years that they are from."""
    found = list[tuple[str, str]]()
    for code, words in covered.languages.items():
        years = sorted(year for year in words.numbers if year != NO_YEAR)
        ends = dict.fromkeys((years[0], years[-1])) if years else {}
        found.append((LANGUAGES[code].label, "–".join(map(str, ends))))
    return found


def _plots(series: list[Series], counted: bool) -> dict[str, Any]:
    """The drawing for wide and for narrow screens, from the first year on in which one of them was said."""
    drawn = range_of_years(series)
    if not drawn:
        return {}
    named = [(each.asked.label, list(_values(each, drawn, counted))) for each in series]
    wide = plot(WIDE, drawn, named, format_number)
    own_gaps = any(line.gaps for line in wide.lines)
    return {"plot": wide, "narrow": plot(NARROW, drawn, named, format_number), "own_gaps": own_gaps}


def _values(each: Series, years: range, counted: bool) -> Iterator[Value | None]:
    for year in years:
        number = (rate if counted else percentage)(each, year)
        url = each.asked.url(str(year)) if each.documents.numbers[year] else ""
        yield None if number is None else Value(number, f"{each.asked.label}, {year}: {format_number(number)}", url)
