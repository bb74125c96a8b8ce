"""One end of a typed date: a day, a month, a year, a quarter or ten years, perhaps with a part still to be supplied."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from statements.dates import date_words
from statements.languages import gettext_noop
from statements.typed_dates.errors import DateNotReadError

FIRST_YEAR, LAST_YEAR = 1000, 2999  # that a date of the archive may have
NEVER = 99  # a month or a day that no calendar has
_MONTHS, _MONTHS_OF_QUARTER = 12, 3


@dataclass(frozen=True)
class DatePoint:
    """What was typed of a point, 0 for what was not; long: how many months or years it has more than one."""

    year: int = 0
    month: int = 0
    day: int = 0
    long: int = 0

    def complete(self, other: DatePoint) -> DatePoint:
        """Supply what is missing from the other end of a range: in "3 to 5 March 2022" the 3rd is in March 2022."""
        month = self.month or (other.month if self.day else 0)
        return replace(self, month=month, year=self.year or other.year)

    @property
    def first(self) -> str:
        """In EDTF: of a quarter its first month, of ten years the first one."""
        return _write(self.year, self.month, self.day)

    @property
    def last(self) -> str:
        years, months = (0, self.long) if self.month else (self.long, 0)
        return _write(self.year + years, self.month + months, self.day)

    def check(self, typed: str) -> DatePoint:
        """Return the point. Raises DateNotReadError where the calendar does not have it, or its year is missing."""
        if not self.year:
            raise DateNotReadError(gettext_noop("“%(date)s” has no year: add it, as in 3 March 2022"), typed)
        if NEVER in (self.month, self.day) or (self.day and not self.month):
            raise DateNotReadError(NOT_A_DATE, typed)
        if self.month > _MONTHS:
            message = gettext_noop("“%(date)s” is not in the calendar: there is no month %(month)s")
            raise DateNotReadError(message, typed, *_swap(self), month=self.month)
        if self.day > (days := _days_of(self.year, self.month)):
            month = f"{self.year}-{self.month:02}"
            message = gettext_noop("“%(date)s” is not in the calendar: %(month)s has %(days)s days")
            offers = (f"{month}-{days}", month)
            raise DateNotReadError(message, typed, *offers, month=lambda: date_words(month), days=days)
        return self


NOT_A_DATE = gettext_noop("“%(date)s” is not a date: write 31/12/2022, December 2022, 2022 or 2022-12-31")


def _swap(point: DatePoint) -> list[str]:
    """The day with its numbers the other way round, if there is one."""
    there = point.day in range(1, _MONTHS + 1) and point.month <= _days_of(point.year, point.day)
    return [_write(point.year, point.day, point.month)] if there else []


def _days_of(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1] if month else 0


def _write(year: int, month: int, day: int) -> str:
    return "-".join([f"{year:04}", *(f"{each:02}" for each in (month, day) if each)])


def join_ends(first: DatePoint, last: DatePoint) -> list[DatePoint]:
    """Return both ends of a range with what only one of them says: "15 December – 15 January 2023" begins in 2022."""
    begins, ends = first.complete(last), last.complete(first)
    if begins.month > ends.month and not (first.year and last.year):
        begins = begins if first.year else replace(begins, year=begins.year - 1)
        ends = ends if last.year else replace(ends, year=ends.year + 1)
    return [begins, ends]


def step(edtf: str, by: int) -> str:
    """Return the day, month or year before (-1) or after (1) one: "2022-05", -1 -> "2022-04"."""
    year, month, day = (*map(int, edtf.split("-")), 0, 0)[:3]
    if day:
        return str(date(year, month, day) + timedelta(by))
    if month:
        months = year * _MONTHS + month - 1 + by
        return _write(months // _MONTHS, months % _MONTHS + 1, 0)
    return _write(year + by, 0, 0)


def quarter(year: int, number: int) -> DatePoint:
    """Return the first to the fourth quarter of a year; for other numbers a point that no calendar has."""
    if number * _MONTHS_OF_QUARTER > _MONTHS:
        return DatePoint(year, NEVER)
    return DatePoint(year, (number - 1) * _MONTHS_OF_QUARTER + 1, long=_MONTHS_OF_QUARTER - 1)


def decade(year: int) -> DatePoint:
    """Return the ten years from `year` on, which must be the first of a decade."""
    return DatePoint(year, long=9) if year % 10 == 0 else DatePoint(year, NEVER)
