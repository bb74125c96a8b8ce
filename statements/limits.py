"""What a page may cost: it is read from one snapshot of the database, in a limited time."""

from __future__ import annotations

import re
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
_COSTLY = re.compile(r"""[*"«“()]|\b(?:OR|NEAR)\b""")  # what makes a query more than words
_RETRY_AFTER = 5  # seconds


class TooSlowError(Exception):
    """The answer would take longer than a page may take."""


def limited_for(pages: int) -> Callable[[View], View]:
    """A view that reads one state of the archive in the time of so many pages, and says so where that is too little."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                with one_snapshot(pages * settings.PAGE_TIMEOUT):
                    return view(request, *args, **kwargs)
            except TooSlowError:
                return too_slow(request)

        return answer

    return decorate


limited = limited_for(1)


def too_slow(request: HttpRequest) -> HttpResponse:
    """What a reader gets who asked for more than a page may take; where nothing costly was asked, to try again."""
    typed = " ".join(request.GET.getlist("q"))
    costly = _COSTLY.search(typed) is not None
    context = {"q": typed[:200], "costly": costly}
    answer = render(request, "too_slow.html", context, status=400 if costly else 503)
    if not costly:
        answer["Retry-After"] = str(_RETRY_AFTER)
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
        if _cancelled(error):
            raise TooSlowError from error
        raise


@contextmanager
def at_most(milliseconds: int) -> Iterator[None]:
    """Inside of one_snapshot: read what a page can do without in a part of its time.

    Raises TooSlowError where that does not suffice; the page can be read on then. Nothing is written, so that all is
    rolled back, which brings the limit of before back.
    """
    try:
        with transaction.atomic():
            with connection.execute_wrapper(_Limit(milliseconds)):
                yield
            transaction.set_rollback(True)
    except OperationalError as error:
        if _cancelled(error):
            raise TooSlowError from error
        raise


def _cancelled(error: OperationalError) -> bool:
    return getattr(error.__cause__, "pgcode", None) == _QUERY_CANCELED


class _Limit:
    """Sets the time that is left as the limit of the statements that follow."""

    def __init__(self, milliseconds: int) -> None:
        self._end = monotonic() + milliseconds / 1000
        self._set: int | None = None

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith("ROLLBACK TO SAVEPOINT"):  # all else fails until it is done
            return execute(sql, params, many, context)
        left = int((self._end - monotonic()) * 1000)
        if left < 1:
            raise TooSlowError
        if self._set is None or left < self._set * 0.8:
            self._set = left
            execute(f"SET LOCAL statement_timeout = {left}", None, False, context)
        return execute(sql, params, many, context)
