"""How many lists of quotations are checked at once, by all processes: each may take half a minute of a core."""

from __future__ import annotations

from django.db import connection

SLOTS = 2
_KEY = 1_852_797_044  # of the locks; any number that no other lock of this database has


def take_slot() -> bool:
    """Take one of the slots until the transaction ends; False where there is none."""
    with connection.cursor() as cursor:
        for slot in range(SLOTS):
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_KEY, slot])
            if cursor.fetchone()[0]:
                return True
    return False
