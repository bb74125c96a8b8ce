"""Frequencies as a drawing: lines over the years, with gaps where the archive has nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT = 800, 320  # of the drawing, in its own units
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 130, 16, 28
_TICKS, _MOST_YEARS_NAMED = 4, 12
_LABEL = 15  # height of a label at the end of a line


@dataclass(frozen=True)
class Point:
    """A year of a line: where it is, what it says, and the page of the documents behind it."""

    x: float
    y: float
    label: str
    url: str


@dataclass(frozen=True)
class Line:
    """A line: its runs of years without a gap, and where its name stands."""

    name: str
    runs: list[list[Point]]
    label_y: float

    @property
    def paths(self) -> list[str]:
        return [" ".join(f"{point.x:.1f},{point.y:.1f}" for point in run) for run in self.runs]

    @property
    def points(self) -> list[Point]:
        """Those with documents behind them."""
        return [point for run in self.runs for point in run if point.y < HEIGHT - _BOTTOM]


@dataclass(frozen=True)
class Plot:
    """All that the drawing has; ticks are (place, label), gaps (x, width) of years that the archive does not cover."""

    lines: list[Line]
    years: list[tuple[float, str]]
    ticks: list[tuple[float, str]]
    gaps: list[tuple[float, float]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = HEIGHT - _BOTTOM
    depth: int = HEIGHT - _BOTTOM - _TOP
    tick_x: int = _LEFT - 6
    year_y: int = HEIGHT - 8
    name_x: int = WIDTH - _RIGHT + 10


Values = list[float | None]


def plot(
    years: range, named: list[tuple[str, Values]], label: Callable[[str, int, float], str],
    url: Callable[[int, int], str], number: Callable[[float], str],
) -> Plot:  # fmt: skip
    """The drawing of lines over `years`.

    named: by name the value of each year, None where there is none; label: of a point, from name, year and value;
    url: of a point, from the place of its line and its year; number: how values are written at the axis.
    """
    highest = max((value for _, values in named for value in values if value is not None), default=0)
    step = _step(highest)
    top = max(step, ceil(highest / step) * step) if highest else 1
    lines = []
    for place, (name, values) in enumerate(named):
        points = [
            None
            if value is None
            else Point(_x(years, year), _y(value, top), label(name, year, value), url(place, year))
            for year, value in zip(years, values, strict=True)
        ]
        lines.append(Line(name, _runs(points), 0))
    covered = [any(values[place] is not None for _, values in named) for place in range(len(years))]
    half = (WIDTH - _LEFT - _RIGHT) / max(1, len(years)) / 2
    return Plot(
        _labelled(lines),
        [(_x(years, year), str(year)) for year in years[:: ceil(len(years) / _MOST_YEARS_NAMED)]],
        [(_y(each * step, top), number(each * step)) for each in range(round(top / step) + 1)] if highest else [],
        [(_x(years, year) - half, 2 * half) for year, here in zip(years, covered, strict=True) if not here],
    )


def _step(highest: float) -> float:
    """A round number of which about four reach the highest value: 1, 2 or 5 times a power of ten."""
    if highest <= 0:
        return 1
    rough = highest / _TICKS
    power = 10.0 ** floor(log10(rough))
    return power * next(each for each in (1, 2, 5, 10) if each * power >= rough)


def _x(years: range, year: int) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * (year - years[0] + 0.5) / len(years)


def _y(value: float, top: float) -> float:
    return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - value / top)


def _runs(points: list[Point | None]) -> list[list[Point]]:
    """The points that follow each other without a gap."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is not None:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _labelled(lines: list[Line]) -> list[Line]:
    """The lines with places for their names at their ends, none over another."""
    ends = sorted((line.runs[-1][-1].y if line.runs else HEIGHT - _BOTTOM, place) for place, line in enumerate(lines))
    below, places = float(_TOP), {}
    for end, place in ends:
        below = max(end, below)
        places[place] = below
        below += _LABEL
    over = max(0, below - _LABEL - (HEIGHT - _BOTTOM))
    return [Line(line.name, line.runs, places[place] - over) for place, line in enumerate(lines)]
