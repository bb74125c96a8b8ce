"""The first page and the lists of documents: all of them, and those that a search finds."""

from __future__ import annotations

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
from statements.search.facets import EXTEND, changed, chips, count_years, make_facets
from statements.search.filters import SORTS, left_out
from statements.search.histogram import make_histogram
from statements.search.memory import ArchiveState, archive_state
from statements.search.results import NotUnderstoodError, Results, find
from statements.search.snippets import marked_title
from statements.search.tally import tally
from statements.web.limits import TooSlowError, at_most, limited

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
        "latest": Document.objects.published().newest_first().for_lists()[:_LATEST],
        "languages": [(language, languages[code]) for code, language in LANGUAGES.items() if code in languages],
        "years": years[:_YEARS],
        "more_years": len(years) > _YEARS,
    }
    return render(request, "home.html", context)


def _examples(state: ArchiveState) -> list[tuple[str, str]]:
    """Searches to suggest. The first page is shown without them rather than not at all."""
    try:
        with at_most(settings.PAGE_TIMEOUT // 2):
            return example_searches(interface_language(), state)
    except TooSlowError:
        return []


@require_safe
@limited
def browse(request: HttpRequest) -> HttpResponse:
    """All documents, the newest first, narrowed by filters; whoever comes with words is led to the search."""
    if request.GET.get("q"):
        return HttpResponseRedirect(f"{reverse('search')}?{request.GET.urlencode()}")
    try:
        return render(request, "browse.html", _listed(find(request.GET, with_words=False)))
    except NotUnderstoodError as error:
        return _not_understood(request, error)


@require_safe
@limited
def search(request: HttpRequest) -> HttpResponse:
    """Documents that match the words typed, the best first, with the paragraphs that do."""
    try:
        results = find(request.GET)
    except NotUnderstoodError as error:
        return _not_understood(request, error)
    typed = {"query": results.query, "q": request.GET.get("q", ""), "marks": _marking(request)}
    if not results.query.asks:
        return render(request, "search.html", typed)
    context = {
        **_listed(results),
        **typed,
        "hits": [(hit.document, marked_title(hit.document, results.matcher), hit.snippets) for hit in results.hits],
        **_spellings(results),
        "exact_languages": [LANGUAGES[code].label for code in results.matcher.exact_languages],
        "partial": results.partial,
    }
    return render(request, "search.html", context)


def _marking(request: HttpRequest) -> str:
    """The end of the address of a document that has what is searched for marked in it."""
    kept = {name: request.GET[name] for name in ("q", EXTEND) if request.GET.get(name)}
    return f"?{urlencode(kept)}"


def _spellings(results: Results) -> dict[str, Any]:
    """What the page says of other spellings: those that were added, and what was probably meant."""
    parameters, off = results.filters.data, results.filters.data.get(EXTEND) == "no"
    return {
        "extensions": results.extensions,
        "only_as_typed": off,
        "extend_url": changed(parameters, **{EXTEND: "" if off else "no"}),
        "suggestion": results.suggestion,
        "suggestion_url": results.suggestion and changed(parameters, q=results.suggestion.typed),
    }


def _listed(results: Results) -> dict[str, Any]:
    """What the list, its facets and its chips need."""
    parameters = results.filters.data
    facets = make_facets(results.tally, parameters)
    return {
        "histogram": make_histogram(results.tally, parameters),
        "sorts": [
            {"label": label, "url": changed(parameters, sort=sort), "on": sort == results.sort}
            for sort, label in SORTS
            if sort != "relevance" or results.query.asks
        ],
        "documents": [hit.document for hit in results.hits],
        "page": results.page,
        "total": results.tally.total,
        "sort": results.sort,
        "facets": facets,
        "chips": chips(facets, parameters),
        "left_out": left_out(parameters),
        "hidden": [(name, value) for name, values in parameters.lists() for value in values if name != "page"],
    }


def _not_understood(request: HttpRequest, error: NotUnderstoodError) -> HttpResponse:
    context = {"errors": error.errors.items(), "q": request.GET.get("q", "")[:200]}
    return render(request, "not_understood.html", context, status=400)
