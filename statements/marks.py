"""Text with parts of it marked: words that were searched for, quotations, spans of a source.

Templates get plain pieces of text and escape them; no markup is ever put into text and trusted afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and what it is marked with; None where it is not."""

    text: str
    mark: Any = None


def pieces(text: str, intervals: Iterable[tuple[int, int, Any]]) -> list[Piece]:
    """`text` cut at `intervals`, given as (start, end, mark) in order; where two overlap, the first has the words."""
    cut: list[Piece] = []
    position = 0
    for start, end, mark in intervals:
        start = max(start, position)
        if end <= start:
            continue
        cut += [Piece(text[position:start])] if start > position else []
        cut.append(Piece(text[start:end], mark))
        position = end
    return cut + ([Piece(text[position:])] if position < len(text) else [])
