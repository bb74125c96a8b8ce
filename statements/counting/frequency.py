"""How often words occur in the documents of each year, and how many words those have.

An occurrence is a word in any of its endings, or a phrase as it is written, in the text. A document whose date
covers two years counts in both, as it does beside the filters, and once in the sum.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from statements.languages import LANGUAGES
from statements.search.patterns import Pattern, join_patterns
from statements.search.query import Near
from statements.search.selection import Selection
from statements.search.tally import NO_YEAR
from statements.web.limits import TooSlowError, limit_to

MOST_DOCUMENTS = 20_000  # that are counted through for a page
_SIZES = """
SELECT first_month / 12, last_month / 12, sum(size), count(*), language FROM ({matches}) AS matches GROUP BY 1, 2, 5
"""
# A long paragraph is counted through by its stretches, as its own vectors lack places. These overlap: what begins in
# the second half of one is counted in the next, which has it whole.
_OCCURRENCES = """
SELECT first_month / 12, last_month / 12, sum(times)::bigint FROM (
    SELECT first_month, last_month, {times} AS times
    FROM (
        SELECT document_id, language, words, exact, 16383 AS until FROM statements_paragraph
        WHERE id NOT IN (SELECT paragraph_id FROM statements_stretch WHERE start = 0)
        UNION ALL
        SELECT document_id, language, words, exact, CASE WHEN EXISTS (
            SELECT FROM statements_stretch AS next
            WHERE next.paragraph_id = stretch.paragraph_id AND next.start = stretch.start + 128
        ) THEN 128 ELSE 255 END FROM statements_stretch AS stretch) AS texts
    JOIN ({matches}) AS matches USING (document_id)
    WHERE language = %s AND ({having})) AS counted
GROUP BY 1, 2
"""


@dataclass(frozen=True)
class ByYear:
    """Numbers by year, under NO_YEAR those of undated documents; total: what counts in several years counted once."""

    numbers: Counter[int] = field(default_factory=Counter)
    total: int = 0

    @property
    def again(self) -> int:
        """How much is counted more than once because a date covers several years."""
        return self.numbers.total() - self.total


@dataclass(frozen=True)
class Coverage:
    """The words and the documents that the archive has of each year, under the filters; languages: the words of each,
    by code."""

    words: ByYear
    documents: ByYear
    languages: dict[str, ByYear] = field(default_factory=dict)

    @property
    def years(self) -> range:
        """Every year from the first to the last, including those without documents."""
        years = [year for year in self.documents.numbers if year != NO_YEAR]
        return range(min(years), max(years) + 1) if years else range(0)


def coverage(selection: Selection) -> Coverage:
    """What the archive has under the filters, whatever words are asked for."""
    columns = ["first_month", "last_month", "size", "language"]
    rows = selection.state.ask_queryset(_SIZES, selection.passing, columns)
    return Coverage(
        _count_by_year([(first, last, words) for first, last, words, *_ in rows]),
        _count_by_year([(first, last, documents) for first, last, _, documents, _ in rows]),
        {
            code: _count_by_year([(first, last, words) for first, last, words, _, language in rows if language == code])
            for code in LANGUAGES
            if any(language == code and words for _, _, words, _, language in rows)
        },
    )


def documents(selection: Selection) -> ByYear:
    """The documents of each year."""
    counted = selection.tally
    return ByYear(Counter({int(year): count for year, count in counted.counts["year"].items()}), counted.total)


def occurrences(selection: Selection, until: float) -> ByYear | None:
    """How often the words occur in them, which the database counts from the positions in its index.

    until: a moment of time.monotonic(). None where time runs out, and for a query without words or with NEAR.
    """
    matching, matcher = selection.entries.order_by(), selection.matcher
    matches, parameters = matching.values_list("document_id", "first_month", "last_month").query.sql_with_params()
    if any(isinstance(leaf, Near) for leaf, _ in matcher.leaves):
        return None
    rows, asked = list[tuple[int | None, int | None, int]](), False
    for code in LANGUAGES:
        columns = [("words", matcher.words[code]), ("exact", matcher.exact_patterns(code))]
        wanted = [(column, pattern) for column, patterns in columns for pattern in dict.fromkeys(patterns)]
        if not wanted:
            continue
        asked = True
        times, given = _times(wanted)
        used = [(column, patterns) for column, patterns in columns if patterns]
        having = " OR ".join(f"{column} @@ %s::tsquery" for column, _ in used)
        statement = _OCCURRENCES.format(matches=matches, times=times, having=having)
        try:
            with limit_to(int((until - monotonic()) * 1000)):
                answers = [*given, *parameters, code, *(join_patterns(patterns) for _, patterns in used)]
                rows += selection.state.ask(statement, answers)
        except TooSlowError:
            return None
    return _count_by_year(rows) if asked else None


def _count_by_year(rows: list[tuple[int | None, int | None, int]]) -> ByYear:
    """From rows of (first year, last year, number)."""
    counts = Counter[int]()
    for first, last, number in rows:
        for year in (NO_YEAR,) if first is None or last is None else range(first, last + 1):
            counts[year] += number
    return ByYear(counts, sum(number for *_, number in rows))


def _times(wanted: list[tuple[str, Pattern]]) -> tuple[str, list[Any]]:
    """How often a paragraph has one of the patterns, each in its column, as SQL, and its parameters.

    Both columns count the same words, so that a place at which several patterns begin counts once.
    """
    made = [_places(column, pattern) for column, pattern in wanted]
    places = " UNION ".join(sql for sql, _ in made)
    sql = f"(SELECT count(*) FROM ({places}) AS places)"  # noqa: S608 - columns are ours, words are parameters
    return sql, [each for _, given in made for each in given]


def _places(column: str, pattern: Pattern) -> tuple[str, list[Any]]:
    """The places of a word; those of the first word of a phrase, where the others follow."""
    places, place = list[tuple[int, str]](), 0
    for step, lexeme in zip((0, *(pattern.steps or (1,) * (len(pattern.lexemes) - 1))), pattern.lexemes, strict=True):
        place += step
        if lexeme is not None:
            places.append((place, lexeme))
    (_, first), *others = places
    same = "starts_with(lexeme, %s)" if pattern.prefix and not others else "lexeme = %s"
    follows = f"(at + %s)::smallint = ANY ((SELECT positions FROM unnest({column}) WHERE lexeme = %s)::smallint[])"  # noqa: S608
    having = f"{column} @@ %s::tsquery"  # asked once a paragraph, before its words are gone through
    conditions = " AND ".join([same, "at <= until", *(follows for _ in others), having])
    sql = f"SELECT at FROM unnest({column}) AS word, unnest(word.positions) AS at WHERE {conditions}"  # noqa: S608 - columns are ours, words are parameters
    return sql, [first, *(each for place, lexeme in others for each in (place, lexeme)), pattern.tsquery]
