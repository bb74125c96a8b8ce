"""Memory that a process has used and needs no longer."""

from __future__ import annotations

import ctypes
import gc
from functools import cache
from typing import Any


def return_memory() -> None:
    """Give what is free back to the system, where the C library can: glibc keeps what many small pieces took.

    https://man7.org/linux/man-pages/man3/malloc_trim.3.html
    """
    gc.collect()  # a response may hang in a circle with its request
    if trim := _find_trim():
        trim(0)


@cache
def _find_trim() -> Any:
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
