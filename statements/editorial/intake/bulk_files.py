"""Files of many documents, one per line, sent to the desk: recognised, and loaded as drafts."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from statements.importer.bulk.jsonl import ENDINGS, READ_ERRORS, open_bulk, raw_lines
from statements.importer.bulk.jsonl import is_bulk as is_bulk_by_name
from statements.importer.bulk.load import BulkReport, import_bulk
from statements.importer.draft import Refused, showable
from statements.models import Arrival, Became

_MOST_DOCUMENTS = 2_000  # in a file loaded at the desk: takes some seconds
_KEYS = {"id", "text"}  # by which a line of the bulk format is recognised
_SHOWN = 20  # refused lines


def is_bulk(content: bytes, name: str) -> bool:
    """Whether a file is in the bulk format, judging by its name or its first line."""
    if is_bulk_by_name(Path(name)):
        return True
    line = content.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    try:
        return line.startswith(b"{") and json.loads(line).keys() >= _KEYS
    except (ValueError, RecursionError):
        return False


def load(arrival: Arrival, content: bytes, by: Any) -> None:
    """Load a bulk file as drafts, for people who may publish: its lines can change what is published."""
    if by is None or not by.has_perm("statements.publish_document"):
        arrival.became, arrival.reason = Became.REFUSED, "only people who may publish can load files of many documents"
        return
    name = next((ending for ending in ENDINGS if arrival.filename.lower().endswith(ending)), ENDINGS[0])
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{Path(showable(arrival.filename)).stem[:80]}{name}"
        path.write_bytes(content)
        try:
            _count(path)
        except Refused as error:
            arrival.became, arrival.reason = Became.REFUSED, str(error)
            return
        report = import_bulk(path, publish=False, dry_run=False, progress=lambda _: None)
    arrival.became, arrival.reason = Became.LOADED, _words(report)


def _count(path: Path) -> None:
    """Raises Refused where a bulk file cannot be read, or has more documents than the desk loads."""
    try:
        with open_bulk(path) as stream:
            lines = sum(1 for _ in islice(raw_lines(stream, settings.IMPORT_MAX_BYTES), _MOST_DOCUMENTS + 1))
    except READ_ERRORS as error:
        raise Refused(f"the file could not be read to the end: {error}") from None
    if lines > _MOST_DOCUMENTS:
        raise Refused(f"it has more than {_MOST_DOCUMENTS:,} documents: load it with manage.py import_statements")


def _words(report: BulkReport) -> str:
    """What became of a file of many documents, a line for each thing to say, as `say` translates them."""
    counts = [f"{count:,} {what}" for what, count in sorted(report.counts.items())] or ["no documents"]
    lines = [f"line {number:,}: {reason}" for number, reason in report.refusals[:_SHOWN]]
    return "\n".join([*counts, *lines, *([report.broken] if report.broken else [])])
