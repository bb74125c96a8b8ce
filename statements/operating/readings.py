"""How the archive is, in figures: what is read from the database and the disks when Prometheus asks.

They are read by a thread of their own with a connection of its own, so that a database that does not answer holds up
nobody: what has not come within two seconds is left out, as is each figure that fails. They are kept for ten seconds.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from threading import Lock, Thread
from time import monotonic
from typing import Any

from django.db import DatabaseError, connection, transaction
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from statements.connecting.lag import read_lag
from statements.importer.messages.kinds import kind_of
from statements.operating.disks import list_disks
from statements.operating.status_files import backup_file, housekeeping_file, read_drill_moment, read_moment
from statements.version import commit, version
from statements.web.slots import EXPORTS, SLOTS

PATIENCE = 2.0  # seconds that a figure is waited for
_KEPT = 10.0  # seconds
_TIMEOUT = 1000  # milliseconds of the database for each figure
_MOST = 500  # different reasons for refusals that are looked at
_log = logging.getLogger(__name__)

_SLOTS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted"
# Seconds by which the message that waits longest is late, and how many wait.
_OUTBOX = """
SELECT coalesce(extract(epoch FROM now() - min(next_attempt) FILTER (WHERE next_attempt <= now())), 0)::float8, count(*)
FROM {table} WHERE result = ''
"""
_TABLES = {"alerts": "statements_delivery", "letters": "statements_noticemail"}
_LAST_EVENT = "SELECT extract(epoch FROM max(at))::float8 FROM statements_publication WHERE at <= now()"
_REFUSALS = """
SELECT reason, count(*) FROM statements_arrival JOIN statements_batch ON statements_batch.id = batch_id
WHERE became = 'refused' AND sent_at > now() - interval '1 day' GROUP BY reason ORDER BY 2 DESC LIMIT %s
"""
_SOURCES = """
SELECT count(*) FILTER (WHERE reason <> '' AND NOT paused), count(*) FILTER (WHERE paused), count(*)
FROM statements_watchedsource
"""
_SENT = "SELECT extract(epoch FROM max(replay_lag))::float8 FROM pg_stat_replication"

Read = Callable[[], Iterator[Metric]]


def _ask(statement: str, *parameters: int) -> list[tuple[Any, ...]]:
    """The rows of a statement, which is given a second."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {_TIMEOUT}")
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def _single(name: str, told: str, value: float | None) -> Iterator[Metric]:
    """A figure without labels; nothing, where there is none."""
    if value is not None:
        yield GaugeMetricFamily(name, told, value=value)


def _labelled(name: str, told: str, label: str, values: dict[str, float]) -> Metric:
    family = GaugeMetricFamily(name, told, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def read_slots() -> Iterator[Metric]:
    [[used]] = _ask(_SLOTS, EXPORTS)
    yield from _single("archive_export_slots_used", "Files of lists that are written just now", used)
    yield from _single("archive_export_slots", "Files of lists that may be written at a time", SLOTS)


def read_outbox() -> Iterator[Metric]:
    found = {name: _ask(_OUTBOX.format(table=table))[0] for name, table in _TABLES.items()}
    late = {name: seconds for name, (seconds, _) in found.items()}
    yield _labelled("archive_outbox_late_seconds", "Since when the message that waits longest is due", "what", late)
    waiting = {name: float(count) for name, (_, count) in found.items()}
    yield _labelled("archive_outbox_waiting", "Messages that are not sent yet", "what", waiting)


def read_log() -> Iterator[Metric]:
    [[moment]] = _ask(_LAST_EVENT)
    told = "When something became public last, or ceased to be: seconds of Unix time"
    yield from _single("archive_last_event_timestamp_seconds", told, moment)


def read_refusals() -> Iterator[Metric]:
    counted: Counter[str] = Counter()
    for reason, number in _ask(_REFUSALS, _MOST):
        counted[kind_of(reason)] += number
    yield _labelled("archive_refused_files", "Files of the last day that were refused", "kind", dict(counted))


def read_sources() -> Iterator[Metric]:
    [[failing, paused, total]] = _ask(_SOURCES)
    values = {"failing": failing, "paused": paused, "well": total - failing - paused}
    yield _labelled("archive_watched_sources", "Watched sources, by how they are", "state", values)


def read_replication() -> Iterator[Metric]:
    """On a standby its own lag, on a primary that of the slowest standby."""
    seconds = read_lag()
    if seconds is None:
        [[seconds]] = _ask(_SENT)
    yield from _single("archive_replication_lag_seconds", "By how much a standby is behind", seconds)


def read_disks() -> Iterator[Metric]:
    disks = list_disks()
    free = {disk.place: float(disk.free) for disk in disks}
    yield _labelled("archive_disk_free_bytes", "Room left on the disk", "place", free)
    total = {disk.place: float(disk.total) for disk in disks}
    yield _labelled("archive_disk_bytes", "Size of the disk", "place", total)


def read_status_files() -> Iterator[Metric]:
    moments = {
        "backup": read_moment(backup_file()),
        "drill": read_drill_moment(),
        "housekeeping": read_moment(housekeeping_file()),
    }
    for name, moment in moments.items():
        told = f"When the last {name} went well: seconds of Unix time"
        yield from _single(f"archive_last_{name}_timestamp_seconds", told, moment.timestamp() if moment else None)


def read_build() -> Iterator[Metric]:
    family = GaugeMetricFamily("archive_build_info", "Which version runs", labels=["version", "commit"])
    family.add_metric([version(), commit()], 1)
    yield family


OF_THE_DATABASE: tuple[Read, ...] = (read_slots, read_outbox, read_log, read_refusals, read_sources, read_replication)
OF_THE_HOST: tuple[Read, ...] = (read_disks, read_status_files, read_build)


def _try(read: Read) -> list[Metric]:
    """What a figure says; nothing where it fails, which the log tells."""
    try:
        return list(read())
    except (DatabaseError, OSError, ValueError):
        _log.warning("A figure for Prometheus cannot be read: %s", read.__name__, exc_info=True)
        return []


def read_database() -> list[Metric]:
    """The figures of the database, and whether it answered."""
    found: list[Metric] = []
    answers = 1.0
    try:
        _ask("SELECT 1")
    except DatabaseError:
        answers = 0.0
    if answers:
        found = [each for read in OF_THE_DATABASE for each in _try(read)]
    return [*_single("archive_database_up", "Whether the database answers", answers), *found]


class _Figures:
    """The figures of the database as they were read last, by a thread that is started where they are old."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: list[Metric] = []
        self._ended = float("-inf")
        self._thread: Thread | None = None

    def recent(self) -> list[Metric]:
        """The figures of the last ten seconds. Of a database that does not answer in time, only that."""
        with self._lock:
            if monotonic() - self._ended < _KEPT:
                return self._found
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._read, name="figures", daemon=True)
                self._thread.start()
            thread = self._thread
        thread.join(PATIENCE)
        if thread.is_alive():
            return [*_single("archive_database_up", "Whether the database answers", 0.0)]
        return self._found

    def _read(self) -> None:
        try:
            found = read_database()
        finally:
            connection.close()
        self._found, self._ended = found, monotonic()


_reading = _Figures()


class Readings(Collector):
    """All figures that are read, not counted."""

    def collect(self) -> Iterator[Metric]:
        for read in OF_THE_HOST:
            yield from _try(read)
        yield from _reading.recent()
