"""A typed date in pieces, each with a letter for what it may be.

p: a whole date in digits, D: a day, M: a month, Y: a year, y: a year of two digits, W: a weekday, Q: Q1, O: "first",
k: "quarter", d: "the years", R: a dash or dots; those of the words around dates are in `words.MARKERS`. X: anything
else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from statements.typed_dates.points import FIRST_YEAR, LAST_YEAR, NEVER, DatePoint, decade
from statements.typed_dates.words import find_month, list_parts, markers_beginning, numbers_in_words, weekdays

_SHORT_YEAR = 2  # digits
_TOKEN = re.compile(
    r"(?P<iso>\d{4}([-/.])\d{1,2}\2\d{1,2})(?!\d)"
    r"|(?P<digits>\d{1,2}\s?([-/. ])\s?\d{1,2}\s?\4\s?(?:\d{4}|\d{2}))(?!\d)"
    r"|(?P<compact>[12]\d{3}[01]\d[0-3]\d)(?!\d)"
    r"|(?P<month>\d{4}[-/.]\d{1,2})(?!\d)"
    r"|(?P<month_first>\d{1,2}[-/.]\d{4})(?!\d)"
    r"|(?P<decade>\d{3}(?:x|0s))\b"
    r"|(?P<sign>\.\.+|[-/+]|[<>]=?|[≤≥])"
    r"|(?P<number>\d+)(?P<after>[a-zº°ª]*)(?!\d)"
    r"|(?P<word>[^\W\d_]+)(?P<of_quarter>[1-4]\b)?\.?"
    r"|(?P<ignored>[,.;]|\s)|(?P<other>.)",
    re.ASCII | re.DOTALL,
)
_SIGNS = {"+": "o", ">": "A", ">=": "F", "≥": "F", "<": "B", "<=": "U", "≤": "U"}


@dataclass(frozen=True)
class TypedToken:
    """A piece: its letter, the number that it means, the words typed, and the point if it is a whole one."""

    letter: str
    value: int = 0
    text: str = ""
    point: DatePoint | None = None
    is_weekday: bool = False


def cut(text: str, *, month_first: bool) -> list[TypedToken]:
    """Cut folded text into pieces; month_first: how 03/04/2024 is read."""
    plain = list(_pieces(text, month_first))
    return list(_join_words(plain))


def _pieces(text: str, month_first: bool) -> Iterator[TypedToken]:
    for found in _TOKEN.finditer(text):
        kind = next(name for name, part in found.groupdict().items() if part is not None)
        if kind != "ignored":
            yield _READ[kind](found, month_first)


def _read_digits(found: re.Match[str], month_first: bool) -> TypedToken:
    first, second, year = (part for part in re.split(r"[-/. ]+", found[0]) if part)
    if len(year) == _SHORT_YEAR:
        return TypedToken("y", int(year), found[0])
    swapped = month_first and found[4] in "/-"
    day, month = (second, first) if swapped else (first, second)
    return _make_day(found[0], year, month, day)


def _make_day(text: str, year: str, month: str, day: str) -> TypedToken:
    return TypedToken("p", text=text, point=DatePoint(int(year), int(month) or NEVER, int(day) or NEVER))


def _read_iso(found: re.Match[str], month_first: bool) -> TypedToken:
    return _make_day(found[0], *re.split(r"[-/.]", found[0]))


def _read_compact(found: re.Match[str], month_first: bool) -> TypedToken:
    return _make_day(found[0], found[0][:4], found[0][4:6], found[0][6:])


def _read_month(found: re.Match[str], month_first: bool) -> TypedToken:
    one, other = re.split(r"[-/.]", found[0])
    year, month = (one, other) if len(one) > len(other) else (other, one)
    return TypedToken("p", text=found[0], point=DatePoint(int(year), int(month) or NEVER))


def _read_decade(found: re.Match[str], month_first: bool) -> TypedToken:
    return TypedToken("p", text=found[0], point=decade(int(found[0][:3]) * 10))


def _read_sign(found: re.Match[str], month_first: bool) -> TypedToken:
    return TypedToken(_SIGNS.get(found[0], "R"), text=found[0])


def _read_number(found: re.Match[str], month_first: bool) -> TypedToken:
    digits, after = found["number"], found["after"]
    if len(digits) == len("2022") and FIRST_YEAR <= int(digits) <= LAST_YEAR and not after:
        return TypedToken("Y", int(digits), found[0])
    known = not after or after in "ºª°" or after in list_parts("ordinals")
    if len(digits) <= _SHORT_YEAR and known and 1 <= int(digits) <= 31:
        return TypedToken("D", int(digits), found[0])
    return TypedToken("X", text=found[0])


def _read_word(found: re.Match[str], month_first: bool) -> TypedToken:
    word = found["word"]
    if found["of_quarter"]:
        return TypedToken("Q" if word in list_parts("quarter_signs") else "X", int(found["of_quarter"]), found[0])
    if month := find_month(word):
        return TypedToken("M", month, word, is_weekday=word in weekdays())
    if word in weekdays():
        return TypedToken("W", text=word)
    if word in list_parts("quarters"):
        return TypedToken("k", text=word)
    if word in list_parts("decades"):
        return TypedToken("d", text=word)
    return TypedToken("w", text=word)


def _read_other(found: re.Match[str], month_first: bool) -> TypedToken:
    return TypedToken("X", text=found[0])


_READ = {
    "iso": _read_iso,
    "digits": _read_digits,
    "compact": _read_compact,
    "month": _read_month,
    "month_first": _read_month,
    "decade": _read_decade,
    "sign": _read_sign,
    "number": _read_number,
    "word": _read_word,
    "other": _read_other,
}


def _join_words(tokens: list[TypedToken]) -> Iterator[TypedToken]:
    """Read the words around dates, the longest first, and numbers in words; others are X."""
    place = 0
    while place < len(tokens):
        length, letter = _find_marker(tokens, place)
        token = tokens[place]
        if length:
            if letter:
                yield TypedToken(letter, text=token.text)
        elif token.letter == "w":
            number = numbers_in_words().get(token.text)
            yield TypedToken("O", number, token.text) if number else TypedToken("X", text=token.text)
        else:
            yield token
        place += length or 1


def _find_marker(tokens: list[TypedToken], place: int) -> tuple[int, str]:
    """Return how many words form a marker here, 0 for none, and its letter, empty for one that means nothing."""
    for words, letter in markers_beginning().get(tokens[place].text, ()):
        part = tokens[place : place + len(words)]
        if tuple(each.text for each in part) == words:
            return len(words), letter
    return 0, ""
