"""The tree of a web page to blocks of text, and the regions that they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate, islice

from lxml import etree  # type: ignore[import-untyped]

from statements.importer.draft import is_blank
from statements.importer.formats.html_markup import BLOCKS
from statements.importer.formats.html_reasons import holds_the_text, reason_of

_INVISIBLE = frozenset([
    "script", "style", "template", "noscript", "head", "iframe", "object", "embed", "audio", "video", "canvas",
    "svg", "datalist", "noframes", "map",
])  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
SPACE = re.compile(r"\s+")
WORD = re.compile(r"\w+")
_SHORT_CELL = 80
RUNNING = 100


@dataclass(eq=False)
class Block:
    """A paragraph, heading or line of the page. level: 1 to 6 for a heading; linked: how much of the text is links."""

    text: str
    kind: str
    level: int
    linked: float
    dropped: str = ""

    @property
    def running(self) -> bool:
        """Whether it reads as text that somebody wrote, not as a label."""
        return len(self.text) >= RUNNING and self.linked < 0.5 and not self.level

    @property
    def sentence(self) -> bool:
        return self.running or (len(self.text.split()) >= 6 and self.linked < 0.5 and not self.level)


@dataclass(frozen=True)
class Region:
    """The blocks from `start` to before `end`, which one element holds, and why they may be no part of the document."""

    start: int
    end: int
    reason: str
    named: bool = False  # by its class or id, which is weaker than by its tag


@dataclass(frozen=True)
class _Place:
    """What holds for the text in an element: it is a list item, a link, below the depth at which elements count…"""

    kind: str = "body"
    level: int = 0
    linked: bool = False
    lines: bool = False
    row: bool = False
    depth: int = 0


@dataclass
class Walk:
    """One pass over the tree in document order. Elements deeper than `depth` are read as if they were their text."""

    depth: int
    blocks: list[Block] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    mains: list[Region] = field(default_factory=list)
    times: list[tuple[int, str]] = field(default_factory=list)  # block, datetime
    _pieces: list[tuple[str, bool]] = field(default_factory=list)
    _places: list[_Place] = field(default_factory=lambda: [_Place()])
    _open: list[tuple[int, str, bool]] = field(default_factory=list)
    _broken: bool = False

    def over(self, root: etree._Element) -> Walk:
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
        elif tag == "time" and element.get("datetime"):
            self.times.append((len(self.blocks), element.get("datetime")))
        self._open.append((len(self.blocks) if breaks else -1, reason, named))
        self._places.append(_place(element, above))
        self._text(element.text or "")

    def _leave(self, element: etree._Element) -> None:
        place, (start, reason, named) = self._places.pop(), self._open.pop()
        if start >= 0:
            self.flush(place)
            region = Region(start, len(self.blocks), reason, named)
            if reason and region.end > start:
                self.regions.append(region)
            if holds_the_text(element) and region.end > start:
                self.mains.append(region)
        elif self._places[-1].row and element.tag in ("td", "th"):
            self._pieces.append((" ", False))
        self._text(element.tail or "")

    def _text(self, text: str) -> None:
        place = self._places[-1]
        for number, line in enumerate(text.split("\n") if place.lines else [text]):
            if number:
                self._break()
            if line:
                self._broken = self._broken and is_blank(line)
                self._pieces.append((line, place.linked))

    def _break(self) -> None:
        """Begin a line; an empty line between two begins a paragraph, as old pages do with <br><br>."""
        if self._broken:
            self.flush()
        elif self._pieces:
            self._pieces.append(("\0", False))  # no page has this character any more
            self._broken = True

    def flush(self, place: _Place | None = None) -> None:
        """End the block, if there is any text in it."""
        whole = "".join(piece for piece, _ in self._pieces)
        lines = (SPACE.sub(" ", line).strip() for line in whole.split("\0"))
        text = "\n".join(line for line in lines if line)
        if not is_blank(text):
            place = place or self._places[-1]
            linked = sum(_letters(piece) for piece, linked in self._pieces if linked)
            self.blocks.append(Block(text, place.kind, place.level, linked / max(1, _letters(text))))
        self._pieces.clear()
        self._broken = False


def _letters(text: str) -> int:
    """How many characters belong to words: arrows and bars between links are no text of their own."""
    return sum(map(len, WORD.findall(text)))


def _invisible(element: etree._Element) -> bool:
    tag = element.tag
    if tag in ("html", "body"):
        return False  # hidden only until a script shows them
    hidden = element.get("hidden") is not None or (tag == "dialog" and element.get("open") is None)
    return tag in _INVISIBLE or hidden or bool(_HIDDEN_STYLE.search(element.get("style") or ""))


def _place(element: etree._Element, above: _Place) -> _Place:
    """What holds inside `element`, which stands in `above`."""
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
    return _Place(kind, level, linked, above.lines or tag in ("pre", "textarea"), row, above.depth + 1)


def _short_cells(row: etree._Element) -> bool:
    """Whether a row of a table holds short entries, which are read as one line, and no paragraphs."""
    if any(inner.tag in BLOCKS - {"td", "th"} for inner in islice(row.iterdescendants(), 60)):
        return False
    return all(sum(map(len, islice(cell.itertext(), 20))) <= _SHORT_CELL for cell in islice(row, 60))


def covered_by(regions: list[Region], length: int) -> list[bool]:
    """For each block whether a region holds it."""
    edges = [0] * (length + 1)
    for region in regions:
        edges[region.start] += 1
        edges[region.end] -= 1
    return [open_ > 0 for open_ in accumulate(edges[:length])]
