"""Commands that work in a loop beside the web server: one at a time, however often they are started."""

from __future__ import annotations

import os
import signal
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection

from statements.checks import error_line
from statements.management.sessions import refuse_pool

_STEP = 2  # seconds


class LoopingCommand(BaseCommand):
    """A command that works once, or again and again until a signal ends it; lost connections are made anew.

    lock: the number of the advisory lock of the one who works; every: seconds between two looks.
    """

    lock: int
    every: float = 5

    def add_arguments(self, parser: ArgumentParser) -> None:
        every = f"between two looks; default: {self.every:g}"
        parser.add_argument("--loop", action="store_true", help="go on until a signal ends it")
        parser.add_argument("--every", type=float, default=self.every, metavar="SECONDS", help=every)
        parser.add_argument("--beside", type=int, metavar="PID", help="end with this process, which started it")

    @property
    def name(self) -> str:
        """What it is called on the command line."""
        return type(self).__module__.rpartition(".")[2]

    def refuse_to_start(self) -> None:
        """Raises CommandError where the settings leave nothing to do."""

    def work(self) -> None:
        """Do what there is to do; between two parts of it ask `is_over`."""
        raise NotImplementedError

    def handle(self, *args: Any, loop: bool, every: float, beside: int | None, **options: Any) -> None:
        self.refuse_to_start()
        refuse_pool(self.name)
        self.stopped, self.beside = Event(), beside
        if not loop:
            with _hold(self.lock) as locked:
                if not locked:
                    raise CommandError(f"Another {self.name} command is at work: nothing was done.")
                self.work()
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stopped.set())
        while not self.is_over():
            self._go_on(every)

    def is_over(self) -> bool:
        """Whether a signal came, or the process that started this one is gone."""
        return self.stopped.is_set() or (self.beside is not None and os.getppid() != self.beside)

    def _go_on(self, every: float) -> None:
        """Work again and again, for as long as the database is there and nobody else does it. every: seconds."""
        try:
            with _hold(self.lock) as locked:
                while locked and not self.is_over():
                    self.work()
                    self._rest(every)
        except Error as error:
            self.stderr.write(f"{error_line(error)} Trying again.")
            connection.close()
        self._rest(every)

    def _rest(self, seconds: float) -> None:
        """Wait, and notice soon where it is over."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self.is_over():
            self.stopped.wait(min(left, _STEP))


@contextmanager
def _hold(lock: int) -> Iterator[bool]:
    """Be the only one who works; whether that is so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        locked = cursor.fetchone()[0]
    try:
        yield locked
    finally:
        if locked:
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])
