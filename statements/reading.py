"""A document as a reader sees it, today's or an earlier version: both are made of the content of a revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from statements.dates import date_words, parse_edtf
from statements.languages import LANGUAGES, Language
from statements.marks import Piece, pieces
from statements.models import Kind, Office, Role


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
    """A paragraph; the pieces that somebody is quoted with carry that name as their mark."""

    key: str
    number: str
    under: str
    kind: str
    language: str
    page: int | None
    begins_page: bool
    pieces: list[Piece]


@dataclass(frozen=True)
class Reading:
    """A document: words and facts, ready for a template."""

    title: str
    display_title: str
    title_assigned: bool
    language: Language
    kind: str
    publisher: str | None
    place: str
    reference: str
    source_url: str
    date: str
    date_words: str
    parts: list[Part]
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
        place=content["place"],
        reference=content["reference"],
        source_url=content["source_url"],
        date=content["date_edtf"],
        date_words=date_words(content["date_edtf"]),
        parts=_parts(content),
        paragraphs=_paragraphs(content),
    )


def _parts(content: dict[str, Any]) -> list[Part]:
    slugs = [slug for _, slug, _ in content["participations"]]
    offices = list(Office.objects.filter(speaker__slug__in=slugs).select_related("speaker"))
    return [
        Part(
            name,
            slug,
            role,
            str(Role(role).label),
            _titles([each for each in offices if each.speaker.slug == slug], content),
        )
        for name, slug, role in content["participations"]
    ]


def _titles(offices: list[Office], content: dict[str, Any]) -> list[Title]:
    """The titles held on every day of the document's date; none where it is undated, since none is guessed."""
    interval = parse_edtf(content["date_edtf"])
    if interval.start is None or interval.end is None:
        return []
    held = [office for office in offices if office.held_throughout(interval.start, interval.end)]
    languages = [(get_language() or "en")[:2], content["language"]]
    titles = [Title(*office.title(language)) for office in held for language in languages]
    return list(dict.fromkeys(titles))


def _paragraphs(content: dict[str, Any]) -> list[ReadingParagraph]:
    rows = content["paragraphs"]
    pages = [None, *(row["page"] for row in rows)]
    return [
        ReadingParagraph(
            key=row["key"],
            number=row["number"],
            under=row["under"],
            kind=row["kind"],
            language=row["language"],
            page=row["page"],
            begins_page=row["page"] is not None and row["page"] != page_before,
            pieces=pieces(row["text"], [tuple(quotation) for quotation in row["quotations"]]),
        )
        for row, page_before in zip(rows, pages, strict=False)
    ]
