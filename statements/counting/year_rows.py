"""The numbers of a page of frequencies, whole: a row for each line and year, for programs."""

from __future__ import annotations

from collections.abc import Iterator

from statements.counting.frequency import ByYear
from statements.counting.series import Series
from statements.counting.table import percentage, rate, years_covered
from statements.search.request import UNDATED
from statements.search.tally import NO_YEAR

Row = tuple[str, str, int | None, int, float | None, int | None, int, float | None]
YEAR_COLUMNS = (
    "series", "year", "times", "words", "times_per_10000_words", "documents", "documents_in_all", "documents_per_100",
)  # fmt: skip
ALL = "all"  # instead of a period, in the row of sums


def list_years(series: list[Series]) -> Iterator[Row]:
    """The rows: every year that the archive covers, undated texts, and the sum."""
    for each in series:
        for year in years_covered(series):
            yield _row_of_year(each, str(year), year)
        if each.covered.documents.numbers[NO_YEAR]:
            yield _row_of_year(each, UNDATED, NO_YEAR)
        yield _row_of_all(each)


def _row_of_year(each: Series, name: str, year: int) -> Row:
    times = each.occurrences.numbers[year] if each.occurrences else None
    covered = each.covered
    whole = covered.words.numbers[year], covered.documents.numbers[year]
    return _row(each, name, times, rate(each, year), each.documents.numbers[year], percentage(each, year), whole)


def _row_of_all(each: Series) -> Row:
    """The sums, in which what counts in several years counts once."""
    times = _total(each.occurrences)
    words, documents = each.covered.words.total, each.covered.documents.total
    per_words = 10_000 * times / words if times is not None and words else None
    per_documents = 100 * each.documents.total / documents if documents else None
    return _row(each, ALL, times, per_words, each.documents.total, per_documents, (words, documents))


def _total(counted: ByYear | None) -> int | None:
    return counted.total if counted else None


def _row(
    each: Series,
    name: str,
    times: int | None,
    per_words: float | None,
    documents: int,
    per_documents: float | None,
    whole: tuple[int, int],
) -> Row:
    """A row; without any text the counts are unknown rather than zero."""
    words, in_all = whole
    if not words and not in_all:
        return each.asked.label, name, None, 0, None, None, 0, None
    return each.asked.label, name, times, words, _round(per_words), documents, in_all, _round(per_documents)


def _round(number: float | None) -> float | None:
    """To six significant digits: 0.0123457."""
    return None if number is None else float(f"{number:.6g}")
