"""Notices to those who receive a release: that only the words as spoken are authoritative, that it may be published.

They are never a title, and never words of the statement. For embargoes see embargoes.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from statements.importer.date_lines import date_of_line, is_change
from statements.importer.draft import Line, Use, Working
from statements.importer.extract import Fact
from statements.importer.vocabulary import alternatives
from statements.languages import LANGUAGES

_TOP_LINES, _LAST_LINES, _LENGTH = 15, 2, 200
NOTICE_START = rf"[\W_]*(?:{alternatives('head.requests')}\s+)?"
_DELIVERY = re.compile(
    rf"{NOTICE_START}(?:{alternatives('head.texts')}\W+)?{alternatives('head.delivery')}[\W_]*", re.I
)
_IMMEDIATE = re.compile(rf"{NOTICE_START}{alternatives('head.immediate')}[\W_]*", re.I)
_PARTED = re.compile(r"\s*[/|–—-]\s+")


def delivery_notice(working: Working) -> None:
    """Drop "Check against delivery", "(As delivered)" and the like, on a line of their own at the top or the end.

    Reads: the first lines and the last. Writes: spans.
    Example: "CHECK AGAINST DELIVERY" -> dropped.
    """
    working.take([line for line in _ends(working) if is_delivery_notice(line.text)], Use.DROPPED, "delivery notice")


def is_delivery_notice(text: str) -> bool:
    """Whether a line says only that the spoken words count: "Seul le prononcé fait foi", "(As delivered)"."""
    parts = [text] if _DELIVERY.fullmatch(text[:_LENGTH]) else _PARTED.split(text[:_LENGTH])
    return len(text) <= _LENGTH and all(_DELIVERY.fullmatch(part) for part in parts)


def date_of_change(working: Working) -> None:
    """Drop a line that says only when the page was changed, at the top or the end.

    Reads: the first lines and the last. Writes: spans.
    Example: "Last updated: 9 July 2024" -> dropped.
    """
    working.take(
        [line for line in _ends(working) if is_change(line.text, list(LANGUAGES))], Use.DROPPED, "date of a change"
    )


def release_line(working: Working) -> None:
    """Take "For immediate release", and the date beside it.

    Reads: the first lines. Writes: date, spans.
    Example: "For Immediate Release        September 17, 2009" -> 2009-09-17.
    """
    for line in top_lines(working):
        found = _IMMEDIATE.match(line.text) if len(line.text) <= _LENGTH else None
        if found and found.end() == len(line.text):
            working.take([line], Use.DROPPED, "release notice")
        elif found and (day := date_of_line(line.text[found.end() :], list(LANGUAGES))):
            working.date = working.date or Fact(day, "text")
            working.take([line], Use.DATE)


def _ends(working: Working) -> list[Line]:
    """The first lines and the last two, each once."""
    shown = [line for line in working.lines if not line.blank]
    return [*shown[:_TOP_LINES], *shown[_TOP_LINES:][-_LAST_LINES:]]


def top_lines(working: Working) -> list[Line]:
    """The first lines that are not blank."""
    return [line for line in working.lines[: 4 * _TOP_LINES] if not line.blank][:_TOP_LINES]


NOTICES: list[Callable[[Working], None]] = [release_line, delivery_notice, date_of_change]
