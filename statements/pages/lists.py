"""The first page and the lists of documents: all of them, and those that a search finds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from statements.languages import LANGUAGES, interface_language
from statements.models import Document, Entry
from statements.search.examples import example_searches
from statements.search.facets import chips, count_years, make_facets
from statements.search.filters import SORTS, search_request
from statements.search.histogram import make_histogram
from statements.search.memory import ArchiveState, archive_state
from statements.search.request import EXTEND, PAGE, NotUnderstoodError, SearchRequest
from statements.search.results import Results, find
from statements.search.snippets import mark_title
from statements.search.tally import tally
from statements.web.limits import TooSlowError, limit_to, limited

_LATEST, _YEARS = 6, 16  # documents and years on the first page


@require_safe
@limited
def home(request: HttpRequest) -> HttpResponse:
    """What this is, a search box, the latest documents, and how many there are."""
    state = archive_state()
    counted = tally(Entry.objects.published(), {}, state)
    languages = counted.counts.get("language", {})
    years = count_years(counted)
    context = {
        "total": counted.total,
        "examples": _examples(state) if counted.total else [],
        "latest": Document.objects.published().newest_first().prefetch_lists()[:_LATEST],
        "languages": [(language, languages[code]) for code, language in LANGUAGES.items() if code in languages],
        "years": years[:_YEARS],
        "more_years": len(years) > _YEARS,
    }
    return render(request, "home.html", context)


def _examples(state: ArchiveState) -> list[tuple[str, str]]:
    """Searches to suggest. Where they take too long, the first page does without them."""
    try:
        with limit_to(settings.PAGE_TIMEOUT // 2):
            return example_searches(interface_language(), state)
    except TooSlowError:
        return []


@require_safe
@limited
def browse(request: HttpRequest) -> HttpResponse:
    """All documents, newest first, narrowed by filters; a request with words is redirected to the search."""
    if request.GET.get("q"):
        return HttpResponseRedirect(f"{reverse('search')}?{request.GET.urlencode()}")
    try:
        return render(request, "browse.html", _list_context(find(replace(search_request(request.GET), words=""))))
    except NotUnderstoodError as error:
        return _explain_error(request, error)


@require_safe
@limited
def search(request: HttpRequest) -> HttpResponse:
    """Documents that match the words typed, best first, with the paragraphs that match."""
    try:
        asked = search_request(request.GET)
        results = find(asked)
    except NotUnderstoodError as error:
        return _explain_error(request, error)
    selection = results.selection
    typed = {"query": selection.query, "q": asked.typed("q"), "marks": _marking(asked)}
    if not selection.query.asks:
        return render(request, "search.html", typed)
    context = {
        **_list_context(results),
        **typed,
        "hits": [(hit.document, mark_title(hit.document, selection.matcher), hit.snippets) for hit in results.hits],
        **_spellings(results),
        "exact_languages": [LANGUAGES[code].label for code in selection.matcher.exact_languages],
        "partial": results.partial,
    }
    return render(request, "search.html", context)


def _marking(asked: SearchRequest) -> str:
    """The query that marks the words of a search on the page of a document."""
    kept = {name: asked.typed(name) for name in ("q", EXTEND) if asked.typed(name)}
    return f"?{urlencode(kept)}"


def _spellings(results: Results) -> dict[str, Any]:
    """What the page says of other spellings: those that were added, and what was probably meant."""
    asked = results.selection.request
    return {
        "extensions": results.selection.extensions,
        "only_as_typed": not asked.spellings,
        "extend_url": asked.url(**{EXTEND: "no" if asked.spellings else ""}),
        "suggestion": results.suggestion,
        "suggestion_url": results.suggestion and asked.url(q=results.suggestion.typed),
    }


def _list_context(results: Results) -> dict[str, Any]:
    """What the list, its facets and its chips need."""
    asked, counted = results.selection.request, results.selection.tally
    facets = make_facets(counted, asked)
    return {
        "histogram": make_histogram(counted, asked),
        "sorts": [
            {"label": label, "url": asked.url(sort=sort), "on": sort == results.sort}
            for sort, label in SORTS
            if sort != "relevance" or results.selection.query.asks
        ],
        "documents": [hit.document for hit in results.hits],
        "page": results.page,
        "total": counted.total,
        "sort": results.sort,
        "facets": facets,
        "chips": chips(facets, asked),
        "left_out": asked.unknown,
        "hidden": asked.hidden({PAGE}),
        "date_from": asked.typed("date_from"),
        "date_to": asked.typed("date_to"),
    }


def _explain_error(request: HttpRequest, error: NotUnderstoodError) -> HttpResponse:
    context = {"errors": error.errors.items(), "q": request.GET.get("q", "")[:200]}
    return render(request, "not_understood.html", context, status=400)
