"""How often words stand in the documents of each year, and how many words those have.

An occurrence is a word in any of its endings, or a phrase as it is written, in the text. A document whose date
covers two years counts in both, as it does beside the filters.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from statements.filters import DocumentFilter
from statements.languages import LANGUAGES
from statements.search.match import Matcher
from statements.search.memory import State, memory
from statements.search.patterns import Pattern, any_of
from statements.search.tally import NO_YEAR, tally

MOST_DOCUMENTS = 6_000  # that are counted through for a page
_SIZES = """
SELECT first_month / 12, last_month / 12, sum(size), count(*) FROM ({matches}) AS matches GROUP BY 1, 2
"""
_OCCURRENCES = """
SELECT first_month / 12, last_month / 12, sum(times)::bigint FROM (
    SELECT first_month, last_month, {times} AS times
    FROM statements_paragraph JOIN ({matches}) AS matches USING (document_id)
    WHERE language = %s AND {column} @@ %s::tsquery) AS counted
GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Series:
    """What was asked for, and by year the documents that have it and how often; None where that is too often to count.

    total: documents, undated ones too; undated: those of them without a date.
    """

    typed: str
    documents: Counter[int]
    occurrences: Counter[int] | None
    total: int
    undated: int

    @property
    def times(self) -> int | None:
        """In all years; a document of several years counts in each of them."""
        return None if self.occurrences is None else self.occurrences.total()


@dataclass(frozen=True)
class Coverage:
    """The words and the documents that the archive has of each year, under the filters."""

    words: Counter[int] = field(default_factory=Counter)
    documents: Counter[int] = field(default_factory=Counter)

    @property
    def years(self) -> range:
        """From the first year to the last one, those without documents too."""
        return range(min(self.documents), max(self.documents) + 1) if self.documents else range(0)


def coverage(filters: DocumentFilter, state: State) -> Coverage:
    """What the archive has under `filters`, whatever words are asked for."""
    entries = filters.filter_queryset(filters.queryset).order_by()
    sql, parameters = entries.values_list("first_month", "last_month", "size").query.sql_with_params()
    found = Coverage()
    for first, last, words, documents in memory.ask(state, _SIZES.format(matches=sql), parameters):
        for year in range(first, last + 1) if first is not None else ():
            found.words[year] += words
            found.documents[year] += documents
    return found


def series(typed: str, matcher: Matcher, filters: DocumentFilter, state: State, most: int) -> Series:
    """Count what `matcher` finds under `filters`: how often, in at most `most` documents."""
    counted = tally(matcher.matching(filters.queryset), filters.conditions, state)
    by_year = counted.counts["year"]
    documents = Counter({int(year): count for year, count in by_year.items() if int(year) != NO_YEAR})
    occurrences = _occurrences(matcher, filters, state) if counted.total <= most else None
    return Series(typed, documents, occurrences, counted.total, by_year.get(str(NO_YEAR), 0))


def _occurrences(matcher: Matcher, filters: DocumentFilter, state: State) -> Counter[int]:
    """By year, counted by the database from the places of the words in the index."""
    matching = filters.filter_queryset(matcher.matching(filters.queryset)).order_by().exclude(first_month=None)
    matches, parameters = matching.values_list("document_id", "first_month", "last_month").query.sql_with_params()
    counted = Counter[int]()
    for code in LANGUAGES:
        for column, patterns in (("words", matcher.words[code]), ("exact", matcher.exact_patterns(code))):
            if not patterns:
                continue
            times, given = _times(column, patterns)
            statement = _OCCURRENCES.format(matches=matches, times=times, column=column)
            rows = memory.ask(state, statement, [*given, *parameters, code, any_of(patterns)])
            for first, last, number in rows:
                for year in range(first, last + 1):
                    counted[year] += number
    return counted


def _times(column: str, patterns: list[Pattern]) -> tuple[str, list[Any]]:
    """How often a paragraph has the patterns, as SQL, and its parameters."""
    made = [_times_of(column, pattern) for pattern in patterns]
    return " + ".join(sql for sql, _ in made), [parameter for _, given in made for parameter in given]


def _times_of(column: str, pattern: Pattern) -> tuple[str, list[Any]]:
    """A word's places are counted; those of the first word of a phrase, where the others follow."""
    places, place = list[tuple[int, str]](), 0
    for step, lexeme in zip((0, *(pattern.steps or (1,) * (len(pattern.lexemes) - 1))), pattern.lexemes, strict=True):
        place += step
        if lexeme is not None:
            places.append((place, lexeme))
    if len(places) == 1:
        same = "starts_with(lexeme, %s)" if pattern.prefix else "lexeme = %s"
        return f"coalesce((SELECT sum(cardinality(positions)) FROM unnest({column}) WHERE {same}), 0)", [places[0][1]]  # noqa: S608
    (_, first), *others = places
    follows = f"(at + %s)::smallint = ANY ((SELECT positions FROM unnest({column}) WHERE lexeme = %s)::smallint[])"  # noqa: S608
    sql = f"""(SELECT count(*) FROM unnest({column}) AS word, unnest(word.positions) AS at
        WHERE word.lexeme = %s AND {" AND ".join(follows for _ in others)})"""  # noqa: S608 - columns are ours, words are parameters
    return sql, [first, *(each for place, lexeme in others for each in (place, lexeme))]
