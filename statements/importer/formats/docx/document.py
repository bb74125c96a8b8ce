"""Word files (.docx): paragraphs, headings, lists and tables in order; headers, footers and notes are dropped.

The XML is read here rather than by python-docx, which unpacks every part whole before its bytes can be counted, and
does not read notes, text boxes or content controls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile

from statements.importer.date_lines import LENGTH, date_of_line
from statements.importer.draft import Refused
from statements.importer.extract import Extract, Fact, Limits, Part
from statements.importer.formats.covers.cover import cover_of, date_on
from statements.importer.formats.covers.speech import facts_of, speech_cover, use_of
from statements.importer.formats.docx.numbers import Counter, numbering_of
from statements.importer.formats.docx.ooxml import W
from statements.importer.formats.docx.package import Package, Related
from statements.importer.formats.docx.text import Styles, WordParagraph, paragraphs, styles_of
from statements.importer.formats.lists import Outline
from statements.importer.vocabulary import alternatives
from statements.languages import LANGUAGES

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
_DC = "{http://purl.org/dc/elements/1.1/}"
# Titles given by programs or templates: addresses, file names, and words such as "untitled".
_NO_TITLE = re.compile(
    r"(?:https?://|www\.).*|.*\.(?:docx?|dotx?|docm|rtf|odt|txt|pdf|html?|pages)|microsoft word\b.*|powerpoint\b.*"
    rf"|{alternatives('page.documents')}\s*\d*|{alternatives('page.untitled')}\b.*|\S*|.*[_\\].*",
    re.IGNORECASE,
)
_TITLE_LENGTH = 300
_ABOVE, _SHORT = 8, 170  # paragraphs above the text that may hold title and date, and their characters
_LONG_WORD = re.compile(r"\w{4,}")

_NO_NUMBER = ("", "")

Block = tuple[str, str, str]  # text, kind, why it is dropped


def read_docx(content: bytes, limits: Limits) -> Extract:
    """The text of a Word file. Raises Refused if it is not one, is broken, or swells when unpacked.

    A title "The harbour", "We met.", and a footer "Press office" -> "Press office\\n\\nThe harbour\\n\\nWe met."
    """
    package = Package(content)
    name, document = package.main()
    related = [(kind, part) for kind, part in package.related(name) if part in package]
    styles, numbering = (
        next((package.xml(part) for kind, part in related if kind == wanted), None)
        for wanted in ("styles", "numbering")
    )
    stated = _properties(package)
    counter = Counter(numbering_of(numbering, styles), stated.get("language", "")[:2].lower())
    found = paragraphs(document, styles_of(styles), limits.depth, counter)
    body = [(text, paragraph.kind, reason) for paragraph in found for reason, text in paragraph.texts()]
    body, facts = _mark_cover(body) or _mark_stated_title(body, _sensible(stated.get("title", "")))
    language = stated.get("language", "")[:2].lower()
    if language in LANGUAGES:
        facts["language"] = Fact(language, "the Word file")
    around = _read_surroundings(package, related, limits)
    date = _date([text for text, _, dropped in body if not dropped], [text for text, _, _ in around])
    if date:
        facts.setdefault("date", date)
    notes = list(_notes(package, related, limits))
    numbers = [*[_NO_NUMBER] * len(around), *_numbers(found), *[_NO_NUMBER] * len(notes)]
    return _extract([*around, *body, *notes], numbers, facts, limits)


def _numbers(found: list[WordParagraph]) -> Iterator[tuple[str, str]]:
    """For each text of the paragraphs, the number Word shows before it and the number of the item it belongs under."""
    outline = Outline()
    for paragraph in found:
        number, under = paragraph.number, ""
        for reason, text in paragraph.texts():
            shown = not reason
            if shown and paragraph.item and paragraph.kind != "heading":
                under = outline.place(*paragraph.item, number, text)
            elif shown:
                outline.leave()
            yield (number, under) if shown else _NO_NUMBER


def _date(shown: list[str], around: list[str]) -> Fact | None:
    """The day on the cover of a speech, else in a line above the text, else in the header or footer."""
    above = list(takewhile(lambda text: len(text) <= 2 * LENGTH, shown[:_ABOVE]))
    languages = list(LANGUAGES)
    found = (date_of_line(line, languages) for text in above for line in text.split("\n"))
    beside = (date_of_line(line.rpartition("–")[2], languages) for text in around for line in text.split("\n"))
    day = next(filter(None, found), "") or next(filter(None, beside), "")
    return date_on(shown) or (Fact(day, "text") if day else None)


def _read_surroundings(package: Package, related: Related, limits: Limits) -> list[Block]:
    """Headers and footers, each distinct text once: the first page has its own, often identical ones."""
    found = [
        (text, "body", wanted)
        for wanted in ("header", "footer")
        for kind, part in related
        if kind == wanted and (text := _text_of(package.xml(part), limits))
    ]
    return list(dict.fromkeys(found))


def _notes(package: Package, related: Related, limits: Limits) -> Iterator[Block]:
    """Footnotes, endnotes and comments, without the rules that separate them from the text."""
    for kind, part in related:
        reason = _NOTES.get(kind, "")
        root = package.xml(part) if reason else None
        for note in root.iterchildren(W + reason) if root is not None else ():
            text = _text_of(note, limits)
            if text and note.get(f"{W}type", "normal") == "normal":
                yield text, "body", reason


def _text_of(root: object, limits: Limits) -> str:
    """All the text inside an element, one line per paragraph."""
    return "\n".join(text for each in paragraphs(root, Styles(), limits.depth) for _, text in each.texts())


def _properties(package: Package) -> dict[str, str]:
    """Title and language as given in the file's properties."""
    parts = [part for kind, part in package.related("") if kind == "core-properties"]
    root = package.xml(parts[0]) if parts else None
    return {name: root.findtext(_DC + name, "") for name in ("title", "language")} if root is not None else {}


def _sensible(title: str) -> str:
    """A title from the properties, on one line; "" if no person chose it.

    "Microsoft Word - speech_final.doc" -> ""
    """
    plain = " ".join(title.split())
    return "" if len(plain) > _TITLE_LENGTH or _NO_TITLE.fullmatch(plain) else plain


def _mark_cover(body: list[Block]) -> tuple[list[Block], dict[str, Fact]] | None:
    """Mark the paragraphs above a salutation as title, date or dropped; None if a style marks the title."""
    shown = [place for place, (_, _, dropped) in enumerate(body) if not dropped]
    cover = speech_cover([body[place][0] for place in shown])
    if cover is None or any(kind == "title" for _, kind, _ in body):
        return None
    made = list(body)
    for place in range(len(cover.roles)):
        text, kind, _ = body[shown[place]]
        use, reason = use_of(cover, place)
        made[shown[place]] = (text, kind if use in ("", "dropped") else use, reason)
    return made, facts_of(cover)


def _mark_stated_title(body: list[Block], title: str) -> tuple[list[Block], dict[str, Fact]]:
    """Mark the paragraph on the cover that is the stated title; if there is none, give the title as a fact.

    A file made from an older one often keeps that one's title: it counts only if half its long words occur in the text.
    """
    shown = [place for place, (_, _, dropped) in enumerate(body) if not dropped]
    if any(body[place][1] == "title" for place in shown):
        return body, {}
    if not title:
        return _mark_shown_title(body, shown), {}
    cover = cover_of([body[place][0] for place in shown])
    for place, text in zip(shown, cover, strict=False):
        if " ".join(text.split()).casefold() == title.casefold():
            return [*body[:place], (body[place][0], "title", ""), *body[place + 1 :]], {}
    words = set(_LONG_WORD.findall(title.casefold()))
    there = words & set(_LONG_WORD.findall(" ".join(body[place][0] for place in shown).casefold()))
    if words and 2 * len(there) >= len(words):
        return body, {"title": Fact(title, "the Word file")}
    return _mark_shown_title(body, shown), {}


def _mark_shown_title(body: list[Block], shown: list[int]) -> list[Block]:
    """Mark the paragraph above the text that looks like its title: a heading, else a short line.

    "Press office", "The harbour of Oslo", "Oslo, 5 May 2022", "We met at sea …" -> "The harbour of Oslo"
    """
    languages = list(LANGUAGES)
    above = list(takewhile(lambda place: len(body[place][0]) <= _SHORT, shown[:_ABOVE]))
    if len(above) == len(shown):  # no text below: these lines are the text
        return body
    dates = {place for place in above if date_of_line(body[place][0], languages)}
    titles = [place for place in above if place not in dates and _reads_as_title(body[place][0])]
    headings = [place for place in titles if body[place][1] == "heading"]
    dated = [place for place, below in pairwise(above) if place in titles and below in dates]
    first = [place for place in titles[:1] if place == shown[0]]
    place = next(iter([*headings[:1], *dated, *first]), None)
    return [(text, "title" if each == place else kind, why) for each, (text, kind, why) in enumerate(body)]


def _reads_as_title(text: str) -> bool:
    return len(text.split()) > 1 and text[-1] not in ".!?:;," and "\n" not in text


def _extract(blocks: list[Block], numbers: list[tuple[str, str]], facts: dict[str, Fact], limits: Limits) -> Extract:
    """The text of the blocks, each with its number and the number it belongs under."""
    text, parts, length = list[str](), list[Part](), 0
    for (words, kind, dropped), (number, under) in zip(blocks, numbers, strict=True):
        parts.append(Part(length, length + len(words), kind, dropped, number=number, under=under))
        text.append(words)
        length += len(words) + 2
    if length > limits.characters:
        raise Refused(f"the Word file has more than {limits.characters:,} characters: split it")
    if not any(not part.dropped for part in parts):
        raise Refused("the Word file has no text: if it is a picture of a page, type its text, or have it recognised")
    return Extract("\n\n".join(text), MEDIA_TYPE, "", tuple(parts), facts)
