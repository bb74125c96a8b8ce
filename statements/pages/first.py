"""The page of the first use: the first documents with a phrase, who said it first and then, and how it spread."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from statements.counting.firsts import example_phrase
from statements.counting.spread import documents_by_year
from statements.counting.timeline import Timeline
from statements.languages import LANGUAGES
from statements.models import Kind
from statements.pages.errors import not_understood
from statements.pages.examples import make_example
from statements.pages.firsts import PAGES, show_firsts
from statements.pages.onwards import links_onwards, list_url, name_filters, name_hidden
from statements.pages.spellings import describe_spellings
from statements.search.extend import Extension
from statements.search.filters import search_request
from statements.search.memory import ArchiveState, archive_state
from statements.search.phrases import as_phrase
from statements.search.problems import explain_year
from statements.search.remembered import remember_pages
from statements.search.request import EXTEND, PAGE, NotUnderstoodError, SearchRequest
from statements.search.selection import Selection, select
from statements.search.suggest import suggest
from statements.web.limits import limit_pages

_NOT_KEPT = ("year",)  # a year has no first use, and every year is a bar
_OWN = {"year", "sort", "new", "phrase"}
_IN_FORM = {"q", "language", "kind", EXTEND, PAGE}
_PERIOD = re.compile(r"[12]\d{2}(?:\d|X)", re.ASCII)  # 2022, or 202X for a decade, as EDTF has it


@dataclass(frozen=True)
class LookedFor:
    """What was looked for: a phrase where words were typed, unless no document has it or the reader wants the words.

    documents: those found, by year; extensions: the other spellings that were added; phrase: the one that the words
    make, if they were not a query.
    """

    selection: Selection
    documents: Timeline
    extensions: tuple[Extension, ...]
    phrase: str = ""
    is_phrase: bool = False


@require_safe
@limit_pages(PAGES)
@remember_pages
def first_said(request: HttpRequest) -> HttpResponse:
    """The first document with a phrase, each speaker by the day she first said it, and both by year."""
    try:
        asked, state = search_request(request.GET, ignored=_OWN), archive_state()
        new = _read_period(request.GET.get("new", ""))
        context = _answer(asked, request.GET.get("phrase") == "no", new, state) if asked.words else {}
    except NotUnderstoodError as error:
        return not_understood(request, error)
    context |= {} if request.GET else _example(state)
    context |= {
        "q": asked.typed("q"),
        "language": asked.single("language"),
        "kind": asked.single("kind"),
        "languages": LANGUAGES.values(),
        "kinds": Kind.choices,
        "kept": name_hidden(asked, _IN_FORM),
        "not_kept": name_filters(request.GET, _NOT_KEPT),
        "as_typed": not asked.spellings,
    }
    return render(request, "first.html", context)


def _read_period(typed: str) -> str:
    """The year or the decade whose new speakers are shown; empty for all."""
    if typed and not _PERIOD.fullmatch(typed):
        raise explain_year(typed)
    return typed


def _example(state: ArchiveState) -> dict[str, Any]:
    """A finished answer for the empty form, drawn once for a state of the archive, and its words."""
    part = make_example(_draw_example, state)
    return {"example": part[1], "example_part": mark_safe(part[0])} if part else {}  # noqa: S308 - our own template


def _draw_example(language: str, state: ArchiveState) -> list[str]:
    typed = example_phrase(language, state)
    if not typed:
        return []
    asked = SearchRequest(words=typed, spellings=False, parameters={"q": (typed,), EXTEND: ("no",)})
    rows = state.recall(f"first said, drawn: {language}", lambda: [(_render_example(language, asked, state),)])
    return [rows[0][0], typed]


def _render_example(language: str, asked: SearchRequest, state: ArchiveState) -> str:
    context = {**_answer(asked, False, "", state), "example": asked.words, "interface": language}
    return render_to_string("includes/first_example.html", context)


def _understand(asked: SearchRequest, as_words: bool, state: ArchiveState) -> LookedFor:
    found = as_phrase(asked, state)
    if found is None:
        return _look_for_words(asked, state)
    if not as_words and (documents := documents_by_year(selection := select(found.request, state))).total:
        return LookedFor(selection, documents, found.extensions, found.phrase, True)
    return _look_for_words(asked, state, found.phrase)


def _look_for_words(asked: SearchRequest, state: ArchiveState, phrase: str = "") -> LookedFor:
    selection = select(asked, state)
    return LookedFor(selection, documents_by_year(selection), selection.extensions, phrase)


def _answer(asked: SearchRequest, as_words: bool, new: str, state: ArchiveState) -> dict[str, Any]:
    understood = _understand(asked, as_words, state)
    selection, documents = understood.selection, understood.documents
    context = {"query": selection.query, "total": documents.total, **_explain(asked, understood, as_words)}
    if not documents.total:
        suggestion = suggest(selection)
        return context | {"suggestion": suggestion, "suggestion_url": suggestion and asked.url(q=suggestion.typed)}
    return context | show_firsts(selection, documents, new, as_words)


def _explain(asked: SearchRequest, understood: LookedFor, as_words: bool) -> dict[str, Any]:
    """How the words were read, the other way to read them, and the other pages about them."""
    used = understood.selection.request
    return {
        "understood": understood,
        "as_words": as_words,
        "words_url": asked.url(phrase="no"),
        "phrase_url": asked.url(),
        **describe_spellings(understood.selection, understood.extensions),
        "extend_url": asked.url(**{EXTEND: "no" if asked.spellings else "", "phrase": "no" if as_words else ""}),
        "search_url": list_url(used),
        "onwards": links_onwards(used),
    }
