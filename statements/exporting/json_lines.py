"""JSON Lines, https://jsonlines.org/: a record a line, as records/record.py has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from statements.exporting.listing import Exported
from statements.records.encoding import encode_json
from statements.records.record import document_facts, document_record, paragraph_record


def write_json_lines(exported: Iterable[Exported], file: BinaryIO, *, paragraphs: bool) -> int:
    """Write documents with all their paragraphs, or the paragraphs of the list, each with the facts of its document.

    Returns the number of lines.
    """
    return write_objects(_list_records(exported, paragraphs), file)


def write_objects(records: Iterable[Mapping[str, Any]], file: BinaryIO) -> int:
    """Write a line for each record; return their number."""
    number = 0
    for record in records:
        file.writelines(encode_json(record))
        file.write(b"\n")
        number += 1
    return number


def _list_records(exported: Iterable[Exported], paragraphs: bool) -> Iterator[dict[str, Any]]:
    for each in exported:
        if not paragraphs:
            yield document_record(each.version, each.address)
            continue
        facts, content = document_facts(each.version, each.address), each.version.content
        for position, row in each.paragraphs:
            yield {**paragraph_record(content, position, row, facts["url"]), "document": facts}
