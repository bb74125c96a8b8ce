"""Lists of quotations as people have them: a line each, or a column of a table; in whatever coding programs save them.

A table is one whose first line names a column of quotations, or a file that is called .csv or .tsv. Nothing is cut or
left out: what cannot be read is an error that names its line.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

from django.utils.translation import gettext

from statements.web.jinja import intcomma

MOST_QUOTATIONS = 1_000
MOST_BYTES = 1_000_000
_COLUMNS = {"quotation", "quote", "text", "citation", "citazione"}
_LONGEST_HEAD, _LONGEST_NAME = 1_000, 30  # characters of the line that names the columns, and of a name
_TABLES = (".csv", ".tsv")
_SEPARATORS = (",", ";", "\t")
_NONE = "\x1f"  # stands in no file: of a table with one column, which may have commas outside of quotation marks
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class ListNotReadError(Exception):
    """A list cannot be read; says why, in words, and in which line."""


class ListedQuotation(NamedTuple):
    """A quotation, and the line of the list in which it begins."""

    line: int
    text: str


def decode_list(content: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16, with or without a mark, else Windows-1252. Raises ListNotReadError."""
    if len(content) > MOST_BYTES:
        raise ListNotReadError(gettext("the list is too long: it may have one megabyte"))
    try:
        return content.decode(_find_coding(content))
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("windows-1252")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _error(line, gettext("it is neither UTF-8 nor UTF-16 nor Windows-1252")) from error


def _find_coding(content: bytes) -> str:
    for mark, coding in _MARKS.items():
        if content.startswith(mark):
            return coding
    even, odd = content[:2000:2].count(0), content[1:2000:2].count(0)
    if max(even, odd) * 8 > len(content[:2000]):  # letters of UTF-16 have an empty half
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8"


def read_list(text: str, name: str = "") -> list[ListedQuotation]:
    """The quotations of a list, at most MOST_QUOTATIONS. name: of the file. Raises ListNotReadError."""
    text = text.removeprefix("\ufeff").replace("\0", " ").replace("\r\n", "\n").replace("\r", "\n")
    separator, column = _find_column(text, name)
    rows = _read_table(text, separator, column) if separator else enumerate(text.split("\n"), 1)
    found = [ListedQuotation(line, words) for line, typed in rows if (words := typed.strip())]
    if not found:
        raise ListNotReadError(gettext("there is no quotation in it"))
    if len(found) > MOST_QUOTATIONS:
        raise _error(
            found[MOST_QUOTATIONS].line,
            gettext("a list may have %(most)s quotations") % {"most": intcomma(MOST_QUOTATIONS)},
        )
    return found


def write_list(quotations: list[str]) -> str:
    """A list that read_list() reads: a table with one column."""
    text = StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([each] for each in ["quotation", *quotations])
    return text.getvalue()


def _find_column(text: str, name: str) -> tuple[str, int | None]:
    """The separator of a table and the place of its column of quotations, None where no line names it; ("", None) for
    lines."""
    first = text.lstrip("\n").partition("\n")[0]
    for separator in _SEPARATORS:
        names = _read_names(first, separator)
        if place := next((place for place, each in enumerate(names, 1) if each in _COLUMNS), 0):
            return (separator if len(names) > 1 else _NONE), place - 1
    if not name.lower().endswith(_TABLES):
        return "", None
    return max(_SEPARATORS, key=first.count) if any(each in first for each in _SEPARATORS) else _NONE, None


def _read_names(first: str, separator: str) -> list[str]:
    """The names of columns in the first line; none where it reads like a sentence: "Text, she said, is text"."""
    if len(first) > _LONGEST_HEAD:
        return []
    names = next(csv.reader([first], delimiter=separator), [])
    is_sentence = any(len(each) > _LONGEST_NAME or each.startswith(" ") for each in names)
    return [] if is_sentence else [each.strip().casefold() for each in names]


def _read_table(text: str, separator: str, column: int | None) -> Iterator[tuple[int, str]]:
    """The lines and cells of a column; of the first one where none is named."""
    reader, wide, line = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True), 0, 1
    try:
        for row in reader:
            if row and wide and len(row) != wide:
                raise _error(line, gettext("it has %(here)s columns, the first line has %(there)s") % {
                    "here": len(row), "there": wide,
                })  # fmt: skip
            if row and (wide or column is None):
                yield line, row[column or 0]
            wide, line = wide or len(row), reader.line_num + 1
    except csv.Error as error:
        raise _error(line, gettext("its quotation marks do not match")) from error


def _error(line: int, why: str) -> ListNotReadError:
    return ListNotReadError(gettext("line %(line)s: %(why)s") % {"line": line, "why": why})
