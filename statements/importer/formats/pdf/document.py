"""PDF files with a text layer: lines by their places on the page, paragraphs by the space between them.

pdfminer.six draws the letters; the order of columns, the paragraphs and the furniture follow from where lines stand,
how large they are and how often they are repeated.
"""

from __future__ import annotations

import logging
import re
from io import BytesIO

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser

from statements.importer.draft import Refused
from statements.importer.extract import Extract, Fact, Limits, Part
from statements.importer.formats.covers.dates import date_in, is_date_line, place_of
from statements.importer.formats.pdf.cover import STATED, CoverLines, body_of, cover_of_pages, mark_cover, mark_end
from statements.importer.formats.pdf.furniture import judge
from statements.importer.formats.pdf.letters import sheets_of
from statements.importer.formats.pdf.lines import PageLine, lines_of
from statements.importer.formats.pdf.paragraphs import PdfParagraph, paragraphs_of
from statements.importer.formats.pdf.title import mark_title, title_lines
from statements.importer.ocr import FONTS, SCAN
from statements.languages import LANGUAGES

_LEAST_CHARACTERS = 60  # per page on average; a scan may have page numbers over its pictures
_SIGNED = 4  # lines at the end that may hold a place and a day
_NAMED = 10  # pages without text that a warning names
_HYPHEN = re.compile(r"\w\u00ad\w")
_UNREAD = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
_WORD = re.compile(r"[^\W\d_]{2,}")


def read_pdf(content: bytes, limits: Limits) -> Extract:
    """The text of a PDF, with its pages, headings and furniture.

    Raises Refused if it has no readable text layer, needs a password, is broken or is too long.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        document = PDFDocument(PDFParser(BytesIO(content)))
        facts = _facts(document)
        pages = [lines_of(sheet) for sheet in sheets_of(document, limits)]
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise Refused("the PDF needs a password: save it without one") from None
    except (Refused, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - a broken file may make the library raise anything
        raise Refused(f"the PDF is broken: {type(error).__name__}. Print it to a new PDF and try again") from None
    _check(pages)
    judge(pages)
    return _extract(pages, facts)


def _facts(document: PDFDocument) -> dict[str, Fact]:
    """The language stated in the file. Its dates are the file's own, its titles mostly another document's."""
    stated = document.catalog.get("Lang", b"")
    language = stated.decode("latin-1")[:2].lower() if isinstance(stated, bytes) else str(stated)[:2].lower()
    return {"language": Fact(language, "the PDF")} if language in LANGUAGES else {}


def _check(pages: list[list[PageLine]]) -> None:
    """Raise Refused if the pages are pictures, or their letters cannot be identified."""
    text = "\n".join(line.text for page in pages for line in page)
    if len(text) < _LEAST_CHARACTERS * max(1, len(pages)) and len(text) < 20 * _LEAST_CHARACTERS:
        raise Refused(SCAN, needs_ocr=True)
    unread = sum(len(found[0]) for found in _UNREAD.finditer(text))
    words = sum(len(found[0]) for found in _WORD.finditer(text))
    if unread > 0.1 * len(text) or words < 0.5 * len("".join(text.split())):
        raise Refused(FONTS, needs_ocr=True)


def _extract(pages: list[list[PageLine]], facts: dict[str, Fact]) -> Extract:
    """The text, with a part for each paragraph and for everything dropped around it."""
    lines = [line for page in pages for line in page]
    kept = [line for line in lines if not line.drop]
    _write_hyphens(kept)
    body = body_of(kept)
    cover = cover_of_pages(kept, body)
    title = title_lines(cover, body.size)
    mark_cover(cover, title)
    if cover.speech:
        mark_end(kept, title)
    paragraphs = paragraphs_of(lines, title, cover.lines if title and cover.ends else [], body)
    if not title:
        mark_title(paragraphs, body.size)
    if not paragraphs:
        raise Refused(SCAN, needs_ocr=True)
    text, parts = _parts(paragraphs)
    return Extract(
        text, "application/pdf", "", parts, facts | _cover_facts(cover, kept), warnings=_warn_textless(pages)
    )


def _cover_facts(cover: CoverLines, kept: list[PageLine]) -> dict[str, Fact]:
    """Facts on the cover of a speech or a release; other covers may mislead, like a programme with an election day."""
    if not cover.speech:
        return {}
    date, place = cover.facts.date, cover.facts.place
    signed = next((line.text for line in kept[-_SIGNED:] if is_date_line(line.text) and place_of(line.text)), "")
    if signed and not date:  # "Managua, September 30th 2024", below the text
        date, place = Fact(date_in(signed), "text"), place or Fact(place_of(signed), "text")
    found = {"date": date, "place": place, "publisher": cover.facts.publisher}
    return {name: fact for name, fact in found.items() if fact}


def _write_hyphens(lines: list[PageLine]) -> None:
    """Replace soft hyphens with hyphens if the file has them inside lines: it then uses no others."""
    if any(_HYPHEN.search(line.text) for line in lines):
        for line in lines:
            line.text = line.text.replace("\u00ad", "-")


def _warn_textless(pages: list[list[PageLine]]) -> tuple[str, ...]:
    """A warning if some pages have no words besides their numbers, as pictures of pages have none."""
    empty = [str(number) for number, page in enumerate(pages, 1) if not any(_WORD.search(line.text) for line in page)]
    if not empty:
        return ()
    named, more = ", ".join(empty[:_NAMED]), len(empty) - _NAMED
    if len(empty) == 1:
        return (f"page {named} of {len(pages)} without text: compare with the file",)
    if more > 0:
        return (f"pages {named} and {more} more of {len(pages)} without text: compare with the file",)
    return (f"pages {named} of {len(pages)} without text: compare with the file",)


def _parts(paragraphs: list[PdfParagraph]) -> tuple[str, tuple[Part, ...]]:
    text, parts, length = list[str](), list[Part](), 0

    def add(words: str, **values: object) -> None:
        nonlocal length
        parts.append(Part(length, length + len(words), **values))  # type: ignore[arg-type]
        text.append(words)
        length += len(words) + 2

    for paragraph in paragraphs:
        for line in paragraph.notes:
            add(line.text, page=line.page, **({"kind": "date"} if line.drop == STATED else {"dropped": line.drop}))
        add(paragraph.text, kind=paragraph.kind, page=paragraph.lines[0].page)
        if paragraph.marks:
            add(" ".join(paragraph.marks), dropped="mark of a note", page=paragraph.lines[0].page)
    return "\n\n".join(text), tuple(parts)
