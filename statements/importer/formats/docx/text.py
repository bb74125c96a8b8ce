"""The paragraphs in a part of a Word file, by ECMA-376 part 1: what readers see, what is hidden, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]

from statements.importer.draft import STRUCK, Refused, is_blank
from statements.importer.formats.docx.numbers import Counter
from statements.importer.formats.docx.ooxml import W, switch, value
from statements.importer.formats.docx.package import NESTED

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_PARAGRAPH, _ROW, _CONTROL, _TABLE = f"{W}p", f"{W}tr", f"{W}sdt", f"{W}tbl"
_FIELD, _SYMBOL = f"{W}fldChar", f"{W}sym"
_HOLDERS = {f"{W}r", _ROW, _CONTROL}  # what may hide everything in it
_TEXT = (f"{W}t", f"{_M}t")
_BREAKS = {
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}noBreakHyphen": "\u2011",
}
# What was deleted or moved away, and properties, which are not text: a tab in w:pPr is a position on the ruler.
_PASSED = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr", "sectPr")}
_ELSEWHERE = {f"{W}altChunk", f"{W}subDoc"}
_EMBEDDED = (
    "the Word file has text in a file of another format within or beside it: "
    "open it in Word and save it anew as .docx, or paste the text"
)
_LINE_END = re.compile(r"[\r\n]")
# As in web pages: control characters, hyphenation, and what changes the direction of text.
_UNSEEN = dict.fromkeys(
    [*range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD, 0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F)]
    + [*range(0x2066, 0x206A)]
)
# Style names in the languages of the archive, as Word, LibreOffice and Pages give them.
_HEADING_STYLES = ("heading", "titolo", "titre", "subtitle", "sous-titre", "sottotitolo", "intestazione ")
_LIST_STYLES = (
    "list",
    "punto elenco",
    "numero elenco",
    "elenco",
    "paragrafo elenco",
    "liste",
    "paragraphe de liste",
    "puce",
)
_STRIKES = ("strike", "dstrike")
_PRIVATE = range(0xD800, 0xF900)  # surrogates, and characters that only a symbol font defines
_MOST_PARAGRAPHS = 200_000  # empty ones included, which people use for spacing
_MOST_BASES = 30  # of a style: in a broken file they may form a circle


@dataclass(frozen=True)
class Styles:
    """The styles by id: name in lower case, base, and whether the style hides or strikes out its text."""

    names: dict[str, str] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    hides: dict[str, bool] = field(default_factory=dict)
    strikes: dict[str, bool] = field(default_factory=dict)

    def named(self, style: str) -> list[str]:
        """The names of a style and the styles it is based on."""
        return [self.names.get(each, "") for each in self.chain(style)]

    def hidden(self, style: str) -> bool:
        """Whether a style hides its text: the nearest style in its chain that says either way decides."""
        return next((self.hides[each] for each in self.chain(style) if each in self.hides), False)

    def struck(self, style: str) -> bool:
        """Whether a style strikes through its text, decided as in `hidden`."""
        return next((self.strikes[each] for each in self.chain(style) if each in self.strikes), False)

    def chain(self, style: str) -> Iterator[str]:
        """A style and the styles it is based on, the nearest first."""
        for _ in range(_MOST_BASES):
            if style:
                yield style
            style = self.bases.get(style, "")


@dataclass
class WordParagraph:
    """A paragraph: its kind, whether its style hides it, and its text by the reason for hiding it ("" for shown text).

    number: the one Word shows before it. item: its abstract list and its level there; None if it is in no list.
    """

    kind: str = "body"
    hidden: bool = False
    struck: bool = False
    number: str = ""
    item: tuple[str, int] | None = None
    pieces: dict[str, list[str]] = field(default_factory=dict)

    def texts(self) -> list[tuple[str, str]]:
        """The texts as (reason, text), the text that is shown first."""
        found = [(reason, _clean("".join(pieces))) for reason, pieces in self.pieces.items()]
        return sorted((each for each in found if not is_blank(each[1])), key=lambda each: each[0] != "")


def styles_of(root: etree._Element | None) -> Styles:
    """The styles in word/styles.xml; none if there is no such part."""
    styles = Styles()
    for each in root.iterfind(f"{W}style") if root is not None else ():
        style = each.get(f"{W}styleId", "")
        styles.names[style] = value(each, "name").lower()
        styles.bases[style] = value(each, "basedOn")
        hides = switch(each, "rPr", "vanish")
        if hides is not None:
            styles.hides[style] = hides
        strikes = [on for name in _STRIKES if (on := switch(each, "rPr", name)) is not None]
        if strikes:
            styles.strikes[style] = any(strikes)
    return styles


def paragraphs(root: etree._Element, styles: Styles, depth: int, counter: Counter | None = None) -> list[WordParagraph]:
    """The paragraphs in an element, in the order in which they begin: those in a text box follow the one holding it.

    counter: counts list numbers; without one, paragraphs have no numbers.
    Raises Refused if elements are nested more than `depth` deep, there are too many paragraphs, or text is embedded in
    another format.
    """
    walk, nested = _ElementWalk(styles, counter), 0
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        if event == "end":
            nested -= 1
            walk.end(element)
            continue
        nested += 1
        if nested > depth:
            raise Refused(NESTED)
        if element.tag in _PASSED or (element.tag == _ROW and switch(element, "trPr", "del")):
            steps.skip_subtree()
        walk.start(element)
    return walk.found


class _ElementWalk:
    """The state of a walk through the elements: the open paragraphs and fields, and why text there is hidden."""

    def __init__(self, styles: Styles, counter: Counter | None) -> None:
        self.found = list[WordParagraph]()
        self._styles = styles
        self._counter = counter
        self._open = list[WordParagraph]()
        self._reasons = [""]
        self._fields = list[bool]()  # for each open field, whether this is its code rather than its result
        self._codes = 0  # how many of them are true
        self._goes_on: tuple[etree._Element, WordParagraph] | None = None  # parent and paragraph, its end deleted

    def start(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _TEXT:
            self._add(_LINE_END.sub(" ", element.text or ""))
        elif tag in _BREAKS:
            self._add(_BREAKS[tag])
        elif tag in _HOLDERS:
            self._reasons.append(self._reasons[-1] or self._reason_hidden(element))
        elif tag == _PARAGRAPH:
            self._begin(element)
        elif tag == _SYMBOL:
            self._add(_symbol(element))
        elif tag == _FIELD:
            self._turn(element.get(f"{W}fldCharType"))
        elif tag == _TABLE:
            self._goes_on = None
        elif tag == _ALTERNATIVES:
            _choose(element)
        elif tag in _ELSEWHERE:
            raise Refused(_EMBEDDED)

    def end(self, element: etree._Element) -> None:
        if element.tag in _HOLDERS:
            self._reasons.pop()
        elif element.tag == _PARAGRAPH:
            ended = self._open.pop()
            self._goes_on = (element.getparent(), ended) if _end_deleted(element) else None

    def _begin(self, element: etree._Element) -> None:
        """Open a paragraph, or continue the one before, which takes this one's properties with its end mark."""
        style = value(element, "pPr", "pStyle")
        place = self._counter and self._counter.list_of(
            value(element, "pPr", "numPr", "numId"),
            value(element, "pPr", "numPr", "ilvl"),
            [*self._styles.chain(style)],
        )
        kind, hidden = _kind(element, self._styles.named(style), bool(place)), self._styles.hidden(style)
        struck = self._styles.struck(style)
        if self._goes_on and self._goes_on[0] is element.getparent():
            paragraph = self._goes_on[1]
            paragraph.kind, paragraph.hidden, paragraph.struck = kind, hidden, struck
        else:
            paragraph = WordParagraph(kind, hidden, struck)
            self.found.append(paragraph)
            if len(self.found) > _MOST_PARAGRAPHS:
                raise Refused(f"the Word file has more than {_MOST_PARAGRAPHS:,} paragraphs: split it")
        self._goes_on = None
        self._open.append(paragraph)
        if place and self._counter and not (hidden or _end_deleted(element) or switch(element, "pPr", "rPr", "vanish")):
            paragraph.number, paragraph.item = self._counter.next(*place), self._counter.item(*place)

    def _add(self, text: str) -> None:
        if not self._open:  # a formula may stand beside paragraphs
            self.found.append(WordParagraph())
        reason = self._reasons[-1] or ("field code" if self._codes else "")
        (self._open or self.found)[-1].pieces.setdefault(reason, []).append(text)

    def _turn(self, mark: str | None) -> None:
        """Follow a field: "begin" precedes its code, "separate" its result; a code may hold another field."""
        if mark == "begin":
            self._fields.append(True)
            self._codes += 1
        elif self._fields and mark in ("separate", "end"):
            self._codes -= self._fields.pop()
            if mark == "separate":
                self._fields.append(False)

    def _strikes(self, run: etree._Element) -> bool:
        """Whether a run is struck through, once or twice; its own setting overrides its style's."""
        own = [on for name in _STRIKES if (on := switch(run, "rPr", name)) is not None]
        by_paragraph = bool(self._open) and self._open[-1].struck
        return any(own) if own else by_paragraph or self._styles.struck(value(run, "rPr", "rStyle"))

    def _reason_hidden(self, element: etree._Element) -> str:
        """Why the content of a run, a row or a content control is not shown; "" if it is."""
        if element.tag == _CONTROL:
            return "placeholder" if switch(element, "sdtPr", "showingPlcHdr") else ""
        if element.tag == _ROW:
            return "hidden text" if switch(element, "trPr", "hidden") else ""
        if self._strikes(element):
            return STRUCK
        hidden = switch(element, "rPr", "vanish")
        if hidden is None:  # the style of the run toggles what that of the paragraph says
            by_paragraph = bool(self._open) and self._open[-1].hidden
            hidden = self._styles.hidden(value(element, "rPr", "rStyle")) != by_paragraph
        return "hidden text" if hidden else ""


def _end_deleted(paragraph: etree._Element) -> bool:
    """Whether the end mark of a paragraph was deleted or moved away, so that the next paragraph continues it."""
    return bool(switch(paragraph, "pPr", "rPr", "del") or switch(paragraph, "pPr", "rPr", "moveFrom"))


def _kind(paragraph: etree._Element, styles: list[str], in_list: bool) -> str:
    """The kind, by the names of its style and base styles: Heading 1, Title, Quote; a number makes it a list item."""
    found = next((kind for kind in map(_kind_of_style, styles) if kind), "")
    numbered = in_list or value(paragraph, "pPr", "numPr", "numId") not in ("", "0")
    return found or ("list-item" if numbered else "body")


def _kind_of_style(name: str) -> str:
    if name in ("title", "titolo", "titre"):
        return "title"
    if name.startswith(_HEADING_STYLES):
        return "heading"
    if "quot" in name or "citazione" in name or "citation" in name:
        return "quotation"
    return "list-item" if name.startswith(_LIST_STYLES) else ""


def _choose(alternatives: etree._Element) -> None:
    """Keep only the first form of a drawing that has text: the other forms repeat the same text."""
    forms = list(alternatives)
    chosen = next((form for form in forms if next(form.iter(*_TEXT), None) is not None), None)
    for form in forms:
        if form is not chosen:
            alternatives.remove(form)


def _symbol(element: etree._Element) -> str:
    """A character by its code; "" for characters found only in symbol fonts: arrows, bullets, ticks."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xFFFE and code not in _PRIVATE else ""


def _clean(text: str) -> str:
    """The lines stripped of surrounding white space, empty ones removed."""
    lines = (" ".join(line.split()) for line in text.translate(_UNSEEN).split("\n"))
    return "\n".join(line for line in lines if line)
