"""Locks of sign-in: who guessed wrong too often, from where, and since when. django-axes keeps them; nothing is kept
beyond that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Max, Sum
from django.utils import timezone


@dataclass(frozen=True)
class SignInLock:
    """A name that cannot sign in from an address. name: as it was typed, which may be nobody's account."""

    name: str
    address: str
    failures: int
    last: datetime
    until: datetime


def find_locks(name: str | None = None) -> list[SignInLock]:
    """The locks that hold now, latest first; of one name, or of all."""
    pause = timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - pause)
    if name is not None:
        attempts = attempts.filter(username=name)
    pairs = attempts.values("username", "ip_address").annotate(
        failures=Sum("failures_since_start"), last=Max("attempt_time")
    )
    held = pairs.filter(failures__gte=settings.AXES_FAILURE_LIMIT).order_by("-last", "username")
    return [
        SignInLock(
            each["username"] or "", each["ip_address"] or "", each["failures"], each["last"], each["last"] + pause
        )
        for each in held
    ]


def lift_lock(name: str, address: str) -> bool:
    """Let a name sign in from an address again; whether there was anything to lift."""
    held = any((each.name, each.address) == (name, address) for each in find_locks(name))
    if held:
        reset(username=name, ip=address)
    return held
