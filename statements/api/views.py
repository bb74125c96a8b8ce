"""The search as JSON: what its page shows, by the same function, with marks as offsets. See /api/openapi.json."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from statements.api.answers import answer_json, take_methods, to_read
from statements.api.schema import SCHEMA
from statements.models import Document
from statements.search.facets import Facet, make_facets
from statements.search.fields import is_speaker
from statements.search.filters import search_request
from statements.search.offers import offer_queries
from statements.search.results import Hit, Results, find
from statements.search.selection import Selection
from statements.search.snippets import Snippet, highlight_title
from statements.web.interface import link_paragraph


@to_read(of_log=False)
def search(request: HttpRequest) -> HttpResponse:
    """A page of results."""
    return answer_json(_page(request, find(search_request(request.GET))))


@take_methods()
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the API, for programs: OpenAPI 3.1."""
    return answer_json(SCHEMA)


def _page(request: HttpRequest, results: Results) -> dict[str, Any]:
    selection = results.selection
    query, asked, counted = selection.query, selection.request, selection.tally
    facets = make_facets(counted, asked)
    return {
        "query": {
            "typed": asked.typed("q"),
            "understood": query.plain_form,
            "repairs": list(query.repairs),
            "offers": list(offer_queries(asked.words, query, selection.read, is_speaker, selection.finds).queries),
            "set_aside": list(selection.set_aside),
            "extensions": [{"typed": each.typed, "added": list(each.added)} for each in selection.extensions],
            "suggestion": results.suggestion.typed if results.suggestion else None,
            "partial": results.partial,
        },
        "left_out": list(asked.unknown),
        "count": counted.total,
        "page": results.page.number,
        "pages": results.page.last,
        "sort": results.sort,
        "results": [_hit(request, hit, results) for hit in results.hits],
        "facets": {facet.name: _facet(facet) for facet in facets},
        "more_values": {facet.name: facet.more for facet in facets if facet.more},
    }


def _hit(request: HttpRequest, hit: Hit, results: Results) -> dict[str, Any]:
    document = hit.document
    return {
        "title": document.title,
        "title_assigned": document.title_assigned,
        "title_marks": _title_marks(document, results.selection),
        "url": request.build_absolute_uri(document.get_absolute_url()),
        "language": document.language,
        "kind": document.kind,
        "date": document.date_edtf,
        "publisher": document.publisher.name if document.publisher else None,
        "participants": _participants(document),
        "paragraphs": [_paragraph(request, document, snippet) for snippet in hit.snippets],
    }


def _participants(document: Document) -> list[dict[str, str]]:
    return [{"name": each.name, "slug": each.slug, "role": each.role} for each in document.participants]


def _paragraph(request: HttpRequest, document: Document, snippet: Snippet) -> dict[str, Any]:
    paragraph = snippet.paragraph
    return {
        "key": paragraph.key,
        "url": request.build_absolute_uri(link_paragraph(document.get_absolute_url(), paragraph.key, paragraph.is_far)),
        "position": paragraph.position,
        "number": paragraph.number,
        "page": paragraph.page,
        "language": paragraph.language,
        "text": paragraph.text,
        "marks": [list(mark) for mark in snippet.marks],
        "said_by": [
            {"name": each.name, "slug": each.slug, "quoted": each.quoted, "titles": list(each.titles)}
            for each in snippet.sayers
        ],
    }


def _title_marks(document: Document, selection: Selection) -> list[list[int]]:
    """[start, end] of each mark, in Unicode code points."""
    marks = highlight_title(document.title, document.language, selection.matcher, selection.sayers)
    return [list(mark) for mark in marks]


def _facet(facet: Facet) -> list[dict[str, Any]]:
    return [
        {
            "value": each.value,
            "label": each.label,
            "count": each.count,
            "chosen": each.chosen,
            "excluded": each.excluded,
        }
        for each in facet.values
    ]
