"""What the importer's stages hand on: lines, spans and the draft of a document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from statements.importer.extract import Fact, Part
from statements.letters import INVISIBLE


class Refused(Exception):  # noqa: N818 - it is what the report calls it
    """A file cannot become a document. The message tells the person who sent it why, and what to do.

    needs_ocr: whether a program that reads pictures of pages could help; scan: the pictures, where they are but a part
    of the file.
    """

    def __init__(self, message: str, needs_ocr: bool = False, scan: bytes = b"") -> None:
        super().__init__(message)
        self.needs_ocr, self.scan = needs_ocr, scan


class TilingError(Exception):
    """Spans do not account for every character of a source."""


class Use(StrEnum):
    """What a span of the source text is used for."""

    TITLE = "title"
    DATE = "date"
    NUMBER = "number"
    PARAGRAPH = "paragraph"
    DROPPED = "dropped"


STRUCK = "struck out"  # why words crossed out in the source are dropped: they are not said


@dataclass(frozen=True, slots=True)
class Span:
    """The characters of the source text from `start` up to, not including, `end`; `reason`: why a span was dropped."""

    start: int
    end: int
    use: Use
    reason: str = ""


_SPACING = re.compile(rf"[\s{INVISIBLE}]*")


# Control characters, line separators, and the surrogates that stand for odd bytes in a file name.
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def showable(text: str) -> str:
    """`text` on one line that any terminal, page and database accepts: what cannot be shown becomes U+FFFD.

    "a\\udce9b" -> "a\ufffdb"
    """
    return _UNSHOWABLE.sub("\ufffd", text)


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing of `text`."""
    return _SPACING.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source text without its line end: text[start:end]."""

    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text or is_blank(self.text)


Block = list[Line]


@dataclass(frozen=True)
class DraftQuotation:
    """Quoted words in a paragraph's text, and the slug of who is quoted."""

    start: int
    end: int
    speaker: str


@dataclass(frozen=True)
class DraftParagraph:
    """A paragraph: `text` is its spans of the source, joined."""

    text: str
    spans: tuple[Span, ...]
    number: str = ""
    under: str = ""
    kind: str = "body"
    page: int | None = None
    speaker: str | None = None
    quotations: tuple[DraftQuotation, ...] = ()

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end


@dataclass(frozen=True)
class DraftDocument:
    """Everything the importer found out about a file. Speakers and publisher are slugs from the manifest."""

    title: Fact
    title_assigned: bool
    language: Fact
    date: Fact
    kind: Fact
    publisher: str | None
    place: Fact
    reference: Fact
    source_url: Fact
    participations: tuple[tuple[str, str], ...]
    paragraphs: tuple[DraftParagraph, ...]
    spans: tuple[Span, ...]
    warnings: tuple[str, ...] = ()
    publisher_stated: Fact | None = None  # a name, as the source writes it
    not_before: Fact = Fact("", "unknown")  # the moment, or the day, before which the source says not to publish it


@dataclass
class Working:
    """The text on its way through the stages: each takes lines out of `lines` and adds to what is known about them.

    facts: what the text says about itself besides title and date, such as publisher and source_url.
    warnings: what an editor should look at. above: lines next to the title that the format has already dropped.
    parts: the paragraphs that the file's format gives, in order; empty where only the layout shows them.
    sent: the day of the mail that the text is in, and the lines that say so.
    """

    text: str
    lines: list[Line]
    spans: list[Span] = field(default_factory=list)
    pages: dict[int, int] = field(default_factory=dict)  # start of a page's first line -> page number
    title: Fact | None = None
    date: Fact | None = None
    facts: dict[str, Fact] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    parts: tuple[Part, ...] = ()
    sent: tuple[Fact, list[Line]] | None = None

    def take(self, lines: list[Line], use: Use, reason: str = "") -> None:
        """Account for whole `lines` and take them out of what is left."""
        taken = {line.start for line in lines if not line.blank}
        if not taken:
            return
        self.spans += [Span(line.start, line.end, use, reason) for line in lines if line.start in taken]
        self.lines = [Line(line.start, line.start, "") if line.start in taken else line for line in self.lines]

    def blocks(self) -> list[Block]:
        """Runs of lines that are not blank."""
        return [list(run) for blank, run in groupby(self.lines, key=lambda line: line.blank) if not blank]


def tile(text: str, spans: list[Span]) -> tuple[Span, ...]:
    """`spans` in order, with the white space between them accounted for, so that they cover `text` exactly.

    Raises TilingError where they overlap, or where words would be lost: the importer is at fault, never the file.
    """
    tiles: list[Span] = []
    position = 0
    for span in [*sorted(spans, key=lambda span: span.start), Span(len(text), len(text), Use.DROPPED)]:
        if span.start < position:
            raise TilingError(f"spans overlap at {position}")
        if span.start > position:
            gap = text[position : span.start]
            if not is_blank(gap):
                raise TilingError(f"nothing accounts for {gap!r}")
            tiles.append(Span(position, span.start, Use.DROPPED, "spacing"))
        if span.end > span.start:
            tiles.append(span)
        position = span.end
    return tuple(tiles)
