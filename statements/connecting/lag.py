"""How far a standby is behind its primary."""

from __future__ import annotations

from time import monotonic

from django.db import connection

from statements.connecting.sight import CURRENT_AT, LAG, LOST_AT, sight

# Whether it is a standby, whether its primary sends to it, whether something that it was sent is still to be applied,
# and how old the last transaction is that was: in an archive in which nothing is written it may be very old.
_STANDING = """
SELECT pg_is_in_recovery(), EXISTS (SELECT FROM pg_stat_wal_receiver WHERE pid IS NOT NULL),
    CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn() END,
    extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float
"""


def read_lag() -> float | None:
    """Seconds that the standby to which this process is connected may be behind; None on a primary.

    One that has just begun to apply what it was sent does not know how old that is: what counts at most is the time
    since a worker of this server last saw it up to date. One to which nothing is sent does not know what it lacks, and
    counts from the moment at which a worker first saw that, so that a primary that is lost does not take its standbys
    with it. On a primary that moment is forgotten: it may become a standby again.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STANDING)
        is_standby, is_connected, is_behind, age = cursor.fetchone()
    if not is_standby:
        sight[LOST_AT] = sight[LAG] = 0  # but not CURRENT_AT: the standby may be away, and come back with what it had
        return None
    now = monotonic()
    if not is_connected:
        sight[LOST_AT] = sight[LOST_AT] or now
        return sight[LAG] + now - sight[LOST_AT]
    sight[LOST_AT] = 0
    if not is_behind:
        sight[CURRENT_AT] = now
    unseen = now - sight[CURRENT_AT]
    sight[LAG] = unseen if age is None else max(min(age, unseen), 0.0)
    return sight[LAG]
