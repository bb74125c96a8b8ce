"""A typed date, read: the words around it say whether it begins, ends or is the whole range.

Its pieces become letters (`tokens`); first those of one point are taken together, then the whole must be one of a few
forms. The result must exist in the calendar and not end before it starts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches

from statements.dates import DateInterval, parse_edtf
from statements.languages import gettext_noop
from statements.typed_dates.errors import DateNotReadError
from statements.typed_dates.points import NOT_A_DATE, DatePoint, decade, join_ends, quarter, step
from statements.typed_dates.tokens import TypedToken, cut
from statements.typed_dates.words import SHORTEST, fold, month_names

MOST = 100  # characters
_POINT = re.compile(
    r"p|QR?Y|YR?Q|[DO]kf?Y|dY|[WM]?[DO]f?Mf?Y|YMD?|W?M[DO]Y|DY|W?[DO]f?M|M[DO]|Mf?Y|[YMD]"  # the longest first
)
_DATE = re.compile(
    r"(?P<whole>f*P)|(?P<open>[FA]f*P|[FAf]?f*P(?:R|o|[TUR]n))|(?P<until>[UTBR]f*P)"
    r"|(?P<both>f*P&f*P)|[FAf]?f*P(?:[TUR]|&?[BU])f*P|Nf*P[&TUR]f*P"
)


@dataclass(frozen=True)
class TypedDate:
    """A date or a range of dates, as typed and understood.

    first, last: EDTF of the ends, "" for an open one; whole: named by one word, such as a year or a quarter, rather
    than by its ends; other: how else 03/04/2024 may be meant.
    """

    first: str
    last: str
    whole: bool = False
    other: TypedDate | None = None

    @property
    def edtf(self) -> str:
        """As an address or a query has it: "2022-10", "2022-10..2023", "2022..", "..2020"."""
        return self.first if self.first == self.last else f"{self.first}..{self.last}"

    @property
    def stated(self) -> str:
        """As a document has it, where both ends are known: "2022-10", "2022-10/2023"."""
        return self.first if self.first == self.last else f"{self.first}/{self.last}"

    @property
    def readings(self) -> list[TypedDate]:
        """All that may be meant: this, and the other way to read 03/04/2024."""
        return [self, self.other] if self.other else [self]

    @property
    def interval(self) -> DateInterval:
        """The days covered; None at an open end."""
        start = parse_edtf(self.first).start if self.first else None
        return DateInterval(start, parse_edtf(self.last).end if self.last else None)

    @property
    def is_reversed(self) -> bool:
        """Whether it ends before it starts."""
        days = self.interval
        return bool(days.start and days.end and days.start > days.end)


def read_date(text: str) -> TypedDate:
    """Return what was typed as a date, in any of the archive's languages, whatever the language of the page.

    "31/12/2022" -> 2022-12-31; "since March 2022" -> 2022-03..; "dal 3 al 5 marzo 2022" -> 2022-03-03..2022-03-05.
    Raises DateNotReadError.
    """
    readings, error = list[TypedDate](), None
    for month_first in (False, True):
        try:
            readings.append(_read(text, month_first))
        except DateNotReadError as wrong:
            error = error or wrong
    if not readings:
        raise error or DateNotReadError(NOT_A_DATE, text)
    first, *others = dict.fromkeys(readings)
    return replace(first, other=others[0]) if others else first


def read_stated_date(text: str) -> TypedDate:
    """Return a date as a document has it, no more precise than it was typed: `stated` is its EDTF.

    "14 marzo 2024" -> 2024-03-14; "10-12 July 2023" -> 2023-07-10/2023-07-12; EDTF stays as it is.
    Raises DateNotReadError, for an open range, too.
    """
    found = read_date(text)
    if not (found.first and found.last):
        raise DateNotReadError(gettext_noop("“%(date)s” has no beginning or no end: write both"), text)
    return found


def may_be_date(text: str) -> bool:
    """Whether every word of a text may be one of a date, which is known in a tenth of the time of reading it."""
    return len(text) <= MOST and all(each.letter != "X" for each in cut(fold(text), month_first=False))


def _read(text: str, month_first: bool) -> TypedDate:
    folded = fold(text)
    if not folded or len(text) > MOST:
        raise DateNotReadError(NOT_A_DATE, text)
    tokens = cut(folded, month_first=month_first)
    letters, points = _points(tokens, text)
    found = _DATE.fullmatch(letters)
    if found is None:
        raise DateNotReadError(NOT_A_DATE, text, *_near_months(tokens, folded))
    if len(points) == 2:
        points = join_ends(*points)
    firsts = [each.check(text) for each in points]
    try:
        return _check_order(_make(letters, found.lastgroup or "", firsts), text)
    except (ValueError, OverflowError) as error:
        raise error if isinstance(error, DateNotReadError) else DateNotReadError(NOT_A_DATE, text) from None


def _points(tokens: list[TypedToken], text: str) -> tuple[str, list[DatePoint]]:
    """Take together what makes a point: the letters with P for each, and the points."""
    if short := next((each for each in tokens if each.letter == "y"), None):
        message = gettext_noop("“%(date)s” has a year of two digits: write all four")
        raise DateNotReadError(message, text, *_long_years(text, short.text))
    letters, made, points, place = "".join(each.letter for each in tokens), "", list[DatePoint](), 0
    while place < len(tokens):
        found = _POINT.match(letters, place)
        if found:
            points.append(_point(tokens[place : found.end()]))
        made += "P" if found else letters[place]
        place = found.end() if found else place + 1
    return made, points


def _point(tokens: list[TypedToken]) -> DatePoint:
    if tokens[0].point:
        return tokens[0].point
    values = {each.letter: each.value for each in tokens if not (each.is_weekday and _has_other_month(tokens))}
    year = values.get("Y", 0)
    number = values.get("Q", values.get("O", values.get("D", 0)))
    if "Q" in values or "k" in values:
        return quarter(year, number)
    if "d" in values:
        return decade(year)
    return DatePoint(year, values.get("M", 0), values.get("D", values.get("O", 0)))


def _has_other_month(tokens: list[TypedToken]) -> bool:
    """Whether a word that may be a weekday or a month stands beside a month: "mar 4 lug"."""
    return sum(each.letter == "M" for each in tokens) > 1


def _make(letters: str, form: str, points: list[DatePoint]) -> TypedDate:
    ends = points[0], points[-1]
    if form == "whole":
        return TypedDate(ends[0].first, ends[0].last, whole=True)
    if form == "both" and not _are_next(*ends):
        raise ValueError("Two days that do not follow one another are no range.")
    first = step(ends[0].last, 1) if "A" in letters else ends[0].first
    last = step(ends[1].first, -1) if "B" in letters else ends[1].last
    return TypedDate("" if form == "until" else first, "" if form == "open" else last)


def _are_next(one: DatePoint, other: DatePoint) -> bool:
    """Whether two points are days, the second the day after the first: "11 e 12 luglio 2023"."""
    return bool(one.day and other.day) and step(one.last, 1) == other.first


def _check_order(found: TypedDate, text: str) -> TypedDate:
    if found.is_reversed:
        message = gettext_noop("“%(date)s” ends before it starts")
        raise DateNotReadError(message, text, f"{found.last}..{found.first}")
    return found


def _long_years(text: str, short: str) -> list[str]:
    """The date with a year of four digits, of this century and of the last."""
    digits = re.split(r"[-/. ]+", short)
    return [f"{digits[0]}/{digits[1]}/{century}{digits[-1]}" for century in ("20", "19")]


def _near_months(tokens: list[TypedToken], folded: str) -> list[str]:
    """The text with a misspelt month put right: "febuary 2022" -> "february 2022"."""
    words = [each.text for each in tokens if each.letter == "X" and len(each.text) > SHORTEST]
    near = [(word, month) for word in words for month in get_close_matches(word, month_names(), 1, 0.75)]
    return [folded.replace(word, month) for word, month in near[:1]]
