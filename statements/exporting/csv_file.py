"""CSV, https://www.rfc-editor.org/rfc/rfc4180. Words stay those of the source: no apostrophe is put before an equals
sign, which spreadsheets may take for the beginning of a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from statements.exporting.tables import Cell

_MARK = b"\xef\xbb\xbf"
_WORDS = {True: "true", False: "false"}


def write_csv(columns: Iterable[str], rows: Iterable[Sequence[Cell]], file: BinaryIO, *, marked: bool) -> int:
    """Write a table; return the number of its rows. What is not known is empty, a fraction has six digits that count.

    marked: with a byte order mark.
    """
    file.write(_MARK if marked else b"")
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    writer, number = csv.writer(text, lineterminator="\r\n"), 0
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell if isinstance(cell, str) else _write_cell(cell) for cell in row])
        number += 1
    text.flush()
    text.detach()
    return number


def _write_cell(cell: Cell) -> Cell:
    """True, False and 0.0123456789 as "true", "false" and "0.0123457"."""
    if cell is True or cell is False:
        return _WORDS[cell]
    return f"{cell:.6g}" if isinstance(cell, float) else cell
