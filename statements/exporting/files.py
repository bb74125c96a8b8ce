"""The formats of an export, and an export as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from statements.exporting.citations import write_bibtex, write_csl_json, write_ris
from statements.exporting.columns import list_columns
from statements.exporting.json_lines import write_json_lines, write_objects
from statements.exporting.listing import Exported, Listing, read_facts, read_listing
from statements.exporting.options import DOCUMENTS, PARAGRAPHS, ExportOptions
from statements.exporting.table_files import MEDIA_TYPES, DataTable, Notes, write_table
from statements.exporting.tables import list_objects, list_rows
from statements.exporting.whole import WrittenFile, write_whole

Write = Callable[[Iterable[Exported], BinaryIO, ExportOptions, Notes], int]


@dataclass(frozen=True)
class ExportFormat:
    """label: what it is called; purpose: what it is for; needs_text: whether documents are exported with their words,
    unless columns are chosen; write: returns the number of rows; is_table: whether it has columns."""

    label: str
    purpose: Any
    media_type: str
    needs_text: bool
    write: Write
    is_table: bool = False


def _as_table(ending: str) -> Write:
    def write(exported: Iterable[Exported], file: BinaryIO, options: ExportOptions, notes: Notes) -> int:
        columns = options.columns or list_columns(paragraphs=options.paragraphs)
        rows = list_rows(exported, options.columns, paragraphs=options.paragraphs)
        name = PARAGRAPHS if options.paragraphs else DOCUMENTS
        return write_table(ending, DataTable(name, columns, rows, notes, is_wide=True), file, marked=options.marked)

    return write


def _write_json_lines(exported: Iterable[Exported], file: BinaryIO, options: ExportOptions, _notes: Notes) -> int:
    """Everything that is known, or the columns that are wanted."""
    if options.columns:
        return write_objects(list_objects(exported, options.columns, paragraphs=options.paragraphs), file)
    return write_json_lines(exported, file, paragraphs=options.paragraphs)


def _of_rows(write: Callable[..., int]) -> Write:
    """What a format needs that asks only which rows there are."""
    return lambda exported, file, options, notes: write(exported, file, paragraphs=options.paragraphs)


# By the ending of the file
FORMATS = {
    "csv": ExportFormat(
        "CSV", _("for spreadsheets and statistics"), MEDIA_TYPES["csv"], False, _as_table("csv"), is_table=True
    ),
    "xlsx": ExportFormat(
        "Excel",
        _("for Excel: text stays text, never a formula"),
        MEDIA_TYPES["xlsx"],
        False,
        _as_table("xlsx"),
        is_table=True,
    ),
    "jsonl": ExportFormat(
        "JSON Lines", _("everything, for programs"), MEDIA_TYPES["jsonl"], True, _write_json_lines, is_table=True
    ),
    "ris": ExportFormat(
        "RIS",
        _("for Zotero, EndNote and Citavi"),
        "application/x-research-info-systems; charset=utf-8",
        False,
        _of_rows(write_ris),
    ),
    "bib": ExportFormat("BibTeX", _("for LaTeX"), "application/x-bibtex; charset=utf-8", False, _of_rows(write_bibtex)),
    "json": ExportFormat(
        "CSL-JSON",
        _("for Zotero and Pandoc"),
        "application/vnd.citationstyles.csl+json; charset=utf-8",
        False,
        _of_rows(write_csl_json),
    ),
}


def write_export(
    made: ExportFormat, listing: Listing, options: ExportOptions, address_of: Callable[[str], str], notes: Notes
) -> WrittenFile:
    """Write all rows of a list into a temporary file.

    address_of: the whole address of the document with a slug. Call it in the snapshot of the list.
    """
    has_text = options.paragraphs or (made.needs_text and not options.columns)
    exported = read_listing(listing, address_of, options) if has_text else read_facts(listing, address_of)
    return write_whole(lambda file: made.write(exported, file, options, notes))
