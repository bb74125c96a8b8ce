"""The lines of a PDF to paragraphs: by the space between lines, their sizes, indents, bullets and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from statements.importer.formats.pdf_cover import LARGE
from statements.importer.formats.pdf_furniture import usual_size
from statements.importer.formats.pdf_lines import Line

_GAP = 1.45  # of the usual space between lines: a new paragraph
_INDENT = 8.0  # points
_SHORT = 0.82  # of the width of a column: a line that ends before its end
_HEADING = 160  # characters
_BULLET = re.compile(r"[•●▪◦‣■□➢✓⚫○·*–—−-]\s+\S")
NUMBERED = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})+[.)]?|(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s+\S")
_PARTED = re.compile(r"(\w)\u00ad\n(\S+)[ \n]?")
_SENTENCE_END = re.compile(r"""[.!?…:;]["'”’»)\]]*$""")


@dataclass
class Paragraph:
    """Lines that are one; notes: dropped lines that stand among them."""

    lines: list[Line]
    kind: str = "body"
    notes: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its lines. A word that a soft hyphen parts at the end of one is put together, and stands in the first."""
        text = "\n".join(line.text for line in self.lines)
        text = _PARTED.sub(r"\1\2\n", text)
        return text.replace("\u00ad", "").strip()

    @property
    def marks(self) -> list[str]:
        return [mark for line in self.lines for mark in line.marks]


@dataclass(frozen=True)
class _Type:
    """What is usual in a document: the size of letters, and the distance from one line to the next, in points."""

    size: float
    leading: float


def paragraphs_of(lines: list[Line], title: list[Line], cover: list[Line]) -> list[Paragraph]:
    """Paragraphs with what is dropped around them; the lines of the title are one, all others of the cover alone."""
    kept = [line for line in lines if not line.drop]
    usual = _Type(usual_size(kept), _leading(kept))
    titles = {id(line) for line in title}
    alone = titles | {id(line) for line in cover}
    made, waiting = list[Paragraph](), list[Line]()
    for line in lines:
        if line.drop:
            waiting.append(line)
            continue
        before = made[-1] if made else None
        if id(line) in titles:
            _add_title(made, line)
        elif before is not None and id(before.lines[-1]) not in alone and _continues(before, line, usual):
            before.lines.append(line)
        else:
            made.append(Paragraph([line], _kind(line, usual.size)))
        made[-1].notes += waiting
        waiting = []
    if made:
        made[-1].notes += waiting
    return made


def _add_title(made: list[Paragraph], line: Line) -> None:
    title = next((each for each in made if each.kind == "title"), None)
    if title is not None and title is made[-1]:
        title.lines.append(line)
    else:
        made.append(Paragraph([line], "title"))


def _leading(lines: list[Line]) -> float:
    """The usual distance from one line to the next, in points."""
    steps = [
        before.bottom - line.bottom
        for before, line in zip(lines, lines[1:], strict=False)
        if before.page == line.page and 2 < before.bottom - line.bottom < 4 * max(before.size, 1)
    ]
    return sorted(steps)[len(steps) // 3] if steps else 14.0


def _kind(line: Line, usual: float) -> str:
    if _BULLET.match(line.text):
        return "list-item"
    large = line.size > LARGE * usual or line.bold or (line.text.isupper() and len(line.text) > 3)
    return "heading" if large and len(line.text) <= _HEADING and not line.text.endswith((".", ";", ",")) else "body"


def _continues(paragraph: Paragraph, line: Line, usual: _Type) -> bool:
    """Whether a line goes on with a paragraph."""
    before = paragraph.lines[-1]
    if _BULLET.match(line.text) or NUMBERED.match(line.text) and line.left <= before.left + 1:
        return False
    heading = before.bold != line.bold and "heading" in (_kind(line, usual.size), paragraph.kind)
    if abs(before.size - line.size) > 0.12 * before.size or heading:
        return False
    if before.page != line.page or line.bottom > before.top:  # the next page or column
        return paragraph.kind != "heading" and _goes_over(paragraph, line, usual)
    if before.bottom - line.bottom > _GAP * max(usual.leading, before.size):
        return False
    return not (_ended(before) and (_is_short(paragraph) or _is_indented(paragraph, line)))


def _ended(line: Line) -> bool:
    return bool(_SENTENCE_END.search(line.text))


def _is_short(paragraph: Paragraph) -> bool:
    before = paragraph.lines[-1]
    return before.right - before.left < _SHORT * max(each.right - each.left for each in paragraph.lines)


def _is_indented(paragraph: Paragraph, line: Line) -> bool:
    return line.left > min(each.left for each in paragraph.lines) + _INDENT and len(paragraph.lines) > 1


def _goes_over(paragraph: Paragraph, line: Line, usual: _Type) -> bool:
    """Whether a paragraph goes on at the top of a page or column: no sentence ended, and its last line ran full.

    A line that begins with a small letter goes on even after a short one; a name may begin the next page, too.
    """
    if _ended(paragraph.lines[-1]):
        return False
    full = len(paragraph.lines) > 1 and not _is_short(paragraph)
    return line.text[:1].islower() or (full and _kind(line, usual.size) == "body")
