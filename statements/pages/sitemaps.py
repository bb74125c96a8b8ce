"""The sitemaps for crawlers: an index, documents by ranges, people, pages, and what is gone."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from statements.addresses import slug_url
from statements.following.sitemaps import (
    ListedDocument,
    SitemapAddress,
    list_gone,
    list_range,
    list_ranges,
    write_index,
    write_sitemap,
)
from statements.models import WAIT_FOR_WRITERS, Speaker, read_moment
from statements.search.remembered import remember_pages
from statements.web.limits import limit_pages

_PAGES = ("home", "browse", "speakers", "timeline", "dumps", "about")
_MOST = 10**9  # ranges: no database has so many documents
_MOST_ADDRESSES = 50_000  # in a file, by the protocol
_from_log = limit_pages(2, first=WAIT_FOR_WRITERS)


@require_safe
@_from_log
@remember_pages
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """All sitemaps that have addresses."""
    moment = read_moment()
    files = [(reverse("sitemap_documents", args=[number]), at) for number, at in list_ranges(moment)]
    gone = list_gone(moment)
    if gone:
        files.append((reverse("sitemap_gone"), gone[0][1]))
    others = [(reverse(name), None) for name in ("sitemap_speakers", "sitemap_pages")]
    return _answer(write_index([*files, *others], _host(request)))


@require_safe
@_from_log
@remember_pages
def sitemap_documents(request: HttpRequest, number: int) -> HttpResponse:
    """The documents of a range, with their translations."""
    found = list_range(number, read_moment()) if number < _MOST else []
    if not found:
        raise Http404
    return _list(request, (_document(each) for each in found))


def _document(listed: ListedDocument) -> SitemapAddress:
    others = tuple((language, _path("document", slug)) for language, slug in listed.others)
    return SitemapAddress(_path("document", listed.slug), listed.changed, others)


@require_safe
@_from_log
@remember_pages
def sitemap_gone(request: HttpRequest) -> HttpResponse:
    """Addresses that say why there is nothing any longer, so that crawlers come and forget what they have."""
    return _list(
        request,
        (SitemapAddress(_path("document", slug), at) for slug, at in list_gone(read_moment())[:_MOST_ADDRESSES]),
    )


@require_safe
@_from_log
@remember_pages
def sitemap_speakers(request: HttpRequest) -> HttpResponse:
    slugs = Speaker.objects.public().order_by("pk").values_list("slug", flat=True)[:_MOST_ADDRESSES]
    return _list(request, (SitemapAddress(_path("speaker", slug)) for slug in slugs))


@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    return _list(request, (SitemapAddress(_path(name)) for name in _PAGES))


def _path(name: str, *arguments: str) -> str:
    """The path of a page without the prefix of a language: the text on it is the same in all."""
    return slug_url(name, *arguments) if arguments else reverse(name)


def _host(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _list(request: HttpRequest, addresses: Iterable[SitemapAddress]) -> HttpResponse:
    """addresses: a generator, whose paths are made here: to change the language for each takes a second."""
    with translation.override(settings.LANGUAGE_CODE):
        return _answer(write_sitemap(addresses, _host(request)))


def _answer(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/xml; charset=utf-8", headers={"X-Robots-Tag": "noindex"})
