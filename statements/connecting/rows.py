"""Rows of a statement that is written in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

Rows = list[tuple[Any, ...]]


def read_rows(sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Rows:
    """Return the rows that a statement gives now, all of them in memory."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
