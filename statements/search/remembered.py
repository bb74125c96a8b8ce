"""Pages that are drawn once: kept in memory, and by browsers, for as long as what they show stays the same.

A page of the public site depends on the state of the archive, on its address and its language, on the day, which
citations name, and on the release. A digest of these is its validator, an ETag (RFC 9110, 8.8.3). Where a browser has
the page already, or the memory of the process has it, nothing is read but the state.
"""

from __future__ import annotations

from functools import wraps
from hashlib import blake2b
from threading import Lock
from typing import NamedTuple, cast

from cachetools import LRUCache
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import get_language

from statements.search.index.answers import can_answer
from statements.search.memory import archive_state
from statements.web.limits import View, add_source, gave_something_up
from statements.web.release import release

_SHARE = 16  # a larger part of the memory is given to no page
_BESIDE = 1_000  # bytes that a page takes in addition to its own: headers, key, and places in the cache


class Drawn(NamedTuple):
    content: bytes
    headers: dict[str, str]


def _size(page: Drawn) -> int:
    return len(page.content) + _BESIDE


pages: LRUCache[tuple[str, bool], Drawn] = LRUCache(settings.PAGE_MEMORY, getsizeof=_size)
_lock = Lock()
_gzip = GZipMiddleware(lambda request: HttpResponse())


def remembered(view: View) -> View:
    """Draw the pages of a view once in a state of the archive, and send none to a browser that has it.

    To stand below `limited`, so that state and page are read from one snapshot. Only whole pages are kept: no errors,
    and none that went without something to be in time.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if settings.DEBUG:  # a template may change at any moment
            return view(request, *args, **kwargs)
        validator = _validator(request)
        return (
            _not_modified(request, validator)
            or _recall(request, validator)
            or _keep(request, validator, view(request, *args, **kwargs))
        )

    return answer


def _validator(request: HttpRequest) -> str:
    state = archive_state()
    shown = (state.key, state.server, can_answer(state), request.build_absolute_uri(), get_language(), localdate())
    return f'W/"{release()}-{blake2b(repr(shown).encode(), digest_size=12).hexdigest()}"'


def _not_modified(request: HttpRequest, validator: str) -> HttpResponse | None:
    """A 304 where the browser names the validator. `*` means any page: whether there is one has to be seen first."""
    if request.headers.get("If-None-Match", "*") == "*":
        return None
    whole = _tell_validator(HttpResponse(), validator)
    told = get_conditional_response(request, etag=validator, response=whole)
    return None if told is whole else told


def _recall(request: HttpRequest, validator: str) -> HttpResponse | None:
    if not settings.PAGE_MEMORY:
        return None
    with _lock:
        kept = pages.get((validator, _takes_gzip(request)))
    if kept is None:
        return None
    add_source("memory")
    return HttpResponse(kept.content, headers=kept.headers)


def _keep(request: HttpRequest, validator: str, page: HttpResponse) -> HttpResponse:
    is_whole = page.status_code == 200 and not page.streaming and not page.cookies and not gave_something_up()
    if not is_whole or b"\0" in page.content:
        return page
    page = _compress(request, _tell_validator(page, validator))
    with _lock:
        if len(page.content) < settings.PAGE_MEMORY // _SHARE:
            pages[validator, _takes_gzip(request)] = Drawn(page.content, dict(page.headers))
    return page


def _tell_validator(page: HttpResponse, validator: str) -> HttpResponse:
    page["ETag"] = validator
    patch_vary_headers(page, ["Accept-Encoding"])
    return page


def _takes_gzip(request: HttpRequest) -> bool:
    return re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")) is not None


def _compress(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    return cast(HttpResponse, _gzip.process_response(request, page))
