"""What can be taken away from a frequency or a timeline: the drawing as SVG or PNG, the numbers as
CSV, JSON Lines or XLSX.

They have the parameters of the page, and are stricter: a picture has no room to say what was left out.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.urls.converters import StringConverter
from django.utils.http import content_disposition_header
from django.utils.text import capfirst, slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from statements.citing.citation import ARCHIVE
from statements.counting.series import PAGES
from statements.counting.timeline import Timeline, timeline
from statements.counting.year_rows import ALL, YEAR_COLUMNS, list_years
from statements.dates import day_words
from statements.drawing.picture import Picture
from statements.drawing.raster import draw_png
from statements.exporting.table_files import Notes
from statements.exporting.tables import Cell
from statements.following.texts import readable
from statements.pages.errors import not_understood
from statements.pages.frequency import KNOWN as OF_FREQUENCY
from statements.pages.frequency import FrequencyRequest, count_all, read_frequency
from statements.pages.onwards import keep_known, name_hidden
from statements.pages.tables import answer_table
from statements.pages.timeline import KNOWN as OF_TIMELINE
from statements.pages.timeline import TimelineRequest, draw_timeline, label_part, name_span, read_timeline
from statements.search.memory import archive_state
from statements.search.remembered import remember_pages
from statements.search.request import EXTEND, UNDATED, NotUnderstoodError, Problem, SearchRequest
from statements.search.selection import read_query, select
from statements.web.errors import MissingError
from statements.web.jinja import intcomma
from statements.web.limits import View, limit_pages, limited

_MARK = "bom"  # the parameter that says whether a table begins with a byte order mark
_IN_TITLE = {"q", EXTEND, "by", "year"}
_LESS_PRECISE = "less-precise"  # instead of a period

Rows = Iterator[Sequence[Cell]]


def explain_wrong(view: View) -> View:
    """A view that answers 400 where its parameters are wrong."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotUnderstoodError as error:
            return not_understood(request, error)

    return answer


class Ending(StringConverter):
    """In an address: a format of pictures."""

    regex = "svg|png"


@require_safe
@limit_pages(PAGES)
@remember_pages
@explain_wrong
def frequency_chart(request: HttpRequest, ending: str) -> HttpResponse:
    """The lines of a page of frequencies as a picture."""
    read, context = count_frequency(request.GET)
    names = [each.asked.label for each in context["series"]]
    words = read.different[:1] if read.parted else names
    picture = Picture(
        title=gettext("How often this was said: %(words)s") % {"words": " · ".join(words)},
        notes=[_measure(context, read.parted), *_name_filters(read.asked[0])],
        source=_source(request, "frequency", OF_FREQUENCY),
        plot=context["plot"],
        key=list(zip(names, range(len(names)), strict=True)) if context["plot"].shortens else (),
    )
    return _draw(picture, ending, "frequency", words)


@require_safe
@limit_pages(PAGES)
@remember_pages
@explain_wrong
def frequency_numbers(request: HttpRequest, ending: str) -> HttpResponse:
    """The numbers behind the lines: a row for each line and year."""
    given, marked = _take_mark(request.GET)
    read, context = count_frequency(given)
    name, notes = _name_file("frequency", read.typed), _make_notes(request, "frequency", OF_FREQUENCY)
    return answer_table(name, ending, YEAR_COLUMNS, list_years(context["series"]), marked=marked, notes=notes)


@require_safe
@limited
@remember_pages
@explain_wrong
def timeline_chart(request: HttpRequest, ending: str) -> HttpResponse:
    """The bars of a timeline as a picture."""
    read, counted = _count_timeline(request.GET)
    bars = draw_timeline(read, counted)
    words, span = read.asked.typed("q"), name_span(read.span)
    about = ", ".join(filter(None, (words, span)))
    level = gettext("Documents by %(level)s") % {"level": gettext(counted.level)}
    picture = Picture(
        title=f"{level}: {about}" if about else level,
        notes=[_say_apart(counted), *_name_filters(read.asked)],
        source=_source(request, "timeline", OF_TIMELINE),
        bars=bars,
        key=[(capfirst(label), colour) for label, colour in bars.key] if len(bars.parts) > 1 else (),
    )
    return _draw(picture, ending, "timeline", [words, read.year])


@require_safe
@limited
@remember_pages
@explain_wrong
def timeline_numbers(request: HttpRequest, ending: str) -> HttpResponse:
    """The numbers behind the bars: a row for each period and part."""
    given, marked = _take_mark(request.GET)
    read, counted = _count_timeline(given)
    name = _name_file("timeline", [read.asked.typed("q"), read.year])
    notes = _make_notes(request, "timeline", OF_TIMELINE)
    columns = ("period", read.part, "documents", "documents_in_all")
    return answer_table(name, ending, columns, _list_periods(read, counted), marked=marked, notes=notes)


def count_frequency(given: QueryDict) -> tuple[FrequencyRequest, dict[str, Any]]:
    """What is counted, as the page has it. Raises NotUnderstoodError, and MissingError where nothing can be drawn."""
    _refuse_others(given, OF_FREQUENCY)
    read = read_frequency(given)
    _refuse_unknown(read.unknown)
    if not read.typed:
        raise NotUnderstoodError(Problem("q", gettext("Words"), gettext("there is nothing to count")))
    if read.uncounted:
        raise NotUnderstoodError(Problem("q", gettext("Words"), gettext("there are too many for one chart")))
    _refuse_repaired(read.typed)
    context = count_all(read.asked, read.parted)
    if "plot" not in context:
        raise MissingError(gettext("There are no dated documents here."))
    return read, context


def _count_timeline(given: QueryDict) -> tuple[TimelineRequest, Timeline]:
    """The documents by period. Raises NotUnderstoodError, and MissingError where nothing can be drawn."""
    _refuse_others(given, OF_TIMELINE)
    read = read_timeline(given)
    _refuse_unknown(["speaker"] if read.speaker.unknown else [])
    if given.get("year") and not read.year:
        raise NotUnderstoodError(Problem("year", gettext("Year"), gettext("a timeline has one year, or all of them")))
    _refuse_repaired([read.asked.words])
    counted = timeline(select(read.asked, archive_state()), read.span, read.part)
    if not counted.counts:
        raise MissingError(gettext("There are no dated documents here."))
    return read, counted


def _refuse_repaired(typed: list[str]) -> None:
    """Raise NotUnderstoodError where a page says what it corrected in a query: a picture cannot."""
    if repairs := [each for words in typed for each in read_query(words).repairs]:
        raise NotUnderstoodError(*(Problem("q", gettext("Words"), each) for each in repairs))


def _refuse_others(given: QueryDict, known: Container[str]) -> None:
    wrong = [name for name, values in given.lists() if name not in known and any(values)]
    problems = [Problem(name[:60], name[:60], gettext("there is no such filter here")) for name in wrong[:3]]
    if problems:
        raise NotUnderstoodError(*problems)


def _refuse_unknown(names: list[str]) -> None:
    problems = [Problem(name, gettext("Name"), gettext("the archive knows nobody of that name")) for name in names]
    if problems:
        raise NotUnderstoodError(*problems)


def _take_mark(given: QueryDict) -> tuple[QueryDict, bool]:
    """The parameters without the one that says whether a byte order mark is wanted, and what it says."""
    rest = given.copy()
    asked = rest.pop(_MARK, [""])
    if asked not in ([""], ["0"], ["1"]):
        raise NotUnderstoodError(Problem(_MARK, _MARK, gettext("write 0 or 1")))
    return rest, asked != ["0"]


def _measure(context: dict[str, Any], parted: str) -> str:
    """What the lines show, in the words of the page."""
    told = render_to_string("includes/frequency_measure.html", context | {"parted": parted})
    return " ".join(unescape(told).split())


def _name_filters(asked: SearchRequest) -> list[str]:
    """The filters in words, in one line."""
    named = [
        gettext("%(label)s: %(value)s") % {"label": capfirst(each.label), "value": each.words}
        for each in name_hidden(asked, _IN_TITLE)
    ]
    return [" · ".join(named)] if named else []


def _say_apart(counted: Timeline) -> str:
    """How many documents there are, and how many of them no bar shows."""
    numbers = {"whole": intcomma(counted.total), "apart": intcomma(counted.apart.total())}
    if not counted.apart:
        return gettext("Documents: %(whole)s.") % numbers
    return gettext("Documents: %(whole)s, %(apart)s of them in no bar: their date is not known so precisely.") % numbers


def _source(request: HttpRequest, page: str, known: Container[str]) -> list[str]:
    """Where a picture is from: the archive and the day, and the address of the page."""
    return [f"{gettext(ARCHIVE)}, {day_words(localdate())}", _address_of(request, page, known)]


def _make_notes(request: HttpRequest, page: str, known: Container[str]) -> Notes:
    """The same for a workbook."""
    return [(gettext("Page"), _address_of(request, page, known)), (gettext("Made"), localdate().isoformat())]


def _address_of(request: HttpRequest, page: str, known: Container[str]) -> str:
    query = keep_known(request.GET, known)
    return request.build_absolute_uri(f"{reverse(page)}{'?' if query else ''}{query}")


def _draw(picture: Picture, ending: str, page: str, words: Sequence[str]) -> HttpResponse:
    """The picture as a file. Characters that no XML may have are left out, as no typeface has them either."""
    svg = readable(render_to_string("chart.svg", {"picture": picture}))
    content, media_type = (draw_png(svg), "image/png") if ending == "png" else (svg.encode(), "image/svg+xml")
    name = f"{_name_file(page, words)}-{localdate().isoformat()}.{ending}"
    headers = {"Content-Disposition": content_disposition_header(False, name) or "inline", "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type=media_type, headers=headers)


def _name_file(page: str, words: Sequence[str]) -> str:
    """What a file is called, before the day: "frequency-nato-ucraina"."""
    return "-".join(filter(None, (page, slugify(" ".join(words))[:60].strip("-"))))


def _list_periods(read: TimelineRequest, counted: Timeline) -> Rows:
    undated = _LESS_PRECISE if read.span.year else UNDATED
    periods: list[tuple[str, Mapping[str, int]]] = [
        (_name_period(counted.level, read, place), counted.counts.get(place, {})) for place in counted.places
    ]
    for name, counts in [*periods, (undated, counted.apart), (ALL, counted.totals)]:
        for part in counted.parts:
            yield name, label_part(part, read.part), counts.get(part, 0), sum(counts.values())


def _name_period(level: str, read: TimelineRequest, place: int) -> str:
    """A period as EDTF has it: "199X", "1990", "1990-03", "1990-03-05"."""
    year, month = read.span.year, read.span.month or 0
    named = {
        "decade": f"{place // 10}X",
        "year": str(place),
        "month": f"{year}-{place:02}",
        "day": f"{year}-{month:02}-{place:02}",
    }
    return named[level]
