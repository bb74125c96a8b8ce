"""The table of a page of frequencies: years, or years in a row that the archive does not cover, and sums."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import floor, log10
from typing import NamedTuple

from babel.numbers import format_decimal

from statements.counting.frequency import Coverage
from statements.counting.series import Series
from statements.languages import interface_locale

_PER = 10_000  # words


class Cell(NamedTuple):
    """A year of a series, or all years: occurrences, words, occurrences per 10,000 words, and documents."""

    times: int | None
    words: int
    rate: str
    documents: int
    url: str

    @property
    def has_text(self) -> bool:
        """Whether the archive has any text of that year: without text, the count is unknown rather than zero."""
        return self.words > 0 or self.documents > 0


class YearRow(NamedTuple):
    """A year of the table, or years in a row that the archive does not cover, which have no cells.

    words: under the filters of the first series, which all share where one is not parted; languages: of these words.
    """

    year: str
    words: int
    cells: list[Cell]
    languages: tuple[str, ...] = ()


def years_covered(series: list[Series]) -> range:
    """From the first to the last year that the archive covers for one of them."""
    covered = [each.covered.years for each in series if each.covered.years]
    return range(min(each[0] for each in covered), max(each[-1] for each in covered) + 1) if covered else range(0)


def range_of_years(series: list[Series]) -> range:
    """The years from the first in which one of them was said; all years where none was."""
    years = years_covered(series)
    first = next((year for year in years if any(each.documents.numbers[year] for each in series)), None)
    return years if first is None else range(first, years.stop)


def table_rows(series: list[Series]) -> list[YearRow]:
    """The years; those without any text are one row, and those with text before the first in which one was said."""
    when = range_of_years(series)
    before = [year for year in range(years_covered(series).start, when.start) if _has_text(series, year)]
    rows = [_empty_row(series, before)] if before else []
    for here, group in groupby(when, lambda year: _has_text(series, year)):
        years = list(group)
        rows += [row_of(series, str(year), year) for year in years] if here else [YearRow(_span(years), 0, [])]
    return rows


def _has_text(series: list[Series], year: int) -> bool:
    return any(each.covered.words.numbers[year] for each in series)


def _span(years: Sequence[int]) -> str:
    """ "1907–1912"; "1907 … 1912" where years between are left out."""
    if len(years) == 1:
        return str(years[0])
    return f"{years[0]}{'–' if years[-1] - years[0] == len(years) - 1 else ' … '}{years[-1]}"


def _empty_row(series: list[Series], years: Sequence[int]) -> YearRow:
    """Years in which nothing was said."""
    words = [sum(each.covered.words.numbers[year] for year in years) for each in series]
    none = [(None, "") if each.occurrences is None else (0, format_number(0)) for each in series]
    cells = [Cell(times, size, rate, 0, "") for (times, rate), size in zip(none, words, strict=True)]
    return YearRow(_span(years), words[0], cells, _languages(series[0].covered, years))


def _languages(covered: Coverage, years: Sequence[int]) -> tuple[str, ...]:
    """The languages in which the archive has texts from these years."""
    return tuple(code for code, words in covered.languages.items() if any(words.numbers[year] for year in years))


def row_of(series: list[Series], name: str, year: int) -> YearRow:
    cells = [
        Cell(
            each.occurrences.numbers[year] if each.occurrences else None,
            each.covered.words.numbers[year],
            _format_rate(rate(each, year)),
            each.documents.numbers[year],
            each.asked.url(name) if each.documents.numbers[year] else "",
        )
        for each in series
    ]
    covered = series[0].covered
    return YearRow(name, covered.words.numbers[year], cells, _languages(covered, [year]))


def sums(series: list[Series]) -> YearRow:
    """The sums, in which what counts in several years counts once."""
    cells = [
        Cell(
            each.occurrences.total if each.occurrences else None,
            each.covered.words.total,
            _format_rate(_rate(each.occurrences.total, each.covered.words.total) if each.occurrences else None),
            each.documents.total,
            each.asked.url(),
        )
        for each in series
    ]
    return YearRow("", series[0].covered.words.total, cells, tuple(series[0].covered.languages))


def rate(each: Series, year: int) -> float | None:
    """Occurrences per 10,000 words; None in a year without words, and where they are not counted."""
    return _rate(each.occurrences.numbers[year], each.covered.words.numbers[year]) if each.occurrences else None


def _rate(times: int, words: int) -> float | None:
    return _PER * times / words if words else None


def percentage(each: Series, year: int) -> float | None:
    """Documents per 100 that have it; None in a year without documents."""
    covered = each.covered.documents.numbers[year]
    return 100 * each.documents.numbers[year] / covered if covered else None


def _format_rate(rate: float | None) -> str:
    return "" if rate is None else format_number(rate)


def format_number(value: float) -> str:
    """The number to three significant digits, a small one to two, as the language of the interface writes it."""
    digits = 2 - floor(log10(value)) if 0 < value < 100 else 0
    pattern = f"#,##0.{'#' * min(digits, 8)}" if digits else "#,##0"
    return format_decimal(value, format=pattern, locale=interface_locale())
