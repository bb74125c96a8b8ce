"""Footnotes of web pages: the marks in the text, and the notes they lead to."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree  # type: ignore[import-untyped]

from statements.importer.vocabulary import alternatives

MARK, NOTE = "footnote mark", "footnote"
_MARK_CLASS = re.compile(
    r"(?<![\w-])(?:reference|noteref|footnote-?(?:ref|reference|mark|anchor|link)|fn-?ref|spip_note_ref|spip_note"
    r"|msofootnotereference|msoendnotereference|need_ref_tag|template-fact|inline-template|cite_ref|sdfootnoteanc"
    r"|sdendnoteanc|appel-?de-?note|appel_note|noteanchor|rimando-?nota)(?![\w-])",
    re.I,
)
_MARK_ROLES = frozenset(["doc-noteref", "doc-backlink", "noteref"])
# Possible marks: "1", "[1]", "(1)", "*", "†", "[a]", "[note 1]", "[citation needed]", and the way back, "↩".
_MARK_TEXT = re.compile(
    r"\s*(?:\[\s*[^\[\]]{1,30}\s*\]|\(\s*(?:\d{1,3}|[a-z]|\*)\s*\)|\d{1,3}|\*{1,3}|[†‡§↑^↩⤴]\ufe0e?|[a-z]"
    r"|[ivx]{1,5})\s*",
    re.I,
)
_BRACKETED = re.compile(r"\s*\[\s*[^\[\]]{1,30}\s*\]\s*")
_NOTE_ID = re.compile(
    r"_?(?:ftn|edn|fn|footnote|endnote|cite_note|sdfootnote|sdendnote|nb|note-?de-?bas)[-_:.]?\d[\w-]*(?:sym)?"
    r"|cite_note-[^\s]+|nb\d+(?:-\d+)?",
    re.I,
)
_NOTE_ADDRESS = re.compile(r"_?(?:ftn|edn|fn|foot|end|note|cite|ref|nb|nh|sd|n\d|_?r\d)", re.I)
_NOTE_STYLE = re.compile(r"mso-element\s*:\s*(?:foot|end)note", re.I)
_DIGITS = re.compile(r"\s*\d{1,3}\s*")
# A power or an ordinal follows a short unit or a digit; a mark follows a word or the end of a sentence.
_BEFORE_MARK = re.compile(rf"(?:[.,;:!?…”»\"')\]]|(?<!\w)(?!{alternatives('page.units')})[^\W\d_]{{4,}})\s?\Z", re.I)
_LENGTH, _TEXTS = 40, 10  # characters and pieces of text in a mark; elements may be nested in it without limit


def is_mark(element: etree._Element, before: str) -> bool:
    """Whether an element is the mark of a note, by its class, its address or its place after the words `before`.

    <sup>1</sup> after "treaty." -> yes; <sup>2</sup> after "12 m", <sup>e</sup> after "XX" -> no.
    """
    tag = element.tag
    if tag not in ("sup", "a", "span"):
        return False
    role = element.get("role") or element.get("{http://www.idpf.org/2007/ops}type") or element.get("epub:type")
    named = bool(_MARK_CLASS.search(element.get("class") or "")) or role in _MARK_ROLES
    if not named and tag == "span":
        return False
    words = "".join(islice(element.itertext(), _TEXTS))
    if len(words) > _LENGTH or not _MARK_TEXT.fullmatch(words):
        return False
    return named or _leads_to_note(element, words) or (tag == "sup" and _is_raised_mark(element, words, before))


def _leads_to_note(element: etree._Element, words: str) -> bool:
    """Whether it is a link within the page whose address or brackets show that it leads to a note."""
    inside = list(islice(element.iter(), _TEXTS))
    link = element if element.tag == "a" else next((each for each in inside if each.tag == "a"), None)
    address = (link.get("href") or "") if link is not None else ""
    page, hash_, anchor = address.partition("#")
    if not hash_ or not anchor or (page and ":" in page and not page.startswith(("http:", "https:", "file:"))):
        return False
    raised = any(each.tag == "sup" for each in inside)
    return raised or bool(_NOTE_ADDRESS.match(anchor)) or bool(_BRACKETED.fullmatch(words) and not page)


def _is_raised_mark(element: etree._Element, words: str, before: str) -> bool:
    if _BRACKETED.fullmatch(words):
        return True
    return bool(_DIGITS.fullmatch(words) or words.strip() in "***†‡") and bool(_BEFORE_MARK.search(before))


def is_note(element: etree._Element) -> bool:
    """Whether an element is a note, by its name: <li id="fn1">, <div id="ftn1">, Word's list of notes."""
    named = element.get("id") or (element.get("name") if element.tag == "a" else "") or ""
    return bool(_NOTE_ID.fullmatch(named) or _NOTE_STYLE.search(element.get("style") or ""))
