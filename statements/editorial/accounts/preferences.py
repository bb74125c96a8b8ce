"""How somebody wants the desk: the language and the time zone that hold for her, wherever something is written for her.

Accounts have no row of their own until they are first at the desk: until then the archive's own choice holds.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings

from statements.models import Preferences

_OURS = settings.LANGUAGE_CODE[:2]


def preferences_of(user: Any) -> Preferences:
    """The preferences of an account; those of the archive, unsaved, where it has none."""
    return Preferences.objects.filter(user=user).first() or Preferences(user=user, language=_OURS)


def ensure_preferences(user: Any) -> Preferences:
    """The preferences of an account, saved; made as those of the archive where it has none."""
    return Preferences.objects.get_or_create(user=user, defaults={"language": _OURS})[0]


def zone_of(preferences: Preferences) -> str:
    """The name of the time zone in which somebody is told hours, and types them. One that the machine no longer knows
    counts as none."""
    return preferences.time_zone if preferences.time_zone in zone_names() else settings.TIME_ZONE


@cache
def zone_names() -> frozenset[str]:
    """The time zones that this machine knows, by their IANA names."""
    return frozenset(name for name in available_timezones() if not name.startswith(("posix", "right", "localtime")))
