"""Dates no more precise than what is known: takes EDTF, gives the interval it covers and its wording.

EDTF is ISO 8601-2:2019, https://www.loc.gov/standards/datetime/. The archive accepts the part of level 0 that
releases need: a day, a month, a year, an interval between two of these, and the empty string for "undated".
(The PyPI package `edtf` reads all of EDTF, but takes 4 ms a date, lets an interval end before it starts and
answers open intervals with a TypeError.)
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_skeleton
from django.utils import timezone
from django.utils.translation import gettext

from statements.languages import gettext_noop, interface_locale

_POINT = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.ASCII)
_FIRST = {"fr": "1er", "it": "1º"}
_SKELETONS = {"year": "y", "month": "yMMMM"}


class NotADateError(ValueError):
    """The text is not a date; the message, for an editor or reader, is in the interface language when it is shown."""

    def __str__(self) -> str:
        message, typed = self.args
        return gettext(message) % {"date": typed}


@dataclass(frozen=True)
class DateInterval:
    """The days an EDTF date covers, first and last included; both None where the date is unknown."""

    start: date | None
    end: date | None


def parse_edtf(text: str) -> DateInterval:
    """Return the interval that the EDTF date `text` covers.

    "2022-10" -> 2022-10-01 to 2022-10-31; "2024-02/2024-05" -> 2024-02-01 to 2024-05-31; "" -> None to None.
    Raises NotADateError on anything else.
    """
    if not text:
        return DateInterval(None, None)
    first, slash, last = text.partition("/")
    start = _point(first, text)
    end = _point(last, text) if slash else start
    if start.start > end.end:
        raise NotADateError(gettext_noop("“%(date)s” ends before it starts"), text)
    return DateInterval(start.start, end.end)


@dataclass(frozen=True)
class _DateEnd:
    """One end of an EDTF date: a year, a month or a day, and the days it covers."""

    precision: str
    start: date
    end: date


def _point(text: str, whole: str) -> _DateEnd:
    found = _POINT.fullmatch(text)
    if found is None:
        message = gettext_noop("“%(date)s” is not a date: write 2022-11-10, 2022-10, 2023 or 2024-02/2024-05")
        raise NotADateError(message, whole)
    year = int(found["year"])
    month, day = (int(part) if part else None for part in found.group("month", "day"))
    try:
        if month is None:
            return _DateEnd("year", date(year, 1, 1), date(year, 12, 31))
        if day is None:
            last_day = calendar.monthrange(year, month)[1]
            return _DateEnd("month", date(year, month, 1), date(year, month, last_day))
        return _DateEnd("day", date(year, month, day), date(year, month, day))
    except ValueError:
        raise NotADateError(gettext_noop("“%(date)s” is not a day of the calendar"), whole) from None


def date_words(edtf: str, locale: str = "") -> str:
    """Return `edtf` as people write it, no more precise than it is: "10 November 2022", "October 2022", "Undated".

    locale: a CLDR locale; empty for that of the interface.
    """
    return _date_words(edtf, locale or interface_locale()) if edtf else gettext("Undated")


@lru_cache(maxsize=20_000)  # a list shows twenty, and most dates again and again
def _date_words(edtf: str, locale: str) -> str:
    first, slash, last = edtf.partition("/")
    points = [first, last] if slash else [first]
    return " – ".join(_point_words(_point(point, edtf), locale) for point in points)


def _point_words(point: _DateEnd, locale: str) -> str:
    if point.precision == "day":
        return day_words(point.start, locale)
    return format_skeleton(_SKELETONS[point.precision], point.start, locale=locale)


def day_words(day: date, locale: str = "") -> str:
    """A day as people write it: "10 November 2022", "1er mars 2024", "1º marzo 2024", which the CLDR does not know."""
    locale = locale or interface_locale()
    words = format_date(day, "long", locale=locale)
    return _FIRST[locale[:2]] + words[1:] if day.day == 1 and locale[:2] in _FIRST else words


def hour_words(moment: datetime) -> str:
    """The time of day and its zone: "14:05 UTC"."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M} {local.tzname()}"


def moment_words(moment: datetime) -> str:
    """A moment in the time zone of whoever reads it: "14 March 2024, 18:00 CET", "1er mars 2024, 18:00 CET"."""
    return f"{day_words(timezone.localtime(moment).date())}, {hour_words(moment)}"
