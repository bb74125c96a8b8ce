"""Stacked bars: numbers as places in a drawing."""

from __future__ import annotations

from typing import NamedTuple

HEIGHT, STEP = 160, 12  # of the drawing, and of a bar with its gap


class Block(NamedTuple):
    """A part of a bar: which of the parts it is, and where it stands."""

    part: int
    y: float
    height: float


class Bar(NamedTuple):
    """A year, month or day: its documents by part, and the page that it leads to, empty where there are none."""

    label: str
    url: str
    total: int
    numbers: list[int]
    x: int
    blocks: list[Block]


def make_bars(named: list[tuple[str, str, list[int]]]) -> list[Bar]:
    """Bars of (label, address, numbers by part), the highest one as high as the drawing."""
    scale = HEIGHT / (max((sum(numbers) for _, _, numbers in named), default=0) or 1)
    return [
        Bar(label, url if any(numbers) else "", sum(numbers), numbers, place * STEP + 1, _blocks(numbers, scale))
        for place, (label, url, numbers) in enumerate(named)
    ]


def _blocks(numbers: list[int], scale: float) -> list[Block]:
    blocks, y = list[Block](), float(HEIGHT)
    for part, number in enumerate(numbers):
        if number:
            y -= number * scale
            blocks.append(Block(part, round(y, 2), round(number * scale, 2)))
    return blocks
