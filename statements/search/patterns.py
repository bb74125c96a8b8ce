"""Words in a row as the index knows them, and how they are written for PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models.lookups import PostgresOperatorLookup

from statements.search.articles import is_compound, strip_article
from statements.search.lexemes import EXACT, lexemes, lexemes_of_query
from statements.search.words import typed_forms


@SearchVectorField.register_lookup
class VectorMatches(PostgresOperatorLookup):
    """vector @@ a text-search query given as text; the text is made by `Pattern`, never typed by anybody."""

    lookup_name = "matches"
    postgres_operator = "@@"
    prepare_rhs = False

    def process_rhs(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, parameters = super().process_rhs(compiler, connection)
        return f"{sql}::tsquery", parameters


@dataclass(frozen=True)
class Pattern:
    """Words in a row; None stands for a stop word, which any word may fill. prefix: the last one only begins like this.

    steps: how far each word but the first stands from the one before; all 1 where it is empty.
    """

    lexemes: tuple[str | None, ...]
    prefix: bool = False
    steps: tuple[int, ...] = ()

    @property
    def tsquery(self) -> str:
        """As PostgreSQL writes it: 'samp' <-> 't', or 'capo' <2> 'stato' over a stop word."""
        return self._written("")

    @property
    def title_tsquery(self) -> str:
        """The same, of words in the title: they have the weight A."""
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
        """The words in any order, wherever they stand, as PostgreSQL writes it."""
        return " & ".join(quote_lexeme(lexeme) for lexeme in self.lexemes if lexeme)

    def follow_with(self, other: Pattern, distance: int) -> Pattern:
        """This one and, its first word `distance` words after the last of this one, the other."""
        own, others = (each.steps or (1,) * (len(each.lexemes) - 1) for each in (self, other))
        return Pattern(self.lexemes + other.lexemes, steps=(*own, distance, *others))


def quote_lexeme(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def pattern_in(text: str, language: str) -> Pattern | None:
    """The pattern of a typed word in `language`, without articles before an apostrophe and stop words at its ends; None
    where no other is, and where it stands as it is written."""
    if is_as_written(text, language):
        return None
    words = typed_forms(strip_article(text) or text)
    known = lexemes_of_query(words) if len(words) == 1 else lexemes(words)
    return _pattern([known[word][language] for word in words])


def is_as_written(text: str, language: str) -> bool:
    """Whether a typed word is found in texts in `language` as it is written: one that is joined of others, with a stop
    word among them. Without it "follow-up" would find every "follow", and "S-400" every 400."""
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
    """The pattern of words as they are written."""
    words = typed_forms(text)
    known = lexemes(words)
    pattern = _pattern([known[word][EXACT] for word in words])
    return Pattern(pattern.lexemes, prefix) if pattern else None


def join_patterns(patterns: list[Pattern]) -> str:
    """The text-search query for one of the patterns at least."""
    return " | ".join(f"({pattern.tsquery})" for pattern in patterns)
