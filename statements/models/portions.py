"""Reading many rows without a cursor of the server, which a pooler cannot give, and without having all in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def read_in_portions(rows: QuerySet[Row], size: int) -> Iterator[Row]:
    """All rows in the order of their keys, `size` of them with each statement; each statement is of its own moment."""
    portion = list(rows.order_by("pk")[:size])
    while portion:
        yield from portion
        portion = list(rows.order_by("pk").filter(pk__gt=portion[-1].pk)[:size])
