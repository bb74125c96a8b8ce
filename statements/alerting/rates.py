"""When somebody may be told next."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from statements.models import Rate

_HOUR = 7  # in the morning, where the archive is
_MONDAY = 0


def next_due(rate: str, now: datetime) -> datetime:
    """The moment before which nothing more is sent: now; the next morning; that of the next Monday."""
    if rate == Rate.AT_ONCE:
        return now
    local = timezone.localtime(now)
    morning = local.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    while morning <= local or (rate == Rate.WEEKLY and morning.weekday() != _MONDAY):
        morning += timedelta(days=1)
    return morning
