"""The pages of a PDF to lines: of text boxes, columns in order, with their places and sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from statistics import median

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTFigure, LTPage, LTTextContainer, LTTextLine

from statements.importer.draft import Refused
from statements.importer.formats.extract import Limits

_EDGE = 0.11  # of the height of a page, where heads and numbers stand
_PIECES = 6  # lines back, where another piece of a line may stand


_LETTERS = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st"}
)


_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass
class Line:
    """A line of a page; y counts from its foot. drop: why it is no part of the text."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    height: float  # of the page
    drop: str = ""

    @property
    def at_edge(self) -> bool:
        return self.bottom > self.height * (1 - _EDGE) or self.top < self.height * _EDGE


def pages_of(content: bytes, limits: Limits) -> Iterator[list[Line]]:
    """The lines of each page, columns in order."""
    layout = LAParams(boxes_flow=0.5, line_margin=0.4, char_margin=2.0)
    characters = 0
    for number, page in enumerate(extract_pages(BytesIO(content), laparams=layout), 1):
        if number > limits.pages:
            raise Refused(f"the PDF has more than {limits.pages:,} pages: split it")
        lines = [line for line in _lines(page, number) if line.text]
        characters += sum(len(line.text) for line in lines)
        if characters > limits.characters:
            raise Refused(f"the PDF has more than {limits.characters:,} characters: split it")
        yield lines


def _lines(page: LTPage, number: int) -> Iterator[Line]:
    for box in _boxes(page):
        for pieces in level([line for line in box if isinstance(line, LTTextLine)]):
            yield _line(pieces, number, page.height)


def _boxes(container: LTPage | LTFigure) -> Iterator[LTTextContainer]:
    """The boxes of text, those inside of drawings too."""
    for each in container:
        if isinstance(each, LTTextContainer):
            yield each
        elif isinstance(each, LTFigure):
            yield from _boxes(each)


def level(lines: list[LTTextLine]) -> list[list[LTTextLine]]:
    """The lines of a box; pieces of one, which the wide gaps of justified text part, together from left to right."""
    rows = list[list[LTTextLine]]()
    for line in lines:
        row = next((row for row in rows[-_PIECES:] if _same_height(row[0], line)), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def _same_height(line: LTTextLine, other: LTTextLine) -> bool:
    """Whether one stands beside the other: most of their heights in common, and nothing of their widths."""
    common = min(line.y1, other.y1) - max(line.y0, other.y0)
    beside = line.x1 <= other.x0 + 1 or other.x1 <= line.x0 + 1
    return beside and common > 0.7 * max(line.height, other.height)


def _line(pieces: list[LTTextLine], number: int, height: float) -> Line:
    letters = [each for line in pieces for each in line if isinstance(each, LTChar)]
    sizes = [round(each.size, 1) for each in letters if each.get_text().strip()] or [0.0]
    bold = sum("bold" in each.fontname.lower() or "black" in each.fontname.lower() for each in letters)
    upright = not letters or sum(each.upright for each in letters) >= len(letters) / 2
    written = " ".join(line.get_text() for line in pieces)
    text = " ".join(_HIDDEN.sub("", written.translate(_LETTERS)).split())
    drop = "" if upright else "rotated text"
    return Line(
        text,
        number,
        pieces[0].x0,
        max(line.x1 for line in pieces),
        max(line.y1 for line in pieces),
        min(line.y0 for line in pieces),
        median(sizes),
        bold > 0.8 * len(letters),
        height,
        drop,
    )
