"""Numbers, each of which is one word: 32000, 32.000, 32,000 and 32 000 are the same, and so are 6.2 and 6,2.

Thousands are parted by a stop, a comma, an apostrophe or a space; three digits after one are thousands, one or two are
a fraction. Were each part a word of its own, "2%" would find 6.2%. The database reads numbers in the same way, with the
function archive_numbers() in sql/words.sql. Section numbers, days and addresses (4.2.1, 24.2.2022) stay in parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from statements.letters import INVISIBLE

_GAPS = " \u00a0\u2009\u202f"
_MOST_PARTS = 4  # of three digits
# Stands for the sign of a fraction: 6d2 for 6.2, which nobody writes and PostgreSQL's parser takes for one word.
_FRACTION = "d"


def _pattern(unseen: str) -> str:
    """The regular expression of a number written with signs; `unseen` may stand between its characters."""
    digit, more = f"[0-9]{unseen}", f"(?!{unseen}[0-9])"
    sign = "[.,'’]"  # noqa: RUF001
    before = [sign, *((f"[{INVISIBLE}]{sign}", f"{sign}[{INVISIBLE}]") if unseen else ())]
    start = rf"[1-9]{unseen}(?:{digit}){{0,2}}"
    thousands = "|".join(
        rf"{start}(?:[{signs}]{unseen}(?:{digit}){{3}}){{1,{_MOST_PARTS}}}{more}"
        for signs in (".,'’", _GAPS)  # noqa: RUF001
    )
    ended = rf"{more}(?!{unseen}[.,]{unseen}[0-9])"
    fraction = rf"(?:{thousands}|(?:{digit})+)[.,]{unseen}(?:{digit}){{1,2}}{ended}"
    small = rf"0{unseen}[.,]{unseen}(?:{digit}){{3,9}}{ended}"
    alone = "".join(f"(?<![0-9]{each})" for each in before)
    return rf"{alone}(?:{fraction}|{small}|{thousands})"


SIGNED_NUMBER = _pattern("")  # in a text of ASCII letters
ANY_SIGNED_NUMBER = _pattern(f"[{INVISIBLE}]*")

_APART = re.compile(rf"(?<![^\s(])[1-9]\d{{0,2}}(?:[{_GAPS}]\d{{3}})+(?![^\s)?!;:])")
_BEFORE_SIGN = re.compile(rf"(?<=\d)[{_GAPS}]+(?=%)")
_QUOTED = re.compile(r"([\"“”„«»″][^\"“”„«»″]*[\"“”„«»″]?)")
_SIGN_OF_FRACTION = re.compile(r"[.,](?=[0-9]{1,2}(?![0-9]))|(?<=^0)[.,]")
_SIGNS = re.compile(rf"[.,'’{_GAPS}]")  # noqa: RUF001
_BETWEEN_DIGITS = re.compile(rf"[0-9][{INVISIBLE}]*[.,'’{_GAPS}][{INVISIBLE}]*[0-9]")  # noqa: RUF001


def may_have_signs(text: str) -> bool:
    """Whether a text has a sign or a space between two digits: a quick look."""
    return _BETWEEN_DIGITS.search(text) is not None


def number_word(written: str) -> str:
    """Return the word for a number as it is written, in lower case: "32,000" -> 32000, "6,2bn" -> 6d2bn."""
    return written if written.isalnum() else _SIGNS.sub("", _SIGN_OF_FRACTION.sub(_FRACTION, written))


def join_numbers(typed: str) -> str:
    """Join the parts of the numbers of a query that has no quotation marks around them: 32 000 soldiers, 2 %."""
    return _rewrite(
        typed, lambda part: _BEFORE_SIGN.sub("", _APART.sub(lambda found: re.sub(r"\D", "", found[0]), part))
    )


def part_numbers(typed: str) -> str:
    """Put the parts that join_numbers() joins beside each other, as words of their own: 301 232 -> "301" "232"."""
    return _rewrite(typed, lambda part: _APART.sub(lambda found: re.sub(r"\d+", r'"\g<0>"', found[0]), part))


def _rewrite(typed: str, write: Callable[[str], str]) -> str:
    """Rewrite what of a query stands outside of quotation marks."""
    parts = _QUOTED.split(typed)
    return "".join(part if place % 2 else write(part) for place, part in enumerate(parts))
