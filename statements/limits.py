"""What a page may cost: it is read from one snapshot of the database, in a limited time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]
_QUERY_CANCELED = "57014"  # https://www.postgresql.org/docs/current/errcodes-appendix.html


class TooSlowError(Exception):
    """The answer would take longer than a page may take."""


def limited(view: View) -> View:
    """A view that reads one state of the archive, and says so where the time allowed does not suffice."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with one_snapshot(settings.PAGE_TIMEOUT):
                return view(request, *args, **kwargs)
        except TooSlowError:
            status = 400 if request.GET else 503  # nobody asked for much: the database is slow
            return render(request, "too_slow.html", {"q": request.GET.get("q", "")[:200]}, status=status)

    return answer


@contextmanager
def one_snapshot(milliseconds: int) -> Iterator[None]:
    """Read all inside the block as of one moment, so that a count and the list under it agree.

    milliseconds: what its statements may take together. Raises TooSlowError. Inside a transaction of a caller, as in a
    test, the moment is that of each statement.
    """
    outermost = not connection.in_atomic_block
    try:
        with transaction.atomic():
            if outermost:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            with connection.execute_wrapper(_Limit(milliseconds)):
                yield
            if not outermost:
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) == _QUERY_CANCELED:
            raise TooSlowError from error
        raise


class _Limit:
    """Sets the time that is left as the limit of the statements that follow."""

    def __init__(self, milliseconds: int) -> None:
        self._end = monotonic() + milliseconds / 1000
        self._set: int | None = None

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        left = int((self._end - monotonic()) * 1000)
        if left < 1:
            raise TooSlowError
        if self._set is None or left < self._set * 0.8:
            self._set = left
            execute(f"SET LOCAL statement_timeout = {left}", None, False, context)
        return execute(sql, params, many, context)
