"""How far a standby is behind its primary."""

from __future__ import annotations

from time import monotonic

from django.db import connection

# Whether it is a standby, whether its primary sends to it, whether something that it was sent is still to be applied,
# and how old the last transaction is that was: in an archive in which nothing is written it may be very old.
_STANDING = """
SELECT pg_is_in_recovery(), EXISTS (SELECT FROM pg_stat_wal_receiver WHERE pid IS NOT NULL),
    CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn() END,
    extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float
"""
_current_at = monotonic()


def read_lag() -> float | None:
    """Seconds that the standby to which this process is connected may be behind; None on a primary.

    A standby to which nothing is sent does not know what it lacks, and one that has just begun does not know how old
    is what it has: what counts is the time since this process last saw it up to date, or began. So a primary that is
    lost does not take its standbys with it.
    """
    global _current_at
    with connection.cursor() as cursor:
        cursor.execute(_STANDING)
        is_standby, is_connected, is_behind, age = cursor.fetchone()
    if not is_standby:
        return None
    if is_connected and not is_behind:
        _current_at = monotonic()
        return 0.0
    unseen = monotonic() - _current_at
    return max(min(age, unseen), 0.0) if is_connected and age is not None else unseen
