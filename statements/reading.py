"""A document as a reader sees it, today's or an earlier version: both are made of the content of a revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from statements.dates import date_words
from statements.languages import LANGUAGES, Language, interface_language
from statements.marks import Piece, pieces
from statements.models import Kind, Role


@dataclass(frozen=True)
class Title:
    """A title held, and the language it is in."""

    text: str
    language: str


@dataclass(frozen=True)
class Part:
    """How somebody takes part, with the titles held on the day: in the reader's language, then in the document's."""

    name: str
    slug: str
    role: str
    role_label: str
    titles: list[Title]


@dataclass(frozen=True)
class ReadingParagraph:
    """A paragraph; the pieces that somebody is quoted with carry that name as their mark.

    turn: who begins to speak with it, where several do.
    """

    key: str
    number: str
    under: str
    kind: str
    language: str
    page: int | None
    begins_page: bool
    turn: str | None
    pieces: list[Piece]


@dataclass(frozen=True)
class Reading:
    """A document: words and facts, ready for a template. numbered: whether the source numbers paragraphs itself."""

    title: str
    display_title: str
    title_assigned: bool
    language: Language
    kind: str
    publisher: str | None
    publisher_language: str
    place: str
    reference: str
    source_url: str
    date: str
    date_words: str
    parts: list[Part]
    numbered: bool
    paragraphs: list[ReadingParagraph]


def reading(content: dict[str, Any]) -> Reading:
    """The reading that a revision's `content` gives, see models.snapshot()."""
    title = content["title"]
    return Reading(
        title=title,
        display_title=f"[{title}]" if content["title_assigned"] else title,
        title_assigned=content["title_assigned"],
        language=LANGUAGES[content["language"]],
        kind=str(Kind(content["kind"]).label),
        publisher=content["publisher"],
        publisher_language=content["publisher_language"],
        place=content["place"],
        reference=content["reference"],
        source_url=content["source_url"],
        date=content["date_edtf"],
        date_words=date_words(content["date_edtf"]),
        parts=_parts(content),
        numbered=any(row["number"] for row in content["paragraphs"]),
        paragraphs=_paragraphs(content),
    )


def _parts(content: dict[str, Any]) -> list[Part]:
    return [
        Part(each["name"], each["slug"], each["role"], str(Role(each["role"]).label), _titles(each["titles"], content))
        for each in content["participations"]
    ]


def _titles(held: list[dict[str, str]], content: dict[str, Any]) -> list[Title]:
    """The titles held, each in the reader's language and in the document's, where it has them."""
    wanted = [interface_language(), content["language"]]
    found = [Title(*_in_language(titles, language)) for titles in held for language in wanted]
    return list(dict.fromkeys(found))


def _in_language(titles: dict[str, str], language: str) -> tuple[str, str]:
    """A title in `language`, else in the first that there is."""
    known = language if language in titles else next(iter(titles))
    return titles[known], known


def _paragraphs(content: dict[str, Any]) -> list[ReadingParagraph]:
    rows = content["paragraphs"]
    turns = len({row["speaker"] for row in rows}) > 1  # where all is one speaker's, the head of the page says so
    before: list[dict[str, Any]] = [{"page": None, "speaker": None}, *rows]
    return [
        ReadingParagraph(
            key=row["key"],
            number=row["number"],
            under=row["under"],
            kind=row["kind"],
            language=row["language"],
            page=row["page"],
            begins_page=row["page"] is not None and row["page"] != last["page"],
            turn=row["speaker"] if turns and row["speaker"] != last["speaker"] else None,
            pieces=pieces(row["text"], [tuple(quotation) for quotation in row["quotations"]]),
        )
        for row, last in zip(rows, before, strict=False)
    ]
