"""Memory that a process has used and needs no longer."""

from __future__ import annotations

import ctypes
import gc
from functools import cache
from typing import Any

_ARENAS = -8  # M_ARENA_MAX of malloc.h


def return_memory() -> None:
    """Give what is free back to the system, where the C library can: glibc keeps what many small pieces took.

    https://man7.org/linux/man-pages/man3/malloc_trim.3.html
    """
    gc.collect()  # a response may hang in a circle with its request
    if trim := _find("malloc_trim"):
        trim(0)


def share_memory() -> None:
    """Let the threads of this process take memory from two common places, where the C library can: of glibc's eight
    for each core, each keeps what its threads once needed. Call it before there are threads.

    https://man7.org/linux/man-pages/man3/mallopt.3.html
    """
    if choose := _find("mallopt"):
        choose(_ARENAS, 2)


@cache
def _find(name: str) -> Any:
    return getattr(ctypes.CDLL(None), name, None)
