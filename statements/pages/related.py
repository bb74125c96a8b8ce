"""Documents related to one, each with the reason."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from statements.comparing.related import DAYS, documents_by_people, documents_of_day, documents_with_passages
from statements.reading.versions import gone_is_410, may_be_long, published
from statements.search.remembered import remember_pages
from statements.web.limits import limited_text, need_turn


@require_safe
@limited_text
@remember_pages
@gone_is_410
def related(request: HttpRequest, slug: str) -> HttpResponse:
    """Documents related to one, each with the reason."""
    document = published(slug)
    if may_be_long(document):
        need_turn()
    people = documents_by_people(document)
    context = {
        "document": document,
        "days": DAYS,
        "people": people,
        "same_day": documents_of_day(document, people),
        "alike": documents_with_passages(document),
    }
    return render(request, "related.html", context)
