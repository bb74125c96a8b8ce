"""Compounds in one word or in two: counterterrorism, counter-terrorism; vicepresidente, vice presidente.

The archive tells whether the other form exists: it is searched for only where several documents have it, and more than
one for every hundred that have the form typed. "Inter-national" is a word cut at the end of a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from statements.languages import LANGUAGES
from statements.models import Entry
from statements.search.memory import ArchiveState, write_statement
from statements.search.patterns import exact_pattern
from statements.search.vocabulary import list_words

_SHORTEST = 4  # letters of what follows the beginning
_SEVERAL = 3  # documents
_SELDOM = 100  # one in so many is not enough
_MOST_WORDS = 8  # of a query whose compounds are looked up: in longer ones the other words tell enough

_KNOWN = "SELECT DISTINCT word FROM statements_vocabularyword WHERE language = ANY (%s) AND word = ANY (%s)"
_HAVING = """
SELECT (SELECT count(*) FROM ({published}) AS published WHERE forms @@ %s::tsquery), (
    SELECT count(DISTINCT document_id) FROM statements_paragraph
    WHERE exact @@ %s::tsquery AND document_id IN (SELECT document_id FROM ({published}) AS published))
"""


class Compound(NamedTuple):
    """What begins a compound, and what follows: counter, terrorism."""

    first: str
    second: str

    @property
    def joined(self) -> str:
        return self.first + self.second

    @property
    def parted(self) -> str:
        return f"{self.first}-{self.second}"


def find_compounds(typed: Sequence[str], state: ArchiveState) -> dict[str, str]:
    """Return the other form of each compound among the words of a query, by the plain words of the one typed.

    typed: the plain words in their order. In each state of the archive no word is looked up twice.
    """
    if len(typed) > _MOST_WORDS:
        return {}
    joined = [compound for word in typed for compound in _take_apart(word)]
    parted = [Compound(*pair) for pair in zip(typed, typed[1:], strict=False) if _may_begin(*pair)]
    known = _known_words([*(each.second for each in joined), *(each.joined for each in parted)], state)
    found = {each.joined: each.parted for each in joined if each.second in known and _is_written(each, True, state)}
    return found | {
        f"{each.first} {each.second}": each.joined
        for each in parted
        if each.joined in known and _is_written(each, False, state)
    }


def _take_apart(word: str) -> list[Compound]:
    """The ways to part a word: "contrordine" -> none, "intergovernmental" -> inter, governmental."""
    parts = (Compound(word[:length], word[length:]) for length in range(2, len(word) - _SHORTEST + 1))
    return [each for each in parts if _may_begin(*each)]


def _may_begin(first: str, second: str) -> bool:
    return first in list_words("compounds", "beginnings") and len(second) >= _SHORTEST


def _known_words(words: Sequence[str], state: ArchiveState) -> set[str]:
    """Those of the words that the archive has, drafts too: what is not among them needs no further look."""
    rows = state.ask(_KNOWN, [list(LANGUAGES), sorted({*words})]) if words else []
    return {word for (word,) in rows}


def _is_written(compound: Compound, typed_joined: bool, state: ArchiveState) -> bool:
    """Whether the form that was not typed is found in enough published documents."""
    pattern, parted = exact_pattern(compound.joined), exact_pattern(compound.parted)
    if pattern is None or parted is None:
        return False
    published, parameters = write_statement(Entry.objects.published(), "document_id", "forms")
    statement = _HAVING.format(published=published)
    [(joined, apart)] = state.ask(statement, [*parameters, pattern.tsquery, parted.tsquery, *parameters])
    typed, other = (joined, apart) if typed_joined else (apart, joined)
    return bool(other >= _SEVERAL and other * _SELDOM >= typed)
