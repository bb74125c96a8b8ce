"""XLSX, for who works in Excel: text is text there, never a formula or a link.

A cell holds 32,767 UTF-16 units. A longer one goes on in the next row, which repeats the others; the column `part`
counts the rows, and a sheet of notes says so. A sheet holds 1,048,576 rows; more go on in the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from statements.exporting.tables import Cell

MOST_UNITS = 32_767
MOST_ROWS = 1_048_576
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": True,  # only where a sheet is larger than 2 GB
}
_NOT_IN_XML = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
PART = "part"


def write_workbook(
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    notes: Sequence[tuple[str, str]],
    file: BinaryIO,
    most_rows: int = MOST_ROWS,
    *,
    made: datetime | None = None,
    is_wide: bool = True,
) -> int:
    """Write a table and a sheet of notes; return the number of rows, each counted once in however many parts it is.

    name: of the sheet; most_rows: of a sheet, with the head; made: the moment that the workbook tells, now if none;
    is_wide: whether a cell may be too long for a sheet, which then has the column `part`.
    """
    from xlsxwriter import Workbook  # 30 ms that no other page needs

    with TemporaryDirectory() as folder:  # of rows, which would be left behind after a failure
        workbook = Workbook(file, {**_OPTIONS, "tmpdir": folder})
        workbook.set_properties({"created": made} if made else {})
        number = _write_sheets(workbook, name, (*columns, PART) if is_wide else columns, rows, most_rows)
        _add_notes(workbook, notes)
        workbook.close()
    return number


def _write_sheets(
    workbook: Any, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], most_rows: int
) -> int:
    head = workbook.add_format({"bold": True})
    sheets, sheet, line, number = 1, _add_sheet(workbook, name, columns, head), 1, 0
    for row in rows:
        number += 1
        for part in split_row(row):
            if line == most_rows:
                sheets += 1
                sheet, line = _add_sheet(workbook, f"{name} {sheets}", columns, head), 1
            _write_row(sheet, line, part)
            line += 1
    return number


def _add_sheet(workbook: Any, name: str, columns: Sequence[str], head: Any) -> Any:
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column, head)
    return sheet


def _write_row(sheet: Any, line: int, row: Sequence[Cell]) -> None:
    for place, cell in enumerate(row):
        if cell is None or cell == "":
            continue
        if isinstance(cell, bool):
            sheet.write_boolean(line, place, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(line, place, cell)
        else:
            sheet.write_string(line, place, cell)


def split_row(row: Sequence[Cell]) -> Iterator[list[Cell]]:
    """The rows that one needs in a sheet, each with its part of those in all: "2/3"; nothing where it is whole."""
    longest = max((len(cell) for cell in row if isinstance(cell, str)), default=0)
    if longest * 2 <= MOST_UNITS:
        yield [*(_clean(cell) for cell in row), None]
        return
    cells = [_split(_clean(cell)) for cell in row]
    most = max(map(len, cells))
    for part in range(most):
        values = [cell[0] if len(cell) == 1 else cell[part] if part < len(cell) else None for cell in cells]
        yield [*values, f"{part + 1}/{most}" if most > 1 else None]


def _clean(cell: Cell) -> Cell:
    """Without the two characters that XML cannot write; xlsxwriter writes all others so that Excel reads them."""
    return cell.translate(_NOT_IN_XML) if isinstance(cell, str) and ("\uffff" in cell or "\ufffe" in cell) else cell


def _split(cell: Cell) -> list[Cell]:
    if not isinstance(cell, str) or len(cell) * 2 <= MOST_UNITS:
        return [cell]
    parts, start, units = list[Cell](), 0, 0
    for place, letter in enumerate(cell):
        width = 2 if letter > "\uffff" else 1
        if units + width > MOST_UNITS:
            parts.append(cell[start:place])
            start, units = place, 0
        units += width
    return [*parts, cell[start:]]


def _add_notes(workbook: Any, notes: Sequence[tuple[str, str]]) -> None:
    sheet = workbook.add_worksheet("notes")
    sheet.set_column(0, 1, 30)
    for line, (name, value) in enumerate(notes):
        sheet.write_string(line, 0, name)
        sheet.write_string(line, 1, value[: MOST_UNITS // 2])
