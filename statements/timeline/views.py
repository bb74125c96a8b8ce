"""The page of the timeline: stacked bars, and the numbers in a table."""

from __future__ import annotations

import re
from collections import Counter

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from statements.dates import date_words
from statements.interface import MissingError
from statements.languages import LANGUAGES
from statements.limits import limited
from statements.models import Kind
from statements.search.facets import changed
from statements.search.memory import archive_state
from statements.search.results import NotUnderstoodError, filters_of
from statements.timeline.bars import HEIGHT, STEP, Bar, make_bars
from statements.timeline.counts import PARTS, Span, Timeline, timeline

_YEAR = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2]))?", re.ASCII)
_COLOURS = 5  # parts that are told apart; the rest are one
_REST = "rest"


@require_safe
@limited
def timeline_page(request: HttpRequest) -> HttpResponse:
    """Documents by year; with ?year=2022 by its months, with ?year=2022-03 by its days."""
    span, part = _span(request.GET.get("year", "")), request.GET.get("by", "")
    part = part if part in PARTS else PARTS[0]
    parameters = request.GET.copy()
    for name in ("year", "date_from", "date_to", "q", "sort", "page"):
        parameters.pop(name, None)
    try:
        counted = timeline(filters_of(parameters), span, part, archive_state())
    except NotUnderstoodError as error:
        return render(request, "not_understood.html", {"errors": error.errors.items()}, status=400)
    shown = counted.parts[:_COLOURS] if len(counted.parts) <= _COLOURS else [*counted.parts[: _COLOURS - 1], _REST]
    bars = _bars(counted, shown, span, parameters)
    context = {
        "bars": bars,
        "parts": [_label(each, part) for each in shown],
        "width": STEP * len(bars),
        "height": HEIGHT,
        "bar_width": STEP - 2,
        "imprecise": counted.imprecise,
        "level": {"year": gettext("year"), "month": gettext("month"), "day": gettext("day")}[span.level],
        "title": date_words(_edtf(span)) if span.year else "",
        "up": _up(span, parameters),
        "list_url": f"{reverse('browse')}{changed(parameters, year=_edtf(span), by='')}",
        "total": sum(bar.total for bar in bars),
        "others": [(name, changed(request.GET, by=name), name == part) for name in PARTS],
    }
    return render(request, "timeline.html", context)


def _span(typed: str) -> Span:
    if not typed:
        return Span()
    found = _YEAR.fullmatch(typed)
    if found is None:
        raise MissingError(gettext("There is no such year."))
    return Span(int(found[1]), int(found[2]) if found[2] else None)


def _edtf(span: Span) -> str:
    return f"{span.year}-{span.month:02}" if span.month else str(span.year or "")


def _up(span: Span, parameters: QueryDict) -> str:
    """The page one level up; empty at the top."""
    if span.level == "year":
        return ""
    return f"{reverse('timeline')}{changed(parameters, year=str(span.year) if span.month else '')}"


def _bars(counted: Timeline, shown: list[str], span: Span, parameters: QueryDict) -> list[Bar]:
    return make_bars(
        [(*_leads_to(span, place, parameters), _numbers(counted, shown, place)) for place in counted.places]
    )


def _numbers(counted: Timeline, shown: list[str], place: int) -> list[int]:
    counts = counted.counts.get(place, Counter[str]())
    rest = sum(number for part, number in counts.items() if part not in shown)
    return [rest if part == _REST else counts[part] for part in shown]


def _leads_to(span: Span, place: int, parameters: QueryDict) -> tuple[str, str]:
    """What a bar is called, and its page: one level down, or the documents of a day."""
    if span.level == "year":
        return str(place), f"{reverse('timeline')}{changed(parameters, year=str(place))}"
    if span.level == "month":
        month = f"{span.year}-{place:02}"
        return date_words(month), f"{reverse('timeline')}{changed(parameters, year=month)}"
    day = f"{_edtf(span)}-{place:02}"
    return date_words(day), f"{reverse('browse')}{changed(parameters, by='', date_from=day, date_to=day)}"


def _label(value: str, part: str) -> str:
    if value == _REST:
        return gettext("Others")
    return capfirst(LANGUAGES[value].label if part == "language" else str(Kind(value).label))
