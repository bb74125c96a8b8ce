"""A drawing that stands alone, to be taken away: with its title, what it shows, and where it is from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import NamedTuple

from statements.drawing.bars import Bar, Bars
from statements.drawing.lines import Plot

WIDTH, MARGIN = 1200, 30
_TITLE, _NOTE, _SOURCE = 78, 140, 158  # letters in a line, which has none to spare: letters of a font differ
_TITLE_LINE, _NOTE_LINE, _SOURCE_LINE, _KEY_LINE = 33, 22, 19, 26  # heights
_KEY_LETTER, _SWATCH = 8, 58  # widths: of a letter, and of all else of an entry in a key
_KEY_LETTERS = 130
_BARS_LEFT, _BARS_HEIGHT, _BARS_FOOT = 80, 320, 40
_WIDEST_BAR = 110  # with its gap

Entries = Sequence[tuple[str, int]]  # of a key: a name, and the number of its colour


class TextLine(NamedTuple):
    """A line of text and where it stands."""

    y: int
    text: str


class KeyEntry(NamedTuple):
    """What a colour stands for, and where that is said."""

    x: int
    y: int
    text: str
    colour: int


@dataclass(frozen=True)
class Picture:
    """A drawing of lines or of bars, with what is written above and below it. title and notes: what it shows.

    source: where it is from; key: what its colours stand for, empty where the drawing says that itself.
    """

    title: str
    notes: Sequence[str]
    source: Sequence[str]
    plot: Plot | None = None
    bars: Bars | None = None
    key: Entries = field(default=())

    width, margin = WIDTH, MARGIN
    bars_left, bars_height = _BARS_LEFT, _BARS_HEIGHT

    @property
    def title_lines(self) -> list[TextLine]:
        return _place(wrap(self.title, _TITLE), 52, _TITLE_LINE)

    @property
    def note_lines(self) -> list[TextLine]:
        return _place(_wrap_all(self.notes, _NOTE), self.title_lines[-1].y + 28, _NOTE_LINE)

    @property
    def drawing_y(self) -> int:
        """Where the drawing begins."""
        return [*self.title_lines, *self.note_lines][-1].y + (22 if self.plot else 36)

    @property
    def drawing_end(self) -> int:
        height = self.plot.frame.height if self.plot else _BARS_HEIGHT + _BARS_FOOT
        return self.drawing_y + height

    @property
    def key_entries(self) -> list[KeyEntry]:
        return list(_place_key(self.key, self.drawing_end + 24))

    @property
    def rule_y(self) -> int:
        """Where a rule stands, above the source."""
        return (self.key_entries[-1].y if self.key else self.drawing_end) + 20

    @property
    def source_lines(self) -> list[TextLine]:
        return _place(_wrap_all(self.source, _SOURCE), self.rule_y + 26, _SOURCE_LINE)

    @property
    def height(self) -> int:
        return self.source_lines[-1].y + 24

    @property
    def bars_width(self) -> int:
        bars = self.bars.bars if self.bars else []
        return min(WIDTH - MARGIN - _BARS_LEFT, _WIDEST_BAR * max(2, len(bars)))

    def bar_x(self, bar: Bar) -> float:
        """Where a bar begins."""
        return _BARS_LEFT + bar.x * self.bar_scale

    @property
    def bar_scale(self) -> float:
        """How wide a unit of the drawing of bars is."""
        return self.bars_width / self.bars.width if self.bars and self.bars.width else 1.0

    @property
    def bar_rise(self) -> float:
        """How high a unit of the drawing of bars is."""
        return _BARS_HEIGHT / self.bars.height if self.bars else 1.0


def _wrap_all(texts: Sequence[str], letters: int) -> list[str]:
    return [line for text in texts for line in wrap(text, letters)]


def _place(texts: Sequence[str], y: int, height: int) -> list[TextLine]:
    return [TextLine(y + place * height, text) for place, text in enumerate(texts)]


def _place_key(key: Entries, y: int) -> Iterator[KeyEntry]:
    """The entries beside one another, for as long as there is room."""
    x = MARGIN
    for name, colour in key:
        text = name if len(name) <= _KEY_LETTERS else f"{name[:_KEY_LETTERS]}…"
        wide = _SWATCH + _KEY_LETTER * len(text)
        if x > MARGIN and x + wide > WIDTH:
            x, y = MARGIN, y + _KEY_LINE
        yield KeyEntry(x, y, text, colour)
        x += wide
