"""Word files (.docx): paragraphs, headings, lists and tables in their order; headers, footers and notes are dropped."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from statements.importer.draft import Fact, Refused
from statements.importer.formats.cover import date_on
from statements.importer.formats.extract import Extract, Limits, Part

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST_BYTES, _MOST_FILES = 200_000_000, 5_000  # unpacked
_LANGUAGES = ("it", "en", "fr")
# Deleted words are w:delText, and so no w:t; the other form of a text box stands in mc:Fallback once more.
_SKIPPED = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_BREAKS = {
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:tab"): " ",
    qn("w:noBreakHyphen"): "\u2011",
    qn("w:softHyphen"): "",
}
_PARAGRAPH, _TEXT = qn("w:p"), qn("w:t")


def read_docx(content: bytes, limits: Limits) -> Extract:
    """The text of a Word file. Raises Refused where it is none, is broken, or swells."""
    _check(content)
    try:
        document = docx.Document(BytesIO(content))
        blocks = [*_around(document), *_body(document, limits)]
        language = (document.core_properties.language or "")[:2].lower()
    except Refused:
        raise
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - what a broken file raises in the library is anything
        raise Refused(f"the Word file is broken: {type(error).__name__}. Save it anew and try again") from None
    facts = {"language": Fact(language, "the Word file")} if language in _LANGUAGES else {}
    date = date_on([text for text, _, dropped in blocks if not dropped])
    return _extract(blocks, facts | ({"date": date} if date else {}))


def _check(content: bytes) -> None:
    """Look at the table of the zip before anything is unpacked."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            entries, names = packed.infolist(), set(packed.namelist())
    except BadZipFile:
        raise Refused("the file is a broken zip or Word file: save it anew and try again") from None
    if "word/document.xml" not in names:
        raise Refused("this is a zip, but no Word file (.docx): save the text as .docx or .txt")
    if len(entries) > _MOST_FILES or sum(each.file_size for each in entries) > _MOST_BYTES:
        raise Refused("the Word file is far too large once it is unpacked: save its text alone")


Block = tuple[str, str, str]  # text, kind, why it is dropped


def _around(document: Any) -> Iterator[Block]:
    """Headers and footers, each once."""
    seen = set[str]()
    for section in document.sections:
        for name in ("header", "footer"):
            text = "\n".join(filter(None, (_words(each) for each in getattr(section, name)._element.iter(_PARAGRAPH))))
            if text and text not in seen:
                seen.add(text)
                yield text, "body", name


def _body(document: Any, limits: Limits) -> Iterator[Block]:
    characters = 0
    for element in document.element.body.iter(_PARAGRAPH):
        if any(parent.tag in _SKIPPED for parent in element.iterancestors()):
            continue
        text = _words(element)
        characters += len(text)
        if characters > limits.characters:
            raise Refused(f"the Word file has more than {limits.characters:,} characters: split it")
        if text:
            yield text, _kind(Paragraph(element, document), element), ""


def _words(element: Any) -> str:
    """The text of a paragraph, without that of paragraphs in a text box inside it."""
    found = list[str]()
    for each in element.iter(_TEXT, *_BREAKS):
        holder = next(parent for parent in each.iterancestors() if parent.tag == _PARAGRAPH)
        if holder is element and not any(parent.tag in _SKIPPED for parent in each.iterancestors()):
            found.append(each.text or "" if each.tag == _TEXT else _BREAKS[each.tag])
    lines = (" ".join(line.split()) for line in "".join(found).split("\n"))
    return "\n".join(line for line in lines if line)


def _kind(paragraph: Paragraph, element: Any) -> str:
    """By the name of its style: Heading 1, Title, Quote, List Bullet; a list also by its numbering."""
    style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    if style == "title":
        return "title"
    if style.startswith(("heading", "titolo", "titre", "subtitle")):
        return "heading"
    if "quot" in style or "citazione" in style or "citation" in style:
        return "quotation"
    listed = element.find(f".//{qn('w:numPr')}") is not None
    return "list-item" if listed or style.startswith("list") else "body"


def _extract(blocks: list[Block], facts: dict[str, Fact]) -> Extract:
    text, parts, length = list[str](), list[Part](), 0
    for words, kind, dropped in blocks:
        parts.append(Part(length, length + len(words), kind, dropped))
        text.append(words)
        length += len(words) + 2
    if not any(not part.dropped for part in parts):
        raise Refused("the Word file has no text")
    return Extract("\n\n".join(text), MEDIA_TYPE, "", tuple(parts), facts)
