"""What a reader makes of a file: its text, and what the format says of stretches of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fact:
    """A value and where it came from: "text", "heading", "manifest", "guess"."""

    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, or something that is none, as the format has it: the characters from `start` to before `end`.

    kind: body, heading, list-item, quotation, signature; title for the title that the document shows of itself,
    date for a line with its day or its place, which are facts.
    dropped: why it is no part of the document, as "navigation"; empty where it is one. page: where it begins, from 1.
    number: the automatic one of a list, which stands in no character of the text. under: that of the item it is in.
    """

    start: int
    end: int
    kind: str = "body"
    dropped: str = ""
    page: int | None = None
    number: str = ""
    under: str = ""


@dataclass(frozen=True)
class Extract:
    """The text of a file, of which all else are offsets.

    parts: in order, without overlap, nothing but white space between them; a blank line parts them, and the lines of
    one are those of the format. Empty where it says nothing of paragraphs, as plain text.
    facts: what the file states of itself beside its text: title, date (EDTF), language (it, en, fr), source_url,
    publisher; with where it is stated, as "meta dcterms.date".
    warnings: what an editor should look at.
    """

    text: str
    media_type: str
    encoding: str = ""
    parts: tuple[Part, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limits:
    """The most that is read of a file: pages, paragraphs, characters of text, and nested elements."""

    pages: int = 2_000
    paragraphs: int = 50_000
    characters: int = 20_000_000
    depth: int = 500
