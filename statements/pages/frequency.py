"""The page of frequencies: a drawing, a table behind it, and the documents behind every number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from statements.counting.frequency import Coverage
from statements.counting.series import MOST_SERIES, PAGES, Series, count_lines, lines_asked_for
from statements.counting.table import format_number, percentage, range_of_years, rate, row_of, sums, table_rows
from statements.drawing.lines import NARROW, WIDE, Value, plot
from statements.languages import LANGUAGES
from statements.pages.errors import not_understood
from statements.pages.examples import make_example
from statements.pages.onwards import FILTERS, first_url, keep_known, name_filters, name_hidden, search_url
from statements.pages.spellings import find_left_out
from statements.search.examples import example_searches
from statements.search.filters import name_as_typed, search_request
from statements.search.memory import ArchiveState, archive_state
from statements.search.problems import explain_choice
from statements.search.remembered import remember_pages
from statements.search.request import EXTEND, UNDATED, NotUnderstoodError, SearchRequest
from statements.search.selection import select
from statements.search.speakers import Asked, find_speaker
from statements.search.tally import NO_YEAR
from statements.web.limits import limit_pages

PARTED = {
    "": _("words side by side"),
    "language": _("the first, by language"),
    "speaker": _("the first, by who says it"),
}
_NOT_KEPT = ("year",)  # every year is a point of the lines
_FILTERS = tuple(name for name in FILTERS if name not in _NOT_KEPT)
_IN_FORM = {"q", "language", "said", EXTEND}
_PEOPLE = ("said", "speaker")  # filters that may be typed as a name

KNOWN = {"q", "by", EXTEND, *_FILTERS}  # parameters that a frequency has

People = dict[str, Asked]  # by filter


@dataclass(frozen=True)
class FrequencyRequest:
    """What is to be counted. different: the words, each once; typed: those of them that there is room for.

    parted: what the lines are; people: who is meant by the names; asked: the search for each of the words.
    """

    different: list[str]
    typed: list[str]
    parted: str
    spellings: bool
    people: People
    asked: list[SearchRequest]

    @property
    def uncounted(self) -> int:
        """How many of the words there is no room for."""
        return len(self.different) - len(self.typed)

    @property
    def unknown(self) -> list[str]:
        """The filters with a name of nobody in the archive."""
        return [name for name, each in self.people.items() if each.unknown]

    @property
    def adds_spellings(self) -> bool:
        return self.spellings and self.parted == "language"


@require_safe
@limit_pages(PAGES)
@remember_pages
def frequency(request: HttpRequest) -> HttpResponse:
    """How often up to five words, phrases or queries were said, per year and 10,000 words; or one, split into lines."""
    try:
        read = read_frequency(request.GET)
        context = count_all(read.asked, read.parted) if read.typed and not read.unknown else {}
        offers_more = context and read.spellings and not read.adds_spellings
        left_out = find_left_out(request.GET, read.typed, archive_state()) if offers_more else []
    except NotUnderstoodError as error:
        return not_understood(request, error)
    shown = read.different[:MOST_SERIES]
    context |= {} if request.GET else _example()
    context |= {
        "fields": list(zip_longest([*shown, *[""] * (MOST_SERIES - len(shown))], context.get("example", []))),
        "uncounted": read.uncounted,
        "spellings_left_out": left_out,
        "parted": read.parted,
        "parts": PARTED.items(),
        "languages": LANGUAGES.values(),
        "language": read.asked[0].single("language"),
        "to_take": "" if read.uncounted else keep_known(request.GET, KNOWN),
        **read.people,
        **_surroundings(request.GET, read.asked[0], shown, read.people),
    }
    return render(request, "frequency.html", context)


def read_frequency(given: QueryDict) -> FrequencyRequest:
    """What the parameters of an address ask to be counted. Raises NotUnderstoodError."""
    typed = [each for value in given.getlist("q") if (each := value.strip())]
    parted = given.get("by", "")
    if parted not in PARTED:
        raise explain_choice("by", gettext("Lines"), parted, [*PARTED.items()])
    different = list({each.casefold(): each for each in reversed(typed)}.values())[::-1]
    people = {name: find_speaker(name_as_typed(given, name)) for name in _PEOPLE}
    spellings = given.get(EXTEND) != "no"
    counted, added = different[: 1 if parted else MOST_SERIES], spellings and parted == "language"
    asked = [search_request(_parameters(given, words, people, added)) for words in counted or [""]]
    return FrequencyRequest(different, counted, parted, spellings, people, asked)


def _example() -> dict[str, Any]:
    """A finished count for the empty form, and the words counted, as they would be typed.

    It is drawn once for a state of the archive: all that it shows are words of the archive and counts of them.
    """
    part = make_example(_draw_example, archive_state())
    return {"example": part[1:], "example_part": mark_safe(part[0])} if part else {}  # noqa: S308 - our own template


def _draw_example(language: str, state: ArchiveState) -> list[str]:
    rows = state.recall(f"frequency: {language}", lambda: [_count_example(language, state)])
    return list(rows[0])


def _count_example(language: str, state: ArchiveState) -> tuple[str, ...]:
    """The example as HTML, and its words: in the language of the page, else in another one.

    Only words of dated documents, as only these are drawn; nothing where there are none.
    """
    for each in sorted(LANGUAGES, key=lambda code: code != language):
        words = [typed for typed, _ in example_searches(each, state)]
        asked = [SearchRequest(words=typed, spellings=False, parameters={"q": (typed,)}) for typed in words]
        if dated := [one for one in asked if set(select(one, state).tally.counts["year"]) - {str(NO_YEAR)}]:
            typed = [one.words for one in dated]
            context = count_all(dated, "") | {"example": typed, "parted": ""}
            return render_to_string("includes/frequency_example.html", context), *typed
    return ()


def _surroundings(given: QueryDict, asked: SearchRequest, words: list[str], people: People) -> dict[str, Any]:
    """The filters that have no field here, those that are not kept, and the searches and first uses to go to."""
    return {
        "kept": name_hidden(asked, _IN_FORM),
        "not_kept": name_filters(given, _NOT_KEPT),
        "as_typed": given.get(EXTEND) == "no",
        "back": [(each, search_url(given, each, people)) for each in words],
        "firsts": [(each, first_url(given, each, people)) for each in words],
    }


def _parameters(given: QueryDict, words: str, people: People, spellings: bool) -> QueryDict:
    """Parameters of the search for a line’s documents. spellings: whether other spellings count too."""
    parameters = QueryDict(mutable=True)
    for name in _FILTERS:
        parameters.setlist(name, given.getlist(name))
    for name, each in people.items():
        if each.typed:
            parameters.setlist(name, [each.speaker.slug] if each.speaker else [])
    parameters["q"] = words
    if not spellings:
        parameters[EXTEND] = "no"
    return parameters


def count_all(asked: list[SearchRequest], parted: str) -> dict[str, Any]:
    """The lines, their drawing and their table, for templates; {"nothing": True} where there is nothing to count."""
    state = archive_state()
    lines = [line for each in asked for line in lines_asked_for(each, parted, state)]
    series = count_lines(lines)
    if not series:
        return {"nothing": True}
    in_times = all(each.occurrences is not None for each in series)
    return {
        "series": series,
        "counted": in_times,
        "set_aside": dict.fromkeys(each for line in lines for each in line.selection.set_aside),
        "of_sayers": parted == "speaker" or bool(asked[0].chosen.get("said")),
        "names_sayers": any(line.selection.matcher.sayers for line in lines),
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
