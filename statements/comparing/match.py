"""Which paragraph of one text answers to which of another, by their words: kept, changed, or at another place.

Pairs of paragraphs that are alike are found by the words that are rare in the second text. Those that stand in the
same order are the heaviest chain among them: Jacobson and Vo, "Heaviest increasing/common subsequence problems", 1992.
What is left of the pairs has moved. Likeness is Dice's coefficient over the words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

_WORD = re.compile(r"\w+")
ALIKE, MOVED = 0.5, 0.7  # least likeness of a pair in order, and of one that is not
_RARE = 40  # paragraphs that have a word, at most
_RAREST = 12  # words of a paragraph, by which others are found
_CANDIDATES = 5  # for each paragraph


class Pair(NamedTuple):
    """A paragraph of the first text and one of the second, by their places, and how alike they are, from 0 to 1."""

    left: int
    right: int
    likeness: float


class PairedParagraphs(NamedTuple):
    """Pairs in the order of both texts, and pairs of what stands elsewhere."""

    ordered: list[Pair]
    moved: list[Pair]


def matches(left: list[str], right: list[str]) -> PairedParagraphs:
    """The paragraphs of two texts that belong together; each is in one pair at most."""
    pairs = list(_alike(left, right))
    ordered = _heaviest_chain(pairs)
    taken_left, taken_right = {pair.left for pair in ordered}, {pair.right for pair in ordered}
    moved = list[Pair]()
    for pair in sorted(pairs, key=lambda pair: -pair.likeness):
        if pair.likeness >= MOVED and pair.left not in taken_left and pair.right not in taken_right:
            moved.append(pair)
            taken_left.add(pair.left)
            taken_right.add(pair.right)
    return PairedParagraphs(ordered, moved)


def _alike(left: list[str], right: list[str]) -> Iterator[Pair]:
    """The most alike paragraphs of the second text for each of the first one, those at about the same place first."""
    words_left, words_right = ([words_of(text) for text in texts] for texts in (left, right))
    having = _rare_words(words_right)
    same = defaultdict[str, list[int]](list)
    for place, text in enumerate(right):
        same[text].append(place)
    for place, words in enumerate(words_left):
        expected = place * len(right) / len(left)
        near = sorted(same[left[place]], key=lambda other: abs(other - expected))[:_CANDIDATES]
        rarest = sorted((word for word in words if word in having), key=lambda word: len(having[word]))[:_RAREST]
        shared = Counter(other for word in rarest for other in having[word])
        found = [Pair(place, other, 1.0) for other in near]
        found += [
            Pair(place, other, dice(words, words_right[other]))
            for other, _ in shared.most_common(_CANDIDATES)
            if other not in near
        ]
        found.sort(key=lambda pair: (-pair.likeness, abs(pair.right - expected)))
        yield from (pair for pair in found[:_CANDIDATES] if pair.likeness >= ALIKE)


def _rare_words(texts: list[Counter[str]]) -> dict[str, list[int]]:
    """The places of the paragraphs that have each word, for words that not too many have."""
    having = defaultdict[str, list[int]](list)
    for place, words in enumerate(texts):
        for word in words:
            having[word].append(place)
    return {word: places for word, places in having.items() if len(places) <= _RARE}


def words_of(text: str) -> Counter[str]:
    """How often it has each word."""
    return Counter(map(re.Match.group, _WORD.finditer(text.lower())))  # of a long text there is never a list


def dice(left: Counter[str], right: Counter[str]) -> float:
    """The share of words that two texts have in common: 0 to 1."""
    return 2 * (left & right).total() / max(1, left.total() + right.total())


def _heaviest_chain(pairs: list[Pair]) -> list[Pair]:
    """The pairs that rise on both sides and are most alike together, each weighing its likeness.

    best[place] is the heaviest chain that ends at or before a place of the second text, kept in a Fenwick tree of
    maxima: k pairs take k log k steps.
    """
    size = max((pair.right for pair in pairs), default=0) + 2
    tree: list[tuple[float, int]] = [(0.0, -1)] * size
    before = [-1] * len(pairs)
    order = sorted(range(len(pairs)), key=lambda each: (pairs[each].left, -pairs[each].right))
    for each in order:
        weight, before[each] = _heaviest_until(tree, pairs[each].right)
        _add(tree, pairs[each].right + 1, (weight + pairs[each].likeness, each))
    chain, each = list[Pair](), _heaviest_until(tree, size - 1)[1]
    while each >= 0:
        chain.append(pairs[each])
        each = before[each]
    return chain[::-1]


def _heaviest_until(tree: list[tuple[float, int]], end: int) -> tuple[float, int]:
    best = (0.0, -1)
    while end > 0:
        best = max(best, tree[end])
        end -= end & -end
    return best


def _add(tree: list[tuple[float, int]], place: int, weighed: tuple[float, int]) -> None:
    while place < len(tree):
        tree[place] = max(tree[place], weighed)
        place += place & -place
