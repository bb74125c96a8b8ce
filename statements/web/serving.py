"""What gunicorn's first process does before it serves and before it stops; deploy/gunicorn.conf.py names it.

Nothing here loads Django: what the first process has loaded, its workers do not load anew when they are reloaded.
"""

from __future__ import annotations

import mmap
import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import Any

UNAPPLIED = 3  # how `manage.py check_migrations` ends where there is something to do
_ROOT = Path(__file__).parents[2]
_checked = False  # by the first process, before it forks
_draining = mmap.mmap(-1, 1)  # shared with the workers, which are forked


def is_draining() -> bool:
    """Whether the server is about to stop, and should be sent nothing more."""
    return _draining[0] == 1


def refuse_unapplied(arbiter: Any) -> None:
    """End the server, after one line, over a database whose migrations are not applied. One that cannot be asked is no
    reason: pages answer 503 until it is there."""
    global _checked
    command = [sys.executable, str(_ROOT / "manage.py"), "check_migrations"]
    if subprocess.run(command, cwd=_ROOT, check=False).returncode == UNAPPLIED:
        sys.exit(UNAPPLIED)
    _checked = True


def is_checked() -> bool:
    """Whether the server has looked at the migrations before it began."""
    return _checked


def drain_first(arbiter: Any) -> None:
    """From now on, on SIGTERM go on serving for a moment in which /health/ready says that it is over, so that whoever
    distributes requests sends them elsewhere. A second signal ends that moment."""
    seconds = float(os.environ.get("ARCHIVE_DRAIN_SECONDS") or 2)

    def drain(number: int, frame: Any) -> None:
        if is_draining() or not seconds:
            arbiter.signal(number, frame)
            return
        _draining[0] = 1
        timer = Timer(seconds, arbiter.signal, [number, None])
        timer.daemon = True
        timer.start()

    signal.signal(signal.SIGTERM, drain)
