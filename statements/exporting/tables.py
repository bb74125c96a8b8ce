"""Documents and paragraphs as rows of a table: fixed columns, in a fixed order, which docs/exporting.md tells."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from statements.exporting.listing import Exported
from statements.models import Role
from statements.records.record import document_facts, paragraph_record

Cell = str | int | bool | None

_FACTS = (
    *("id", "slug", "url", "version", "sha256", "title", "title_assigned", "language", "kind", "publisher"),
    *("date", "date_start", "date_end", "place", "reference", "source_url"),
)
_ROLES = tuple(Role.values)
DOCUMENT_COLUMNS = (*_FACTS, *_ROLES, "paragraphs")
_OF_PARAGRAPH = ("url", "key", "position", "number", "under", "page")
_OF_DOCUMENT = (  # the others are in the table of documents, under the same id
    *("id", "version", "title", "title_assigned", "language", "kind", "publisher"),
    *("date", "date_start", "date_end"),
)
PARAGRAPH_COLUMNS = (
    *_OF_PARAGRAPH,
    *("paragraph_kind", "paragraph_language", "said_by", "text", "quoted", "quotations"),
    *_OF_DOCUMENT,
)
_BETWEEN = "; "  # names of several people in one cell


def list_columns(*, paragraphs: bool) -> tuple[str, ...]:
    return PARAGRAPH_COLUMNS if paragraphs else DOCUMENT_COLUMNS


def list_rows(exported: Iterable[Exported], *, paragraphs: bool) -> Iterator[list[Cell]]:
    """The rows of a table, without its head."""
    for each in exported:
        if paragraphs:
            yield from _paragraph_rows(each)
        else:
            yield _document_row(each)


def _document_row(exported: Exported) -> list[Cell]:
    facts = document_facts(exported.version, exported.address)
    people = facts["participants"]
    by_role = (_join(person["name"] for person in people if person["role"] == role) for role in _ROLES)
    return [*(facts[name] for name in _FACTS), *by_role, exported.version.paragraphs]


def _paragraph_rows(exported: Exported) -> Iterator[list[Cell]]:
    content = exported.version.content
    facts = document_facts(exported.version, exported.address)
    of_document = [facts[name] for name in _OF_DOCUMENT]
    for position, row in exported.paragraphs:
        record = paragraph_record(content, position, row, facts["url"])
        quotations = record["quotations"]
        yield [
            *(record[name] for name in _OF_PARAGRAPH),
            record["kind"],
            record["language"],
            _join(record["said_by"]),
            record["text"],
            _join(name for *_, name in quotations),
            json.dumps(quotations, ensure_ascii=False) if quotations else None,
            *of_document,
        ]


def _join(names: Iterable[str]) -> str | None:
    return _BETWEEN.join(dict.fromkeys(names)) or None
