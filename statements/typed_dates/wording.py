"""A typed date in words, which can be typed again: "31 December 2022", "dal 3 marzo 2022", "jusqu’en mai 2022"."""

from __future__ import annotations

from statements.dates import date_words
from statements.languages import interface_language
from statements.typed_dates.words import read_table


def range_words(first: str, last: str) -> str:
    """Return a range in words of the interface language; first, last: EDTF, "" for an open end."""
    if first and last:
        return date_words(first if first == last else f"{first}/{last}")
    return _open_words("since", first) if first else _open_words("until", last)


def _open_words(name: str, edtf: str) -> str:
    """In words such as "since": Italian elides the one before the 8th and the 11th."""
    wording = read_table(interface_language(), "wording")
    precision = {10: 0, 7: 1, 4: 2}[len(edtf)]
    elided = precision == 0 and int(edtf[-2:]) in wording["elided"]
    return (wording[f"{name}_elided"] if elided else wording[name][precision]) % date_words(edtf)


def may_mean_month_first() -> bool:
    """Whether readers of the page may write the month before the day: 03/04/2024."""
    return read_table(interface_language(), "order")["month_first"]
