"""The automatic numbers of lists, as shown in Word files and web pages, and which item each item belongs under.

No character of the source holds such a number: a part carries it beside its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

LONGEST = 16  # characters of a number kept by the archive
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN, _MOST_LETTERS = 3_999, 16 * 26
_DEEPEST = 12  # items nested in one another
_SIGNS_AROUND = re.compile(r"^[\s([{–—-]+|[\s.,:;)\]}–—-]+$")


def decimal(number: int) -> str:
    return str(number)


def two_digits(number: int) -> str:
    """A number in at least two digits: 5 -> "05"."""
    return f"{number:02}"


def roman(number: int) -> str:
    """A Roman numeral: 14 -> "xiv"; digits if the number has none."""
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    written = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written += letters * times
    return written


def letters(number: int) -> str:
    """Letters, continuing after z as web pages do: 27 -> "aa", 28 -> "ab"; digits if the number has none."""
    if number < 1:
        return str(number)
    written = ""
    while number:
        number, place = divmod(number - 1, 26)
        written = chr(ord("a") + place) + written
    return written


def double_letters(number: int) -> str:
    """Letters, continuing after z as Word does: 27 -> "aa", 28 -> "bb"."""
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    times, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (times + 1)


def write_capitals(write: Callable[[int], str]) -> Callable[[int], str]:
    return lambda number: write(number).upper()


def bare(written: str) -> str:
    """Strip the punctuation around a number: "1." -> "1", "(iii)" -> "iii", "2.1)" -> "2.1", "Part 3 –" -> "Part 3".

    Returns "" for a number longer than the archive keeps.
    """
    number = " ".join(_SIGNS_AROUND.sub("", written).split())
    return number if len(number) <= LONGEST else ""


@dataclass
class _OutlineItem:
    """An item that others may belong under. announces: it ends with a colon, and nothing has come after it."""

    list: str
    depth: int
    number: str
    announces: bool


@dataclass
class Outline:
    """Follows list items in text order and gives the number that each belongs under."""

    _open: list[_OutlineItem] = field(default_factory=list)

    def place(self, list_: str, depth: int, number: str, text: str) -> str:
        """The number of the item that an item of `list_` at this depth (from 0) belongs under; "" for none.

        A separate list belongs under an item that ends with a colon directly before it.
        """
        own = [place for place, each in enumerate(self._open) if each.list == list_]
        if own:
            del self._open[own[-1] + 1 :]
            while self._open and self._open[-1].list == list_ and self._open[-1].depth >= depth:
                self._open.pop()
        elif self._open and not self._inside(depth):
            self._open.clear()
        under = next((each.number for each in reversed(self._open) if each.number), "")
        self._open.append(_OutlineItem(list_, depth, number, text.rstrip().endswith(":")))
        return under

    def _inside(self, depth: int) -> bool:
        """Whether the first item of a list belongs under the item directly before it."""
        above = self._open[-1]
        return (above.announces or depth > above.depth) and len(self._open) < _DEEPEST

    def leave(self) -> None:
        """Note that text outside the lists stands here: lists continue after it, but no earlier item announces more."""
        for each in self._open:
            each.announces = False
