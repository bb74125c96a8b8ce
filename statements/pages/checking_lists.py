"""The page that checks a list of quotations: pasted or as a file, answered as a page, as CSV or as JSON Lines.

A list is sent by POST, which changes and keeps nothing: it has no address, and nobody can see it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_http_methods

from statements.citing.fragments import text_fragment
from statements.comparing.checked_lists import (
    NOWHERE,
    PAGES,
    TOO_LONG,
    TOO_SHORT,
    UNCHECKED,
    ListedAnswer,
    check_list,
    write_difference,
)
from statements.comparing.quotations import APART, EXACT, GAPS, LEFT_OUT, NEARLY, REORDERED, WORDS, Located
from statements.comparing.typed_lists import (
    MOST_BYTES,
    MOST_QUOTATIONS,
    ListedQuotation,
    ListNotReadError,
    decode_list,
    read_list,
    write_list,
)
from statements.dates import date_words
from statements.marks import Piece
from statements.models import shown_title
from statements.pages.tables import answer_table
from statements.records.published import latest_numbers
from statements.search.remembered import remember_pages
from statements.web.interface import canonical, link_paragraph, pinned
from statements.web.jinja import intcomma
from statements.web.limits import limit_pages
from statements.web.slots import LISTS, take_slot

_SECONDS = 60  # after which a slot is free again
_COLUMNS = ("line", "quotation", "verdict", "difference", "title", "date", "said_by", "address", "documents", "more")
_ORDER = (EXACT, WORDS, GAPS, LEFT_OUT, REORDERED, APART, NEARLY, NOWHERE, TOO_SHORT, TOO_LONG, UNCHECKED)


class ListRow(NamedTuple):
    """A quotation of a list and its answer, in words. documents: in how many it was found; more: whether in others."""

    line: int
    quotation: str
    verdict: str
    difference: list[Piece]
    title: str
    language: str
    date: str
    said_by: str
    address: str
    documents: int
    more: bool

    @property
    def values(self) -> dict[str, Any]:
        """What files have of it, by column."""
        written = {"difference": write_difference(self.difference)}
        return {name: written.get(name, getattr(self, name)) for name in _COLUMNS}


@require_http_methods(["GET", "HEAD", "POST"])
@limit_pages(PAGES)
@remember_pages
def check_quotations(request: HttpRequest) -> HttpResponse:
    """Say of each quotation of a list whether the archive has it, where, and what differs."""
    if request.method != "POST":
        return _show(request)
    try:
        listed = _read(request)
    except ListNotReadError as error:
        return _show(request, {"why_not": str(error), "typed": request.POST.get("list", "")[:MOST_BYTES]}, status=400)
    if not take_slot(LISTS):
        answer = _show(request, {"busy": True, "typed": write_list([each.text for each in listed])}, status=503)
        answer["Retry-After"] = str(_SECONDS)
        return answer
    return _answer(request, listed, list(make_rows(request, check_list(listed))))


def _read(request: HttpRequest) -> list[ListedQuotation]:
    """The list that was sent: of the file, or of the field. Raises ListNotReadError."""
    file, typed = request.FILES.get("file"), request.POST.get("list", "")
    if file is None or isinstance(file, list):
        return read_list(decode_list(typed.encode()))
    if typed.strip():
        raise ListNotReadError(gettext("there are two lists, one in the field and one in the file: send one of them"))
    return read_list(decode_list(file.read(MOST_BYTES + 1)), file.name or "")


def make_rows(request: HttpRequest, answers: list[ListedAnswer]) -> Iterator[ListRow]:
    """The answers in words, with the permanent addresses of what was found."""
    found = {answer.best.document.pk for answer in answers if answer.best}
    numbers = latest_numbers([*found])
    for answer in answers:
        yield _make_row(request, answer, numbers)


def _make_row(request: HttpRequest, answer: ListedAnswer, numbers: dict[int, int]) -> ListRow:
    listed, best = answer.listed, answer.best
    if best is None:
        return ListRow(listed.line, listed.text, answer.what, [], "", "", "", "", "", 0, False)
    document = best.document
    address = pinned(canonical(request, "document", document.slug), numbers.get(document.pk))
    return ListRow(
        line=listed.line,
        quotation=listed.text,
        verdict=answer.what,
        difference=answer.difference,
        title=shown_title(document.title, document.title_assigned),
        language=document.language,
        date=document.date_edtf,
        said_by=", ".join(dict.fromkeys(part.said_by for part in best.parts if part.said_by)),
        address=_locate(address, best.parts[0]),
        documents=len(answer.found),
        more=answer.more,
    )


def _locate(address: str, part: Located) -> str:
    """The address of the very words, from that of their document."""
    text, first = "\n\n".join(row.text for row in part.paragraphs), part.paragraphs[0]
    return f"{link_paragraph(address, first.key, first.is_far)}{text_fragment(text, part.words)}"


def _answer(request: HttpRequest, listed: list[ListedQuotation], rows: list[ListRow]) -> HttpResponse:
    """The rows in the form that was asked for."""
    wanted = request.POST.get("as", "")
    if wanted in ("csv", "jsonl"):
        say = _say if wanted == "csv" else lambda value: value
        found = ([say(each) for each in row.values.values()] for row in rows)
        return answer_table("quotations", wanted, _COLUMNS, found)
    unchecked = [row.quotation for row in rows if row.verdict == UNCHECKED]
    context = {
        "rows": [(row, _verdict(row.verdict), date_words(row.date)) for row in rows],
        "counts": _count(rows),
        "again": write_list([each.text for each in listed]),
        "unchecked": write_list(unchecked) if unchecked else "",
        "n_unchecked": len(unchecked),
    }
    return _show(request, context)


def _say(value: Any) -> Any:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _count(rows: Iterable[ListRow]) -> list[tuple[str, int]]:
    """How many there are of each verdict, in words."""
    counts = Counter(row.verdict for row in rows)
    return [(_verdict(each), counts[each]) for each in _ORDER if counts[each]]


def _verdict(what: str) -> str:
    return {
        EXACT: gettext("Exactly"),
        WORDS: gettext("Word for word"),
        GAPS: gettext("With something left out"),
        LEFT_OUT: gettext("With something left out"),
        REORDERED: gettext("In a different order"),
        APART: gettext("In several places"),
        NEARLY: gettext("Nearly"),
        NOWHERE: pgettext("quotation", "Not in the archive"),
        TOO_SHORT: gettext("Too short to be checked"),
        TOO_LONG: gettext("Too long to be checked"),
        UNCHECKED: pgettext("quotation", "Not checked"),
    }[what]


def _show(request: HttpRequest, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    defaults: dict[str, Any] = {"most": intcomma(MOST_QUOTATIONS), "typed": "", "why_not": "", "rows": []}
    return render(request, "check_list.html", defaults | (context or {}), status=status)
