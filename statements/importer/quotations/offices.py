"""Offices that appear in a text with their holders, or in place of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from statements.importer.quotations.wording import Wording


@dataclass(frozen=True)
class OfficeHolder:
    """Who holds an office in the document: the words of the office, and the slug, empty for someone not quoted."""

    words: frozenset[str]
    who: str


def office_words(words: Sequence[str], wording: Wording) -> frozenset[str]:
    """The words of an office without articles: "the Italian Defence Minister" -> italian, defence, minister.

    Nothing where there is no office, or it is attached to somebody: "Bruni’s adviser", "le porte-parole de Quist".
    """
    plain = [word.casefold() for word in words if not wording.has(word, "determiners", "genitives")]
    if not any(wording.has(word, "offices") for word in plain) or any(not word[0].isalpha() for word in plain):
        return frozenset()
    return frozenset(plain)
