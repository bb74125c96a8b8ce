"""How much of what is costly is done at a time, by all processes together."""

from __future__ import annotations

from django.db import connection

SLOTS = 2  # of each kind
EXPORTS, LISTS = 0x0E49, 1_852_797_044  # files that are written, lists of quotations that are checked
_TAKE = "SELECT pg_try_advisory_xact_lock(%s, %s)"


def take_slot(kind: int) -> bool:
    """Take one of the slots of a kind until the transaction ends, however it ends; False where there is none."""
    with connection.cursor() as cursor:
        for slot in range(SLOTS):
            cursor.execute(_TAKE, [kind, slot])
            if cursor.fetchone()[0]:
                return True
    return False
