"""The letters of a PDF and their places on the page, as pdfminer.six draws them, within limits.

pdfminer's own layout analysis is not used: it takes as long as the drawing itself, and splits the words of a justified
line into boxes. rows.py and columns.py work out what stands beside and below what.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import apply_matrix_pt

from statements.importer.draft import Refused
from statements.importer.extract import Limits

_DEEPEST, _DRAWINGS = 40, 20_000  # drawings nested in drawings, and on a page: each may draw another one twice
_PAGE_LETTERS = 200_000
_SOFT_HYPHEN = 173  # in WinAnsiEncoding: a visible hyphen, which pdfminer.six takes for a space
_UNUSED = frozenset({127, 129, 141, 143, 144, 157})  # ISO 32000-1, D.2: they show a bullet in WinAnsiEncoding
_A4 = (595.0, 842.0)  # points; for a page without a size
_TURNED = 0.6  # of a page's letters: the page was laid out to be rotated


@dataclass(frozen=True, slots=True)
class Letter:
    """What one glyph shows: one letter or more. Places are in points, y from the foot of the page; base: its baseline.

    turn: the direction of writing, in degrees: 0 is from left to right, 90 upwards.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    turn: int = 0


@dataclass(frozen=True)
class Sheet:
    """A page: its letters in drawing order, and its size in points."""

    number: int
    letters: list[Letter]
    width: float
    height: float


class _Device(PDFTextDevice):
    """Collects letters, and refuses drawings that draw too many of them or draw themselves."""

    def __init__(self, manager: PDFResourceManager, limits: Limits) -> None:
        super().__init__(manager)
        self.left, self.most = limits.characters, limits.characters
        self.begin()

    def begin(self) -> None:
        """Forget the previous page."""
        self.letters = list[Letter]()
        self.depth = self.drawings = 0

    def begin_figure(self, *drawn: Any) -> None:
        self.depth += 1
        self.drawings += 1
        if self.depth > _DEEPEST or self.drawings > _DRAWINGS:
            raise Refused("the PDF is broken: its drawings hold each other. Print it to a new PDF and try again")

    def end_figure(self, *drawn: Any) -> None:
        self.depth -= 1

    def render_char(
        self, matrix: Any, font: Any, fontsize: float, scaling: float, rise: float, cid: int, ncs: Any, state: Any
    ) -> float:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = "•" if cid in _UNUSED and not font.is_multibyte() else f"(cid:{cid})"
        if cid == _SOFT_HYPHEN and not font.is_multibyte() and text == " ":
            text = "\u00ad"
        advance: float = font.char_width(cid) * fontsize * scaling
        self._count(len(text))
        self.letters.append(_letter(text, matrix, advance, rise, fontsize, font.fontname or ""))
        return advance

    def _count(self, characters: int) -> None:
        self.left -= characters
        if self.left < 0:
            raise Refused(f"the PDF has more than {self.most:,} characters: split it")
        if len(self.letters) >= _PAGE_LETTERS:
            raise Refused(f"a page of the PDF has more than {_PAGE_LETTERS:,} letters: save it as text and try again")


def _letter(text: str, matrix: Any, advance: float, rise: float, fontsize: float, font: Any) -> Letter:
    """A glyph from its matrix, the product of the page's and the text's."""
    x, y = apply_matrix_pt(matrix, (0, rise))
    end, over = apply_matrix_pt(matrix, (advance, rise))
    top_x, top_y = apply_matrix_pt(matrix, (0, rise + fontsize))
    size = round(math.hypot(top_x - x, top_y - y), 1)
    a, b = matrix[0] * fontsize, matrix[1] * fontsize
    turn = round(math.degrees(math.atan2(b, a)) / 90) * 90 % 360 if a or b else 0
    name = str(font).lower()
    bold = "bold" in name or "black" in name or "heavy" in name
    if turn:  # its width is stored as if written from left to right
        return Letter(text, x, x + math.hypot(end - x, over - y), y, size, bold, turn)
    return Letter(text, min(x, end), max(x, end), y, size, bold)


def sheets_of(document: PDFDocument, limits: Limits) -> Iterator[Sheet]:
    """The pages, one after another. Raises Refused if there are too many, or too much is on them."""
    manager = PDFResourceManager()
    device = _Device(manager, limits)
    interpreter = PDFPageInterpreter(manager, device)
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        if number > limits.pages:
            raise Refused(f"the PDF has more than {limits.pages:,} pages: split it")
        device.begin()
        interpreter.process_page(page)
        left, foot, right, top = page.mediabox
        width, height = abs(right - left) or _A4[0], abs(top - foot) or _A4[1]
        if page.rotate in (90, 270):
            width, height = height, width
        yield _upright(Sheet(number, device.letters, width, height))


def _upright(sheet: Sheet) -> Sheet:
    """A page rotated so that most of its letters read from left to right."""
    turns = Counter(letter.turn for letter in sheet.letters if letter.text.strip())
    if not turns:
        return sheet
    turn, often = turns.most_common(1)[0]
    if turn == 0 or often < _TURNED * turns.total():
        return sheet
    width, height = (sheet.height, sheet.width) if turn in (90, 270) else (sheet.width, sheet.height)
    return Sheet(sheet.number, [_turn_letter(letter, turn, width, height) for letter in sheet.letters], width, height)


def _turn_letter(letter: Letter, turn: int, width: float, height: float) -> Letter:
    """A letter on a page of `width` and `height` after the page is turned back by `turn`."""
    x, y = letter.left, letter.base
    left, base = {90: (y, height - x), 180: (width - x, height - y), 270: (width - y, x)}[turn]
    right = left + letter.right - letter.left
    return replace(letter, left=left, right=right, base=base, turn=(letter.turn - turn) % 360)
