"""Letters as they are compared: composed (NFC), and without those that nobody sees. What is kept keeps its bytes.

The Unicode Standard, annex 15 (normalization forms), and chapter 23 (characters without a shape of their own).
The database compares in the same way, by the function archive_plain() of the migrations.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import NamedTuple

# Inside of a class of a regular expression: the soft hyphen, the grapheme joiner, spaces and joiners of no width, marks
# of direction, the byte-order mark, and what chooses between forms of a letter. Keep archive_plain() the same.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")


class Compared(NamedTuple):
    """A text as it is compared. places: where each of its characters begins in the text, and where that ends."""

    text: str
    places: list[int]

    def interval(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the text as it was; the marks of its last letter belong to it.

        In "de\\u0301ja\\u0300", (0, 2) -> (0, 3): "dé".
        """
        first = self.places[start]
        return first, self.places[bisect_right(self.places, self.places[end - 1])] if end > start else first


def comparable(text: str) -> str:
    """`text` as it is compared with others: "e\\u0301tat" and "é\\u00adtat" are "état"."""
    if text.isascii():
        return text
    seen = _INVISIBLE.sub("", text)
    return seen if unicodedata.is_normalized("NFC", seen) else unicodedata.normalize("NFC", seen)


def compared(text: str) -> Compared:
    """The same, with the places of its characters in `text`. Takes time in proportion to the length."""
    if comparable(text) == text:
        return Compared(text, list(range(len(text) + 1)))
    letters, places = list[str](), list[int]()
    for start, cluster in _clusters(text):
        composed = unicodedata.normalize("NFC", cluster)
        letters.append(composed)
        places += [start] * len(composed)
    return Compared("".join(letters), [*places, len(text)])


def _clusters(text: str) -> list[tuple[int, str]]:
    """A letter with the marks that follow it, and where it begins; invisible characters left out.

    "e\\u0301\\u00adt" -> (0, "e\\u0301"), (3, "t").
    """
    found = list[tuple[int, list[str]]]()
    for place, letter in enumerate(text):
        if _INVISIBLE.match(letter):
            continue
        if found and _joins(found[-1][1], letter):
            found[-1][1].append(letter)
        else:
            found.append((place, [letter]))
    return [(start, "".join(letters)) for start, letters in found]


def _joins(before: list[str], letter: str) -> bool:
    """Whether a letter may be composed with those before it: it is a mark, or one that makes a syllable with them."""
    if letter.isascii():
        return False
    if unicodedata.combining(letter):
        return True
    last = "".join(before[-3:])
    return len(unicodedata.normalize("NFC", last + letter)) < len(unicodedata.normalize("NFC", last)) + 1


def one_name(name: str) -> str:
    """A name as the archive has it: comparable, and one space between its words, of whatever sort they were.

    "E\\u0301lise\\u00a0\\u00a0Fore\\u0302t " -> "Élise Forêt".
    """
    return " ".join(comparable(name).split())
