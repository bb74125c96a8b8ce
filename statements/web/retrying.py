"""Reading once more where the database, and not the request, was the reason that a page failed.

A standby cancels what reads rows that its primary has removed, and who only reads can read again:
https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-CONFLICT. Where several servers stand in
DATABASE_URL, a lost connection is no reason to fail either: the next one leads to a server that is there.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse

from statements.connecting.causes import Cause, find_cause

_SAFE = {"GET", "HEAD"}
_PAUSES = (0.05, 0.4)  # seconds before each further try: a server that is stopped may refuse one in the midst of it
_PASSING = {Cause.CONTENDED, Cause.LOST, Cause.STOPPING, Cause.STARTING}


class ReadAgain:
    """Call the view of a request that only reads again, unless that has taken longer than a page may take."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.began_at = monotonic()  # type: ignore[attr-defined]
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page after all; None where the error is to be told.

        The desk does not read again: its pages may show what was kept for one look, and no standby has a desk.
        """
        for pause in _PAUSES if request.method in _SAFE and not request.path_info.startswith("/admin/") else ():
            if not _may_pass(error, request):
                break
            sleep(pause)
            try:
                return _call_view(request)
            except (DatabaseError, InterfaceError) as another:
                error = another
        return None


def _may_pass(error: Exception, request: HttpRequest) -> bool:
    waited = monotonic() - request.began_at  # type: ignore[attr-defined]
    return find_cause(error) in _PASSING and waited < settings.PAGE_TIMEOUT / 1000


def _call_view(request: HttpRequest) -> HttpResponse:
    """The view of a request, once more; on a connection made anew, if the last one is lost."""
    if connection.connection is not None and connection.connection.closed and not connection.in_atomic_block:
        connection.close()
    match = request.resolver_match
    assert match is not None  # noqa: S101 - a view has failed
    answer = match.func(request, *match.args, **match.kwargs)
    return answer.render() if hasattr(answer, "render") else answer
