"""The reading order of rows: what stands above columns, the columns from left to right, what stands below."""

from __future__ import annotations

from collections import Counter
from statistics import median

from statements.importer.formats.pdf.rows import PieceRow, RowPiece

_ROWS = 4  # in a column, at least
_WORDS = 10  # characters in the median row of a column; fewer mean a table, or numbers
_GUTTER = 0.6  # of the letter size, at least; and points
_GUTTER_POINTS = 6.0
_EDGE = 3.0  # points: lines that begin this close are aligned
_CANDIDATES = 10
_DEEPEST = 6  # columns nested in columns
_ASIDE = 4.0  # times the size: pieces this far apart are separate lines
_SMALL = 0.85  # of the size of its neighbour: a note
_BELOW = 3.5  # times the size: rows this far below the columns do not belong to them


def reading_order(rows: list[PieceRow], depth: int = 0) -> list[PieceRow]:
    """The rows in reading order, each a single line.

    For example a heading above two columns, then the left one, the right one, and what runs below both.
    """
    found = _columns(rows) if depth < _DEEPEST else None
    if found is None:
        return [line for row in rows for line in _split_row(row)]
    first, last, edge = found
    inside = rows[first:last]
    left = [part for row in inside if (part := row.between(float("-inf"), edge))]
    right = [part for row in inside if (part := row.between(edge, float("inf")))]
    parts = (rows[:first], left, right, rows[last:])
    return [row for part in parts if part for row in reading_order(part, depth + 1)]


def _split_row(row: PieceRow) -> list[PieceRow]:
    """Split a row into pieces that stand far apart, such as a running head and a page number."""
    lines = list[PieceRow]()
    for piece in row.pieces:
        before = lines[-1].pieces[-1] if lines else None
        if before and piece.left - before.right < _ASIDE * row.size and not _is_aside(before, piece):
            lines[-1].pieces.append(piece)
        else:
            lines.append(PieceRow([piece], row.base, row.size))
    return lines


def _is_aside(before: RowPiece, piece: RowPiece) -> bool:
    """Whether one of the pieces is a small note beside the other."""
    small, large = sorted((before, piece), key=lambda each: each.size)
    return small.size < _SMALL * large.size and len(small.words) > 2


def _columns(rows: list[PieceRow]) -> tuple[int, int, float] | None:
    """The longest run of rows with a gutter left of an edge: its start, its end (exclusive) and the edge; or None."""
    if len(rows) < _ROWS:
        return None
    begins = Counter(round(piece.left / _EDGE) for row in rows for piece in row.pieces[1:] or row.pieces)
    edges = [place * _EDGE for place, often in begins.most_common(_CANDIDATES) if often >= _ROWS - 1]
    found = [run for edge in edges for run in _runs(rows, edge - _EDGE)]
    good = [(first, last, edge) for first, last, edge in found if _are_columns(rows[first:last], edge)]
    return max(good, key=lambda run: (run[1] - run[0], -run[2]), default=None)


def _runs(rows: list[PieceRow], edge: float) -> list[tuple[int, int, float]]:
    """Runs of rows in which nothing crosses `edge`, trimmed to rows with something to the right of it."""
    runs, start = list[tuple[int, int, float]](), 0
    for place in range(len(rows) + 1):
        if place == len(rows) or _crosses(rows[place], edge):
            if place - start >= _ROWS and (trimmed := _trim_columns(rows, start, place, edge)):
                runs.append((*trimmed, edge))
            start = place + 1
    return runs


def _crosses(row: PieceRow, edge: float) -> bool:
    gutter = max(_GUTTER * row.size, _GUTTER_POINTS)
    return any(piece.left < edge and piece.right > edge - gutter + _EDGE for piece in row.pieces)


def _trim_columns(rows: list[PieceRow], first: int, last: int, edge: float) -> tuple[int, int] | None:
    """The rows from where both columns stand to the last of either; a short heading above them belongs to both."""
    right = [place for place in range(first, last) if rows[place].pieces[-1].left >= edge]
    if not right:
        return None
    end = right[-1] + 1
    while end < last and rows[end - 1].base - rows[end].base < _BELOW * rows[end].size:
        end += 1
    return right[0], end


def _are_columns(rows: list[PieceRow], edge: float) -> bool:
    """Whether both sides hold enough lines of words; if not, it is a numbered list or a table."""
    left = [part for row in rows if (part := row.between(float("-inf"), edge))]
    right = [part for row in rows if (part := row.between(edge, float("inf")))]
    if min(len(left), len(right)) < _ROWS:
        return False
    together = sum(part.pieces[0].left < edge + 3 * _EDGE for part in right)
    wordy = all(
        median(sum(len(piece.words) for piece in part.pieces) for part in side) >= _WORDS for side in (left, right)
    )
    return wordy and together >= 0.5 * len(right)
