"""A document as a reader sees it, today's or an earlier version: both are made of the content of a revision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from statements.dates import date_words
from statements.languages import LANGUAGES, Language, interface_language
from statements.marks import Piece, mark_within, pieces
from statements.models import Content, ContentParagraph, Kind, ParagraphKind, Role, place_of, shown_title
from statements.reading.parts import TextPart
from statements.reading.voices import Title, Voice, make_voices, tell_apart, title_in

_LEAST_HEADINGS, _LEAST_NUMBERED = 3, 20
_NOT_SAID = (ParagraphKind.HEADING, ParagraphKind.STAGE_DIRECTION)  # nobody's, and seen to be


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
    """A paragraph; the pieces that somebody is quoted with carry that voice as their mark.

    found: how often it has what was searched for.
    """

    key: str
    number: str
    under: str
    kind: str
    language: str
    page: int | None
    begins_page: bool
    pieces: list[Piece]
    found: int = 0
    place: str = ""

    @property
    def quoted(self) -> list[Voice]:
        """Who is quoted in it, each once."""
        return list(dict.fromkeys(piece.mark for piece in self.pieces if piece.mark))

    @property
    def is_said(self) -> bool:
        """Whether somebody says it: nobody says that there is applause."""
        return self.kind != ParagraphKind.STAGE_DIRECTION


@dataclass(frozen=True)
class Turn:
    """Paragraphs in a row that are the same people's, or nobody's where there are no voices.

    told: whether the page says above them whose they are; alone: whether they are the whole text.
    """

    voices: tuple[Voice, ...]
    paragraphs: list[ReadingParagraph]
    told: bool
    alone: bool = False


@dataclass(frozen=True)
class OutlineEntry:
    """A part of a long text: its heading or the numbers in it, and the paragraph it begins with.

    address: of that paragraph, where it may stand on another page.
    """

    label: str
    key: str
    numbers: bool = False
    address: str = ""


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
    turns: list[Turn]

    @property
    def paragraphs(self) -> list[ReadingParagraph]:
        return [paragraph for turn in self.turns for paragraph in turn.paragraphs]

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


def reading(
    content: Content, found: Mapping[str, list[tuple[int, int]]] | None = None, part: TextPart | None = None
) -> Reading:
    """The reading of a revision's `content`.

    found: where the words searched for are, as offsets (start, end) by the key of the paragraph; part: of a text of
    which `content` has no more.
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
        turns=_turns(content, found or {}, part or TextPart(1, 1, 1, len(content.paragraphs))),
    )


def _parts(content: Content) -> list[ReadingPart]:
    return [
        ReadingPart(each.name, each.slug, each.role, str(Role(each.role).label), _titles(each.titles, content))
        for each in content.participations
    ]


def _titles(held: Sequence[dict[str, str]], content: Content) -> list[Title]:
    """The titles held, each in the reader's language and in the document's, where it has them."""
    wanted = [interface_language(), content.language]
    return list(dict.fromkeys(title_in(titles, language) for titles in held for language in wanted))


def _turns(content: Content, found: Mapping[str, list[tuple[int, int]]], part: TextPart) -> list[Turn]:
    """All paragraphs, turn by turn. After somebody's turn it is told where nobody's words begin, too."""
    voices, narrators = make_voices(content), content.narrators
    rows = zip(content.paragraphs, _paragraphs(content, voices, found, part), strict=True)
    groups = [(whose, list(group)) for whose, group in groupby(rows, lambda each: _name_speakers(each[0], narrators))]
    turns, spoken, alone = list[Turn](), part.after_turn, len(groups) == 1 and (part.of == 1 or bool(narrators))
    for (names, said), group in groups:
        spoken = spoken or bool(names)
        whose = tuple(voices[name] for name in names)
        turns.append(Turn(whose, [each for _, each in group], spoken and said, alone))
    return turns


def _name_speakers(row: ContentParagraph, narrators: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """The names of those who say a paragraph, and whether it could be anybody's words."""
    names = (row.speaker,) if row.speaker else narrators
    return names, bool(names) or row.kind not in _NOT_SAID


def _paragraphs(
    content: Content, voices: Mapping[str, Voice], found: Mapping[str, list[tuple[int, int]]], part: TextPart
) -> Iterator[ReadingParagraph]:
    page = part.page_before
    for position, row in enumerate(content.paragraphs, part.first):
        quoted = tell_apart(row, voices)
        marks = [(start, end, quoted[name]) for start, end, name in row.quotations]
        yield ReadingParagraph(
            key=row.key,
            number=row.number,
            under=row.under,
            kind=row.kind,
            language=row.language,
            page=row.page,
            begins_page=row.page is not None and row.page != page,
            pieces=mark_within(pieces(row.text, marks), found.get(row.key, [])),
            found=len(found.get(row.key, [])),
            place=place_of(row.number, row.under, position),
        )
        page = row.page
