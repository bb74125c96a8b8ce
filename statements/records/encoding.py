"""Records as JSON, of which some may be too long to be in memory at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import Any
from uuid import uuid4

import msgspec

_AT_ONCE = 500  # items


def encode_json(value: Any) -> Iterator[bytes]:
    """Yield the JSON of a value in pieces: an iterator anywhere in it is an array, whose items are taken when their
    turn comes. One piece is all of it where there is none."""
    arrays, mark = list[Iterator[Any]](), uuid4().hex

    def put_off(found: Any) -> str:
        if not isinstance(found, Iterator):
            raise TypeError(type(found).__name__)
        arrays.append(found)
        return mark

    encoded = msgspec.json.encode(value, enc_hook=put_off)
    for piece, items in zip_longest(encoded.split(f'"{mark}"'.encode()), arrays):
        yield piece
        if items is not None:
            yield from _encode_items(items)


def _encode_items(items: Iterator[Any]) -> Iterator[bytes]:
    before = b"["
    while some := list(islice(items, _AT_ONCE)):
        yield before + msgspec.json.encode(some)[1:-1]
        before = b","
    yield b"[]" if before == b"[" else b"]"
