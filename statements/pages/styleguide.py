"""Every part of the pages in every state, for those who change the looks: only where DEBUG is on."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from statements.comparing.changes import word_by_word
from statements.comparing.documents import compare
from statements.drawing.bars import BarData, make_bars
from statements.drawing.lines import NARROW, WIDE, Value, Values, plot
from statements.marks import Piece, render_marks
from statements.models import Content, ContentParagraph, Document, Kind, Role
from statements.reading.text import ReadingParagraph, Turn
from statements.reading.voices import Title, Voice
from statements.search.facets import chips, make_facets
from statements.search.filters import search_request
from statements.search.histogram import make_histogram
from statements.search.speakers import Asked
from statements.search.tally import Tally
from statements.web.paging import Page

_COLOURS = ["paper", "tint", "ink", "quiet", "rule", "edge", "accent", "accent-tint", "mark", "dropped"]
_SIZES = ["banner", "headline", "section", "entry", "reading", "body", "fine", "small"]
_KINDS = [("heading", "body"), ("body", "list-item", "body", "quotation", "stage-direction", "signature"), ("body",)]
_WORDS = "We reaffirm our iron-clad commitment to defend every inch of Allied territory."


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """The parts, made of plain values."""
    if not settings.DEBUG:
        raise Http404
    asked = search_request(QueryDict("language=it&kind=-speech&q=NATO"))
    tally = Tally(1234, {"language": {"it": 700, "en": 534}, "kind": {"speech": 9, "transcript": 20}, "year": _YEARS})
    facets = make_facets(tally, asked)
    context = {
        "colours": _COLOURS,
        "sizes": _SIZES,
        "documents": [
            _document("Remarks at the dock", "2022-11-10"),
            _document("Given by us", "", assigned=True),
        ],
        "snippet": render_marks([Piece("… every inch of "), Piece("Allied", True), Piece(" territory …")]),
        "turns": list(_turns()),
        "change": word_by_word("We defend every metre of territory.", "We defend every inch of Allied territory."),
        "comparison": compare(_texts("every metre", "an old line"), _texts("every inch", "a wholly new sentence")),
        "speaker": Asked("Nemo"),
        "plot": plot(WIDE, _SPAN, _LINES, str),
        "narrow": plot(NARROW, _SPAN, _LINES, str),
        "bars": make_bars(
            ["English", "French"],
            [
                BarData(str(year), "#", sum(numbers), numbers, str(year), str(year))
                for year in _SPAN
                for numbers in [[year % 7, year % 4] if year != 2005 else [0, 0]]
            ],
        ),
        "facets": facets,
        "chips": chips(facets, asked),
        "hidden": [],
        "dates": [],
        "histogram": make_histogram(tally, asked),
        "page": Page(2, 100, 20),
        "total": 1234,
        "sorts": [{"label": "best first", "url": "#", "on": True}, {"label": "newest first", "url": "#", "on": False}],
    }
    return render(request, "styleguide.html", context)


_SPAN = range(1999, 2012)
_LINES: list[tuple[str, Values]] = [
    (name, [None if year == 2005 else Value(year * step % 11, f"{name}, {year}", "#") for year in _SPAN])
    for step, name in enumerate(["one", "two", "three", "four", "five"], 1)
]
_YEARS = {str(year): 10 + (year * 7) % 23 for year in range(1999, 2024) if year != 2010}


def _texts(changed: str, other: str) -> Content:
    """A text of three paragraphs for a comparison."""
    texts = ["It stays as it is.", f"We defend {changed} of Allied territory.", other]
    rows = (ContentParagraph(f"c{place}", text=text, language="en") for place, text in enumerate(texts, 1))
    return Content("Remarks", paragraphs=tuple(rows))


def _document(title: str, date: str, assigned: bool = False) -> Any:
    document = Document(
        title=title, title_assigned=assigned, language="en", kind=Kind.SPEECH, date_edtf=date, slug="remarks"
    )
    names = {Role.SPEAKER: "Speaker", Role.QUOTED: "Quoted", Role.INTERLOCUTOR: "Partner", Role.MENTIONED: "Mentioned"}
    parts = [
        SimpleNamespace(role=role, role_label=role.label, name=name, get_absolute_url=lambda: "#")
        for role, name in names.items()
    ]
    return SimpleNamespace(
        display_title=document.display_title,
        date_edtf=date,
        date_words=document.date_words,
        language="en",
        get_absolute_url=lambda: "#",
        kind_label=document.kind_label,
        language_label=document.language_label,
        participants=parts,
        publisher=SimpleNamespace(name="A publisher", language="en"),
    )


def _turns() -> Iterator[Turn]:
    """Somebody's turn after words that are nobody's, and nobody's words after it."""
    said = Voice("Ada Quist", (Title("Harbour Master", "en"),))
    before, own, after = (list(_paragraphs(*kinds)) for kinds in _KINDS)
    yield Turn((), before, told=False)
    yield Turn((said,), own, told=True)
    yield Turn((), after, told=True)


def _paragraphs(*kinds: str) -> Iterator[ReadingParagraph]:
    several = [Voice("Bo Lindqvist", sign="1"), Voice("Mia Berg", sign="2")]
    found = (Piece(_WORDS[:13]), Piece(_WORDS[13:22], True))
    for position, kind in enumerate(kinds, 1):
        quoted = [Piece("He said: "), Piece(_WORDS, several[0], found), Piece(" And she: "), Piece("Aye.", several[1])]
        yield ReadingParagraph(
            key=f"p{len(kinds)}{position}",
            number=str(position) if kind == "body" else "",
            under="",
            kind=kind,
            language="en",
            page=1 if position > 1 else None,
            begins_page=position == 2,
            pieces=quoted if position == 3 else [Piece(_WORDS)],
            place=str(position),
        )
