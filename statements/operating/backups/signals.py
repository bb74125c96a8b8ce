"""Ending by a signal as by an error, so that what was begun is cleared away."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from statements.operating.backups.programs import BackupError

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@contextmanager
def end_in_order() -> Iterator[None]:
    """In the block, let a signal raise BackupError."""
    before = {number: signal.signal(number, _raise) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _raise(number: int, _frame: Any) -> NoReturn:
    raise BackupError(f"it was ended by {signal.Signals(number).name}")
