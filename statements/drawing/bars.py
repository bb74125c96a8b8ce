"""Stacked bars: numbers as places in a drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from statements.drawing.axes import round_step, round_top

HEIGHT, STEP = 100, 12  # of the drawing, and of a bar with its gap
_LEAST = 2  # the height of a bar that is not a gap
_WIDE, _NARROW = 0.9, 2.5  # how much of the width a letter takes, in percent, at 900 and at 310 pixels


class BarData(NamedTuple):
    """A decade, year, month or day: its name, its page, its documents, and these by part.

    start, end: its name in short, as the first or the last one of several; named: whether it has a label if there is
    room; chosen: whether it is one that the reader picked; title: what the drawing says of it, if not its documents.
    """

    label: str
    url: str
    total: int
    numbers: list[int]
    start: str
    end: str
    named: bool = True
    chosen: bool = False
    title: str = ""


class BarPart(NamedTuple):
    """A part of a bar: the number of its colour, and where it stands."""

    part: int
    y: float
    height: float


class Bar(NamedTuple):
    """A place as it is drawn."""

    place: BarData
    x: int
    blocks: list[BarPart]


class PlaceRow(NamedTuple):
    """A place in a table, or consecutive places without documents."""

    label: str
    place: BarData


@dataclass(frozen=True)
class BarLabel:
    """A name below the bars. x: in percent of the width; anchor: which of its ends, or its middle, stands there.

    minor: whether there is no room for it where the drawing is narrow.
    """

    text: str
    x: float
    anchor: str = "middle"
    minor: bool = False

    def span(self, letter: float) -> tuple[float, float]:
        """Where it begins and ends, if a letter takes so much of the width."""
        width = len(self.text) * letter
        start = self.x - width * {"start": 0, "middle": 0.5, "end": 1}[self.anchor]
        return start, start + width

    def is_before(self, other: BarLabel, letter: float) -> bool:
        """Whether there is a space between it and the `other`."""
        return self.span(letter)[1] + letter <= other.span(letter)[0]


@dataclass(frozen=True)
class Bars:
    """The drawing. parts: what the parts are called; ticks: (y, number) of the axis, from the lowest.

    colours: the number of the colour of each part.
    """

    parts: list[str]
    bars: list[Bar]
    ticks: list[tuple[float, int]]
    labels: list[BarLabel]
    colours: list[int]

    height = HEIGHT
    bar_width = STEP - 2

    @property
    def width(self) -> int:
        return STEP * len(self.bars)

    @property
    def size(self) -> str:
        """How wide the drawing need be on a page; empty: as wide as there is room."""
        return "few" if len(self.bars) < 8 else "several" if len(self.bars) < 16 else ""

    @property
    def key(self) -> list[tuple[str, int]]:
        """What the colours stand for: (part, number of its colour)."""
        return list(zip(self.parts, self.colours, strict=True))

    @property
    def rows(self) -> list[PlaceRow]:
        """Rows for the table: consecutive places without documents share one."""
        rows = list[PlaceRow]()
        for empty, group in groupby((bar.place for bar in self.bars), lambda place: not place.total):
            places = list(group)
            if empty and len(places) > 1:
                rows.append(PlaceRow(f"{places[0].start}–{places[-1].end}", places[0]))
            else:
                rows += [PlaceRow(place.label, place) for place in places]
        return rows


def make_bars(
    parts: list[str], places: Iterable[BarData], ticks: int = 4, colours: Sequence[int] | None = None
) -> Bars:
    """Bars with the names of their parts, drawn to an axis of about so many round numbers.

    colours: their numbers, where a part has the same one in every drawing, whichever parts there are.
    """
    drawn, numbered = list(places), list(range(len(parts)) if colours is None else colours)
    highest = max((sum(place.numbers) for place in drawn), default=0)
    step = max(1, round(round_step(highest, ticks)))
    top = round_top(highest, step)
    bars = [
        Bar(place, number * STEP + 1, _blocks(place.numbers, numbered, HEIGHT / top))
        for number, place in enumerate(drawn)
    ]
    axis = [(HEIGHT - HEIGHT * value / top, value) for value in range(0, round(top) + 1, step)]
    return Bars(parts, bars, axis, _labels(drawn), numbered)


def _blocks(numbers: list[int], colours: list[int], scale: float) -> list[BarPart]:
    blocks, y = list[BarPart](), float(HEIGHT)
    scale = max(scale, _LEAST / max(1, sum(numbers)))
    for part, number in zip(colours, numbers, strict=True):
        if number:
            y -= number * scale
            blocks.append(BarPart(part, round(y, 2), round(number * scale, 2)))
    return blocks


def _labels(places: list[BarData]) -> list[BarLabel]:
    """The first and the last place, within the width, and between them the named ones for which there is room."""
    if len(places) < 2:
        return [BarLabel(place.label, 50) for place in places]
    step = 100 / len(places)
    first = BarLabel(places[0].start, step / 2)
    last = BarLabel(places[-1].start, 100 - step / 2)
    first = first if first.span(_NARROW)[0] >= 0 else replace(first, x=0, anchor="start")
    last = last if last.span(_NARROW)[1] <= 100 else replace(last, x=100, anchor="end")
    named = [BarLabel(each.start, (place + 0.5) * step) for place, each in enumerate(places) if each.named]
    wide = _with_room(named, first, last, _WIDE)
    narrow = _with_room(wide, first, last, _NARROW)
    return [first, *(each if each in narrow else replace(each, minor=True) for each in wide), last]


def _with_room(labels: list[BarLabel], first: BarLabel, last: BarLabel, letter: float) -> list[BarLabel]:
    """Those of the labels that do not touch each other, nor the first and the last one."""
    kept = [first]
    for each in labels:
        if kept[-1].is_before(each, letter) and each.is_before(last, letter):
            kept.append(each)
    return kept[1:]
