"""Paragraphs as feeds and messages show them: whole, each with its permanent address, and who says it where known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from lxml import etree  # type: ignore[import-untyped]

from statements.languages import LANGUAGES
from statements.marks import pieces
from statements.models import Content, ParagraphKind
from statements.search.snippets import Snippet
from statements.web.interface import link_paragraph

XHTML = "http://www.w3.org/1999/xhtml"
_LONGEST = 20_000  # characters of all passages of an entry
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS = {"heading": "h3", "quotation": "blockquote"}


@dataclass(frozen=True)
class FeedPassage:
    """A paragraph. marks: where the words searched for stand in it; sayers: names of who says all of it but what others
    are quoted with, to be told before it; quoted: their names, to be told behind it. unattributed: that nobody is known
    to say it has to be told, as somebody else speaks before."""

    kind: str
    number: str
    text: str
    language: str
    address: str
    marks: tuple[tuple[int, int], ...] = ()
    sayers: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    unattributed: bool = False


def found_passages(found: Sequence[Snippet], address: str) -> list[FeedPassage]:
    """The paragraphs that a search found, with marks. address: of the version of their document."""
    passages, before = list[FeedPassage](), tuple[str, ...]()
    for each in found:
        row, marks = each.paragraph, tuple(each.marks)
        sayers = tuple(sayer.name for sayer in each.sayers if not sayer.quoted)
        quoted = tuple(sayer.name for sayer in each.sayers if sayer.quoted)
        nobody, before = bool(before) and not sayers and not quoted, sayers
        place = link_paragraph(address, row.key, row.is_far)
        passages.append(FeedPassage(row.kind, row.number, row.text, row.language, place, marks, sayers, quoted, nobody))
    return passages


def opening_passages(content: Content, address: str) -> list[FeedPassage]:
    """The first paragraphs of a text, as many as fit; where somebody else begins to speak, who it is."""
    passages, left, speaker = list[FeedPassage](), _LONGEST, None
    for row in content.paragraphs:
        left -= len(row.text)
        if passages and left < 0:
            break
        is_speech = row.kind != ParagraphKind.STAGE_DIRECTION
        turn = (row.speaker,) if is_speech and row.speaker and row.speaker != speaker else ()
        nobody = is_speech and speaker is not None and not row.speaker
        speaker = row.speaker if is_speech else speaker
        quoted = tuple(dict.fromkeys(each.name for each in row.quotations))
        language, place = row.language or content.language, f"{address}#{row.key}"
        passages.append(FeedPassage(row.kind, row.number, row.text, language, place, (), turn, quoted, nobody))
    return passages


def write_passages(passages: Sequence[FeedPassage], language: str, after: str = "") -> etree._Element:
    """Passages as an element of XHTML. language: of the document; after: a last line of our own, in plain words."""
    whole = etree.Element(f"{{{XHTML}}}div", {"lang": language} if language in LANGUAGES else {}, nsmap={None: XHTML})
    for passage in passages:
        whole.append(_write_passage(passage, language))
    if after:
        _add(whole, "p", after)
    return whole


def _write_passage(passage: FeedPassage, language: str) -> etree._Element:
    element = etree.Element(f"{{{XHTML}}}{_TAGS.get(passage.kind, 'p')}")
    if passage.language and passage.language != language:
        element.set("lang", passage.language)
    inside = _add(element, "p") if passage.kind == "quotation" else element
    number = _add(inside, "a", readable(passage.number or "¶"))
    number.set("href", passage.address)
    number.tail = " "
    if passage.sayers or passage.unattributed:
        name = _add(inside, "b", readable(", ".join(passage.sayers)) or f"[{gettext('Not attributed')}]")
        name.tail = ": " if passage.sayers else " "
    _add_text(inside, passage)
    if passage.quoted:
        _add(inside, "small", readable(f" — {gettext('Quoted:')} {', '.join(passage.quoted)}"))
    return element


def _add_text(element: etree._Element, passage: FeedPassage) -> None:
    for piece in pieces(passage.text, [(start, end, True) for start, end in passage.marks]):
        if piece.mark:
            _add(element, "mark", readable(piece.text))
        elif len(element):
            element[-1].tail = f"{element[-1].tail or ''}{readable(piece.text)}"
        else:
            element.text = f"{element.text or ''}{readable(piece.text)}"


def _add(element: etree._Element, tag: str, text: str = "") -> etree._Element:
    made = etree.SubElement(element, f"{{{XHTML}}}{tag}")
    made.text = text or None
    return made


def readable(text: str) -> str:
    """Text without the characters that XML 1.0 cannot have, https://www.w3.org/TR/xml/#charsets: all other words are
    there as they are in the source."""
    return _NOT_IN_XML.sub("", text)


def write_html(passages: Sequence[FeedPassage], language: str, after: str = "") -> str:
    """The same as HTML, for formats that have no XML."""
    element = write_passages(passages, language, after)
    for each in element.iter():
        each.tag = etree.QName(each).localname
    etree.cleanup_namespaces(element)
    return etree.tostring(element, method="html", encoding="unicode")
