"""An export as a file: written whole, and only then sent."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext_lazy as _

from statements.exporting.citations import write_bibtex, write_csl_json, write_ris
from statements.exporting.csv_file import write_csv
from statements.exporting.json_lines import write_json_lines
from statements.exporting.listing import Exported, Listing, read_facts, read_listing
from statements.exporting.options import DOCUMENTS, PARAGRAPHS, ExportOptions
from statements.exporting.tables import list_columns, list_rows
from statements.exporting.workbook import write_workbook

Notes = Sequence[tuple[str, str]]
Write = Callable[[Iterable[Exported], BinaryIO, ExportOptions, Notes], int]


@dataclass(frozen=True)
class ExportFormat:
    """label: what it is called; purpose: what it is for; needs_text: whether documents are exported with their words;
    write: returns the number of rows."""

    label: str
    purpose: Any
    media_type: str
    needs_text: bool
    write: Write


def _write_csv(exported: Iterable[Exported], file: BinaryIO, options: ExportOptions, _notes: Notes) -> int:
    rows = list_rows(exported, paragraphs=options.paragraphs)
    return write_csv(list_columns(paragraphs=options.paragraphs), rows, file, marked=options.marked)


def _write_workbook(exported: Iterable[Exported], file: BinaryIO, options: ExportOptions, notes: Notes) -> int:
    name = PARAGRAPHS if options.paragraphs else DOCUMENTS
    rows = list_rows(exported, paragraphs=options.paragraphs)
    return write_workbook(name, list_columns(paragraphs=options.paragraphs), rows, notes, file)


def _of_rows(write: Callable[..., int]) -> Write:
    """What a format needs that asks only which rows there are."""
    return lambda exported, file, options, notes: write(exported, file, paragraphs=options.paragraphs)


# By the ending of the file
FORMATS = {
    "csv": ExportFormat("CSV", _("for spreadsheets and statistics"), "text/csv; charset=utf-8", False, _write_csv),
    "xlsx": ExportFormat(
        "Excel",
        _("for Excel: text stays text, never a formula"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        False,
        _write_workbook,
    ),
    "jsonl": ExportFormat(
        "JSON Lines",
        _("everything, for programs"),
        "application/jsonl; charset=utf-8",
        True,
        _of_rows(write_json_lines),
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


@dataclass(frozen=True)
class WrittenExport:
    """A file that is whole: its length in bytes, the SHA-256 of them, and the number of its rows."""

    file: BinaryIO
    length: int
    digest: bytes
    rows: int

    @property
    def repr_digest(self) -> str:
        """The value of the header, https://www.rfc-editor.org/rfc/rfc9530#section-3."""
        return f"sha-256=:{b64encode(self.digest).decode()}:"


def write_export(
    made: ExportFormat, listing: Listing, options: ExportOptions, address_of: Callable[[str], str], notes: Notes
) -> WrittenExport:
    """Write all rows of a list into a temporary file. Where that fails, nothing is left of it.

    address_of: the whole address of the document with a slug. Call it in the snapshot of the list.
    """
    has_text = options.paragraphs or made.needs_text
    exported = read_listing(listing, address_of, options) if has_text else read_facts(listing, address_of)
    file = cast(BinaryIO, TemporaryFile())  # noqa: SIM115 - closed when it has been sent
    try:
        rows = made.write(exported, file, options, notes)
        file.flush()
        length = file.seek(0, 2)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").digest()  # type: ignore[arg-type]  # a BinaryIO is enough
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return WrittenExport(file, length, digest, rows)
