"""The answer where the database cannot be used: who wrote something finds it in the page, to send it again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext

from statements.connecting.causes import Cause
from statements.web.limits import RETRY_AFTER
from statements.web.outages import leave_to_us, note_outage
from statements.web.problems import answer_problem, is_program
from statements.web.sizes import is_large

_LASTING = {Cause.FULL, Cause.READ_ONLY, Cause.BROKEN}  # until somebody has done something about it
_RETRY_LATER = 60  # seconds
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105
_SECRET = "password"  # noqa: S105 - what the names of its fields have in common


def answer_unavailable(request: HttpRequest, cause: Cause) -> HttpResponse:
    """The page, or the problem for a program, with the time after which to ask again. The log has a line a minute."""
    note_outage(cause)
    answer = _answer_program(cause) if is_program(request) else _show_page(request, cause)
    answer["Retry-After"] = str(_RETRY_LATER if cause in _LASTING else RETRY_AFTER)
    return leave_to_us(answer)


def _answer_program(cause: Cause) -> HttpResponse:
    told = _say(cause)
    return answer_problem(503, told, error=told)


def _say(cause: Cause) -> str:
    if cause == Cause.READ_ONLY:
        return gettext("The archive can only be read at the moment: please try again later.")
    if cause == Cause.FULL:
        return gettext("The archive has no room left, and somebody has to make some. Try again later.")
    if cause == Cause.CONTENDED:
        return gettext("Somebody else was changing the same at the same moment. Try again.")
    return gettext("The archive's database does not answer just now. Try again in a moment.")


def _show_page(request: HttpRequest, cause: Cause) -> HttpResponse:
    """Nothing in it needs the database: not who is signed in, and not the session."""
    fields, files = _read_words(request) if _may_be_read(request) else ([], [])
    context: dict[str, Any] = {
        "why": _say(cause),
        "is_sent": request.method == "POST",
        "may_be_saved": cause is Cause.LOST,  # what was lost may have been the answer that it is
        "fields": fields,
        "files": files,
    }
    return render(request, "unavailable.html", context, status=503)


def _may_be_read(request: HttpRequest) -> bool:
    """Whether something was sent that has been read by now, or is no larger than anybody may send: who is signed in
    could perhaps not be asked."""
    return request.method == "POST" and (hasattr(request, "_post") or not is_large(request))


def _read_words(request: HttpRequest) -> tuple[list[tuple[str, str]], list[str]]:
    """The fields of a form that was sent, and the names of its files. None where it holds a password, which no page
    shows, or may not have come from a page of ours: nobody else is to have it sent from here."""
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values if name != _TOKEN]
        files = [each.name or "" for _, several in request.FILES.lists() for each in several]
    except (UnreadablePostError, RequestDataTooBig, TooManyFieldsSent):
        return [], []
    if any(_SECRET in name for name, _ in sent) or not _is_ours(request):
        return [], []
    return sent, files


def _is_ours(request: HttpRequest) -> bool:
    """Whether a form was sent by a page of the archive, or needs no token to tell."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return CsrfViewMiddleware(lambda _: HttpResponse()).process_view(request, view, (), {}) is None
