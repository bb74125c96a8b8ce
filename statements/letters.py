"""Letters as they are compared: composed (NFC), and without those that nobody sees. What is kept keeps its bytes.

The Unicode Standard, annex 15 (normalization forms), and chapter 23 (characters without a shape of their own).
The database compares in the same way, by the function archive_plain() in sql/words.sql.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

# Inside of a class of a regular expression: the soft hyphen, the grapheme joiner, spaces and joiners of no width, marks
# of direction, the byte-order mark, and what chooses between forms of a letter. Keep archive_plain() the same.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
MOST_MARKS = 100  # on a letter; the longest in use has fewer than ten
_SHORT = 8  # characters of a stretch that is remembered
# What may be coded in more than one way: letters followed by marks, and scripts in which other letters are composed.
_OTHERS = (
    r"\u0483-\u0487\u0590-\u1dff\u20d0-\u20ff\u212a\u212b\u2adc\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u3000-\ufe2f"
    r"\U00010000-\U0010ffff"
)
_CODED = re.compile(
    f"[^{INVISIBLE}]?[\u0300-\u036f\u0374\u037e\u0387\u1f00-\u1fff\u2000-\u2001\u2126\u2329\u232a{INVISIBLE}{_OTHERS}]+"
)

_MANY_CODED = re.compile(f"[\u0300-\u036f{INVISIBLE}{_OTHERS}]{{{MOST_MARKS},}}")


class ComparableText(NamedTuple):
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


def compare_form(text: str) -> ComparableText:
    """The same, with the places of its characters in `text`. Takes time in proportion to the length."""
    found, position = ComparableText("", []), 0
    pieces = list[str]()
    for coded in _CODED.finditer(text):
        start, end = coded.span()
        _copy(text, position, start, pieces, found.places)
        composed, own = _compose(coded[0]) if end - start <= _SHORT else _compose.__wrapped__(coded[0])
        pieces.append(composed)
        found.places.extend([start + place for place in own])
        position = end
    _copy(text, position, len(text), pieces, found.places)
    return ComparableText("".join(pieces), [*found.places, len(text)])


def _copy(text: str, start: int, end: int, pieces: list[str], places: list[int]) -> None:
    """Take over a stretch without marks as it is."""
    pieces.append(text[start:end])
    places.extend(range(start, end))


@lru_cache(maxsize=10_000)
def _compose(text: str) -> tuple[str, list[int]]:
    """A stretch composed, and the places of its letters: of a letter with its marks that where it begins; marks that
    stay by themselves have their own."""
    pieces, places = list[str](), list[int]()
    for cluster in _clusters(text):
        composed = unicodedata.normalize("NFC", "".join(text[place] for place in cluster))
        pieces.append(composed)
        own = cluster[max(0, len(cluster) - len(composed)) + 1 :]
        places.extend([cluster[0], *own, *[cluster[-1]] * len(composed)][: len(composed)])
    return "".join(pieces), places


def _clusters(text: str) -> Iterator[list[int]]:
    """The places of a letter and of the marks that follow it; those of invisible characters left out."""
    cluster = list[int]()
    for place, letter in enumerate(text):
        if _INVISIBLE.match(letter):
            continue
        if cluster and not _joins([text[each] for each in cluster[-2:]], letter):
            yield cluster
            cluster = []
        cluster.append(place)
    if cluster:
        yield cluster


def _joins(end: list[str], letter: str) -> bool:
    """Whether a letter may be composed with the end of a cluster: it is a mark, or goes on with a syllable.

    No composition has more than three letters that stand alone, so that two before this one are enough to tell.
    """
    if unicodedata.combining(letter):
        return True
    if unicodedata.category(letter)[0] != "M" and not "\u1160" <= letter <= "\u11ff":  # of Korean syllables
        return False
    before = unicodedata.normalize("NFC", "".join(end))
    return unicodedata.normalize("NFC", before + letter) != before + letter


def count_marks(text: str) -> int:
    """How many marks follow each other in `text`, where they are many: 0 where it has fewer than MOST_MARKS anywhere.

    To put marks in their order takes the square of their number, in Python and in PostgreSQL.
    """
    many = (_INVISIBLE.sub("", found[0]) for found in _MANY_CODED.finditer(text))
    rows = (row for stretch in many for marked, row in groupby(stretch, _is_mark) if marked)
    return max((sum(1 for _ in row) for row in rows), default=0)


def _is_mark(letter: str) -> bool:
    return unicodedata.combining(letter) > 0


def strip_accents(text: str) -> str:
    """`text` without accents: "Élysée" -> "Elysee"; letters that look alike in another form stay what they are."""
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


def normalize_name(name: str) -> str:
    """A name as the archive has it: comparable, and one space between its words, of whatever sort they were.

    "E\\u0301lise\\u00a0\\u00a0Fore\\u0302t " -> "Élise Forêt".
    """
    return " ".join(comparable(name).split())
