"""Quantities: two percent, 2 %, 2 per cent and due per cento are one; so are 3 million and tre milioni.

The numbers that are written in words, and what is counted, are lists of each language.
"""

from __future__ import annotations

import re
from functools import cache

from statements.languages import LANGUAGES
from statements.search.vocabulary import vocabulary
from statements.search.words import plain

_SIGN = "%"
_DIGITS = re.compile(r"\d{1,15}(?:[.,]\d{1,3})*", re.ASCII)
_PERCENT = "percent"  # the unit that has a sign


def other_quantities(typed: str) -> tuple[str, ...]:
    """Return the other ways to write a quantity: "2%" -> 2 percent, two percent, due per cento …; none for others."""
    unit, number = _take_apart(typed)
    if not unit:
        return ()
    digits = number if _DIGITS.fullmatch(number) else _digits_of(plain(number))
    if not digits:
        return ()
    written = [f"{digits}{_SIGN}"] if unit == _PERCENT else []
    for code in LANGUAGES:
        numbers = [digits, *vocabulary(code)["numbers"].get(digits, ())]
        written += [f"{each} {word}" for each in numbers for word in vocabulary(code)["units"][unit]]
    different = {plain(each): each for each in written}
    different.pop(plain(typed), None)
    return tuple(different.values())


def _take_apart(typed: str) -> tuple[str, str]:
    """Return the unit at the end of what was typed, and the number before it: "2 per cent" -> percent, 2."""
    if typed.endswith(_SIGN):
        return _PERCENT, typed.removesuffix(_SIGN).strip()
    words = typed.split()
    for place in range(1, len(words)):
        if unit := _units().get(plain(" ".join(words[place:]))):
            return unit, " ".join(words[:place])
    return "", ""


@cache
def _units() -> dict[str, str]:
    return {
        plain(word): unit for code in LANGUAGES for unit, words in vocabulary(code)["units"].items() for word in words
    }


def _digits_of(words: str) -> str:
    """Return a number in digits: "venticinque" -> 25; "" for other words."""
    return _numbers().get(words, "")


@cache
def _numbers() -> dict[str, str]:
    return {
        plain(word): digits
        for code in LANGUAGES
        for digits, words in vocabulary(code)["numbers"].items()
        for word in words
    }
