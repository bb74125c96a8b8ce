"""A document for programs, at its own address with another ending: its record as JSON, its words as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from statements.exporting.whole import send_pieces
from statements.reading.parts import stream_words
from statements.reading.versions import gone_is_410, number_asked, open_version, published
from statements.search.remembered import remember_pages
from statements.web.limits import limited_text, need_turn


@require_safe
@limited_text
@remember_pages
@gone_is_410
def text(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """The title and the paragraphs of a document, or of the version that ?v= names, with an empty line between them."""
    if ending == "json":
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponseRedirect(f"{reverse('api_document', args=[slug])}{query}")
    if ending != "txt":
        raise Http404
    version = open_version(published(slug), number_asked(request.GET))
    content = version.content
    headers = {"Access-Control-Allow-Origin": "*", "X-Robots-Tag": "noindex", "Content-Language": content.language}
    if version.text:
        need_turn()
    paragraphs = stream_words(version.text) if version.text else (row.text for row in content.paragraphs)
    return send_pieces(_write(content.title, paragraphs), "text/plain; charset=utf-8", headers)


def _write(title: str, paragraphs: Iterable[str]) -> Iterator[bytes]:
    yield title.encode()
    for words in paragraphs:
        yield f"\n\n{words}".encode()
    yield b"\n"
