"""The lists of documents: all of them, and those that a search finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from statements.languages import LANGUAGES
from statements.pages.coins import list_coins
from statements.pages.errors import not_understood
from statements.pages.followed import offer_list_feed
from statements.pages.onwards import links_onwards
from statements.pages.spellings import describe_spellings
from statements.pages.tips import offer_tips
from statements.search.date_fields import day_of, words_of
from statements.search.facets import chips, make_facets
from statements.search.fields import is_speaker, unknown_names
from statements.search.filters import DATES, SORTS, search_request
from statements.search.histogram import make_histogram
from statements.search.memory import archive_state
from statements.search.offers import QueryOffers, offer_queries
from statements.search.remembered import remember_pages
from statements.search.request import EXTEND, PAGE, AmbiguousDate, NotUnderstoodError, SearchRequest
from statements.search.results import Results, find, list_found
from statements.search.selection import Selection, select
from statements.search.snippets import mark_title
from statements.web.limits import limited


@require_safe
@limited
@remember_pages
def browse(request: HttpRequest) -> HttpResponse:
    """All documents, newest first, narrowed by filters; a request with words is redirected to the search."""
    if request.GET.get("q"):
        return HttpResponseRedirect(f"{reverse('search')}?{request.GET.urlencode()}")
    try:
        results = find(replace(search_request(request.GET), words=""))
        return render(request, "browse.html", _list_context(request, results))
    except NotUnderstoodError as error:
        return not_understood(request, error)


@require_safe
@limited
@remember_pages
def search(request: HttpRequest) -> HttpResponse:
    """Documents that match the words typed, best first, with the paragraphs that match."""
    try:
        asked = search_request(request.GET)
        selection = select(asked, archive_state())
    except NotUnderstoodError as error:
        return not_understood(request, error)
    offered = _offer(selection)
    typed = {
        "query": selection.query,
        "q": asked.typed("q"),
        "marks": _marking(asked),
        "offers": [(each, asked.url(q=each)) for each in offered.queries],
        "readings": _readings(asked, [*offered.dates, *asked.readings]),
    }
    if not selection.query.asks:
        return render(request, "search.html", typed | offer_tips())
    results = list_found(selection)
    selection = results.selection
    context = {
        **_list_context(request, results),
        **typed,
        "hits": [
            (hit.document, mark_title(hit.document, selection.matcher, selection.sayers), hit.snippets)
            for hit in results.hits
        ],
        **_spellings(results),
        "exact_languages": [LANGUAGES[code].label for code in selection.matcher.exact_languages],
        "partial": results.partial,
        "unknown_names": unknown_names(selection.query.root, offered.asked_about),
    }
    return render(request, "search.html", context)


def _offer(selection: Selection) -> QueryOffers:
    """What may have been meant by the query, and by the dates in it."""
    return offer_queries(selection.request.words, selection.query, selection.read, is_speaker, selection.finds)


def _readings(asked: SearchRequest, dates: Sequence[AmbiguousDate]) -> list[tuple[str, str, str]]:
    return [(each.words, each.other.words, asked.url(**each.other.changes)) for each in dates]


def _marking(asked: SearchRequest) -> str:
    """The query that marks the words of a search on the page of a document: hers, where somebody must say them."""
    kept = {name: asked.typed(name) for name in ("q", EXTEND) if asked.typed(name)}
    if sayers := " OR ".join(f"said:{slug}" for slug in asked.chosen.get("said", ())):
        kept["q"] = f"{sayers} {asked.words}"  # OR binds tighter than a space
    return f"?{urlencode(kept)}"


def _spellings(results: Results) -> dict[str, Any]:
    """How the words were understood, and what was probably meant."""
    better = results.suggestion
    return {
        **describe_spellings(results.selection),
        "suggestion": better,
        "suggestion_url": better and results.selection.request.url(q=better.typed),
    }


def _list_context(request: HttpRequest, results: Results) -> dict[str, Any]:
    """What the list, its facets and its chips need."""
    asked, counted = results.selection.request, results.selection.tally
    facets, documents = make_facets(counted, asked), [hit.document for hit in results.hits]
    shown = chips(facets, asked)
    return {
        "histogram": make_histogram(counted, asked, results.selection.answers.days),
        "sorts": [
            {"label": label, "url": asked.url(sort=sort), "on": sort == results.sort}
            for sort, label in SORTS
            if sort != "relevance" or results.selection.query.asks
        ],
        "documents": documents,
        "coins": list_coins(request, documents),
        "came": {hit.document.pk: hit.came for hit in results.hits if hit.came},
        "page": results.page,
        "total": counted.total,
        "sort": results.sort,
        "facets": facets,
        "chips": shown,
        "feed": offer_list_feed(asked, shown),
        "left_out": asked.unknown,
        "hidden": asked.hidden({PAGE}),
        "dates": [_date_field(asked, name, label) for name, label in DATES],
        "readings": _readings(asked, asked.readings),
        "onwards": links_onwards(asked),
    }


def _date_field(asked: SearchRequest, name: str, label: Any) -> dict[str, Any]:
    edtf = asked.typed(name)
    return {"name": name, "label": label, "words": words_of(edtf), "day": day_of(edtf)}
