"""Turning the tree of a web page into blocks of text and the regions that hold them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import islice

from lxml import etree  # type: ignore[import-untyped]

from statements.importer.draft import STRUCK, Refused, is_blank
from statements.importer.formats.html.elements import hides, holds_the_text, names_title, reason_of
from statements.importer.formats.html.lists import LISTS, Item, ListWalk
from statements.importer.formats.html.markup import BLOCKS
from statements.importer.formats.html.notes import MARK, NOTE, is_mark, is_note
from statements.importer.formats.html.struck import strikes

_INVISIBLE = frozenset([
    "script", "style", "template", "noscript", "head", "iframe", "object", "embed", "audio", "video", "canvas",
    "svg", "datalist", "noframes", "map",
])  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
SPACE = re.compile(r"\s+")
WORD = re.compile(r"\w+")
_SHORT_CELL = 80
# A document may have 50,000 paragraphs of 200,000 characters; taking more apart would be wasted work.
_MOST_BLOCKS, _MOST_CHARACTERS = 60_000, 2_000_000
RUNNING = 100
# The beginning and end of a stretch that is hidden or is a note mark, and a line break. No page has these characters.
_BEGIN, _END, _BREAK = "\1", "\2", "\0"
_STRETCH = re.compile(f"{_BEGIN}([^{_BEGIN}{_END}]*){_END}")
_BEFORE = 30  # characters before a mark that distinguish it from a power


@dataclass(eq=False)
class Block:
    """A paragraph, heading or line of the page. level: 1 to 6 for a heading; linked: the share of the text in links.

    cuts: stretches of the text that are hidden or are note marks: start, end, reason. titled: a class calls it the
    title; bold: all of it is bold. item: its list item, and whether the block begins that item.
    """

    text: str
    kind: str
    level: int
    linked: float
    dropped: str = ""
    cuts: tuple[tuple[int, int, str], ...] = ()
    titled: bool = False
    bold: bool = False
    item: Item | None = None
    begins_item: bool = False

    @property
    def number(self) -> str:
        """The number that a browser shows before the block."""
        return self.item.number if self.item and self.begins_item else ""

    @property
    def shown(self) -> str:
        """The text without its cuts."""
        position, found = 0, ""
        for start, end, _ in self.cuts:
            found, position = found + self.text[position:start], end
        return found + self.text[position:]

    @property
    def running(self) -> bool:
        """Whether it reads as running text rather than a label."""
        return len(self.text) >= RUNNING and self.linked < 0.5 and not self.level

    @property
    def sentence(self) -> bool:
        return self.running or (len(self.text.split()) >= 6 and self.linked < 0.5 and not self.level)


@dataclass(frozen=True)
class Region:
    """The blocks from `start` to before `end`, all in one element, and why they may not belong to the document."""

    start: int
    end: int
    reason: str
    named: bool = False  # by its class or id, weaker evidence than its tag


@dataclass(frozen=True)
class _ElementState:
    """What applies to the text in an element: whether it is a list item, a link, deeper than elements count…"""

    kind: str = "body"
    level: int = 0
    linked: bool = False
    lines: bool = False
    row: bool = False
    depth: int = 0
    titled: bool = False
    bold: bool = False
    item: Item | None = None


@dataclass
class TreeWalk:
    """One pass over the tree in document order. Elements deeper than `depth` are read as plain text."""

    depth: int
    blocks: list[Block] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    mains: list[Region] = field(default_factory=list)
    times: list[tuple[int, str]] = field(default_factory=list)  # block, datetime
    password: bool = False  # a field of the page asks for one
    _pieces: list[tuple[str, _ElementState]] = field(default_factory=list)
    _places: list[_ElementState] = field(default_factory=lambda: [_ElementState()])
    _open: list[tuple[int, str, bool]] = field(default_factory=list)
    _broken: bool = False
    _cut: etree._Element | None = None  # the element that is being left out, and why
    _reasons: list[str] = field(default_factory=list)
    _struck: etree._Element | None = None  # the outermost element whose words are struck out
    _note: bool = False  # a note begins in this block
    _lists: ListWalk = field(default_factory=ListWalk)

    def walk_tree(self, root: etree._Element) -> TreeWalk:
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            if event == "start" and _invisible(element):
                events.skip_subtree()
                self._places.append(self._places[-1])
                self._open.append((-1, "", False))
            elif event == "start":
                self._enter(element)
            else:
                self._leave(element)
        self.flush()
        return self

    def _enter(self, element: etree._Element) -> None:
        above, tag = self._places[-1], element.tag
        counts = above.depth < self.depth
        reason, named = reason_of(element) if counts else ("", False)
        breaks = counts and (reason == "edit link" or (tag in BLOCKS and not (above.row and tag in ("td", "th"))))
        if breaks:
            self.flush()
        if tag == "br":
            self._break()
        elif tag == "input":
            self.password = self.password or (element.get("type") or "").lower() == "password"
        elif tag == "time" and element.get("datetime"):
            self.times.append((len(self.blocks), element.get("datetime")))
        if counts and is_note(element):
            reason, self._note = (NOTE, False) if breaks else (reason, self._note or is_blank(self._text_before()))
        if counts and self._struck is None and strikes(element):
            self._struck = element
        if counts and self._cut is None and (not breaks or self._struck is not None):
            self._begin_cut(element)
        self._open.append((len(self.blocks) if breaks else -1, reason, named))
        self._places.append(replace(_place(element, above), item=self._item(element, above) if counts else above.item))
        self._text(element.text or "")

    def _item(self, element: etree._Element, above: _ElementState) -> Item | None:
        """The list item that the text in an element belongs to."""
        if element.tag in LISTS:
            self._lists.enter(element)
        return (self._lists.item(element) or above.item) if element.tag == "li" else above.item

    def _begin_cut(self, element: etree._Element) -> None:
        """Start leaving out an element that is struck out, or an inline one that is hidden or is the mark of a note."""
        mark = MARK if is_mark(element, self._text_before()) else ""
        reason = STRUCK if self._struck is not None else "not shown" if hides(element) else mark
        if reason:
            self._cut = element
            self._reasons.append(reason)
            self._pieces.append((_BEGIN, self._places[-1]))

    def _text_before(self) -> str:
        """The words before an element in its block."""
        return "".join(piece for piece, _ in self._pieces[-3:])[-_BEFORE:]

    def _leave(self, element: etree._Element) -> None:
        place, (start, reason, named) = self._places.pop(), self._open.pop()
        self._lists.leave(element)
        if element is self._cut:
            self._cut = None
            self._pieces.append((_END, place))
        if start >= 0:
            self.flush(place)
            region = Region(start, len(self.blocks), reason, named)
            if reason and region.end > start:
                self.regions.append(region)
            if holds_the_text(element) and region.end > start:
                self.mains.append(region)
        elif self._places[-1].row and element.tag in ("td", "th"):
            self._pieces.append((" ", place))
        self._end_struck(element)
        self._text(element.tail or "")

    def _end_struck(self, element: etree._Element) -> None:
        """End a struck-out element; if only a block inside it has ended, go on striking out what follows."""
        if element is self._struck:
            self._struck = None
        elif self._struck is not None and self._cut is None:
            self._begin_cut(self._struck)

    def _text(self, text: str) -> None:
        place = self._places[-1]
        for number, line in enumerate(text.split("\n") if place.lines else [text]):
            if number:
                self._break()
            if line:
                self._broken = self._broken and is_blank(line)
                self._pieces.append((line, place))

    def _break(self) -> None:
        """Begin a line; an empty line begins a paragraph, as in old pages with <br><br>."""
        if self._broken:
            self.flush()
        elif self._pieces and self._cut is None:
            self._pieces.append((_BREAK, self._places[-1]))
            self._broken = True

    def flush(self, place: _ElementState | None = None) -> None:
        """End the block, and keep it if it has any text."""
        whole = "".join(piece for piece, _ in self._pieces)
        if self._cut is not None:  # a block inside an inline element
            whole, self._cut = f"{whole}{_END}", None
        lines = (SPACE.sub(" ", line).strip() for line in whole.split(_BREAK))
        marked = "\n".join(line for line in lines if line)
        text = marked.replace(_BEGIN, "").replace(_END, "")
        if len(text) > _MOST_CHARACTERS:
            raise Refused(f"a paragraph of the page has more than {_MOST_CHARACTERS:,} characters: break it into lines")
        if not is_blank(text):
            self.blocks.append(self._block(text, marked, place or self._places[-1]))
            if len(self.blocks) > _MOST_BLOCKS:
                raise Refused(f"the page has more than {_MOST_BLOCKS:,} paragraphs: split it")
        self._pieces.clear()
        self._reasons.clear()
        self._broken = self._note = False

    def _block(self, text: str, marked: str, place: _ElementState) -> Block:
        letters = max(1, _letters(text))
        linked = sum(_letters(piece) for piece, inside in self._pieces if inside.linked) / letters
        bold = place.bold or (letters < RUNNING and self._holds_throughout(lambda inside: inside.bold))
        titled = place.titled or (letters < RUNNING and self._holds_throughout(lambda inside: inside.titled))
        cuts = _cuts(marked, self._reasons)
        whole = sum(end - start for start, end, _ in cuts) == len(text)
        dropped = cuts[0][2] if cuts and whole else NOTE if self._note else ""
        cuts = () if dropped else cuts
        begins = bool(place.item and place.item.begin())
        return Block(text, place.kind, place.level, linked, dropped, cuts, titled, bold, place.item, begins)

    def _holds_throughout(self, holds: Callable[[_ElementState], bool]) -> bool:
        return all(holds(inside) for piece, inside in self._pieces if WORD.search(piece))


def _cuts(marked: str, reasons: list[str]) -> tuple[tuple[int, int, str], ...]:
    """The places of the cut stretches once the characters marking them are gone: "A.\\1[1]\\2 B" -> (2, 5, …)."""
    found = []
    for number, (each, reason) in enumerate(zip(_STRETCH.finditer(marked), reasons, strict=False)):
        start = each.start() - 2 * number
        if each[1].strip():
            found.append((start, start + len(each[1]), reason))
    return tuple(found)


def _letters(text: str) -> int:
    """How many characters belong to words: arrows and bars between links do not count as text."""
    return sum(map(len, WORD.findall(text)))


def _invisible(element: etree._Element) -> bool:
    tag = element.tag
    if tag in ("html", "body"):
        return False  # hidden only until a script shows it
    hidden = element.get("hidden") is not None or (tag == "dialog" and element.get("open") is None)
    return tag in _INVISIBLE or hidden or bool(_HIDDEN_STYLE.search(element.get("style") or ""))


def _place(element: etree._Element, above: _ElementState) -> _ElementState:
    """What applies inside `element`, given what applies around it."""
    tag = element.tag
    kind, level = above.kind, above.level
    if re.fullmatch("h[1-6]", str(tag)) or element.get("role") == "heading":
        kind, level = "heading", int(tag[1]) if tag[0] == "h" and tag[1:].isdecimal() else 2
    elif tag in ("li", "dd", "dt"):
        kind = "list-item"
    elif tag == "blockquote":
        kind = "quotation"
    linked = above.linked or (tag in ("a", "button") and element.get("name") is None)
    row = tag == "tr" and _short_cells(element)
    lines = above.lines or tag in ("pre", "textarea")
    titled = above.titled or (tag in BLOCKS and names_title(element))
    bold = above.bold or tag in ("b", "strong")
    return _ElementState(kind, level, linked, lines, row, above.depth + 1, titled, bold)


def _short_cells(row: etree._Element) -> bool:
    """Whether a table row holds short entries, read as one line, and no paragraphs."""
    if any(inner.tag in BLOCKS - {"td", "th"} for inner in islice(row.iterdescendants(), 60)):
        return False
    return all(sum(map(len, islice(cell.itertext(), 20))) <= _SHORT_CELL for cell in islice(row, 60))
