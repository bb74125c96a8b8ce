"""Pages that are drawn once: remembered by the process, and kept by browsers, while what they show stays the same.

A page of the public site depends on the state of the archive and on what answers in it, the index or PostgreSQL; on its
address, with the host, and its language; on the day, which citations name; and on the release. A digest of these is its
validator, an ETag (RFC 9110, 8.8.3). Where a browser has the page already, or the process remembers it, nothing is read
but the state.
"""

from __future__ import annotations

from functools import wraps
from hashlib import blake2b
from threading import Lock
from typing import NamedTuple, TypeVar, cast

from cachetools import LRUCache
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import get_language

from statements.search.index.answers import can_answer
from statements.search.memory import archive_state
from statements.web.limits import View, add_source, is_incomplete
from statements.web.middleware import PageGzip
from statements.web.release import release

Page = TypeVar("Page", bound=HttpResponseBase)
_SHARE = 16  # a larger part of the memory is given to no page
_BESIDE = 1_000  # bytes that a page takes in addition to its own: headers, key, and places in the cache


class Drawn(NamedTuple):
    """A page as it is sent: compressed or not, with the headers that its view gave it."""

    content: bytes
    headers: dict[str, str]


def _size(page: Drawn) -> int:
    return len(page.content) + _BESIDE


# By validator, and by whether they are compressed.
pages: LRUCache[tuple[str, bool], Drawn] = LRUCache(settings.PAGE_MEMORY, getsizeof=_size)
_lock = Lock()
_gzip = PageGzip(lambda request: HttpResponse())


def remember_pages(view: View, *, keep: bool = True) -> View:
    """Draw the pages of a view once in a state of the archive, and send none to a browser that has it.

    keep: whether they are kept here; answers that each program asks for once would leave no room for others. It
    stands below `limited`, so that the state and the page are read from one snapshot. Only whole pages are
    remembered: no errors, and none that lack what took too long. What is sent by POST is neither looked up nor
    kept.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or settings.DEBUG:  # then a template may change at any moment
            return view(request, *args, **kwargs)
        validator = _validator(request)
        known = _answer_unchanged(request, validator) or (_recall(request, validator) if keep else None)
        return known or _keep(request, validator, view(request, *args, **kwargs), keep)

    return answer


def _validator(request: HttpRequest) -> str:
    state = archive_state()
    address = (request.scheme, request.get_host(), request.path, request.META.get("QUERY_STRING", ""))
    shown = (state.key, state.server, can_answer(state), address, get_language(), localdate())
    return f'W/"{release()}-{blake2b(repr(shown).encode(), digest_size=12).hexdigest()}"'


def _answer_unchanged(request: HttpRequest, validator: str) -> HttpResponse | None:
    """A 304 where the browser names the validator."""
    if request.headers.get("If-None-Match", "").strip() in ("", "*"):  # `*` means any page: one has to be seen first
        return None
    whole = _add_validator(HttpResponse(), validator)
    told = get_conditional_response(request, etag=validator, response=whole)
    is_unchanged = told is not None and told.status_code == 304
    return told if is_unchanged else None  # whether 412 is the answer depends on there being a page


def _recall(request: HttpRequest, validator: str) -> HttpResponse | None:
    if not settings.PAGE_MEMORY:
        return None
    with _lock:
        kept = pages.get((validator, _takes_gzip(request)))
    if kept is None:
        return None
    add_source("memory")
    return HttpResponse(kept.content, headers=kept.headers)


def _keep(request: HttpRequest, validator: str, page: HttpResponseBase, keep: bool) -> HttpResponseBase:
    """Remember a page that is whole, and the same for everybody. html_without_nul() replaces NUL later on, and cannot
    look into gzip."""
    is_own = bool(page.cookies) or request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)  # or has the token of a form
    is_whole = page.status_code == 200 and not is_incomplete()
    if is_own or not is_whole:
        return page
    if not isinstance(page, HttpResponse):  # a file, too long for the memory
        return _add_validator(page, validator)
    is_html = page.get("Content-Type", "").startswith("text/html")  # a picture may have NUL
    if is_html and b"\0" in page.content:
        return page
    page = _compress(request, _add_validator(page, validator))
    drawn = Drawn(page.content, dict(page.headers))
    if keep and _size(drawn) <= settings.PAGE_MEMORY // _SHARE:
        with _lock:
            pages[validator, _takes_gzip(request)] = drawn
    return page


def _add_validator(page: Page, validator: str) -> Page:
    page["ETag"] = validator
    patch_vary_headers(page, ["Accept-Encoding"])
    return page


def _takes_gzip(request: HttpRequest) -> bool:
    return re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")) is not None


def _compress(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    return cast(HttpResponse, _gzip.process_response(request, page))
