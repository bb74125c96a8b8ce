"""Articles and other short words joined to the next one by an apostrophe: dell'Alleanza, l'OTAN, qu'on."""

from __future__ import annotations

import re

from statements.letters import strip_accents
from statements.search.vocabulary import list_words
from statements.search.words import tokens

_APOSTROPHE = re.compile(r"['’‘ʼ`´′＇]")  # noqa: RUF001


def strip_article(typed: str) -> str:
    """Return what follows a leading article: "dell’Unione europea" -> "Unione europea"; empty if there is none."""
    found = tokens(typed)
    if len(found) < 2 or not _APOSTROPHE.fullmatch(typed[found[0].end : found[1].start]):
        return ""
    return typed[found[1].start :] if strip_accents(found[0].word) in list_words("articles", "elided") else ""


def is_compound(typed: str) -> bool:
    """Whether the words are joined by something other than apostrophes: "follow-up", "S-400", but not "isn't"."""
    found = tokens(typed)
    between = (typed[left.end : right.start] for left, right in zip(found, found[1:], strict=False))
    return any(not _APOSTROPHE.fullmatch(each) for each in between)
