"""A document for programs, at its own address with another ending: its record as JSON, its words as plain text."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from statements.reading.versions import gone_is_410, number_asked, published, version_of
from statements.search.remembered import remember_pages
from statements.web.limits import limited


@require_safe
@limited
@remember_pages
@gone_is_410
def text(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The title and the paragraphs of a document, or of the version that ?v= names, with an empty line between them."""
    if ending == "json":
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponseRedirect(f"{reverse('api_document', args=[slug])}{query}")
    if ending != "txt":
        raise Http404
    content = version_of(published(slug), number_asked(request.GET)).content
    words = "\n\n".join([content.title, *(row.text for row in content.paragraphs)])
    headers = {"Access-Control-Allow-Origin": "*", "X-Robots-Tag": "noindex", "Content-Language": content.language}
    return HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", headers=headers)
