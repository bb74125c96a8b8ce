"""Gathering letters into rows: whatever stands at one height of a page, in pieces separated by wide gaps."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, groupby
from statistics import median

from statements.importer.formats.pdf.letters import Letter

_BACK = 0.3  # of the size: how far kerning may draw a letter back over the one before
_APART = 0.75  # of the size: a gap wider than word spaces, except in justified lines
_TALL = 0.7  # of the size: the height of a letter above its baseline
_COMMON = 0.35  # of the shorter letters' height: the overlap of two in one row
_LARGER, _LARGEST = 1.6, 2.5  # times: beside a few letters, and at most; a drop capital is in no row
_ROWS_BACK = 8
_MOST_MARKS = 2_000  # of notes on a page
_SMALL, _SHORT = 0.82, 4  # of the usual size, and characters: a note mark
_TWICE = 0.25  # of its width: the same letter drawn again this close is a shadow or false bold
_NUMBERS, _RISE = 5, 0.8  # line numbers, at least; the share of them that rise evenly


@dataclass
class RowPiece:
    """Letters of one row without a wide gap, from left to right. Spaces are not among them but in `spaced`."""

    letters: list[Letter]
    spaced: set[int] = field(default_factory=set)  # ids of letters with a space drawn before them

    @property
    def left(self) -> float:
        return self.letters[0].left

    @property
    def right(self) -> float:
        return max(letter.right for letter in self.letters[-3:])

    @cached_property
    def size(self) -> float:
        """The size of most letters; note marks are smaller."""
        sizes = Counter[float]()
        for letter in self.letters:
            sizes[letter.size] += len(letter.text)
        return sizes.most_common(1)[0][0]

    @cached_property
    def base(self) -> float:
        size = self.size
        return median(letter.base for letter in self.letters if letter.size == size)

    @property
    def words(self) -> str:
        return "".join(letter.text for letter in self.letters)


@dataclass
class PieceRow:
    """The pieces at one height, from left to right."""

    pieces: list[RowPiece]
    base: float
    size: float

    def between(self, left: float, right: float) -> PieceRow | None:
        """The pieces that begin from `left` to before `right`, as a row; None if there are none."""
        inside = [piece for piece in self.pieces if left <= piece.left < right]
        return _row_of(inside) if inside else None


@dataclass
class _Gathered:
    """A row being gathered from runs; its longest run gives its height."""

    runs: list[RowPiece]
    longest: RowPiece

    def add(self, run: RowPiece) -> None:
        self.runs.append(run)
        if len(run.letters) > len(self.longest.letters):
            self.longest = run


def rows_of(letters: list[Letter]) -> list[PieceRow]:
    """The rows of upright letters on a page, from the top down."""
    runs = list(_runs(letters))
    usual = RowPiece([letter for run in runs for letter in run.letters]).size if runs else 0.0
    small = [run for run in runs if run.letters[0].size <= _SMALL * usual and len(run.words) <= _SHORT][:_MOST_MARKS]
    marks = {id(run) for run in small}
    rows = list[_Gathered]()
    for run in sorted((run for run in runs if id(run) not in marks), key=lambda run: -run.base):
        _put(run, (row for row in reversed(rows[-_ROWS_BACK:]) if _is_beside(row.longest, run)), rows)
    lines = sorted(rows, key=lambda row: -row.longest.base)
    heights = [-row.longest.base for row in lines]
    for run in small:
        place = bisect_left(heights, -run.base)
        near = lines[max(0, place - _ROWS_BACK) : place + _ROWS_BACK]
        touched = (row for row in near if any(_touches(each, run) for each in row.runs))
        _put(run, chain(touched, (row for row in near if _is_beside(row.longest, run))), rows)
    return sorted((_row(row.runs, row.longest) for row in rows), key=lambda row: -row.base)


def _put(run: RowPiece, fitting: Iterator[_Gathered], rows: list[_Gathered]) -> None:
    """Add a run to the first row that fits, or start a row with it."""
    row = next(fitting, None)
    if row is None:
        rows.append(_Gathered([run], run))
    else:
        row.add(run)


def _touches(run: RowPiece, mark: RowPiece) -> bool:
    """Whether a small run stands close to the start or end of another, at its height."""
    size = run.letters[0].size
    near = (
        -_BACK * size < mark.left - run.right < _APART * size or -_BACK * size < run.left - mark.right < _APART * size
    )
    return near and _is_beside(run, mark)


def _runs(letters: list[Letter]) -> Iterator[RowPiece]:
    """Runs of letters drawn one after another along a line."""
    run, spaced, space = list[Letter](), set[int](), False
    for letter in letters:
        if not letter.text.strip():
            space = True
            continue
        if run and not _follows(run[-1], letter):
            yield RowPiece(run, spaced)
            run, spaced = [], set()
        if space and run:
            spaced.add(id(letter))
        run.append(letter)
        space = False
    if run:
        yield RowPiece(run, spaced)


def _follows(before: Letter, letter: Letter) -> bool:
    size = max(before.size, letter.size, 1.0)
    on_line = abs(before.base - letter.base) < 0.05 * size and before.size == letter.size
    return on_line and -_BACK * size < letter.left - before.right < _APART * size


def _is_beside(piece: RowPiece, other: RowPiece) -> bool:
    """Whether two pieces stand at the same height, allowing for note marks and lines of several sizes or fonts."""
    a, b = piece.letters[0], other.letters[0]
    small, large = sorted((a.size, b.size))
    if large > _LARGER * small and (large > _LARGEST * small or min(len(piece.letters), len(other.letters)) > _SHORT):
        return False
    common = min(a.base + _TALL * a.size, b.base + _TALL * b.size) - max(a.base, b.base)
    return common > _COMMON * _TALL * small


def _row(runs: list[RowPiece], longest: RowPiece) -> PieceRow:
    spaced = set[int]().union(*(run.spaced for run in runs))
    letters = _once(sorted((each for run in runs for each in run.letters), key=lambda letter: letter.left))
    size = longest.size
    pieces = list[RowPiece]()
    for letter in letters:
        if pieces and letter.left - pieces[-1].right < _APART * size:
            pieces[-1].letters.append(letter)
        else:
            pieces.append(RowPiece([letter], spaced))
    return PieceRow(pieces, longest.base, size)


def _row_of(pieces: list[RowPiece]) -> PieceRow:
    longest = max(pieces, key=lambda piece: len(piece.letters))
    return PieceRow(pieces, longest.base, longest.size)


def _once(letters: list[Letter]) -> list[Letter]:
    """The letters, with those drawn twice in one place kept once."""
    kept = list[Letter]()
    for letter in letters:
        near = _TWICE * max(letter.right - letter.left, 0.5)
        if not any(each.text == letter.text and abs(each.left - letter.left) < near for each in kept[-3:]):
            kept.append(letter)
    return kept


def take_line_numbers(rows: list[PieceRow]) -> list[PieceRow]:
    """Take line numbers, as in drafts and transcripts, out of `rows`: 5, 10, 15, or one on every line.

    They stand one below another at a margin and rise as the lines do; paragraph numbers skip lines.
    """
    for edge in (0, -1):
        beside = [(place, row.pieces[edge]) for place, row in enumerate(rows) if len(row.pieces) > 1]
        numbers = [(place, piece) for place, piece in beside if piece.words.isdecimal() and len(piece.words) <= 3]
        if len(numbers) < _NUMBERS:
            continue
        steps = list(zip(numbers, numbers[1:], strict=False))
        even = [b[0] - a[0] == int(b[1].words) - int(a[1].words) for a, b in steps]
        if sum(even) >= _RISE * len(even) and _is_stacked([piece for _, piece in numbers]):
            for _, row in [(place, rows[place]) for place, _ in numbers]:
                row.pieces = row.pieces[1:] if edge == 0 else row.pieces[:-1]
            return [PieceRow([piece], piece.base, piece.size) for _, piece in numbers]
    return []


def _is_stacked(pieces: list[RowPiece]) -> bool:
    """Whether pieces stand one below another, aligned left or right."""
    lefts, rights = [piece.left for piece in pieces], [piece.right for piece in pieces]
    return min(max(lefts) - min(lefts), max(rights) - min(rights)) < 3


def lines_not_upright(letters: list[Letter]) -> list[str]:
    """The words that do not stand upright, in drawing order."""
    turned = [letter for letter in letters if letter.turn]
    runs = groupby(turned, key=lambda letter: (letter.turn, round(letter.left if letter.turn != 180 else letter.base)))
    return [text for _, run in runs if (text := " ".join("".join(letter.text for letter in run).split()))]
