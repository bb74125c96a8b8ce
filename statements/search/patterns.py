"""Rows of words as the index knows them, and how PostgreSQL writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models.lookups import PostgresOperatorLookup

from statements.search.articles import is_compound, strip_article
from statements.search.lexemes import EXACT, lexemes, lexemes_of_query
from statements.search.words import typed_forms


@SearchVectorField.register_lookup
class VectorMatches(PostgresOperatorLookup):
    """vector @@ a text-search query given as text; `Pattern` writes that text, never a person."""

    lookup_name = "matches"
    postgres_operator = "@@"
    prepare_rhs = False

    def process_rhs(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, parameters = super().process_rhs(compiler, connection)
        return f"{sql}::tsquery", parameters


@dataclass(frozen=True)
class Pattern:
    """Words in a row. None stands for a stop word, which any word may fill. prefix: the last word is only a beginning.

    steps: the distance of each word but the first from the one before it; all 1 if empty.
    """

    lexemes: tuple[str | None, ...]
    prefix: bool = False
    steps: tuple[int, ...] = ()

    @property
    def tsquery(self) -> str:
        """In PostgreSQL's notation: 'samp' <-> 't', or 'capo' <2> 'stato' across a stop word."""
        return self._written("")

    @property
    def title_tsquery(self) -> str:
        """The same for words in the title, which have the weight A."""
        return self._written("A")

    def _written(self, weight: str) -> str:
        parts, distance = "", 0
        label = ("*" if self.prefix else "") + weight
        for step, lexeme in zip((1, *(self.steps or (1,) * (len(self.lexemes) - 1))), self.lexemes, strict=True):
            distance += step
            if lexeme is not None:
                parts += (f" <{distance}> " if parts else "") + quote_lexeme(lexeme) + (f":{label}" if label else "")
                distance = 0
        return parts

    @property
    def all_words(self) -> str:
        """The words in any order and anywhere, in PostgreSQL's notation."""
        return " & ".join(quote_lexeme(lexeme) for lexeme in self.lexemes if lexeme)

    def follow_with(self, other: Pattern, distance: int) -> Pattern:
        """Return this pattern followed by the other, whose first word comes `distance` words after this one's last."""
        own, others = (each.steps or (1,) * (len(each.lexemes) - 1) for each in (self, other))
        return Pattern(self.lexemes + other.lexemes, steps=(*own, distance, *others))


def quote_lexeme(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def pattern_in(text: str, language: str) -> Pattern | None:
    """Return the pattern of a typed word in `language`, without a leading article or stop words at its ends; None if no
    other word is left, or if the word is searched for as written."""
    if is_as_written(text, language):
        return None
    words = typed_forms(strip_article(text) or text)
    known = lexemes_of_query(words) if len(words) == 1 else lexemes(words)
    return _pattern([known[word][language] for word in words])


def is_as_written(text: str, language: str) -> bool:
    """Whether a typed word is searched for as written in texts in `language`: a compound with a stop word in it.
    Otherwise "follow-up" would find every "follow", and "S-400" every 400."""
    if not is_compound(text):
        return False
    words = typed_forms(strip_article(text) or text)
    known = lexemes(words)
    return len(words) > 1 and any(known[word][language] is None for word in words)


def _pattern(row: list[str | None]) -> Pattern | None:
    while row and row[-1] is None:
        row.pop()
    while row and row[0] is None:
        row.pop(0)
    return Pattern(tuple(row)) if row else None


def exact_pattern(text: str, prefix: bool = False) -> Pattern | None:
    """Return the pattern of words as written."""
    words = typed_forms(text)
    known = lexemes(words)
    pattern = _pattern([known[word][EXACT] for word in words])
    return Pattern(pattern.lexemes, prefix) if pattern else None


def join_patterns(patterns: Iterable[Pattern]) -> str:
    """Return the text-search query for at least one of the patterns."""
    return " | ".join(f"({pattern.tsquery})" for pattern in patterns)
