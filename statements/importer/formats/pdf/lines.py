"""Turning the pages of a PDF into lines of words with their places and sizes, columns in order."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from statements.importer import vocabulary
from statements.importer.formats.pdf.columns import reading_order
from statements.importer.formats.pdf.letters import Letter, Sheet
from statements.importer.formats.pdf.rows import PieceRow, RowPiece, lines_not_upright, rows_of, take_line_numbers

_EDGE = 0.11  # of the height of a page: the zone of heads and page numbers
_DESCENT = 0.22  # of the size, below the baseline
_SPACE = 0.1  # of the size: a gap that separates words
_LETTERS = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_RAISED, _LOWERED = 0.18, 0.82  # of the size: how far a mark is raised, and how large it may be
_MARK = re.compile(r"[\d*†‡§,;()\[\]]+")
_UNITS = frozenset({"m", "km", "cm", "mm", "dm"})
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WORDS = frozenset(vocabulary.words("language.letters"))
_MOST_CAPITALS = 20  # drop capitals on a page
_SPREAD = 4  # letters, for a word to be recognised as spaced out
_SPREAD_GAP = 0.12  # of the size, between the letters of one word


@dataclass
class PageLine:
    """A line of a page; y counts from its foot. drop: why the line is not part of the text.

    marks: the note marks that stood in it, such as "1"; they are not part of its words.
    """

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    height: float  # of the page
    width: float = 595.0
    drop: str = ""
    marks: list[str] = field(default_factory=list)

    @property
    def is_at_edge(self) -> bool:
        return self.bottom > self.height * (1 - _EDGE) or self.top < self.height * _EDGE


def lines_of(sheet: Sheet) -> list[PageLine]:
    """The lines of a page in reading order, followed by whatever is not its text, with the reason."""
    rows = rows_of([letter for letter in sheet.letters if not letter.turn])
    numbers = take_line_numbers(rows)
    lines = [_line(row, sheet) for row in reading_order([row for row in rows if row.pieces])]
    lines += [_line(row, sheet, "line number") for row in numbers]
    lines += [_rotate_line(text, sheet) for text in lines_not_upright(sheet.letters)]
    return _join_drop_capitals([line for line in lines if line.text])


def _rotate_line(text: str, sheet: Sheet) -> PageLine:
    return PageLine(_visible_text(text), sheet.number, 0, 0, 0, 0, 0, False, sheet.height, sheet.width, "rotated text")


def _line(row: PieceRow, sheet: Sheet, drop: str = "") -> PageLine:
    letters = [letter for piece in row.pieces for letter in piece.letters]
    spaced = set[int]().union(*(piece.spaced for piece in row.pieces))
    size = RowPiece(letters).size
    marks, words = _marks(letters, size, row.base)
    bold = sum(letter.bold for letter in letters) > 0.8 * len(letters)
    bottom = row.base - _DESCENT * size
    right = max(letter.right for letter in letters)
    if letters[0].left > sheet.width or right < 0 or not -size < row.base < sheet.height:
        drop = drop or "outside of the page"
    return PageLine(
        _visible_text(_spread(words, size) or _words(words, size, spaced)),
        sheet.number,
        letters[0].left,
        right,
        bottom + size,
        bottom,
        size,
        bold,
        sheet.height,
        sheet.width,
        drop,
        marks,
    )


def _visible_text(text: str) -> str:
    """Text without invisible characters, ligatures as letters, each run of white space as one space."""
    return " ".join(_HIDDEN.sub("", text.translate(_LETTERS)).split())


def _marks(letters: list[Letter], size: float, base: float) -> tuple[list[str], list[Letter]]:
    """The note marks among the letters of a line, and the remaining letters.

    A small raised number after a word or punctuation is a mark; after a unit, or a number other than a year, a power.
    """
    marks, words, raised = list[str](), list[Letter](), list[Letter]()
    for letter in [*letters, None]:
        if letter and _is_raised(letter, size, base) and words:
            raised.append(letter)
            continue
        if raised:
            text = "".join(each.text for each in raised).strip()
            before = re.search(r"\w*\W?$", "".join(each.text for each in words[-12:]))
            if not _MARK.fullmatch(text):
                words += raised
            elif _is_power(before[0] if before else ""):
                words += [_superscript(each) for each in raised]
            else:
                marks.append(text)
            raised = []
        if letter:
            words.append(letter)
    return marks, words


def _is_raised(letter: Letter, size: float, base: float) -> bool:
    return letter.size <= _LOWERED * size and letter.base > base + _RAISED * size


def _is_power(before: str) -> bool:
    """Whether a raised number after these letters is a power, as in km² and 10²; 2023¹ and NATO.¹ have a mark."""
    number = re.search(r"\d+$", before)
    if number:
        return not re.fullmatch(r"(?:19|20)\d\d", number[0])
    unit = re.search(r"(?:^|\d)([a-z]+)$", before)
    return bool(unit) and unit[1] in _UNITS if unit else False


def _superscript(letter: Letter) -> Letter:
    return Letter(letter.text.translate(_SUPERSCRIPTS), letter.left, letter.right, letter.base, letter.size)


def _words(letters: list[Letter], size: float, spaced: set[int]) -> str:
    """The text of letters, with a space wherever one was drawn or the gap is wide enough.

    If all the letters stand somewhat apart, only a wider gap than theirs separates words.
    """
    text = letters[0].text if letters else ""
    gaps = [letter.left - before.right for before, letter in pairwise(letters)]
    least = _SPACE * size + (max(0.0, min(median(gaps), size)) if len(gaps) > _SPREAD else 0.0)
    for gap, letter in zip(gaps, letters[1:], strict=False):
        parted = gap > least or (id(letter) in spaced and gap > -_SPACE * size)
        text += (" " if parted else "") + letter.text
    return text


def _spread(letters: list[Letter], size: float) -> str:
    """The words of a line in spaced letters, S T A T E M E N T; empty if the line is not spaced.

    In such a line the gaps between letters are alike, and those between words wider.
    """
    gaps = [letter.left - before.right for before, letter in pairwise(letters)]
    alone = sum(len(letter.text) == 1 and letter.text.isalpha() for letter in letters) > 0.8 * len(letters)
    if len(gaps) < _SPREAD or not alone:
        return ""
    usual = median(gaps)
    wide = [gap for gap in gaps if gap > _SPREAD_GAP * size]
    if usual <= _SPREAD_GAP * size or len(wide) < 0.75 * len(gaps):
        return ""
    parting = min(1.7 * usual, usual + 0.22 * size) if usual < 0.3 * size else 1.7 * usual
    return letters[0].text + "".join(
        (" " if gap > parting else "") + letter.text for gap, letter in zip(gaps, letters[1:], strict=True)
    )


def _join_drop_capitals(lines: list[PageLine]) -> list[PageLine]:
    """The lines with each drop capital, which stands beside several of them, put at the start of the first of these."""
    capitals = [line for line in lines if len(line.text) == 1 and line.text.isupper() and not line.drop]
    for capital in capitals[:_MOST_CAPITALS]:
        beside = [line for line in lines if not line.drop and _hangs(capital, line)]
        first = max(beside, key=lambda line: line.bottom, default=None)
        if first is not None:
            alone = _is_word(capital.text, first.text.split()[0], lines)
            first.text = capital.text + (" " if alone else "") + first.text
            lines.remove(capital)
    return lines


def _hangs(capital: PageLine, line: PageLine) -> bool:
    near = -2 < line.left - capital.right < 1.5 * line.size
    return near and capital.size > 1.7 * line.size and capital.bottom - 3 < line.bottom < capital.bottom + capital.size


def _is_word(capital: str, rest: str, lines: list[PageLine]) -> bool:
    """Whether a capital is a word by itself, as in "I came" and "È vero": the rest occurs elsewhere on the page, and
    the two together do not.
    """
    words = Counter(word.lower() for line in lines for word in line.text.split())
    return capital in _WORDS and words[rest.lower()] > 1 and not words[(capital + rest).lower()]
