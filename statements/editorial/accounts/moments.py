"""Moments as people type them, in the time zone of their desk, which is named beside the field."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext


def _describe_zone() -> str:
    return gettext("Empty: at once. Time of %(zone)s") % {"zone": timezone.get_current_timezone_name()}


def _name_zone() -> str:
    return gettext("Time of %(zone)s") % {"zone": timezone.get_current_timezone_name()}


# Said when a page is drawn, as each account has a zone of its own.
zone_help: Any = lazy(_describe_zone, str)()
zone_name_help: Any = lazy(_name_zone, str)()


class MomentField(forms.DateTimeField):
    """A date and time. Where the clocks change, an hour that comes twice or never is refused rather than guessed."""

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except OverflowError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        except ValidationError as error:
            if getattr(error, "code", "") != "ambiguous_timezone":
                raise
            moment = (error.params or {})["datetime"]
            raise ValidationError(_describe_change(moment), code="ambiguous_timezone") from None


def _describe_change(moment: datetime) -> str:
    """Why a moment is none, and which ones beside it are. moment: without a zone."""
    zone = timezone.get_current_timezone()
    offsets = [moment.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)]
    assert offsets[0] is not None and offsets[1] is not None  # noqa: S101 - every zone has an offset
    shift = offsets[1] - offsets[0]
    facts = {
        "zone": str(zone),
        "time": f"{moment:%H:%M}",
        "before": f"{moment - abs(shift):%H:%M}",
        "after": f"{moment + abs(shift):%H:%M}",
    }
    if shift.total_seconds() > 0:
        words = gettext("The clocks of %(zone)s go forward: there is no %(time)s. Write %(before)s or %(after)s.")
    else:
        words = gettext("The clocks of %(zone)s go back: %(time)s comes twice. Write %(before)s or %(after)s.")
    return words % facts
