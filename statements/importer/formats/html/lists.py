"""The numbers that browsers show before list items: the HTML standard, 4.4.5 to 4.4.8, and CSS Counter Styles 3.

No character of the page holds such a number: the first block of an item carries it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]

from statements.importer.formats.lists import decimal, letters, roman, two_digits, write_capitals

LISTS = frozenset(["ol", "ul", "menu", "dir"])
_WHOLE = re.compile(r"\s*([+-]?[0-9]{1,9})")
_STYLE = re.compile(r"list-style(?:-type)?\s*:([^;]*)", re.I)
_NAME = re.compile(r"[a-z-]+")
_TYPES: Mapping[str, Callable[[int], str]] = {
    "1": decimal,
    "a": letters,
    "A": write_capitals(letters),
    "i": roman,
    "I": write_capitals(roman),
}
_STYLES: Mapping[str, Callable[[int], str]] = {
    "decimal": decimal,
    "decimal-leading-zero": two_digits,
    "lower-alpha": letters,
    "lower-latin": letters,
    "lower-roman": roman,
    "upper-alpha": write_capitals(letters),
    "upper-latin": write_capitals(letters),
    "upper-roman": write_capitals(roman),
}
_BULLETS = frozenset(["none", "disc", "circle", "square", "disclosure-open", "disclosure-closed"])
Write = Callable[[int], str] | None  # how a number is shown; None for a bullet


@dataclass(eq=False)
class Item:
    """A list item: its number, "" for a bullet; depth: how deep it lies in lists of the same root, from 0.

    begun: whether a block of it has been seen; under: the number of the item that it belongs under.
    """

    number: str
    root: str
    depth: int
    begun: bool = False
    under: str = ""

    def begin(self) -> bool:
        """Whether this is the first block of the item, which has begun from now on."""
        begun, self.begun = self.begun, True
        return not begun


@dataclass
class _List:
    element: etree._Element
    root: str
    depth: int
    next: int
    step: int
    write: Write


@dataclass
class ListWalk:
    """Follows the lists of a page during the walk over its tree, and numbers their items."""

    _open: list[_List] = field(default_factory=list)
    _roots: int = 0

    def enter(self, element: etree._Element) -> None:
        """Note that a list begins."""
        reverse = element.tag == "ol" and element.get("reversed") is not None
        first = sum(1 for _ in element.iterchildren("li")) if reverse else 1
        if element.tag == "ol":
            first = _parse_number(element.get("start"), first)
        self._roots += not self._open
        write = _style_of(element, decimal if element.tag == "ol" else None)
        self._open.append(_List(element, str(self._roots), len(self._open), first, -1 if reverse else 1, write))

    def leave(self, element: etree._Element) -> None:
        """Note that a list ends."""
        if self._open and self._open[-1].element is element:
            self._open.pop()

    def item(self, element: etree._Element) -> Item | None:
        """The item for an <li>; None outside any list."""
        if not self._open:
            return None
        around = self._open[-1]
        number = _parse_number(element.get("value"), around.next)
        around.next = number + around.step
        write = _style_of(element, around.write)
        return Item(write(number) if write else "", around.root, around.depth)


def _parse_number(written: str | None, otherwise: int) -> int:
    found = _WHOLE.match(written or "")
    return int(found[1]) if found else otherwise


def _style_of(element: etree._Element, inherited: Write) -> Write:
    """How the items of a list are marked: by its own style, else by its type, else as in the element around it."""
    for stated in reversed(_STYLE.findall(element.get("style") or "")):
        for name in _NAME.findall(stated.lower()):
            if name in _STYLES:
                return _STYLES[name]
            if name in _BULLETS:
                return None
    type_ = (element.get("type") or "").strip()
    if type_ in _TYPES:
        return _TYPES[type_]
    return None if type_.lower() in _BULLETS else inherited
