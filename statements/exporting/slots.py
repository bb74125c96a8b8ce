"""How many exports are written at a time, by all processes together."""

from __future__ import annotations

from django.db import connection

SLOTS = 2
_EXPORTS = 0x0E49  # sets these locks apart from others
_TAKE = "SELECT pg_try_advisory_xact_lock(%s, %s)"


class NoSlotError(Exception):
    """As many exports are being written as may be."""


def take_slot() -> None:
    """Take a slot until the transaction ends, however it ends. Raises NoSlotError."""
    with connection.cursor() as cursor:
        for slot in range(SLOTS):
            cursor.execute(_TAKE, [_EXPORTS, slot])
            if cursor.fetchone()[0]:
                return
    raise NoSlotError
