"""The positions of paragraphs: of what is published 1, 2, 3 and so on; while a document is edited, only an order.

To drop a paragraph leaves a gap, and one that is inserted is put into a gap, so that no other row is written: of a
document of fifty thousand paragraphs that takes as long as of one of fifty. Publishing closes the gaps, and where
somebody publishes by a statement of SQL, a trigger does (sql/paragraphs.sql).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

ROOM = 1024
"""How far apart positions are put, where room is made between them. The largest one fits 2 million times."""

_NUMBER = """
    UPDATE statements_paragraph SET position = placed.place * %(room)s
    FROM (SELECT id, row_number() OVER (ORDER BY position, id) AS place
          FROM statements_paragraph WHERE document_id = %(document)s) AS placed
    WHERE document_id = %(document)s AND statements_paragraph.id = placed.id AND position <> placed.place * %(room)s
"""
_ORDER = """
    UPDATE statements_paragraph SET position = placed.place * %(room)s
    FROM unnest(%(keys)s::bigint[]) WITH ORDINALITY AS placed (id, place)
    WHERE document_id = %(document)s AND statements_paragraph.id = placed.id AND position <> placed.place * %(room)s
"""


def number_paragraphs(document: int, room: int = 1) -> None:
    """Number the paragraphs of a document anew, in their order: 1, 2, 3 and so on, times `room`."""
    _renumber(_NUMBER, {"document": document, "room": room})


def put_in_order(document: int, keys: Sequence[int], room: int = 1) -> None:
    """Give the paragraphs of a document, by the primary keys of all of them, the positions 1, 2, 3, times `room`."""
    _renumber(_ORDER, {"document": document, "keys": list(keys), "room": room})


def _renumber(statement: str, values: dict[str, Any]) -> None:
    """Run a statement inside a transaction, without nested loops.

    Of a document that is new PostgreSQL has no statistics, and takes it for a short one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL enable_nestloop = DEFAULT")


def fit_between(before: int, after: int | None, count: int) -> list[int] | None:
    """Return `count` positions between two others, 0 being the beginning and None the end; None where too few are free.

    (4, 6, 1) -> [5]; (4, 5, 1) -> None; (4, None, 2) -> [1028, 2052]
    """
    if after is None:
        return [before + ROOM * place for place in range(1, count + 1)]
    if after - before <= count:
        return None
    return [before + (after - before) * place // (count + 1) for place in range(1, count + 1)]
