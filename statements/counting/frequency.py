"""The documents of each year that words are found in, and how many words the archive has of each year.

A document whose date covers two years counts in both, as it does beside the filters, and once in the sum.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from statements.connecting.rows import Rows
from statements.counting.whose import chosen_sayers
from statements.languages import LANGUAGES
from statements.search.memory import write_statement
from statements.search.selection import Selection
from statements.search.tally import NO_YEAR

MOST_DOCUMENTS = 20_000  # that are counted through for a page
_SIZES = """
SELECT first_month / 12, last_month / 12, sum(size), count(*), language FROM ({matches}) AS matches GROUP BY 1, 2, 5
"""
# The words of those who must say it alone; a text that several of them wrote together is counted once.
_SIZES_SAID = """
SELECT first_month / 12, last_month / 12, sum(size), count(*), language FROM (
    SELECT matches.*, (coalesce(max(size) FILTER (WHERE narrates), 0)
        + coalesce(sum(size) FILTER (WHERE NOT narrates), 0))::int AS size
    FROM ({matches}) AS matches JOIN statements_utterance AS utterance USING (document_id)
    WHERE utterance.speaker_id = ANY (%s) GROUP BY matches.document_id, 2, 3, 4) AS said
GROUP BY 1, 2, 5
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
    """What the archive has under the filters, whatever words are asked for; where they name who says it, her words."""
    rows = _sizes_said(sayers, selection) if (sayers := chosen_sayers(selection)) else _sizes(selection)
    return Coverage(
        count_by_year([(first, last, words) for first, last, words, *_ in rows]),
        count_by_year([(first, last, documents) for first, last, _, documents, _ in rows]),
        {
            code: count_by_year([(first, last, words) for first, last, words, _, language in rows if language == code])
            for code in LANGUAGES
            if any(language == code and words for _, _, words, _, language in rows)
        },
    )


def _sizes(selection: Selection) -> Rows:
    columns = ["first_month", "last_month", "size", "language"]
    return selection.state.ask_queryset(_SIZES, selection.passing, columns)


def _sizes_said(sayers: list[int], selection: Selection) -> Rows:
    sql, parameters = write_statement(selection.passing, "document_id", "first_month", "last_month", "language")
    return selection.state.ask(_SIZES_SAID.format(matches=sql), [*parameters, sayers])


def documents(selection: Selection) -> ByYear:
    """The documents of each year."""
    counted = selection.tally
    return ByYear(Counter({int(year): count for year, count in counted.counts["year"].items()}), counted.total)


def count_by_year(rows: list[tuple[int | None, int | None, int]]) -> ByYear:
    """From rows of (first year, last year, number)."""
    counts = Counter[int]()
    for first, last, number in rows:
        for year in (NO_YEAR,) if first is None or last is None else range(first, last + 1):
            counts[year] += number
    return ByYear(counts, sum(number for *_, number in rows))
