"""What changed between two versions of a long text: only the paragraphs that did, and those beside them.

Both are compared by the keys and the digests of their paragraphs; only what a page shows is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import md5
from itertools import groupby

from statements.comparing.changes import ChangedParagraph, compare_pair, line_up
from statements.models import ContentParagraph
from statements.reading.parts import read_digests, read_places
from statements.reading.versions import Version
from statements.web.limits import need_turn

_Pair = tuple[int | None, int | None]  # the places of a paragraph in both versions, from 0


@dataclass(frozen=True)
class LongChanges:
    """Paragraphs that differ, and one before and after each, by their place in both texts together; changed: whether
    any does."""

    before: Version
    after: Version
    shown: list[tuple[int, _Pair]]
    changed: bool

    def read(self, first: int, last: int) -> list[list[ChangedParagraph]]:
        """Some of the paragraphs, from one up to another, in stretches between which unchanged ones are left out."""
        wanted = self.shown[first:last]
        old = _read(self.before, [left for _, (left, _) in wanted if left is not None])
        new = _read(self.after, [right for _, (_, right) in wanted if right is not None])
        numbered = enumerate(wanted)
        return [
            [_compare(pair, old, new) for _, (_, pair) in stretch]
            for _, stretch in groupby(numbered, lambda each: each[1][0] - each[0])  # the same while none is left out
        ]


def _compare(pair: _Pair, old: dict[int, ContentParagraph], new: dict[int, ContentParagraph]) -> ChangedParagraph:
    left, right = pair
    return compare_pair(old[left] if left is not None else None, new[right] if right is not None else None)


def find_long_changes(before: Version, after: Version) -> LongChanges:
    """Compare two versions of a text, one of which at least is long."""
    need_turn()
    old, new = _list_digests(before), _list_digests(after)
    pairs = line_up([key for key, _ in old], [key for key, _ in new])
    differ = [left is None or right is None or old[left] != new[right] for left, right in pairs]
    shown = [(place, pair) for place, pair in enumerate(pairs) if any(differ[max(place - 1, 0) : place + 2])]
    return LongChanges(before, after, shown, any(differ))


def _list_digests(version: Version) -> list[tuple[str, str]]:
    """The key of each paragraph, and a digest of its words."""
    if version.text:
        return read_digests(version.text)
    rows = version.content.paragraphs
    return [(row.key, md5(row.text.encode(), usedforsecurity=False).hexdigest()) for row in rows]


def _read(version: Version, places: list[int]) -> dict[int, ContentParagraph]:
    if version.text:
        return read_places(version.text, version.content, places)
    return {place: version.content.paragraphs[place] for place in places}
