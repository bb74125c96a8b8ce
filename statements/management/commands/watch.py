"""Look at the watched sources, and make drafts of what is new there."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import CommandError

from statements.editorial.watching.looking import watch_due
from statements.management.looping import LoopingCommand


class Command(LoopingCommand):
    help = "Make drafts of what is new at the watched sources. Nothing is published; one such command works at a time."
    lock = 0x5EEC
    every = 30

    def refuse_to_start(self) -> None:
        if not settings.FETCH:
            raise CommandError("This archive fetches nothing from the web: ARCHIVE_FETCH is off.")

    def work(self) -> None:
        for source, made in watch_due(self.is_over):
            if source.reason:
                self.stderr.write(f"{source}: {source.reason}")
            elif made:
                self.stdout.write(f"{source}: {made} drafts")
