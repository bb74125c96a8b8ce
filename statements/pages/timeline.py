"""The page of the timeline: stacked bars, and the numbers in a table."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any, NamedTuple

from babel.dates import format_skeleton
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from statements.counting.timeline import PARTS, Period, Timeline, timeline
from statements.dates import date_words, parse_edtf
from statements.drawing.axes import label_step
from statements.drawing.bars import BarData, Bars, make_bars
from statements.languages import LANGUAGES, interface_locale, language_colours
from statements.models import Kind
from statements.pages.errors import not_understood
from statements.pages.onwards import FILTERS, first_url, keep_known, name_filters, name_hidden, search_url
from statements.pages.spellings import describe_spellings
from statements.search.filters import name_as_typed, search_request
from statements.search.memory import archive_state
from statements.search.problems import explain_choice, explain_year
from statements.search.remembered import remember_pages
from statements.search.request import EXCLUDED, EXTEND, UNDATED, YEAR, NotUnderstoodError, SearchRequest
from statements.search.selection import select
from statements.search.speakers import Asked, find_speaker
from statements.web.limits import limited

_DECADE = re.compile(r"([12]\d{2})X", re.ASCII)  # 202X, as EDTF has it
_COLOURS = 5  # parts that are told apart; the rest are one
_REST = "rest"
_NAMED = 8  # places that have their name below their bar, at most; months all have
_LEVELS = [gettext_noop("decade"), gettext_noop("year"), gettext_noop("month"), gettext_noop("day")]  # for catalogues
_OWN = {"year", "date_from", "date_to", "sort", "page"}  # parameters that narrow nothing here
_IN_FORM = {"q", "language", "kind", "speaker", "by"}
KNOWN = {"q", "by", EXTEND, *FILTERS} - {"date_from", "date_to"}  # parameters that a timeline has


class TimelineRequest(NamedTuple):
    """What is to be shown: the year as it was typed, the period that it means, what bars are parted by, the documents.

    speaker: who is meant by the name typed.
    """

    year: str
    span: Period
    part: str
    asked: SearchRequest
    speaker: Asked


@require_safe
@limited
@remember_pages
def timeline_page(request: HttpRequest) -> HttpResponse:
    """Documents by year or decade; with ?year=202X by its years, ?year=2022 by months, ?year=2022-03 by days."""
    try:
        read = read_timeline(request.GET)
        selection = select(read.asked, archive_state())
    except NotUnderstoodError as error:
        return not_understood(request, error)
    year, span, part, asked, speaker = read
    counted = timeline(selection, span, part)
    shown = _distinct_parts(counted, part)
    context = {
        "bars": draw_timeline(read, counted),
        "apart": _apart(counted, shown, asked) if counted.apart else None,
        "all": _numbers(counted.totals, shown),
        "counted": counted,
        "level": gettext(counted.level),
        "title": name_span(span),
        "to_take": keep_known(request.GET, KNOWN if year else KNOWN - {"year"}),
        "up": _level_up(span, asked),
        "list_url": _list_url(asked, span),
        "first_url": first_url(request.GET, asked.words, {"speaker": speaker}) if asked.words else "",
        "year": year,
        **_form(asked, speaker, part),
        **(describe_spellings(selection) if selection.query.asks else {}),
        **_not_kept(request.GET, asked, speaker, year),
    }
    return render(request, "timeline.html", context)


def read_timeline(given: QueryDict) -> TimelineRequest:
    """What the parameters of an address ask to be shown. Raises NotUnderstoodError."""
    year = _only_year(given.getlist("year"))
    return TimelineRequest(year, _span(year), _part(given.get("by", "")), *_read_request(given))


def draw_timeline(read: TimelineRequest, counted: Timeline) -> Bars:
    """The bars, with the parts that are told apart."""
    shown = _distinct_parts(counted, read.part)
    places = [_place(counted, shown, place, read.span, read.asked) for place in counted.places]
    labels = [label_part(each, read.part) for each in shown]
    return make_bars(labels, places, colours=_colours(shown, read.part))


def _read_request(given: QueryDict) -> tuple[SearchRequest, Asked]:
    """The filters of the documents, including the speaker. An unknown name finds nothing. How the bars are parted stays
    in links."""
    asked = search_request(given, ignored=_OWN)
    if by := given.get("by"):
        asked = replace(asked, parameters={**asked.parameters, "by": (by,)})
    speaker = find_speaker(name_as_typed(given, "speaker"))
    return asked.narrowed("speaker", speaker.speaker.slug) if speaker.speaker else asked, speaker


def _distinct_parts(counted: Timeline, part: str) -> list[str]:
    """The parts shown apart; languages always in the same order."""
    if part == "language":
        return [code for code in LANGUAGES if code in counted.parts] or list(LANGUAGES)
    return counted.parts if len(counted.parts) <= _COLOURS else [*counted.parts[: _COLOURS - 1], _REST]


def _colours(shown: list[str], part: str) -> list[int]:
    """The numbers of their colours."""
    return language_colours(shown) if part == "language" else list(range(len(shown)))


def _form(asked: SearchRequest, speaker: Asked, part: str) -> dict[str, Any]:
    """The values of the form above the drawing; filters without a field are kept."""
    return {
        "q": asked.typed("q"),
        "language": asked.single("language"),
        "kind": asked.single("kind"),
        "speaker": speaker,
        "part": part,
        "languages": LANGUAGES.values(),
        "kinds": Kind.choices,
        "kept": name_hidden(asked, _IN_FORM),
        "narrowed": any(values for name, values in asked.parameters.items() if name != "by"),
    }


def _part(typed: str) -> str:
    """What the bars are parted by."""
    if typed and typed not in PARTS:
        raise explain_choice(
            "by", gettext("Split by"), typed, [("language", gettext("Language")), ("kind", gettext("Kind"))]
        )
    return typed or PARTS[0]


def _only_year(typed: list[str]) -> str:
    """The year to show; empty for all of them, and where several are asked for, some excluded, or undated documents."""
    years = [each for each in typed if each]
    return "" if len(years) != 1 or years[0] == UNDATED or years[0].startswith(EXCLUDED) else years[0]


def _not_kept(given: QueryDict, asked: SearchRequest, speaker: Asked, year: str) -> dict[str, Any]:
    """The dates that do not narrow a timeline, and the search that has them."""
    dates = name_filters(given, ["date_from", "date_to", *([] if year else ["year"])])
    return {
        "not_kept": dates,
        "back": [(asked.words, search_url(given, asked.words, {"speaker": speaker}))] if dates else [],
    }


def _span(typed: str) -> Period:
    if not typed:
        return Period()
    if decade := _DECADE.fullmatch(typed):
        return Period(decade=int(decade[1]) * 10)
    found = YEAR.fullmatch(typed)
    if found is None:
        raise explain_year(typed)
    return Period(int(found["year"]), int(found["month"]) if found["month"] else None)


def _edtf(span: Period) -> str:
    return f"{span.year}-{span.month:02}" if span.month else str(span.year or "")


def _decade_words(first: int) -> str:
    return f"{first}–{first + 9}"


def name_span(span: Period) -> str:
    """The period shown, in words; empty for all years."""
    if span.decade is not None:
        return _decade_words(span.decade)
    return date_words(_edtf(span)) if span.year else ""


def _page(asked: SearchRequest, year: str) -> str:
    return f"{reverse('timeline')}{asked.url(year=year)}"


def _level_up(span: Period, asked: SearchRequest) -> str:
    """The page one level up; empty at the top."""
    if span.year is None and span.decade is None:
        return ""
    return _page(asked, str(span.year) if span.month else "")


def _list_page(asked: SearchRequest) -> str:
    """The page that lists the documents: the search where there are words, otherwise all documents."""
    return reverse("search") if asked.words else reverse("browse")


def _list_url(asked: SearchRequest, span: Period, day: str = "") -> str:
    """The list of the documents of a span, or of a day of it."""
    page = _list_page(asked)
    if day:
        return f"{page}{asked.url(by='', date_from=day, date_to=day)}"
    if span.decade is not None:
        return f"{page}{asked.url(by='', date_from=str(span.decade), date_to=str(span.decade + 9))}"
    return f"{page}{asked.url(by='', year=_edtf(span))}"


def _place(counted: Timeline, shown: list[str], place: int, span: Period, asked: SearchRequest) -> BarData:
    label, start, end, url = _NAMES[counted.level](place, span, asked)
    numbers = _numbers(counted.counts.get(place, Counter[str]()), shown)
    step = label_step(len(counted.places), _NAMED) * counted.places.step
    return BarData(label, url, sum(numbers), numbers, start, end, counted.level == "month" or place % step == 0)


Names = tuple[str, str, str, str]  # of a place: whole, short as the first and as the last of several; and its page


def _decade(place: int, span: Period, asked: SearchRequest) -> Names:
    return _decade_words(place), str(place), str(place + 9), _page(asked, f"{place // 10}X")


def _year(place: int, span: Period, asked: SearchRequest) -> Names:
    return str(place), str(place), str(place), _page(asked, str(place))


def _month(place: int, span: Period, asked: SearchRequest) -> Names:
    month = f"{span.year}-{place:02}"
    short = format_skeleton("MMM", parse_edtf(month).start, locale=interface_locale())
    return date_words(month), short, short, _page(asked, month)


def _day(place: int, span: Period, asked: SearchRequest) -> Names:
    """The level below a day is the list of its documents."""
    day = f"{_edtf(span)}-{place:02}"
    return date_words(day), str(place), str(place), _list_url(asked, span, day)


_NAMES = {"decade": _decade, "year": _year, "month": _month, "day": _day}


def _numbers(counts: Counter[str], shown: list[str]) -> list[int]:
    rest = sum(number for part, number in counts.items() if part not in shown)
    return [rest if part == _REST else counts[part] for part in shown]


def _apart(counted: Timeline, shown: list[str], asked: SearchRequest) -> BarData:
    """The documents that no bar shows; for undated ones, with a link to their list."""
    numbers = _numbers(counted.apart, shown)
    if counted.level in ("year", "decade"):
        url = f"{_list_page(asked)}{asked.url(by='', year=UNDATED)}"
        return BarData(gettext("Undated"), url, sum(numbers), numbers, "", "")
    return BarData(gettext("known less precisely"), "", sum(numbers), numbers, "", "")


def label_part(value: str, part: str) -> str:
    """A language or a kind in words."""
    if value == _REST:
        return gettext("The rest")
    return capfirst(LANGUAGES[value].label if part == "language" else str(Kind(value).label))
