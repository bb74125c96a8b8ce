"""Where the processes of a server keep what they count, so that each of them can tell what all have counted.

prometheus_client keeps a file for each process in the folder PROMETHEUS_MULTIPROC_DIR. gunicorn's first process makes
the folder and empties it, before any other is started, and buries those that have ended: their counts are added to one
file for all of them, or a server that renews its processes would have thousands in the end.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_PREFIX = "archive-metrics-"
_LOCK = "lock"
_KINDS = ("counter", "histogram")
_BURIED = 0  # the process under whose name the counts of those are kept that have ended


def folder() -> Path | None:
    """The folder, where there is one; without it each process knows only its own counts."""
    named = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    return Path(named) if named else None


def begin() -> None:
    """Make the folder, and empty it of what an earlier server counted. A server without one gets one of its own."""
    place = folder() or Path(tempfile.mkdtemp(prefix=_PREFIX))
    place.mkdir(parents=True, exist_ok=True)
    for left in place.glob("*.db"):
        left.unlink(missing_ok=True)
    os.environ[_FOLDER] = str(place)


def end() -> None:
    """Remove the folder, unless somebody named it."""
    place = folder()
    if place and place.name.startswith(_PREFIX):
        shutil.rmtree(place, ignore_errors=True)


def bury(process: int) -> None:
    """Add the counts of a process that has ended to those of all that have."""
    from prometheus_client.mmap_dict import MmapedDict  # decides on loading whether there is such a folder

    place = folder()
    if place is None:
        return
    with holding(place, fcntl.LOCK_EX):
        for own in (place / f"{kind}_{process}.db" for kind in _KINDS):
            if not own.exists():
                continue
            buried = MmapedDict(str(own.with_name(own.name.replace(f"_{process}", f"_{_BURIED}"))))
            for key, value, timestamp, _ in MmapedDict.read_all_values_from_file(str(own)):
                buried.write_value(key, buried.read_value(key)[0] + value, timestamp)
            buried.close()
            own.unlink()


@contextmanager
def holding(place: Path, how: int = fcntl.LOCK_SH) -> Iterator[None]:
    """Keep the files as they are inside of the block: nothing is counted twice, as both dead and buried."""
    with (place / _LOCK).open("a") as lock:
        fcntl.flock(lock, how)
        yield
