"""Letters as they are compared: composed (NFC), and without invisible characters. What is stored keeps its bytes.

Source: the Unicode Standard, annex 15 (normalization forms) and chapter 23 (special areas and format characters).
The database compares in the same way, with the function archive_plain() in sql/words.sql.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

# For a character class of a regular expression: the soft hyphen, the grapheme joiner, zero-width spaces and joiners,
# direction marks, the byte-order mark and variation selectors. Keep archive_plain() the same.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
MOST_MARKS = 100  # on a letter; the longest in use has fewer than ten
_SHORT = 8  # characters of a stretch whose result is remembered
# What may be encoded in several ways: letters followed by marks, and scripts in which other letters are composed.
_OTHERS = (
    r"\u0483-\u0487\u0590-\u1dff\u20d0-\u20ff\u212a\u212b\u2adc\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u3000-\ufe2f"
    r"\U00010000-\U0010ffff"
)
_CODED = re.compile(
    f"[^{INVISIBLE}]?[\u0300-\u036f\u0374\u037e\u0387\u1f00-\u1fff\u2000-\u2001\u2126\u2329\u232a{INVISIBLE}{_OTHERS}]+"
)

_MANY_CODED = re.compile(f"[\u0300-\u036f{INVISIBLE}{_OTHERS}]{{{MOST_MARKS},}}")


class ComparableText(NamedTuple):
    """A text as it is compared. places: where each of its characters begins in the original, and where that ends."""

    text: str
    places: list[int]

    def interval(self, start: int, end: int) -> tuple[int, int]:
        """Return where text[start:end] stands in the original text; the marks of its last letter belong to it.

        In "de\\u0301ja\\u0300", (0, 2) -> (0, 3): "dé".
        """
        first = self.places[start]
        return first, self.places[bisect_right(self.places, self.places[end - 1])] if end > start else first


def comparable(text: str) -> str:
    """Return `text` as it is compared: "e\\u0301tat" and "é\\u00adtat" are "état"."""
    if text.isascii():
        return text
    seen = _INVISIBLE.sub("", text)
    return seen if unicodedata.is_normalized("NFC", seen) else unicodedata.normalize("NFC", seen)


def compare_form(text: str) -> ComparableText:
    """Return the same, with the places of its characters in `text`. Takes time in proportion to the length."""
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
    """Copy a stretch without marks unchanged."""
    pieces.append(text[start:end])
    places.extend(range(start, end))


@lru_cache(maxsize=10_000)
def _compose(text: str) -> tuple[str, list[int]]:
    """Compose a stretch, and give the places of its letters: a letter with its marks is placed where it begins; marks
    that stay separate have places of their own."""
    pieces, places = list[str](), list[int]()
    for cluster in _clusters(text):
        composed = unicodedata.normalize("NFC", "".join(text[place] for place in cluster))
        pieces.append(composed)
        own = cluster[max(0, len(cluster) - len(composed)) + 1 :]
        places.extend([cluster[0], *own, *[cluster[-1]] * len(composed)][: len(composed)])
    return "".join(pieces), places


def _clusters(text: str) -> Iterator[list[int]]:
    """Yield the places of each letter with the marks that follow it, leaving out invisible characters."""
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
    """Whether a letter may be composed with the end of a cluster: it is a mark, or continues a syllable.

    No composition has more than three letters that can stand alone, so the two before this one are enough to tell.
    """
    if unicodedata.combining(letter):
        return True
    if unicodedata.category(letter)[0] != "M" and not "\u1160" <= letter <= "\u11ff":  # of Korean syllables
        return False
    before = unicodedata.normalize("NFC", "".join(end))
    return unicodedata.normalize("NFC", before + letter) != before + letter


def count_marks(text: str) -> int:
    """Return the length of the longest row of marks in `text`; 0 if no stretch of it has MOST_MARKS of them.

    Putting marks in order takes the square of their number, in Python and in PostgreSQL.
    """
    many = (_INVISIBLE.sub("", found[0]) for found in _MANY_CODED.finditer(text))
    rows = (row for stretch in many for marked, row in groupby(stretch, _is_mark) if marked)
    return max((sum(1 for _ in row) for row in rows), default=0)


def _is_mark(letter: str) -> bool:
    return unicodedata.combining(letter) > 0


def strip_accents(text: str) -> str:
    """Strip accents from `text`: "Élysée" -> "Elysee"; letters that merely look alike are left as they are."""
    if text.isascii():
        return text
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


def normalize_name(name: str) -> str:
    """Return a name as the archive stores it: comparable, with one space between words, whatever spaces there were.

    "E\\u0301lise\\u00a0\\u00a0Fore\\u0302t " -> "Élise Forêt".
    """
    return " ".join(comparable(name).split())
