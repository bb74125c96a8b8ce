"""Answers that are a table, small enough to be made in the memory: numbers of charts, and what became of a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from django.http import HttpResponse
from django.urls.converters import StringConverter
from django.utils.timezone import localdate

from statements.exporting.table_files import MEDIA_TYPES, DataTable, Notes, write_table
from statements.exporting.tables import Cell
from statements.exporting.whole import headers_of_file, write_whole


class TableEnding(StringConverter):
    """In an address: a format of tables."""

    regex = "|".join(MEDIA_TYPES)


def answer_table(
    name: str,
    ending: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    marked: bool = True,
    notes: Notes = (),
) -> HttpResponse:
    """The table as a file called "name-2026-11-30.csv". It is the same all day, as a page that is remembered must be.

    marked: CSV with a byte order mark; notes: for the last sheet of a workbook.
    """
    today = localdate()
    table = DataTable(name.partition("-")[0], columns, rows, notes, made=datetime.combine(today, time()))
    with (written := write_whole(lambda file: write_table(ending, table, file, marked=marked))).file as file:
        content = file.read()
    headers = headers_of_file(f"{name}-{today.isoformat()}.{ending}") | written.headers
    return HttpResponse(content, content_type=MEDIA_TYPES[ending], headers=headers)
