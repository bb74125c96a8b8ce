"""The answer to a body that is larger than its sender may send, before any of it is read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext

from statements.web.problems import answer_problem, is_program
from statements.web.sizes import LARGEST, has_unknown_length, is_large

_AT_ONCE, _MOST = 2**16, 2**26  # bytes
_RELEASES = "/api/releases"  # where the token is looked at first, and the limits are those of files


def refuse_large_bodies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 413, or 411 where nobody knows how much there is. The body is in no memory and on no disk by then: who
    is signed in is told by a cookie, and what reads bodies, the check for forged forms too, comes later."""

    def respond(request: HttpRequest) -> HttpResponse:
        if request.path_info == _RELEASES:
            answer = get_response(request)
            if settings.BEHIND_PROXY:
                _read_to_the_end(request)
            return answer
        if has_unknown_length(request):
            return _refuse(request, 411, gettext("Send Content-Length"))
        if is_large(request) and not _is_of_the_desk(request):
            told = gettext("Without signing in, at most %(most)s bytes can be sent") % {"most": f"{LARGEST:,}"}
            return _refuse(request, 413, told)
        return get_response(request)

    return respond


def _read_to_the_end(request: HttpRequest) -> None:
    """Throw away what is left of a body that a proxy has already, unless it is larger than any that a proxy should
    pass on. The proxy goes on sending, and where the connection is closed meanwhile it may answer 502 instead of what
    was answered here."""
    with suppress(UnreadablePostError):
        for _ in range(_MOST // _AT_ONCE):
            if not request.read(_AT_ONCE):
                break


def _is_of_the_desk(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_staff


def _refuse(request: HttpRequest, status: int, told: str) -> HttpResponse:
    if is_program(request):
        return answer_problem(status, told)
    return render(request, "error.html", {"heading": told}, status=status)
