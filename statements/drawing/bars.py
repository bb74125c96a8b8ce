"""Stacked bars: numbers as places in a drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from statements.drawing.axes import round_step, round_top

HEIGHT, STEP = 160, 12  # of the drawing, and of a bar with its gap
_TOP = 8  # above the highest number of the axis, which is half as high


class BarData(NamedTuple):
    """A decade, year, month or day: its name, its page, its documents, and these by part.

    start, end: its name in short, as the first or the last one of several; named: whether it stands below the bar.
    """

    label: str
    url: str
    total: int
    numbers: list[int]
    start: str
    end: str
    named: bool = True


class BarPart(NamedTuple):
    """A part of a bar: which of the parts it is, and where it stands."""

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
class Bars:
    """The drawing. parts: what the parts are called; ticks: (y, number) of the axis."""

    parts: list[str]
    bars: list[Bar]
    ticks: list[tuple[float, int]]

    height = HEIGHT
    bar_width = STEP - 2

    @property
    def width(self) -> int:
        return STEP * len(self.bars)

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


def make_bars(parts: list[str], places: Iterable[BarData]) -> Bars:
    """Bars with the names of their parts, drawn to an axis of round numbers."""
    drawn = list(places)
    highest = max((sum(place.numbers) for place in drawn), default=0)
    step = max(1, round(round_step(highest)))
    top = round_top(highest, step)
    scale = (HEIGHT - _TOP) / top
    bars = [Bar(place, number * STEP + 1, _blocks(place.numbers, scale)) for number, place in enumerate(drawn)]
    return Bars(parts, bars, [(HEIGHT - value * scale, value) for value in range(0, round(top) + 1, step)])


def _blocks(numbers: list[int], scale: float) -> list[BarPart]:
    blocks, y = list[BarPart](), float(HEIGHT)
    for part, number in enumerate(numbers):
        if number:
            y -= number * scale
            blocks.append(BarPart(part, round(y, 2), round(number * scale, 2)))
    return blocks
