"""Joining the lines of a PDF into paragraphs, by spacing, size, indents, bullets and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from statements.importer.formats.covers.words import is_open, is_salutation, is_thanks
from statements.importer.formats.pdf.cover import LARGE, Body
from statements.importer.formats.pdf.lines import PageLine

_GAP = 1.45  # times the usual line spacing: a new paragraph
_INDENT = 8.0  # points
_SHORT = 0.82  # of the width of a column: a line that ends early
_WIDEST = 2.5  # times the usual line spacing: the lines of one sentence may be this far apart
_HEADING = 160  # characters
_LETTERS = re.compile(r"[^\W_]{2}")
_NO_HEADING = re.compile(r"[.;,!…][\"'”’»)\]]*$|.{80}:$")
_BULLET = re.compile(r"[•●▪◦‣■□➢✓⚫○·*–—−-]\s+\S")
NUMBERED = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})+[.)]?|(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s+\S")
_CIRCLE = re.compile(r"o\s+[A-ZÀ-Ý]")  # a list's circle bullet, as some fonts write it
_PARTED = re.compile(r"(\w)\u00ad\n(\S+)[ \n]?")
_SENTENCE_END = re.compile(r"""[.!?…:;]["'”’»)\]]*$""")


@dataclass
class PdfParagraph:
    """Lines that form one paragraph; notes: dropped lines among them."""

    lines: list[PageLine]
    kind: str = "body"
    notes: list[PageLine] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its lines. A word divided by a soft hyphen at the end of a line is rejoined, on the first of both lines."""
        text = "\n".join(line.text for line in self.lines)
        text = _PARTED.sub(r"\1\2\n", text)
        return text.replace("\u00ad", "").strip()

    @property
    def marks(self) -> list[str]:
        return [mark for line in self.lines for mark in line.marks]


@dataclass(frozen=True)
class _Type:
    """How most of a document is printed, and its usual line spacing in points."""

    body: Body
    leading: float


def paragraphs_of(
    lines: list[PageLine], title: list[PageLine], cover: list[PageLine], body: Body
) -> list[PdfParagraph]:
    """The paragraphs and what is dropped around them. The title's lines form one; other cover lines stand alone."""
    usual = _Type(body, _leading([line for line in lines if not line.drop], body))
    titles = {id(line) for line in title}
    alone = titles | {id(line) for line in cover}
    made, waiting = list[PdfParagraph](), list[PageLine]()
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
            made.append(PdfParagraph([line], "list-item" if _BULLET.match(line.text) else "body"))
        made[-1].notes += waiting
        waiting = []
    if made:
        made[-1].notes += waiting
    for paragraph in made:
        if paragraph.kind == "body" and _is_heading(paragraph, body):
            paragraph.kind = "heading"
    return made


def _add_title(made: list[PdfParagraph], line: PageLine) -> None:
    title = next((each for each in made if each.kind == "title"), None)
    if title is not None and title is made[-1]:
        title.lines.append(line)
    else:
        made.append(PdfParagraph([line], "title"))


def _leading(lines: list[PageLine], body: Body) -> float:
    """The usual line spacing of the text, in points; on a cover the lines stand further apart."""
    pairs = [
        (before, before.bottom - line.bottom)
        for before, line in pairwise(lines)
        if before.page == line.page and 2 < before.bottom - line.bottom < 4 * max(before.size, 1)
    ]
    full = [step for before, step in pairs if _runs_full(before, body) and not _is_marked(before, body)]
    steps = sorted(full or [step for _, step in pairs])
    return steps[len(steps) // 3] if steps else 14.0


def _is_marked(line: PageLine, body: Body) -> bool:
    """Whether a line is printed like a heading: larger than the text, or bold or in capitals when the text is not."""
    capitals = line.text.isupper() and len(line.text) > 3 and not body.capitals
    return line.size > LARGE * body.size or (line.bold and not body.bold) or capitals


def _may_head(line: PageLine, body: Body) -> bool:
    """Whether a line may be a heading or begin one: no sentence ends with it, and it holds no salutation."""
    text = line.text
    return (
        _is_marked(line, body)
        and len(text) <= _HEADING
        and not text[:1].islower()
        and bool(_LETTERS.search(text))
        and not _NO_HEADING.search(text)
        and not is_salutation(text)
        and not is_thanks(text)
    )


def _is_heading(paragraph: PdfParagraph, body: Body) -> bool:
    """Whether all lines of a paragraph are printed like a heading and read like one."""
    first, last = paragraph.lines[0], paragraph.lines[-1]
    whole = sum(len(line.text) + 1 for line in paragraph.lines) <= _HEADING
    marked = all(_is_marked(line, body) for line in paragraph.lines)
    return whole and marked and _may_head(first, body) and not _NO_HEADING.search(last.text)


def _continues(paragraph: PdfParagraph, line: PageLine, usual: _Type) -> bool:
    """Whether a line continues a paragraph."""
    before, body = paragraph.lines[-1], usual.body
    if _BULLET.match(line.text) or NUMBERED.match(line.text) and line.left <= before.left + 1:
        return False
    if abs(before.size - line.size) > 0.12 * before.size or _turns(paragraph, line, body):
        return False
    heads = _is_heading(paragraph, body)
    if before.page != line.page or line.bottom > before.top:  # the next page or column
        return not heads and _goes_over(paragraph, line, usual)
    step, open_ended = before.bottom - line.bottom, line.text[:1].islower() and not _ends_paragraph(before)
    if step > _GAP * max(usual.leading, before.size):
        return (
            open_ended and not heads and step < _WIDEST * max(usual.leading, before.size) and _runs_full(before, body)
        )
    if is_salutation(before.text) and not is_salutation(line.text) and before.text.endswith((",", ":", ";", "!")):
        return line.text[:1].islower() or _runs_full(before, body)
    return not (_ends_paragraph(before) and (_is_short(paragraph, line) or _is_indented(paragraph, line)))


def _turns(paragraph: PdfParagraph, line: PageLine, body: Body) -> bool:
    """Whether a heading begins or ends between a paragraph and a line; bold words inside a sentence do not count."""
    before = paragraph.lines[-1]
    if _is_marked(before, body) == _is_marked(line, body):
        return False
    heads = _is_heading(paragraph, body) and not is_open(before.text)
    if line.text[:1].islower():
        return heads and bool(_CIRCLE.match(line.text))
    if _is_marked(line, body):
        return _may_head(line, body) and (_ends_paragraph(before) or not _runs_full(before, body))
    return heads


def _runs_full(line: PageLine, body: Body) -> bool:
    """Whether a line runs about as far as the lines of the text do."""
    return line.right - line.left >= _SHORT * body.width


def _ends_paragraph(line: PageLine) -> bool:
    return bool(_SENTENCE_END.search(line.text))


def _is_short(paragraph: PdfParagraph, line: PageLine) -> bool:
    """Whether the last line of a paragraph ends well before the lines around it do."""
    before = paragraph.lines[-1]
    widest = max(each.right - each.left for each in [*paragraph.lines, line])
    return before.right - before.left < _SHORT * widest


def _is_indented(paragraph: PdfParagraph, line: PageLine) -> bool:
    return line.left > min(each.left for each in paragraph.lines) + _INDENT and len(paragraph.lines) > 1


def _goes_over(paragraph: PdfParagraph, line: PageLine, usual: _Type) -> bool:
    """Whether a paragraph continues at the top of a page or column: its last line ran full and ended no sentence.

    A line that begins with a lower-case letter continues even a short one; a name may begin the next page too.
    """
    before = paragraph.lines[-1]
    if _ends_paragraph(before):
        return False
    full = len(paragraph.lines) > 1 and not _is_short(paragraph, before)
    return line.text[:1].islower() or (full and not _may_head(line, usual.body))
