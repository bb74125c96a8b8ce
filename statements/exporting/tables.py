"""Documents and paragraphs as rows of a table, with the columns that columns.py has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from statements.exporting.columns import FACTS, OF_DOCUMENT, OF_PARAGRAPH, ROLES, list_columns
from statements.exporting.listing import Exported
from statements.records.record import document_facts, paragraph_record

Cell = str | int | float | bool | None
_BETWEEN = "; "  # names of several people in one cell
_Row = list[Any]


def list_rows(exported: Iterable[Exported], columns: Sequence[str] = (), *, paragraphs: bool) -> Iterator[list[Cell]]:
    """The rows of a table, without its head. columns: those that are wanted, all if none is named."""
    for row in _choose(_make_rows(exported, paragraphs), columns, paragraphs):
        yield [_join(cell) if isinstance(cell, list) else cell for cell in row]


def list_objects(exported: Iterable[Exported], columns: Sequence[str], *, paragraphs: bool) -> Iterator[dict[str, Any]]:
    """The same rows with the names of their columns; names of people and quotations are lists."""
    for row in _choose(_make_rows(exported, paragraphs), columns, paragraphs):
        yield dict(zip(columns, row, strict=True))


def _choose(rows: Iterator[_Row], columns: Sequence[str], paragraphs: bool) -> Iterator[_Row]:
    if not columns:
        return rows
    places = [list_columns(paragraphs=paragraphs).index(name) for name in columns]
    return ([row[place] for place in places] for row in rows)


def _make_rows(exported: Iterable[Exported], paragraphs: bool) -> Iterator[_Row]:
    for each in exported:
        if paragraphs:
            yield from _paragraph_rows(each)
        else:
            yield _document_row(each)


def _document_row(exported: Exported) -> _Row:
    facts = document_facts(exported.version, exported.address)
    people = facts["participants"]
    by_role = (_list_once(person["name"] for person in people if person["role"] == role) for role in ROLES)
    return [*(facts[name] for name in FACTS), *by_role, exported.version.paragraphs]


def _paragraph_rows(exported: Exported) -> Iterator[_Row]:
    content = exported.version.content
    facts = document_facts(exported.version, exported.address)
    of_document = [facts[name] for name in OF_DOCUMENT]
    for position, row in exported.paragraphs:
        record = paragraph_record(content, position, row, facts["url"])
        yield [
            *(record[name] for name in OF_PARAGRAPH),
            record["kind"],
            record["language"],
            _list_once(record["said_by"]),
            record["text"],
            _list_once(name for *_, name in record["quotations"]),
            record["quotations"],
            *of_document,
        ]


def _list_once(names: Iterable[str]) -> list[str]:
    return [*dict.fromkeys(names)]


def _join(several: list[Any]) -> str | None:
    """Several names, or quotations, which are lists themselves, in one cell."""
    if several and isinstance(several[0], list):
        return json.dumps(several, ensure_ascii=False)
    return _BETWEEN.join(several) or None
