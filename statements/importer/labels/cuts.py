"""Where a label may end at the beginning of a paragraph and the words of the turn begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from statements.importer.labels.words import PARTICLES, PRESS, SMALL_WORDS, fold
from statements.importer.vocabulary import alternatives
from statements.letters import comparable

_FAR = 240  # characters: every label is shorter
_NARROW = str.maketrans({"\u00a0": " ", "\u202f": " "})
# What may come before a label: marks of lists and Markdown, a time in the recording.
_TIME = r"(?:[\[(]\d{1,2}[:.h]\d{2}(?::\d{2})?[\])]|\d{1,2}:\d{2}(?::\d{2})?(?!\s*[aApP]\.?[mM]))[\s–-]+"
_LEAD = re.compile(rf"[\s*_#>–—•-]*(?:{_TIME})?[\s*_]*")
_QUESTION = re.compile(
    r"(Q\d{1,2}(?=[.)])|Q)[*_]*(?:[.)][*_]*\s*|\s\s+|\s(?=[\"“«‘'(\[—–-]|…|\.\.|[^\W\d_a-zà-ÿ]|\d)|\s*$)"
)
_COLON = re.compile(r"[*_]*\s*:[*_]*(?=\s|$|[^\W\d_]|[\"“«(\[])")
_DASH = re.compile(r"[*_]*(?:\s[*_]*[—–-]{1,2}\s|(?<=[A-ZÀ-Þ)\]])[—–](?=\S))")
_STOP = re.compile(r"[*_]*\.[*_]*(?=\s|$)(?:\s*[—–-]+(?=\s|$))?")
_MOST_STOPS = 6  # in a label: "M. J. B. Roy, ministre, etc."
_IN_BRACKETS = re.compile(r"\[([^\[\]]{1,80})\](?=\s|$)")
_WORDS = re.compile(r"\S+")
_ABBREVIATED = re.compile(rf"(?:^|[\s.-])(?:[^\W\d_]|{alternatives('turns.abbreviations')})$")


class Cut(NamedTuple):
    """One way to separate a label from the words after it.

    mark: what ends it: ":", "–" or "."; "–." is a full stop and a dash; "]": it is in brackets; empty: nothing follows.
    """

    head: str
    mark: str
    rest: str


def cuts(text: str) -> Iterator[Cut]:
    """The ways to separate a label from the words after it, likeliest first, without list marks before it.

    "Q  When?" -> ("Q", ":", "When?"); "M. Roy. – Oui" -> ("M. Roy", "–.", " Oui"); all in composed form (NFC).
    """
    start = comparable(text[:_FAR]).translate(_NARROW)
    lead = _LEAD.match(start)
    start = start[lead.end() :] if lead else start
    reach = _reach(start)
    if question := _QUESTION.match(start):
        yield Cut(question[1], ":", start[question.end() :])
    for pattern, mark in ((_COLON, ":"), (_DASH, "–")):
        found = pattern.search(start)
        if found and found.start() <= reach and not (mark == "–" and _STOP.match(start, found.start() - 1)):
            yield Cut(start[: found.start()], mark, start[found.end() :])
    yield from _cut_before_stops(start, reach)
    if bracket := _IN_BRACKETS.match(start):
        yield Cut(bracket[1], "]", start[bracket.end() :])
    if reach == len(start) and len(text) < _FAR:
        yield Cut(start, "", "")


def _cut_before_stops(start: str, reach: int) -> Iterator[Cut]:
    """Cuts at each of the first full stops that do not end an abbreviation."""
    for _, found in zip(range(_MOST_STOPS), _STOP.finditer(start), strict=False):
        head = start[: found.start()]
        if found.start() <= reach and (len(head) == 1 or not _ABBREVIATED.search(head)):
            yield Cut(head, "–." if found[0][-1] in "—–-" else ".", start[found.end() :])


def _reach(start: str) -> int:
    """How far a label may extend in `start`: to the first word that no label has, before the first bracket or comma."""
    before = ""
    for found in _WORDS.finditer(start):
        word, before_it = found[0], before
        if word[0] in "([" or word.endswith(","):
            return len(start)
        plain = fold(word.strip("*_:.—–"))
        before = plain
        known = plain in SMALL_WORDS or "'" in plain or plain.partition("-")[0] in PARTICLES
        if plain[:1].islower() and word[:1].islower() and not known and before_it not in PRESS:
            return found.start()
    return len(start)
