"""What a reader gets out of a file: its text, and what the format says about stretches of it."""

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
    """A paragraph, or something else that the format marks: the characters from `start` up to, not including, `end`.

    kind: body, heading, list-item, quotation, signature; title for the title that the document itself shows,
    date for a line with its day or place, which are facts.
    dropped: why it is not part of the document, such as "navigation"; empty where it is. page: where it begins, from 1.
    number: the automatic number of a list item, not a character of the text. under: the number of the item it is in.
    """

    start: int
    end: int
    kind: str = "body"
    dropped: str = ""
    page: int | None = None
    number: str = ""
    under: str = ""


@dataclass(frozen=True)
class MailPart:
    """The part of a mail that a text is of, and the mail that brought it.

    number: 0 for the mail's own words, then as `formats/mails/parts.py` counts. content: the bytes of an attached file,
    which are the source then; none where the whole mail is the source. others: how many other parts may be the release.
    """

    number: int
    name: str
    content: bytes
    others: int
    sender: str
    subject: str
    sent: str


@dataclass(frozen=True)
class ListedPart:
    """A part of a mail, for people to choose from. kind: in a word; size: in bytes; within: the mail inside in which it
    is; why_not: why it cannot be the release; begins: its first words."""

    number: int
    name: str
    kind: str
    size: int
    within: str
    why_not: str
    begins: str


@dataclass(frozen=True)
class MailListing:
    """What a mail consists of. likely: the number of the part that the rule takes for the release; -1: of none."""

    sender: str
    subject: str
    sent: str
    likely: int
    parts: tuple[ListedPart, ...]

    @property
    def candidates(self) -> list[ListedPart]:
        """What may be the release."""
        return [each for each in self.parts if not each.why_not]


@dataclass(frozen=True)
class Extract:
    """The text of a file, in which all other values are offsets.

    parts: in order, without overlap, with nothing but white space between them. A blank line separates parts; the lines
    within one are the format's. Empty where the format says nothing about paragraphs, as in plain text.
    facts: what the file states about itself outside its text: title, date (EDTF), language (it, en, fr), source_url,
    publisher; each with where it is stated, such as "meta dcterms.date".
    beside: what stands beside the file, such as the subject and the day of the mail that brought it: facts that are
    taken where the file itself says nothing. part: of the mail that the text came in, if it came in one.
    warnings: what an editor should look at.
    """

    text: str
    media_type: str
    encoding: str = ""
    parts: tuple[Part, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    beside: Mapping[str, Fact] = field(default_factory=dict)
    part: MailPart | None = None


@dataclass(frozen=True)
class Scans:
    """What is done about pictures of pages in a mail. are_read: whether OCR can read them; recognised: what it made of
    the one that is the release, a PDF with text, or nothing yet.
    """

    are_read: bool = False
    recognised: bytes = b""


NO_SCANS = Scans()


@dataclass(frozen=True)
class Limits:
    """The most that is read of a file: pages, paragraphs, characters of text, and nested elements."""

    pages: int = 2_000
    paragraphs: int = 50_000
    characters: int = 20_000_000
    depth: int = 500
