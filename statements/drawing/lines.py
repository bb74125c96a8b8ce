"""Frequencies as a drawing: lines over the years, with gaps where the archive has nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import NamedTuple

from statements.drawing.axes import label_step, round_step, round_top

GAP_DEPTH = 5  # height of the hatched strip of a line


class Frame(NamedTuple):
    """The size of a drawing in its own units, its margins, how many years are named, and the size of its points.

    label: the height of a name at the end of a line; letters: how many of the name fit there.
    """

    width: int
    height: int
    left: int
    right_margin: int
    top: int
    bottom_margin: int
    years_named: int
    dot: float
    label: int
    letters: int

    @property
    def right(self) -> int:
        return self.width - self.right_margin

    @property
    def bottom(self) -> int:
        return self.height - self.bottom_margin

    @property
    def depth(self) -> int:
        return self.bottom - self.top

    @property
    def tick_x(self) -> int:
        return self.left - 6

    @property
    def year_y(self) -> int:
        return self.height - 8

    @property
    def leader_x(self) -> int:
        return self.name_x - 4

    @property
    def name_x(self) -> int:
        return self.right + 16

    def x(self, years: range, year: int) -> float:
        return self.left + (self.right - self.left) * (year - years[0] + 0.5) / len(years)

    def y(self, value: float, top: float) -> float:
        return self.top + self.depth * (1 - value / top)


# Their letters are 13 pixels high at the least, see .plot in static/css/site.css: 14 to 18 units of the first.
WIDE = Frame(1200, 400, 60, 250, 16, 32, 12, 4, 21, 24)
NARROW = Frame(360, 280, 44, 112, 12, 30, 4, 2.5, 17, 12)


class Point(NamedTuple):
    """A year of a line: where it is, what it says, and the page of the documents behind it, if there are any."""

    x: float
    y: float
    label: str
    url: str


@dataclass(frozen=True)
class PlotLine:
    """A line: its runs of years without a gap, and where its name stands.

    gaps: (x, width) of years that it has no text from while another line has; gap_y: where they are drawn.
    """

    name: str
    runs: list[list[Point]]
    label_y: float
    gaps: list[tuple[float, float]] = field(default_factory=list)
    gap_y: float = 0

    @property
    def end(self) -> Point | None:
        """The last point, from which a thin line leads to the name; None where the line has no points."""
        return self.runs[-1][-1] if self.runs else None

    @property
    def paths(self) -> list[str]:
        return [" ".join(f"{point.x:.1f},{point.y:.1f}" for point in run) for run in self.runs]

    @property
    def points(self) -> list[Point]:
        """The points with documents behind them."""
        return [point for run in self.runs for point in run if point.url]


@dataclass(frozen=True)
class Plot:
    """All that the drawing has; ticks are (place, label), gaps (x, width) of years that the archive does not cover."""

    frame: Frame
    lines: list[PlotLine]
    years: list[tuple[float, str]]
    ticks: list[tuple[float, str]]
    gaps: list[tuple[float, float]]

    @property
    def shortens(self) -> bool:
        """Whether a name does not fit at the end of its line, so that a key has to say it in full."""
        return any(len(line.name) > self.frame.letters for line in self.lines)


class Value(NamedTuple):
    """A year of a line: its number, what it says, and the address behind it, empty where there is nothing."""

    number: float
    label: str
    url: str


Values = list[Value | None]  # None where the archive has nothing


def plot(frame: Frame, years: range, named: list[tuple[str, Values]], number: Callable[[float], str]) -> Plot:
    """The drawing of lines over `years`: by name the value of each year; number: how values are written at the axis."""
    highest = max((value.number for _, values in named for value in values if value), default=0)
    step = round_step(highest)
    top = round_top(highest, step)
    covered = [any(values[place] is not None for _, values in named) for place in range(len(years))]
    lines = [
        PlotLine(name, _runs(_points(frame, years, values, top)), 0, _own_gaps(frame, years, values, covered), foot)
        for (name, values), foot in zip(named, _feet(frame, len(named)), strict=True)
    ]
    return Plot(
        frame,
        _place_labels(frame, lines),
        [(frame.x(years, year), str(year)) for year in years if year % label_step(len(years), frame.years_named) == 0],
        [(frame.y(each * step, top), number(each * step)) for each in range(round(top / step) + 1)] if highest else [],
        _gaps(frame, years, covered),
    )


def _gaps(frame: Frame, years: range, covered: list[bool]) -> list[tuple[float, float]]:
    """Where runs of uncovered years are drawn, and how wide they are."""
    step, gaps, place = (frame.right - frame.left) / max(1, len(years)), list[tuple[float, float]](), 0
    for here, group in groupby(covered):
        length = len(list(group))
        if not here:
            gaps.append((frame.left + place * step, length * step))
        place += length
    return gaps


def _own_gaps(frame: Frame, years: range, values: Values, covered: list[bool]) -> list[tuple[float, float]]:
    """The gaps of a line alone, where another line has something."""
    return _gaps(frame, years, [value is not None or not here for value, here in zip(values, covered, strict=True)])


def _feet(frame: Frame, lines: int) -> list[float]:
    """Where the hatched strips of lines stand, one above the other at the foot of the drawing."""
    return [frame.bottom - GAP_DEPTH * (lines - place) for place in range(lines)]


def _points(frame: Frame, years: range, values: Values, top: float) -> list[Point | None]:
    return [
        value and Point(frame.x(years, year), frame.y(value.number, top), value.label, value.url)
        for year, value in zip(years, values, strict=True)
    ]


def _runs(points: list[Point | None]) -> list[list[Point]]:
    """The points that follow each other without a gap."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is not None:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _place_labels(frame: Frame, lines: list[PlotLine]) -> list[PlotLine]:
    """The lines with places for their names at their ends, none over another."""
    ends = sorted((line.end.y if line.end else frame.bottom, place) for place, line in enumerate(lines))
    below, places = float(frame.top), {}
    for end, place in ends:
        below = max(end, below)
        places[place] = below
        below += frame.label
    above = float(frame.bottom)
    for _, place in reversed(ends):  # those that hang out below are pushed up again, and only those that they meet
        places[place] = min(places[place], above)
        above = places[place] - frame.label
    return [replace(line, label_y=places[place]) for place, line in enumerate(lines)]
