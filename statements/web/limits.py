"""What a page may cost: it is read from one snapshot of the database, in a limited time."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import wraps
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from statements.connecting.causes import CANCELED, read_code
from statements.web.memory import return_memory
from statements.web.outages import leave_to_us, note_outage

Result = TypeVar("Result")
View = Callable[..., HttpResponseBase]
_COSTLY = re.compile(r"[*|()]|\b(?:OR|NEAR)\b")
RETRY_AFTER = 5  # seconds
_SOURCES = "what has answered"
_TIMES_FOR_WHOLE = 15  # times PAGE_TIMEOUT that reading a whole text may take in addition
MOST_WHOLE = 16  # readers who may read long texts whole, or wait for their turn, in a process
_INCOMPLETE, _EXTENDED = "that a page lacks something", "that a page has more time"


class TooSlowError(Exception):
    """The answer would take longer than a page may take."""


class TurnNeededError(Exception):
    """A long text is to be read whole: see read_in_turn."""


def limit_pages(pages: int, *, first: str = "") -> Callable[[View], View]:
    """Run a view in one read-only snapshot, with `pages` times PAGE_TIMEOUT of database time; too_slow() beyond it.

    first: see open_snapshot.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return answer_from_snapshot(pages, lambda: view(request, *args, **kwargs), first=first)
            except TooSlowError:
                return too_slow(request)

        return answer

    return decorate


def answer_from_snapshot(pages: int, make: Callable[[], HttpResponseBase], *, first: str = "") -> HttpResponseBase:
    """The answer that `make` gives, from one snapshot, with `pages` times PAGE_TIMEOUT of database time; after others,
    where it reads a long text whole: then it is made anew. first: see open_snapshot. Raises TooSlowError."""

    def answer() -> HttpResponseBase:
        with open_snapshot(pages * settings.PAGE_TIMEOUT, first=first):
            return tell_sources(make())

    return read_in_turn(answer)


limited = limit_pages(1)
limited_text = limit_pages(5)  # for pages of texts, which may be as long as the importer allows


def add_source(name: str) -> None:
    """Note what answers a request: the index, the database, both in turn, or the memory of pages."""
    keep_in_snapshot(_SOURCES, dict[str, None])[name] = None


def tell_sources(answer: HttpResponseBase) -> HttpResponseBase:
    """Tell benchmarks what has answered; https://www.w3.org/TR/server-timing/ has names without times, too."""
    if names := keep_in_snapshot(_SOURCES, dict[str, None]):
        answer["Server-Timing"] = ", ".join(names)
    return answer


def too_slow(request: HttpRequest) -> HttpResponse:
    """The answer to a request that took too long: narrow a costly query, otherwise try again."""
    costly = is_costly(" ".join(request.GET.getlist("q")))
    answer = render(request, "too_slow.html", {"costly": costly}, status=400 if costly else 503)
    return answer if costly else mark_slow(answer)


def mark_slow(answer: HttpResponse) -> HttpResponse:
    """The answer to who may ask the same again, which the log counts."""
    note_outage("a page took longer than it may")
    answer["Retry-After"] = str(RETRY_AFTER)
    return leave_to_us(answer)


def is_costly(typed: str) -> bool:
    """Whether a query is more than words and phrases, so that asking the same again would not help."""
    return _COSTLY.search(typed) is not None


@contextmanager
def open_snapshot(milliseconds: int, *, first: str = "") -> Iterator[None]:
    """Read everything inside the block as of one moment, so that a count and the list under it agree.

    milliseconds: the total that its statements may take; what is done between them is no load on the database, and
    does not count. first: a statement to be run before that moment, which takes no snapshot itself. Raises
    TooSlowError. Inside a transaction of a caller, as in a test, the moment is that of each statement.
    """
    outermost, limit = not connection.in_atomic_block, _Limit(milliseconds)
    before, kept_before = _limit.set(limit), _kept.set({})
    try:
        with _translate_cancellation(), transaction.atomic():
            if outermost:
                with connection.cursor() as cursor:
                    snapshot = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
                    cursor.execute(f"{snapshot}; {limit.write_timeout()}; {first}")
            with connection.execute_wrapper(limit):
                yield
            if not outermost:
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL statement_timeout = DEFAULT; SET LOCAL enable_seqscan = DEFAULT")
    finally:
        _limit.reset(before)
        _kept.reset(kept_before)


def keep_in_snapshot(key: Hashable, make: Callable[[], Result]) -> Result:
    """Return what `make` reads; inside of open_snapshot it is read once for each `key`, as it cannot change there."""
    kept = _kept.get()
    if kept is None:
        return make()
    if key not in kept:
        kept[key] = make()
    return cast(Result, kept[key])


def read_in_turn(read: Callable[[], Result]) -> Result:
    """Return what `read` returns, which opens snapshots. Where it comes to read a long text whole, it is given up, and
    begun again when its turn has come.

    So whoever waits keeps no transaction open, and behind PgBouncer no connection from others. Raises TooSlowError, see
    take_turn.
    """
    if _has_turn.get():
        return read()
    before = _has_turn.set(False)
    try:
        return read()
    except TurnNeededError:
        pass
    finally:
        _has_turn.reset(before)
    with take_turn():
        return read()


@contextmanager
def take_turn() -> Iterator[None]:
    """Be the only one in this process who reads a long text whole, after those who have waited already.

    They would be read no sooner all at once, take as many times the memory, and other pages would be late. Not to be
    used inside of a transaction. Raises TooSlowError where MOST_WHOLE readers read or wait, so that threads are left
    for other pages.
    """
    if not _readers.acquire(blocking=False):
        raise TooSlowError
    try:
        with take_turn_anyhow():
            yield
    finally:
        _readers.release()


@contextmanager
def take_turn_anyhow() -> Iterator[None]:
    """The same for those few who must not be refused, as what they typed would be lost."""
    with _one_whole:
        before = _has_turn.set(True)
        try:
            yield
        finally:
            _has_turn.reset(before)
            return_memory()


def need_turn() -> None:
    """Inside of a snapshot: say that a long text is to be read whole, which takes more time.

    Raises TurnNeededError where read_in_turn is to wait for a turn first; what runs outside of it waits for nobody.
    """
    if _has_turn.get() is False:
        raise TurnNeededError
    if _kept.get() is not None:
        keep_in_snapshot(_EXTENDED, lambda: _limit.get().extend(_TIMES_FOR_WHOLE * settings.PAGE_TIMEOUT))


@contextmanager
def limit_to(milliseconds: int) -> Iterator[None]:
    """Inside of open_snapshot: read what a page can do without in a part of its time.

    Raises TooSlowError where that does not suffice; the page can be read on then.
    """
    try:
        with _limit.get().shorten(milliseconds), _translate_cancellation(), transaction.atomic():
            yield
    except TooSlowError:
        keep_in_snapshot(_INCOMPLETE, lambda: True)
        raise


def is_incomplete() -> bool:
    """Whether the page lacks something that took too long, so that the next reader may see more."""
    kept = _kept.get()
    return kept is not None and _INCOMPLETE in kept


@contextmanager
def prefer_index() -> Iterator[None]:
    """Inside of open_snapshot: look words up in their index, whatever PostgreSQL guesses.

    Where it expects half the rows it reads all of them, as it does not know that their words lie out of line: for a
    common word that takes ten times as long.
    """
    limit = _limit.get(None)
    with limit.use_index() if limit else nullcontext():
        yield


@contextmanager
def _translate_cancellation() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if read_code(error) == CANCELED:
            raise TooSlowError from error
        raise


class _Limit:
    """Sets the time that is left as the limit of the statements that follow, and whether they have to use an index."""

    def __init__(self, milliseconds: int) -> None:
        self._between, self._left_at = 0.0, monotonic()  # seconds between statements, and when the last one ended
        self._ends = [self._now() + milliseconds / 1000]
        self._set: int | None = None  # what the database was told; None where it has to be told anew
        self._indexed = False
        self._set_indexed: bool | None = False

    def write_timeout(self) -> str:
        """The statement that sets the time that is left. Raises TooSlowError where none is."""
        self._set = self._time_left()
        return f"SET LOCAL statement_timeout = {self._set}"

    def _time_left(self) -> int:
        """Milliseconds. Raises TooSlowError where none are left."""
        left = int((min(self._ends) - self._now()) * 1000)
        if left < 1:
            raise TooSlowError
        return left

    def extend(self, milliseconds: int) -> None:
        """Give the whole block more time, but none to those inside it that have a part of it."""
        self._ends[0] += milliseconds / 1000
        self._set = None

    def _now(self) -> float:
        """Seconds of the time that is limited."""
        return monotonic() - self._between

    @contextmanager
    def shorten(self, milliseconds: int) -> Iterator[None]:
        self._ends.append(self._now() + milliseconds / 1000)
        self._set = None
        try:
            yield
        finally:
            self._ends.pop()
            self._set = None
            self._set_indexed = None  # what was set in a savepoint may be gone

    @contextmanager
    def use_index(self) -> Iterator[None]:
        before, self._indexed = self._indexed, True
        try:
            yield
        finally:
            self._indexed = before

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")):
            return execute(sql, params, many, context)  # after an error all else fails until the last of these
        self._between += monotonic() - self._left_at
        try:
            return self._execute(execute, sql, params, many, context)
        finally:
            self._left_at = monotonic()

    def _execute(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if self._set is None or self._time_left() < self._set * 0.8:
            execute(self.write_timeout(), None, False, context)
        if self._indexed != self._set_indexed:
            self._set_indexed = self._indexed
            execute(f"SET LOCAL enable_seqscan = {'off' if self._indexed else 'on'}", None, False, context)
        return execute(sql, params, many, context)


_readers, _one_whole = BoundedSemaphore(MOST_WHOLE), Lock()
_has_turn: ContextVar[bool | None] = ContextVar("turn", default=None)  # None where turns are not taken
_limit: ContextVar[_Limit] = ContextVar("limit")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)
