"""Which release of the archive draws the pages: what was drawn by another may look different."""

from __future__ import annotations

import os
from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

_PLACES = ("statements", "templates", "static", "requirements.txt")
_NOT_READ = {".pyc", ".po"}  # made from what is read, or into it
# Hosts may differ in these.
_NOT_SHOWN = {
    *("ARCHIVE_DATA_DIR", "ARCHIVE_INDEX_DIR", "ARCHIVE_LOG_LEVEL", "ARCHIVE_LOG_FORMAT", "ARCHIVE_LOG_REQUESTS"),
    *("ARCHIVE_METRICS_TOKEN", "ARCHIVE_METRICS_BIND", "ARCHIVE_BACKUP_STATUS", "ARCHIVE_LOW_DISK", "ARCHIVE_COMMIT"),
    *("ARCHIVE_METRICS_TOKEN_FILE", "ARCHIVE_STATIC_DIR"),
    "ARCHIVE_DRAIN_SECONDS",
    "ARCHIVE_POSTGRES_PROGRAMS",
}


@cache
def release() -> str:
    """A digest of the files that make the pages and of the variables ARCHIVE_…; made once by each process."""
    return digest_of([settings.BASE_DIR / place for place in _PLACES])


def digest_of(places: list[Path]) -> str:
    """The digest of files, and of all files in folders, with the variables that pages depend on: 16 letters."""
    digest = blake2b(digest_size=8)
    for path in sorted(path for place in places for path in _files(place)):
        content = path.read_bytes()
        digest.update(f"{os.path.relpath(path, settings.BASE_DIR)} {len(content)}\n".encode() + content)
    chosen = {name: value for name, value in os.environ.items() if name.startswith("ARCHIVE_")}
    digest.update(repr(sorted((name, value) for name, value in chosen.items() if name not in _NOT_SHOWN)).encode())
    return digest.hexdigest()


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return [path for path in place.rglob("*") if path.is_file() and path.suffix not in _NOT_READ]
