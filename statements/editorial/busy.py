"""What happens where others keep the database busy: an editor waits a while, is told, and loses nothing she typed."""

from __future__ import annotations

from django.db import OperationalError, connection

from statements.connecting.causes import PASSING, find_cause

_LOCKED: float = 8  # seconds that a step waits for rows that somebody else is changing
_WORKING: float = 25  # seconds that one statement of a step may take; servers give up after thirty
_LIMITS = "SELECT set_config('lock_timeout', %s, true), set_config('statement_timeout', %s, true)"


def limit_waiting() -> None:
    """Let no statement of the current transaction take longer, or wait for others longer, than an editor would.

    The other pages of the desk wait as long as every connection does: see connecting/patience.py.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LIMITS, [f"{seconds * 1000:.0f}" for seconds in (_LOCKED, _WORKING)])


def is_busy(error: OperationalError) -> bool:
    """Whether the database gave up waiting for somebody else, or for itself."""
    return find_cause(error) in PASSING
