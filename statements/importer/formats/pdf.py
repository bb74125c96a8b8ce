"""PDF files that have a text layer: lines by their places on the page, paragraphs by the space between them.

pdfminer.six finds the lines and the order of columns; what is furniture is told by where it stands and how often.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser

from statements.importer.draft import Fact, Refused
from statements.importer.formats.cover import cover_of, date_in, date_on, title_on
from statements.importer.formats.extract import Extract, Limits, Part
from statements.importer.formats.pdf_lines import Line, pages_of

_SCAN = "no text layer: run OCR first"
_FONTS = "the text layer cannot be read: its fonts do not say which letters they show; run OCR first"
_LEAST_CHARACTERS = 60  # a page on average; a scan may have page numbers over its pictures
_FOOT = 0.45  # of the height, below which footnotes stand
_SMALL, _LARGE = 0.92, 1.15  # of the size of most letters: notes, headings
_GAP = 1.45  # of the usual space between lines: a new paragraph
_INDENT = 8.0  # points
_SHORT = 0.82  # of the width of a column: a line that ends before its end
_HEADING, _TITLE = 160, 300  # characters
_NUMBER = re.compile(
    r"[\W_]*(?:p(?:age|ag\.?|agina|\.)?\s*)?\d{1,4}(?:\s*(?:/|of|di|sur|de)\s*\d{1,4})?[\W_]*", re.IGNORECASE
)
_NOTE = re.compile(r"\s*(?:\d{1,3}|[*†‡])[.)]?\s*\S")
_BULLET = re.compile(r"[•●▪◦‣■□➢✓*–-]\s+\S")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+\S")
_DELIVERY = re.compile(
    r"\W*(?:please\s+)?(?:check against delivery|as delivered|seul le prononcé fait foi|vérifier au prononcé"
    r"|fa fede il testo pronunciato|embargoed? until delivery)\W*",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"""[.!?…:;]["'”’»)\]]*$""")
_UNREAD = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LANGUAGES = ("it", "en", "fr")


@dataclass
class _Paragraph:
    lines: list[Line]
    kind: str = "body"
    notes: list[Line] = field(default_factory=list)  # dropped lines that stand among its own


def read_pdf(content: bytes, limits: Limits) -> Extract:
    """The text of a PDF, with its pages, headings and furniture.

    Raises Refused where it has no text layer or one that cannot be read, needs a password, is broken or too long.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        facts = _facts(content)
        pages = list(pages_of(content, limits))
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise Refused("the PDF needs a password: save it without one") from None
    except (Refused, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - what a broken file raises in the library is anything
        raise Refused(f"the PDF is broken: {type(error).__name__}. Print it to a new PDF and try again") from None
    _check(pages)
    lines = [line for page in pages for line in page]
    _judge(pages, lines)
    shown = [line for line in lines if not line.drop and line.page <= 2]
    words = [line.text for line in shown]
    date, title = date_on(words), title_on(cover_of(words))
    paragraphs = _paragraphs(lines, [shown[place] for place in title])
    return _extract(paragraphs, facts | ({"date": date} if date else {}))


def _facts(content: bytes) -> dict[str, Fact]:
    """The language that the file states. Its dates are those of the file, its titles mostly those of another one."""
    stated = PDFDocument(PDFParser(BytesIO(content))).catalog.get("Lang", b"")
    language = stated.decode("latin-1")[:2].lower() if isinstance(stated, bytes) else str(stated)[:2].lower()
    return {"language": Fact(language, "the PDF")} if language in _LANGUAGES else {}


def _check(pages: list[list[Line]]) -> None:
    """Raises Refused where the pages are pictures, or their letters are not known."""
    text = "\n".join(line.text for page in pages for line in page)
    if len(text) < _LEAST_CHARACTERS * max(1, len(pages)) and len(text) < 20 * _LEAST_CHARACTERS:
        raise Refused(_SCAN)
    unread = sum(len(found[0]) for found in _UNREAD.finditer(text))
    words = sum(len(found[0]) for found in _WORD.finditer(text))
    if unread > 0.1 * len(text) or words < 0.5 * len("".join(text.split())):
        raise Refused(_FONTS)


def _judge(pages: list[list[Line]], lines: list[Line]) -> None:
    """Say of each line that is furniture what it is."""
    usual = _usual_size(lines)
    repeated = Counter(key for page in pages for key in {_head(line) for line in page if line.at_edge})
    often = max(3, len(pages) // 4) if len(pages) > 3 else 2
    for line in lines:
        if line.drop:
            continue
        if line.at_edge and _NUMBER.fullmatch(line.text):
            line.drop = "page number"
        elif line.at_edge and repeated[_head(line)] >= often:
            line.drop = "running head"
        elif _DELIVERY.fullmatch(line.text):
            line.drop = "release notice"
    for page in pages:
        _judge_notes(page, usual)


def _head(line: Line) -> tuple[str, int]:
    """What is the same of a running head on every page: its words but for numbers, and its height."""
    return re.sub(r"\d+", "#", line.text).lower(), round(line.bottom / 12)


def _usual_size(lines: list[Line]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _judge_notes(page: list[Line], usual: float) -> None:
    """Footnotes: small lines at the foot of the page, from the first that begins with a number or a star on."""
    small = [line for line in page if line.size < _SMALL * usual and line.top < line.height * _FOOT and not line.drop]
    first = max((line.top for line in small if _NOTE.match(line.text)), default=None)
    body = [line.bottom for line in page if line not in small and not line.drop]
    for line in small:
        if first is not None and line.top <= first and line.top < min(body, default=line.height) + line.size:
            line.drop = "footnote"


def _paragraphs(lines: list[Line], title: list[Line]) -> list[_Paragraph]:
    """Paragraphs with what is dropped around them; the lines of the title, where they are known, are one."""
    usual, leading = _usual_size(lines), _leading(lines)
    made = list[_Paragraph]()
    waiting = list[Line]()
    for line in lines:
        if line.drop:
            waiting.append(line)
            continue
        before = made[-1].lines[-1] if made else None
        if title and line in title:
            if before is not None and made[-1].kind == "title":
                made[-1].lines.append(line)
            else:
                made.append(_Paragraph([line], "title"))
        elif before is not None and made[-1].kind != "title" and _continues(before, line, made[-1], leading, usual):
            made[-1].lines.append(line)
        else:
            made.append(_Paragraph([line], _kind(line, usual)))
        made[-1].notes += waiting
        waiting = []
    if made:
        made[-1].notes += waiting
    if not title:
        _find_title(made, usual)
    return made


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
    large = line.size > _LARGE * usual or line.bold or (line.text.isupper() and len(line.text) > 3)
    return "heading" if large and len(line.text) <= _HEADING and not line.text.endswith((".", ";", ",")) else "body"


def _continues(before: Line, line: Line, paragraph: _Paragraph, leading: float, usual: float) -> bool:
    """Whether a line goes on with the paragraph of the one before it."""
    if _BULLET.match(line.text) or _NUMBERED.match(line.text) and line.left <= before.left + 1:
        return False
    if (
        abs(before.size - line.size) > 0.12 * before.size
        or before.bold != line.bold
        and _kind(line, usual) == "heading"
    ):
        return False
    ended = bool(_SENTENCE_END.search(before.text))
    if before.page != line.page or line.bottom > before.top:  # the next page or column
        return not ended and line.text[:1].islower() and paragraph.kind != "heading"
    if before.bottom - line.bottom > _GAP * max(leading, before.size):
        return False
    widest = max(each.right - each.left for each in paragraph.lines)
    short = before.right - before.left < _SHORT * widest
    indented = line.left > min(each.left for each in paragraph.lines) + _INDENT and len(paragraph.lines) > 1
    return not (ended and (short or indented))


def _find_title(made: list[_Paragraph], usual: float) -> None:
    """The largest heading of the first page that has one, where it is larger than the text."""
    first = [each for each in made if each.lines[0].page == 1 and each.kind == "heading"]
    large = [each for each in first if each.lines[0].size > _LARGE * usual and len(_text(each)) <= _TITLE]
    wordy = [each for each in large if len(_WORD.findall(_text(each))) >= 2 and not _NUMBERED.match(_text(each))]
    wordy = [each for each in wordy if not date_in(_text(each))]
    if wordy:
        max(wordy, key=lambda each: each.lines[0].size).kind = "title"


def _text(paragraph: _Paragraph) -> str:
    return "\n".join(line.text for line in paragraph.lines)


def _extract(paragraphs: list[_Paragraph], facts: dict[str, Fact]) -> Extract:
    """The text with a part for each paragraph, and for the furniture before it."""
    text, parts, length = list[str](), list[Part](), 0

    def add(words: str, **values: object) -> None:
        nonlocal length
        parts.append(Part(length, length + len(words), **values))  # type: ignore[arg-type]
        text.append(words)
        length += len(words) + 2

    if not paragraphs:
        raise Refused(_SCAN)
    for paragraph in paragraphs:
        for line in paragraph.notes:
            add(line.text, dropped=line.drop, page=line.page)
        add(_text(paragraph), kind=paragraph.kind, page=paragraph.lines[0].page)
    return Extract("\n\n".join(text), "application/pdf", "", tuple(parts), facts)
