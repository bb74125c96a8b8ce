"""Text with parts of it marked: words searched for, quotations, spans of a source.

Text is cut into plain pieces, which are escaped when shown; markup is never inserted into text and trusted afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

GOES_ON = "goes-on"  # the mark of words whose beginning stands in the piece before


@dataclass(frozen=True)
class Piece:
    """A stretch of text and its mark; None if it has none.

    inside: the same stretch, cut again at the words that were searched for.
    """

    text: str
    mark: Any = None
    inside: tuple["Piece", ...] = ()

    @property
    def words(self) -> SafeString:
        """The text as HTML, with the words that were searched for marked."""
        return render_marks(self.inside or (replace(self, mark=None),))


def pieces(text: str, intervals: Iterable[tuple[int, int, Any]]) -> list[Piece]:
    """Cut `text` at `intervals`, given as (start, end, mark) in order; where two overlap, the first gets the words."""
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


def mark_within(cut: Iterable[Piece], intervals: list[tuple[int, int]]) -> list[Piece]:
    """Mark what stands at `intervals` of the whole text inside its pieces; what goes on in the next is one place."""
    found, start = [], 0
    for piece in cut:
        end = start + len(piece.text)
        inside = [
            (max(first, start) - start, min(last, end) - start, True if first >= start else GOES_ON)
            for first, last in intervals
        ]
        inside = [each for each in inside if each[0] < each[1]]
        found.append(replace(piece, inside=tuple(pieces(piece.text, inside))) if inside else piece)
        start = end
    return found


def render_marks(cut: Iterable[Piece]) -> SafeString:
    """Write pieces as HTML, for words searched for: a page has hundreds, too slow for a template."""
    return mark_safe("".join(map(_render, cut)))  # noqa: S308 - each piece is escaped


def _render(piece: Piece) -> str:
    words = escape(piece.text)
    if not piece.mark:
        return words
    return f'<mark class="goes-on">{words}</mark>' if piece.mark == GOES_ON else f"<mark>{words}</mark>"
