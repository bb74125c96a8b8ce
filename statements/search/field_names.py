"""What the fields of a query may be called: speaker:, oratore:, orateur:; since:2022 is a date, too."""

from __future__ import annotations

from functools import cache

from statements.languages import LANGUAGES
from statements.search.vocabulary import vocabulary
from statements.search.words import plain
from statements.typed_dates.errors import DateNotReadError
from statements.typed_dates.read import may_be_date, read_date
from statements.typed_dates.words import markers

FIELDS = ("said", "speaker", "quoted", "role", "language", "kind", "publisher", "date", "added", "number")
AUTHOR, TITLE = "author", "title"  # what is asked for by names of fields that there are not
_OF_DATES = "FUBA"  # letters of words that make a range of a date: since, until, before, after


def field_called(typed: str, value: str = "") -> str:
    """Return the field that a name means before a value; "" where it is none: "Lingua" -> "language"."""
    name = typed.lower()
    if name in FIELDS:
        return name
    if phrase_of_date(typed, value) != value:
        return "date"
    called = _names().get(plain(name), "")
    return called if called in FIELDS else ""


def phrase_of_date(typed: str, value: str) -> str:
    """Return a date with the word before its colon, if that makes a range of it: since:2022 -> "since 2022"."""
    phrase = f"{typed} {value}"
    if markers().get((plain(typed),), "-") not in _OF_DATES or not is_date(phrase):
        return value
    return phrase


def meaning_of(typed: str) -> str:
    """Return the field that a name means, or AUTHOR or TITLE; "" for any other word."""
    return typed.lower() if typed.lower() in FIELDS else _names().get(plain(typed), "")


def is_date(text: str) -> bool:
    """Whether a text can be read as a date."""
    try:
        return may_be_date(text) and bool(read_date(text))
    except DateNotReadError:
        return False


@cache
def _names() -> dict[str, str]:
    return {name: field for code in LANGUAGES for field, names in vocabulary(code)["fields"].items() for name in names}
