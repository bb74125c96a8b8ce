"""Processes that only read, with ARCHIVE_READ_ONLY: nobody signs in, there is no desk, and what writes is refused.

They may stand on a standby, which takes no writes. Whoever routes requests sends what is refused here to processes
that write: see docs/standbys.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from statements.web.problems import answer_problem, is_program

_DESK = "/admin/"
# Pages that are there to write something, whoever asks for them and how.
WRITING = frozenset(
    {
        "keep",
        "follow",
        "find_alerts",
        "confirm_alert",
        "stop_alert",
        "alerts_of",
        "stop_notices",
        "api_releases",
        "api_release",
    }
)
_RETRY_AFTER = "60"  # seconds


def may_write() -> bool:
    """Whether pages offer what writes: to keep a result, to follow a search."""
    return not settings.READ_ONLY


class ReadersOnly:
    """Refuse what writes. A session is none of a reader's process: the cookie is not looked at, and is left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if may_write():
            raise MiddlewareNotUsed
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """The refusal, once the language of the page is known."""
        match = request.resolver_match
        is_desk = request.path_info.startswith(_DESK)
        return refuse_writing(request) if is_desk or (match and match.url_name in WRITING) else None


def refuse_writing(request: HttpRequest) -> HttpResponse:
    """The answer to what cannot be written here, or just now: 503, for other processes can, or soon will."""
    heading = gettext("The archive can only be read at the moment")
    if is_program(request):
        answer: HttpResponse = answer_problem(503, heading, error=heading)
    else:
        why = gettext("Nothing was kept or changed: please try again later. Searches work as ever.")
        answer = render(request, "error.html", {"heading": heading, "why": why}, status=503)
    answer["Retry-After"] = _RETRY_AFTER
    return answer
