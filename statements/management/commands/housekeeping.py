"""Throw away what nobody needs any more, and warn where the disk is nearly full."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from statements.management.looping import LoopingCommand
from statements.operating.disks import warn_of_low
from statements.operating.housekeeping import do_all
from statements.operating.status_files import housekeeping_file, note_done, read_moment

_PAUSE = timedelta(hours=23)  # a timer may be early


class Command(LoopingCommand):
    help = (
        "Throw away what nobody needs any more, such as sessions that are over, and warn where the disk is nearly full."
        " With --loop: the first once a day, the second at each look."
    )
    lock = 0x71D7
    every = 600

    def handle(self, *args: Any, loop: bool, **options: Any) -> None:
        self.is_looping = loop
        super().handle(*args, loop=loop, **options)

    def work(self) -> None:
        warn_of_low()
        if self.is_looping and not self._is_due():
            return
        for what, number in do_all():
            if number or not self.is_looping:
                self.stdout.write(f"{what}: {number:,}")
            if self.is_over():
                return
        self._note()

    def _is_due(self) -> bool:
        last = read_moment(housekeeping_file())
        return last is None or not timedelta(0) <= timezone.now() - last < _PAUSE

    def _note(self) -> None:
        """Write down when it was done, for Prometheus and the next look."""
        try:
            note_done(housekeeping_file())
        except OSError as error:
            self.stderr.write(f"It is done, but {housekeeping_file()} cannot be written: {error.strerror}")
