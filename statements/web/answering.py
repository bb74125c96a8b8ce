"""What surrounds the answering of every request: it gets a number, and those who count and log are told its costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from whitenoise.middleware import WhiteNoiseFileResponse

from statements.web.handling import Answered, Handling, name_view, take_up

HEADER = "X-Request-ID"
# A UUID, with or without its hyphens, as nginx and others number requests: no word fits into it.
_WELL_FORMED = re.compile(r"[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}")
_METHODS = {"GET", "HEAD", "POST", "OPTIONS"}

Respond = Callable[[HttpRequest], HttpResponse]


def handle_requests(get_response: Respond) -> Respond:
    """Give each request a number, which its answer carries, and tell those who count and those who log what it cost.

    Static files carry none: browsers keep them for a year, and the number with them.
    """
    tell = _listeners()

    def respond(request: HttpRequest) -> HttpResponse:
        handling = Handling(request, _number(request))
        take_up(handling)
        with connection.execute_wrapper(handling):
            response = get_response(request)
        if isinstance(response, WhiteNoiseFileResponse):
            name_view(request, "static")
        else:
            response.headers[HEADER] = handling.number
        if tell:
            answered = _describe(handling, response)
            for each in tell:
                each(handling, answered)
        return response

    return respond


def _listeners() -> list[Callable[[Handling, Answered], None]]:
    """Those who are told of each request, as far as they are switched on."""
    listeners: list[Callable[[Handling, Answered], None]] = []
    if settings.COUNTS_REQUESTS:
        from statements.web.counts import count_request  # prometheus_client is loaded where something is counted

        listeners.append(count_request)
    if settings.LOG_REQUESTS:
        from statements.web.logs import log_request

        listeners.append(log_request)
    return listeners


def _number(request: HttpRequest) -> str:
    """The number that the proxy gave, if it is well-formed, else a new one."""
    given = request.headers.get(HEADER, "").lower() if settings.BEHIND_PROXY else ""
    return given if _WELL_FORMED.fullmatch(given) else str(uuid4())


def _describe(handling: Handling, response: HttpResponse) -> Answered:
    request = handling.request
    has_language = hasattr(request, "LANGUAGE_CODE")  # otherwise the one at hand is that of the request before
    return Answered(
        view=handling.view,
        method=request.method if request.method in _METHODS else "other",
        status=response.status_code,
        language=(get_language() or "")[:2] if has_language else "",
        seconds=handling.elapsed,
        is_remembered=response.status_code == 304 or "memory" in response.headers.get("Server-Timing", ""),
    )
