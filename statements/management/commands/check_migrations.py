"""Whether this release can serve the database, for whatever starts a server: one line if not."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from statements.connecting.lag import read_lag
from statements.connecting.schema import describe_missing, find_missing
from statements.web.serving import UNAPPLIED

_PAUSE = 1.0  # seconds


class Command(BaseCommand):
    help = (
        "End with 3 and one line if migrations of this release are not applied. "
        "A standby, which gets them from its primary, is waited for."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        told = False
        while missing := find_missing():
            if read_lag() is None:  # it is no standby
                raise CommandError(f"{describe_missing(missing)}.", returncode=UNAPPLIED)
            if not told:
                self.stderr.write(f"Migrations are not on this standby yet, {missing[0]} first: waiting.")
                told = True
            time.sleep(_PAUSE)
