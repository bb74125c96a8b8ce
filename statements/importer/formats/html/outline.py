"""The blocks of a web page in order, with the title among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from statements.importer.formats.html.blocks import Block


@dataclass
class PageBlocks:
    """The blocks of a page, the title among them, with sums over ranges of blocks.

    title_lines: how many lines of its block are the title, 0 for all; subtitles: how many blocks below continue it.
    """

    blocks: list[Block]
    title: int | None
    title_lines: int = 0
    subtitles: int = 0

    def __post_init__(self) -> None:
        self._holds_throughout = list(accumulate((len(block.text) for block in self.blocks), initial=0))
        self._running = list(accumulate((len(block.text) if block.running else 0 for block in self.blocks), initial=0))

    def is_title(self, place: int) -> bool:
        return self.title is not None and self.title <= place <= self.title + self.subtitles

    def title_length(self, place: int) -> int:
        """How many characters of a block belong to the title."""
        text = self.blocks[place].text
        return len("\n".join(text.split("\n")[: self.title_lines])) if self.title_lines else len(text)

    def shown_title(self) -> str:
        places = range(self.title, self.title + self.subtitles + 1) if self.title is not None else range(0)
        return " ".join(self._title_of(self.blocks[place], self.title_length(place)) for place in places)

    def _title_of(self, block: Block, length: int) -> str:
        """The words of a title, without any that are struck out."""
        cuts = tuple((start, min(end, length), why) for start, end, why in block.cuts if start < length)
        return replace(block, text=block.text[:length], cuts=cuts).shown

    def lines_below_title(self, place: int) -> list[str]:
        """The lines of a block that are not part of the title."""
        if self.is_title(place):
            return self.blocks[place].text[self.title_length(place) :].split("\n")
        return self.blocks[place].shown.split("\n")

    def running(self, start: int = 0, end: int | None = None) -> int:
        """How many characters of running text are in the blocks from `start` to before `end`."""
        return self._running[len(self.blocks) if end is None else end] - self._running[start]

    def characters(self, start: int, end: int) -> int:
        return self._holds_throughout[end] - self._holds_throughout[start]

    def kept(self) -> Iterator[tuple[int, Block]]:
        return ((place, block) for place, block in enumerate(self.blocks) if not block.dropped)

    def drop(self, start: int, end: int, reason: str) -> None:
        for place in range(start, end):
            if not self.is_title(place) and not self.blocks[place].dropped:
                self.blocks[place].dropped = reason
