"""How often words stand in the documents of each year, and how many words those have.

An occurrence is a word in any of its endings, or a phrase as it is written, in the text. A document whose date
covers two years counts in both, as it does beside the filters, and once in the sum.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from statements.filters import DocumentFilter
from statements.languages import LANGUAGES
from statements.limits import TooSlowError, at_most
from statements.search.match import Matcher
from statements.search.memory import State, memory
from statements.search.patterns import Pattern, any_of
from statements.search.tally import NO_YEAR, tally

MOST_DOCUMENTS = 20_000  # that are counted through for a page
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
class ByYear:
    """Numbers by year, under NO_YEAR those of undated documents; total: what counts in several years counted once."""

    numbers: Counter[int] = field(default_factory=Counter)
    total: int = 0

    @property
    def again(self) -> int:
        """What counts a second time, since a date covers several years."""
        return self.numbers.total() - self.total


@dataclass(frozen=True)
class Coverage:
    """The words and the documents that the archive has of each year, under the filters."""

    words: ByYear
    documents: ByYear

    @property
    def years(self) -> range:
        """From the first year to the last one, those without documents too."""
        years = [year for year in self.documents.numbers if year != NO_YEAR]
        return range(min(years), max(years) + 1) if years else range(0)


def coverage(filters: DocumentFilter, state: State) -> Coverage:
    """What the archive has under `filters`, whatever words are asked for."""
    entries = filters.filter_queryset(filters.queryset).order_by()
    sql, parameters = entries.values_list("first_month", "last_month", "size").query.sql_with_params()
    rows = memory.ask(state, _SIZES.format(matches=sql), parameters)
    return Coverage(
        _by_year([(first, last, words) for first, last, words, _ in rows]),
        _by_year([(first, last, documents) for first, last, _, documents in rows]),
    )


def documents(matcher: Matcher, filters: DocumentFilter, state: State) -> ByYear:
    """The documents that `matcher` finds under `filters`."""
    counted = tally(matcher.matching(filters.queryset), filters.conditions, state)
    return ByYear(Counter({int(year): count for year, count in counted.counts["year"].items()}), counted.total)


def occurrences(matcher: Matcher, filters: DocumentFilter, state: State, until: float) -> ByYear | None:
    """How often the words stand in them, which the database counts from the places that its index has.

    until: a moment of time.monotonic(). None where it does not suffice, and of a query without words.
    """
    matching = filters.filter_queryset(matcher.matching(filters.queryset)).order_by()
    matches, parameters = matching.values_list("document_id", "first_month", "last_month").query.sql_with_params()
    rows, asked = list[tuple[int | None, int | None, int]](), False
    for code in LANGUAGES:
        for column, patterns in (("words", matcher.words[code]), ("exact", matcher.exact_patterns(code))):
            if not patterns:
                continue
            asked = True
            times, given = _times(column, patterns)
            statement = _OCCURRENCES.format(matches=matches, times=times, column=column)
            try:
                with at_most(int((until - monotonic()) * 1000)):
                    rows += memory.ask(state, statement, [*given, *parameters, code, any_of(patterns)])
            except TooSlowError:
                return None
    return _by_year(rows) if asked else None


def _by_year(rows: list[tuple[int | None, int | None, int]]) -> ByYear:
    """From rows of (first year, last year, number)."""
    counts = Counter[int]()
    for first, last, number in rows:
        for year in (NO_YEAR,) if first is None or last is None else range(first, last + 1):
            counts[year] += number
    return ByYear(counts, sum(number for *_, number in rows))


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
