"""How long to wait before a source is looked at again."""

from __future__ import annotations

import re
from datetime import timedelta

_LEAST, _USUAL, _DAY = 900, 6 * 3_600, 24 * 3_600  # seconds
_LONGEST_STATED = 7 * _DAY
_HOUR = 3_600
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


def pace_of(every: int | None, stated: int | None) -> timedelta:
    """The time between two looks: as often as the editor wants, in hours, unless the source asks for more patience.

    stated: seconds, as the source states them. Where nobody says anything, six hours; never less than a quarter of one.
    """
    wanted = every * _HOUR if every else stated or _USUAL
    return timedelta(seconds=max(_LEAST, wanted, min(stated or 0, _LONGEST_STATED)))


def patience_after(failures: int, pace: timedelta, retry_after: int | None) -> timedelta:
    """The time until a source that failed is asked again: twice as long each time, of at most a day."""
    longer = max(pace.total_seconds(), _HOUR) * 2 ** min(failures - 1, 10)
    return timedelta(seconds=max(min(longer, _DAY), retry_after or 0))


def freshness_in(cache_control: str) -> int | None:
    """ "public, max-age=3600" -> 3600, of at most a day; None where nothing is said."""
    found = _MAX_AGE.search(cache_control)
    return min(int(found[1]), _DAY) or None if found else None
