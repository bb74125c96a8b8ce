"""What all drawings of numbers share: round numbers at their axes."""

from __future__ import annotations

from math import ceil, floor, log10

_TICKS = 4
_ROUND_YEARS = (1, 2, 5, 10, 20, 50, 100, 200)


def round_step(highest: float, ticks: int = _TICKS) -> float:
    """A round step, about `ticks` of which reach the highest value: 1, 2 or 5 times a power of ten."""
    if highest <= 0:
        return 1
    rough = highest / ticks
    power = 10.0 ** floor(log10(rough))
    return power * next(each for each in (1, 2, 5, 10) if each * power >= rough)


def round_top(highest: float, step: float) -> float:
    """The first of the steps that reaches the highest value; 1 where that is nothing."""
    return max(step, ceil(highest / step) * step) if highest > 0 else 1


def label_step(places: int, named: int) -> int:
    """The step between labels: the smallest round number that labels at most `named` of the places."""
    return next((each for each in _ROUND_YEARS if places <= each * named), _ROUND_YEARS[-1])
