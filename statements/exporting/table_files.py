"""A table as a file, in each of the formats that programs and spreadsheets read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from statements.exporting.csv_file import write_csv
from statements.exporting.json_lines import write_objects
from statements.exporting.tables import Cell
from statements.exporting.workbook import write_workbook

Notes = Sequence[tuple[str, str]]

# By the ending of the file
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
}


@dataclass(frozen=True)
class DataTable:
    """name: of the sheet of a workbook; notes: for the sheet after it; made: what a workbook says of when it was made,
    the moment if nothing; is_wide: whether a cell may have more than a sheet has room for."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    notes: Notes = ()
    made: datetime | None = None
    is_wide: bool = False


def write_table(ending: str, table: DataTable, file: BinaryIO, *, marked: bool) -> int:
    """Write a table; return the number of its rows. marked: CSV with a byte order mark."""
    if ending == "csv":
        return write_csv(table.columns, table.rows, file, marked=marked)
    if ending == "jsonl":
        return write_objects((dict(zip(table.columns, row, strict=True)) for row in table.rows), file)
    return write_workbook(
        table.name, table.columns, table.rows, table.notes, file, made=table.made, is_wide=table.is_wide
    )
