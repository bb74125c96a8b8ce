"""Catching the index up while the site is served: the first reader who finds it behind sets it off, and does not wait.

A thread of its own reads what has changed, on a connection of its own. Where much has, or the index has to be made
anew, that is left to another process: it would keep this one from serving.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from threading import Lock, Thread
from time import monotonic

from django.conf import settings
from django.db import connections

from statements.search.index.shelf import BusyError
from statements.search.index.writing import RebuildError, bring_up_to_date

_PAUSE, _LONG_PAUSE = 0.25, 60.0  # seconds between two looks; after a failure, and between two new indexes

_log = logging.getLogger(__name__)
_lock = Lock()
_next = 0.0  # when to look again
_thread: Thread | None = None
_process: subprocess.Popen[bytes] | None = None


def keep_up() -> None:
    """Catch up in the background, unless that is under way or was done a moment ago."""
    global _next, _thread
    if not settings.INDEX_KEEPS_UP:
        return
    with _lock:
        if (_thread and _thread.is_alive()) or monotonic() < _next:
            return
        _next = monotonic() + _PAUSE
        _thread = Thread(target=_catch_up, name="index", daemon=True)
        _thread.start()


def _catch_up() -> None:
    try:
        bring_up_to_date(may_rebuild=False)
    except BusyError:
        pass  # somebody else is at it
    except RebuildError:
        _rebuild_elsewhere()
    except BaseException:  # also a panic of Tantivy. PostgreSQL answers
        _wait_long()
        _log.exception("The index could not be caught up")
    finally:
        connections.close_all()


def _wait_long() -> None:
    global _next
    _next = monotonic() + _LONG_PAUSE


def _rebuild_elsewhere() -> None:
    global _process
    _wait_long()
    if _process is None or _process.poll() is not None:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "index"]
        _process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
