"""How much room is left on the disks that the archive writes to, before PostgreSQL stops for lack of it."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Disk:
    """A disk that something of the archive is on. place: what; free, total: bytes."""

    place: str
    free: int
    total: int

    @property
    def is_low(self) -> bool:
        return self.free < settings.LOW_DISK

    @property
    def percent(self) -> int:
        """The part of it that is free."""
        return 100 * self.free // max(self.total, 1)


def list_disks() -> list[Disk]:
    """The disks with the data folder, the embedded database, the index and the dumps; each disk once."""
    seen: set[int] = set()
    disks = []
    for name, folder in _places():
        device = folder.stat().st_dev
        if device not in seen:
            seen.add(device)
            usage = shutil.disk_usage(folder)
            disks.append(Disk(name, usage.free, usage.total))
    return disks


def _places() -> Iterator[tuple[str, Path]]:
    """The folders that are there. The cluster may be a link to elsewhere."""
    named = {
        "data": settings.DATA_DIR,
        "database": settings.DATA_DIR / "postgres",
        "index": settings.INDEX_DIR,
        "dumps": settings.DUMPS_DIR,
    }
    for name, folder in named.items():
        found = folder.resolve()
        if found.is_dir():
            yield name, found


def find_low() -> list[Disk]:
    """The disks on which room is short."""
    return [disk for disk in list_disks() if disk.is_low]


def warn_of_low() -> None:
    """Say in the log on which disks room is short."""
    for disk in find_low():
        _log.warning(
            "The disk of the %s has %.1f GB left, of %.1f: make room before PostgreSQL stops",
            disk.place,
            disk.free / 1e9,
            disk.total / 1e9,
        )
