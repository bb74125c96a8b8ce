"""A document for programs, at its own address with another ending: its record as JSON, its words as plain text."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from statements.reading.parts import read_words
from statements.reading.versions import gone_is_410, number_asked, open_version, published
from statements.search.remembered import remember_pages
from statements.web.limits import limited_text, wait_to_read_whole


@require_safe
@limited_text
@remember_pages
@gone_is_410
def text(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The title and the paragraphs of a document, or of the version that ?v= names, with an empty line between them."""
    if ending == "json":
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponseRedirect(f"{reverse('api_document', args=[slug])}{query}")
    if ending != "txt":
        raise Http404
    version = open_version(published(slug), number_asked(request.GET))
    content = version.content
    if version.text:
        wait_to_read_whole()
        words = f"{content.title}\n\n{read_words(version.text)}\n"
    else:
        words = "\n\n".join([content.title, *(row.text for row in content.paragraphs)]) + "\n"
    headers = {"Access-Control-Allow-Origin": "*", "X-Robots-Tag": "noindex", "Content-Language": content.language}
    return HttpResponse(words, content_type="text/plain; charset=utf-8", headers=headers)
