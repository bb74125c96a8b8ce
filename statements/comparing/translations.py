"""A text and its translation, aligned paragraph by paragraph.

By number where both are numbered. Else, and between numbers, by length: Gale and Church, "A program for aligning
sentences in bilingual corpora", Computational Linguistics 19, 1993, on paragraphs; and by what both have alike: Simard,
Foster and Isabelle, "Using cognates to align sentences in bilingual corpora", 1992. One paragraph answers to one, to
two or to none, or two to two; what a translation leaves out is a gap and shifts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import erfc, inf, log, sqrt
from typing import NamedTuple

from statements.models import ContentParagraph

_VARIANCE = 6.8  # of the length of a translation, per character: from the paper
_BEADS = {(1, 1): 0, (1, 0): 450, (0, 1): 450, (2, 1): 230, (1, 2): 230, (2, 2): 440}  # -100 log of their odds: also
_OTHER_KIND = 300  # for a heading beside what is none
_ALIKE = 5000  # for words that are all cognates
_MARK = re.compile(r"\d+|[^\W\d_]{4,}")
_BAND = 12  # paragraphs off the diagonal, at least
_LEAST_NUMBERED = 3


class Bead(NamedTuple):
    """Paragraphs that say the same, by their places in each text; an empty side is a gap."""

    left: list[int]
    right: list[int]


def align(left: Sequence[ContentParagraph], right: Sequence[ContentParagraph]) -> list[Bead]:
    """All paragraphs of two versions, in order."""
    beads = list[Bead]()
    for first, last, start, stop in _stretches(left, right):
        found = _align_by_length(left[first:last], right[start:stop])
        beads += [Bead([first + each for each in bead.left], [start + each for each in bead.right]) for bead in found]
    return beads


def _stretches(
    left: Sequence[ContentParagraph], right: Sequence[ContentParagraph]
) -> Iterator[tuple[int, int, int, int]]:
    """The texts cut at the numbers that both have, in the same order; a number that only one has answers to nothing."""
    places, others, cuts = _numbers(left), _numbers(right), pair_by_number(left, right)
    ends = [(0, 0), *cuts, (len(left), len(right))]
    for (first, start), (last, stop) in zip(ends, ends[1:], strict=False):
        alone = min((place for place in places.values() if cuts and first < place < last), default=last)
        other = min((place for place in others.values() if cuts and start < place < stop), default=stop)
        stretches = ((first, alone, start, other), (alone, last, other, other), (last, last, other, stop))
        yield from (each for each in stretches if each[1] > each[0] or each[3] > each[2])


def pair_by_number(left: Sequence[ContentParagraph], right: Sequence[ContentParagraph]) -> list[tuple[int, int]]:
    """The places of the numbers that both texts have, if they come in the same order in both: sources pair these."""
    places, others = _numbers(left), _numbers(right)
    common = [number for number in places if number in others]
    rising = common == [number for number in others if number in places] and len(common) >= _LEAST_NUMBERED
    return [(places[number], others[number]) for number in common] if rising else []


def find_bead(left: Sequence[ContentParagraph], right: Sequence[ContentParagraph], place: int) -> tuple[Bead, bool]:
    """The paragraphs that answer to one of the left text, and whether the sources pair them, by number."""
    bead = next(each for each in align(left, right) if place in each.left)
    pair = len(bead.left) == len(bead.right) == 1
    return bead, pair and (bead.left[0], bead.right[0]) in pair_by_number(left, right)


def _numbers(rows: Sequence[ContentParagraph]) -> dict[str, int]:
    """The places of the numbers that stand only once."""
    numbers = [row.number for row in rows]
    return {number: place for place, number in enumerate(numbers) if number and numbers.count(number) == 1}


class _Unit(NamedTuple):
    """One paragraph or two, taken together: what a translation of it would keep."""

    length: int  # in characters
    marks: frozenset[str]
    kinds: frozenset[bool]  # whether it is a heading


_NOTHING = _Unit(0, frozenset(), frozenset())


def _align_by_length(left: Sequence[ContentParagraph], right: Sequence[ContentParagraph]) -> list[Bead]:
    """The cheapest row of beads from the beginning of both to their ends."""
    units, others = _units(left), _units(right)
    ratio = (sum(each.length for each in others[1]) or 1) / (sum(each.length for each in units[1]) or 1)
    costs: dict[tuple[int, int], float] = {(0, 0): 0.0}
    steps: dict[tuple[int, int], tuple[int, int]] = {}
    for first in range(len(left) + 1):
        for start in _band(first, len(left), len(right)):
            for taken, given in _BEADS:
                before = costs.get((first - taken, start - given))
                if before is None:
                    continue
                unit, other = units[taken][first - taken], others[given][start - given]
                cost = before + _BEADS[taken, given] + _cost(unit, other, ratio)
                if cost < costs.get((first, start), inf):
                    costs[first, start], steps[first, start] = cost, (taken, given)
    return _back(steps, len(left), len(right))


def _units(rows: Sequence[ContentParagraph]) -> list[list[_Unit]]:
    """None, one and two paragraphs from each place on."""
    ones = [_Unit(len(row.text), _marks(row.text), frozenset([row.kind == "heading"])) for row in rows]
    twos = [
        _Unit(unit.length + after.length, unit.marks | after.marks, unit.kinds | after.kinds)
        for unit, after in zip(ones, ones[1:], strict=False)
    ]
    return [[_NOTHING] * (len(rows) + 1), ones, twos]


def _band(first: int, size: int, other: int) -> range:
    """The places of the second text that a place of the first one may answer to."""
    middle = round(first * other / size) if size else 0
    width = max(_BAND, abs(size - other) + 8) if size else other
    return range(max(0, middle - width), min(other, middle + width) + 1)


def _cost(unit: _Unit, other: _Unit, ratio: float) -> float:
    """How unlikely it is that one is the translation of the other: by their lengths, by their words, by their kinds."""
    if not unit.length or not other.length:
        return 0.0
    mean = (unit.length + other.length / ratio) / 2
    delta = abs(other.length - unit.length * ratio) / sqrt(mean * _VARIANCE)
    unlikely = -100 * log(max(erfc(delta / sqrt(2)), 1e-30))
    alike = 2 * len(unit.marks & other.marks) / (len(unit.marks) + len(other.marks) or 1)
    return unlikely - _ALIKE * alike + (_OTHER_KIND if len(unit.kinds | other.kinds) > 1 else 0)


def _marks(text: str) -> frozenset[str]:
    """What a translation keeps: numbers, and the beginnings of words, of which many are cognates."""
    return frozenset(word if word[0].isdecimal() else word[:4] for word in _MARK.findall(text.lower()))


def _back(steps: dict[tuple[int, int], tuple[int, int]], first: int, start: int) -> list[Bead]:
    beads = list[Bead]()
    while first or start:
        taken, given = steps[first, start]
        beads.append(Bead(list(range(first - taken, first)), list(range(start - given, start))))
        first, start = first - taken, start - given
    return beads[::-1]
