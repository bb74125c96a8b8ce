"""The watch of a serving process: it notices that PostgreSQL has fallen silent, and ends the waiting for it.

A statement that takes long and a server that is frozen look the same to who waits. So once a request has taken a
moment, the watch asks the server of its connection something that takes no time. Where no answer comes, nobody's will:
all connections to that server are cut, and whoever needs the database is refused at once until somebody has reached
it again. Nothing is added to a statement or to a connection, and no statement is limited.

psycopg2's set_wait_callback was not taken for this: with it libpq's `connect_timeout` and its going on to the next of
several hosts are lost, COPY is refused, and every statement costs more.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from threading import Event, Lock, Thread, get_ident
from typing import Any

import psycopg2
from django.conf import settings
from django.db import Error, OperationalError, connections

from statements.connecting.lines import Lines, OpenLine, Server
from statements.connecting.patience import PAGES

_TICK = 0.1  # seconds
_SUSPECT = 0.8  # seconds: a request that takes longer has the watch ask the server
_SILENT = 1.2  # seconds: a server that has not answered by then is silent
_SILENT_POOL = 8.0  # seconds: the same behind a pooler
_AGAIN = 0.5  # seconds between two questions
_GIVE_UP = 5.0  # seconds: an attempt to reach it that takes longer is ended
_SLOW = 1.5  # seconds: what has failed later than this was not refused, but got no answer

_log = logging.getLogger(__name__)

Application = Callable[..., Iterable[bytes]]


class SilentDatabaseError(OperationalError):
    """PostgreSQL did not answer somebody a moment ago, so nobody waits for it now."""


class _Question:
    """Something asked in a thread of its own, which may never return."""

    def __init__(self, ask: Callable[[], bool]) -> None:
        self.asked_at, self.answered, self.ended = time.monotonic(), False, Event()
        Thread(target=self._run, args=(ask,), name="asks the database", daemon=True).start()

    def _run(self, ask: Callable[[], bool]) -> None:
        try:
            self.answered = ask()
        finally:
            self.ended.set()

    @property
    def age(self) -> float:
        return time.monotonic() - self.asked_at


class Watch:
    """Of one process; a process that does not serve has none, and waits as long as its connections let it."""

    def __init__(self) -> None:
        self.is_serving = False
        self._begin()
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        """Also in a forked process, which has neither the threads nor the connections of its parent."""
        self.lines, self.is_silent = Lines(), False
        self._silent_since = 0.0
        self._requests: dict[int, float] = {}  # thread: when its request began
        self._busy, self._starting = Event(), Lock()
        self._thread: Thread | None = None
        self._question: _Question | None = None
        self._kept: dict[Server, Any] = {}  # connections for asking

    def serve(self, application: Application) -> Application:
        """The WSGI application, watched from its first request on."""
        self.is_serving = True

        def respond(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            self._requests[get_ident()] = time.monotonic()
            self._wake()
            try:
                return application(environ, start_response)
            finally:
                self._requests.pop(get_ident(), None)

        return respond

    def refuse_if_silent(self) -> None:
        """Raise SilentDatabaseError where connecting would only keep one more waiting."""
        if self.is_silent:
            raise SilentDatabaseError("the database does not answer")

    def note_failure(self, seconds: float) -> None:
        """Connecting has failed after so long. Raises SilentDatabaseError if that was for want of an answer."""
        if seconds >= _SLOW:
            self._fall_silent()
            self.refuse_if_silent()

    def _wake(self) -> None:
        self._busy.set()
        if self._thread is None:
            with self._starting:
                self._thread = self._thread or self._start()

    def _start(self) -> Thread:
        thread = Thread(target=self._watch, name="watches the database", daemon=True)
        thread.start()
        return thread

    def _watch(self) -> None:
        while self._busy.wait():
            time.sleep(_TICK)
            try:
                self._try_again() if self.is_silent else self._look()
            except Exception:  # without this thread nobody would be let in again
                _log.exception("The watch over the database stumbled, and goes on")
            self._busy.clear()
            if self._requests or self.is_silent:
                self._busy.set()

    def _look(self) -> None:
        """Ask the server that somebody waits for, or see what has become of the question."""
        line, question = self._find_waiting(), self._question
        if line is None:
            self._question = None
        elif question is None or (question.answered and question.age > _AGAIN):
            self._question = _Question(partial(self._hear, line.server))
        elif not question.answered and (question.ended.is_set() or question.age > _patience()):
            self._question = None
            if _has_several():  # another one may answer
                self.lines.cut(line.server)
            else:
                self._fall_silent()

    def _find_waiting(self) -> OpenLine | None:
        """The connection of the request that has taken longest, if that is long."""
        before = time.monotonic() - _SUSPECT
        late = sorted((began, thread) for thread, began in tuple(self._requests.items()) if began < before)
        return next(filter(None, (self.lines.of_thread(thread) for _, thread in late)), None)

    def _hear(self, server: Server) -> bool:
        """Whether a server says anything: a refusal is an answer, too."""
        for _ in range(2):  # a connection that was kept may have ended
            try:
                if server not in self._kept:
                    self._kept[server] = self._connect(server)
                with self._kept[server].cursor() as cursor:
                    cursor.execute("SELECT 1")
                return True
            except psycopg2.Error as error:
                self._kept.pop(server, None)
                if "FATAL" in str(error):
                    return True
        return False

    def _connect(self, server: Server) -> Any:
        known = {**PAGES, **connections["default"].get_connection_params()}
        asked = {"host": server[0], "port": server[1], "target_session_attrs": "any"}
        opened = psycopg2.connect(**known | asked)
        opened.autocommit = True
        self.lines.add(opened)
        return opened

    def _fall_silent(self) -> None:
        if not self.is_silent:
            self._silent_since = time.monotonic()
            _log.error("PostgreSQL does not answer: whoever needs it is refused until it does")
        self.is_silent, self._question = True, None
        self.lines.cut()
        self._wake()

    def _try_again(self) -> None:
        question = self._question
        if question is None or (question.ended.is_set() and question.age > _AGAIN):
            self._question = _Question(self._reach)
        elif question.age > _GIVE_UP:
            self.lines.cut()

    def _reach(self) -> bool:
        """Connect as a page does, ask something, and let the others do so again if there is an answer."""
        wrapper: Any = connections["default"]
        try:
            with closing(wrapper.get_new_connection(wrapper.get_connection_params(), asking=True)) as connection:
                connection.cursor().execute("SELECT 1")  # a pooler takes connections although its server is frozen
            self._speak_again()
        except (Error, psycopg2.Error) as error:
            if "FATAL" in str(error):  # what is refused is refused soon
                self._speak_again()
        return not self.is_silent

    def _speak_again(self) -> None:
        self.is_silent = False
        _log.warning("PostgreSQL answers again, after %.1f s", time.monotonic() - self._silent_since)


def _patience() -> float:
    """Seconds until an unanswered question means that a server is frozen. Before a pool questions stand in a queue."""
    return _SILENT_POOL if settings.POOLED else _SILENT


def _has_several() -> bool:
    """Whether the address of the database names several servers."""
    return "," in str(connections["default"].get_connection_params().get("host", ""))


watch = Watch()
