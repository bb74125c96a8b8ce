"""The automatic numbers of a Word file, by ECMA-376 part 1, 17.9: Word shows them but stores them nowhere.

numbering.xml holds abstract lists, with a format for each of nine levels, and lists (`num`) that refer to one of them
and may restart. Lists that share an abstract list continue one another's count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]

from statements.importer.formats.docx.ooxml import W, value
from statements.importer.formats.lists import (
    bare,
    decimal,
    double_letters,
    roman,
    two_digits,
    write_capitals,
)

_LEVELS = 9
_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": decimal,
    "decimalZero": two_digits,
    "lowerLetter": double_letters,
    "lowerRoman": roman,
    "upperLetter": write_capitals(double_letters),
    "upperRoman": write_capitals(roman),
    "numberInDash": decimal,
    "decimalFullWidth": decimal,
    "decimalHalfWidth": decimal,
}
_UNNUMBERED = {"bullet", "none"}
_PLACE = re.compile(r"%([1-9])")


@dataclass
class Level:
    """How a level counts. restarts: the number of the higher level whose items restart this one; 0 for none."""

    start: int = 0
    format: str = "decimal"
    text: str = ""
    restarts: int | None = None
    in_digits: bool = False  # isLgl: all levels are shown in digits
    style: str = ""


@dataclass
class Numbered:
    """A list that paragraphs refer to. abstract: the list it shares its count with; starts: where levels restart."""

    abstract: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Numbering:
    """The lists of a file by id, and by style id the list and level that each style gives."""

    lists: dict[str, Numbered] = field(default_factory=dict)
    styles: dict[str, tuple[str, int | None]] = field(default_factory=dict)


def numbering_of(root: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """What word/numbering.xml and word/styles.xml say about lists; empty if those parts are missing."""
    given = _numbering_of_styles(styles)
    if root is None:
        return Numbering({}, given)
    abstract = {each.get(f"{W}abstractNumId", ""): each for each in root.iterfind(f"{W}abstractNum")}
    numbers = {each.get(f"{W}numId", ""): each for each in root.iterfind(f"{W}num")}
    lists = {}
    for number, each in numbers.items():
        identity = _resolve_style(value(each, "abstractNumId"), abstract, numbers, given)
        lists[number] = _make_numbered(each, identity, abstract.get(identity))
    return Numbering(lists, given)


def _numbering_of_styles(root: etree._Element | None) -> dict[str, tuple[str, int | None]]:
    found = {}
    for each in root.iterfind(f"{W}style") if root is not None else ():
        number = value(each, "pPr", "numPr", "numId")
        level = value(each, "pPr", "numPr", "ilvl")
        if number or level:
            found[each.get(f"{W}styleId", "")] = (number, _parse_number(level) if level else None)
    return found


def _resolve_style(
    identity: str,
    abstract: Mapping[str, etree._Element],
    numbers: Mapping[str, etree._Element],
    styles: Mapping[str, tuple[str, int | None]],
) -> str:
    """The abstract list that has the levels: one that only names a list style takes them from that style's list."""
    style = value(abstract[identity], "numStyleLink") if identity in abstract else ""
    number = numbers.get(styles.get(style, ("", None))[0]) if style else None
    return value(number, "abstractNumId") if number is not None else identity


def _make_numbered(element: etree._Element, identity: str, abstract: etree._Element | None) -> Numbered:
    made = Numbered(identity)
    for each in abstract.iterfind(f"{W}lvl") if abstract is not None else ():
        made.levels[_level_of(each)] = _level(each)
    for each in element.iterfind(f"{W}lvlOverride"):
        level = _level_of(each)
        own = next(each.iterfind(f"{W}lvl"), None)
        if own is not None:
            made.levels[level] = _level(own)
        if start := value(each, "startOverride"):
            made.starts[level] = _parse_number(start)
        elif own is not None:
            made.starts[level] = made.levels[level].start
    return made


def _level_of(element: etree._Element) -> int:
    return min(_parse_number(element.get(f"{W}ilvl", "0")), _LEVELS - 1)


def _level(element: etree._Element) -> Level:
    restarts = value(element, "lvlRestart")
    legal = next(element.iterfind(f"{W}isLgl"), None)
    return Level(
        start=_parse_number(value(element, "start") or "0"),
        format=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText"),
        restarts=_parse_number(restarts) if restarts else None,
        in_digits=legal is not None and legal.get(f"{W}val", "1") not in ("0", "false", "off"),
        style=value(element, "pStyle"),
    )


def _parse_number(text: str) -> int:
    """A number stated in the file, at most what Word counts to, 32,767; 0 if it is not a number."""
    return min(int(text), 32_767) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@dataclass
class Counter:
    """Follows the paragraphs in text order and gives the number that Word shows before each."""

    numbering: Numbering
    language: str = ""  # of the file, for ordinals
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)  # by abstract list and level
    _begun: set[tuple[str, int]] = field(default_factory=set)  # lists and levels that have restarted

    def list_of(self, number: str, level: str, styles: list[str]) -> tuple[str, int] | None:
        """The list and level of a paragraph: its own, or those of its nearest style; None if it is in no list.

        number, level: what the paragraph itself states, or "". List 0 takes it out of every list.
        """
        stated = [self.numbering.styles[each] for each in styles if each in self.numbering.styles]
        name = number or next((each for each, _ in stated if each), "")
        made = self.numbering.lists.get(name)
        if made is None:
            return None
        levels = [place for _, place in stated if place is not None] if not number else []
        levels += [place for place, each in made.levels.items() if each.style and each.style in styles]
        return name, min(_parse_number(level) if level else next(iter(levels), 0), _LEVELS - 1)

    def item(self, name: str, level: int) -> tuple[str, int]:
        """The abstract list that a list shares its count with, and the level."""
        return self.numbering.lists[name].abstract, level

    def next(self, name: str, level: int) -> str:
        """Count a paragraph and return its number without the punctuation around it; "" for a bullet."""
        made = self.numbering.lists[name]
        counts = self._counts.setdefault(made.abstract, {})
        how = made.levels.get(level, Level())
        if level in made.starts and (name, level) not in self._begun:
            counts[level] = made.starts[level]
            self._begun.add((name, level))
        else:
            counts[level] = counts[level] + 1 if level in counts else how.start
        for below in [each for each in counts if each > level and _begins_anew(made, each, level)]:
            del counts[below]
        return self._written(made, how, level, counts)

    def _written(self, made: Numbered, how: Level, level: int, counts: Mapping[int, int]) -> str:
        if how.format in _UNNUMBERED and not _PLACE.search(how.text):
            return ""

        def shown(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            at = made.levels.get(place, Level())
            return self._write_level(counts.get(place, at.start), "decimal" if how.in_digits else at.format)

        written = _PLACE.sub(shown, how.text)
        known = [each for each in _PLACE.findall(how.text) if made.levels.get(int(each) - 1, Level()).format != "none"]
        if not known or (how.format not in _FORMATS and how.format != "ordinal" and not how.in_digits):
            return ""
        return bare(written) or bare(self._write_level(counts[level], how.format))

    def _write_level(self, count: int, format_: str) -> str:
        if format_ == "ordinal":
            return _ordinal(count, self.language)
        if format_ == "none":
            return ""
        return _FORMATS.get(format_, decimal)(count)


def _begins_anew(made: Numbered, below: int, level: int) -> bool:
    """Whether a level restarts after a paragraph at a higher one: any higher one, unless a certain level is named."""
    restarts = made.levels.get(below, Level()).restarts
    return restarts is None or level < restarts


def _ordinal(count: int, language: str) -> str:
    """An ordinal as Word writes it: 1 -> "1st", in French "1er", in Italian "1°"."""
    if language == "fr":
        return f"{count}er" if count == 1 else f"{count}e"
    if language == "it":
        return f"{count}°"
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"
