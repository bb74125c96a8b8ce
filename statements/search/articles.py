"""Articles and the like that are cut off before an apostrophe: dell'Alleanza, l'OTAN, qu'on."""

from __future__ import annotations

import re

from statements.letters import strip_accents
from statements.search.vocabulary import list_words
from statements.search.words import tokens

_APOSTROPHE = re.compile(r"['’‘ʼ`´′＇]")  # noqa: RUF001


def strip_article(typed: str) -> str:
    """What follows an article cut off at the start: "dell’Unione europea" -> "Unione europea"; else nothing."""
    found = tokens(typed)
    if len(found) < 2 or not _APOSTROPHE.fullmatch(typed[found[0].end : found[1].start]):
        return ""
    return typed[found[1].start :] if strip_accents(found[0].word) in list_words("articles", "elided") else ""


def is_compound(typed: str) -> bool:
    """Whether it is words joined by anything but apostrophes: "follow-up", "S-400", but not "isn't"."""
    found = tokens(typed)
    between = (typed[left.end : right.start] for left, right in zip(found, found[1:], strict=False))
    return any(not _APOSTROPHE.fullmatch(each) for each in between)
