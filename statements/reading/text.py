"""A document as a reader sees it, today's or an earlier version: both are made of the content of a revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from statements.dates import date_words
from statements.languages import LANGUAGES, Language, interface_language
from statements.marks import Piece, mark_within, pieces
from statements.models import Content, Kind, ParagraphKind, Role, place_of, shown_title

_LEAST_HEADINGS, _LEAST_NUMBERED = 3, 20


@dataclass(frozen=True)
class Title:
    """A title held, and the language it is in."""

    text: str
    language: str


@dataclass(frozen=True)
class ReadingPart:
    """How somebody takes part, with the titles held on the day: in the reader's language, then in the document's."""

    name: str
    slug: str
    role: str
    role_label: str
    titles: list[Title]


@dataclass(frozen=True)
class ReadingParagraph:
    """A paragraph; the pieces that somebody is quoted with carry that name as their mark.

    turn: who begins to speak with it, where several do; found: how often it has what was searched for.
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
    found: int = 0
    place: str = ""

    @property
    def quoted(self) -> list[str]:
        """Who is quoted in it, each once."""
        return list(dict.fromkeys(piece.mark for piece in self.pieces if piece.mark))


@dataclass(frozen=True)
class OutlineEntry:
    """A part of a long text: its heading or the numbers in it, and the paragraph it begins with."""

    label: str
    key: str
    numbers: bool = False


@dataclass(frozen=True)
class Reading:
    """A document: words and facts, ready for a template."""

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
    parts: list[ReadingPart]
    paragraphs: list[ReadingParagraph]

    @property
    def found(self) -> list[ReadingParagraph]:
        """The paragraphs that have what was searched for."""
        return [each for each in self.paragraphs if each.found]

    @property
    def times_found(self) -> int:
        return sum(each.found for each in self.paragraphs)

    @property
    def outline(self) -> list[OutlineEntry]:
        """The headings of a long text, or the numbers of its paragraphs by tens; nothing of a short one."""
        headings = [each for each in self.paragraphs if each.kind == ParagraphKind.HEADING]
        if len(headings) >= _LEAST_HEADINGS:
            return [OutlineEntry("".join(piece.text for piece in each.pieces), each.key) for each in headings]
        numbered = [each for each in self.paragraphs if each.number.isdecimal()]
        if len(numbered) < _LEAST_NUMBERED:
            return []
        tens = [numbered[start : start + 10] for start in range(0, len(numbered), 10)]
        return [OutlineEntry(f"{ten[0].number}–{ten[-1].number}", ten[0].key, True) for ten in tens]


def reading(content: Content, found: Mapping[str, list[tuple[int, int]]] | None = None) -> Reading:
    """The reading of a revision's `content`.

    found: where the words searched for are, as offsets (start, end) by the key of the paragraph.
    """
    title = content.title
    return Reading(
        title=title,
        display_title=shown_title(title, content.title_assigned),
        title_assigned=content.title_assigned,
        language=LANGUAGES[content.language],
        kind=str(Kind(content.kind).label),
        publisher=content.publisher,
        publisher_language=content.publisher_language,
        place=content.place,
        reference=content.reference,
        source_url=content.source_url,
        date=content.date_edtf,
        date_words=date_words(content.date_edtf),
        parts=_parts(content),
        paragraphs=_paragraphs(content, found or {}),
    )


def _parts(content: Content) -> list[ReadingPart]:
    return [
        ReadingPart(each.name, each.slug, each.role, str(Role(each.role).label), _titles(each.titles, content))
        for each in content.participations
    ]


def _titles(held: Sequence[dict[str, str]], content: Content) -> list[Title]:
    """The titles held, each in the reader's language and in the document's, where it has them."""
    wanted = [interface_language(), content.language]
    found = [Title(*_title_in(titles, language)) for titles in held for language in wanted]
    return list(dict.fromkeys(found))


def _title_in(titles: dict[str, str], language: str) -> tuple[str, str]:
    """A title in `language`, else in the first that there is."""
    known = language if language in titles else next(iter(titles))
    return titles[known], known


def _paragraphs(content: Content, found: Mapping[str, list[tuple[int, int]]]) -> list[ReadingParagraph]:
    rows = content.paragraphs
    turns = len({row.speaker for row in rows}) > 1  # where all is one speaker's, the head of the page says so
    return [
        ReadingParagraph(
            key=row.key,
            number=row.number,
            under=row.under,
            kind=row.kind,
            language=row.language,
            page=row.page,
            begins_page=row.page is not None and row.page != (last.page if last else None),
            turn=row.speaker if turns and row.speaker != (last.speaker if last else None) else None,
            pieces=mark_within(pieces(row.text, row.quotations), found.get(row.key, [])),
            found=len(found.get(row.key, [])),
            place=place_of(row.number, row.under, position),
        )
        for position, (row, last) in enumerate(zip(rows, (None, *rows), strict=False), 1)
    ]
