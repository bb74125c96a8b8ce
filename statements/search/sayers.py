"""Who says the paragraphs of a page of results: whose turn or whose text it is, and who is quoted in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from statements.connecting.rows import read_rows
from statements.models import (
    Content,
    ContentParagraph,
    Document,
    ListedParagraph,
    Office,
    ParagraphKind,
)

Span = tuple[int, int]  # offsets in the text of a paragraph

_NARRATORS = """
SELECT document_id, speaker_id FROM statements_utterance WHERE document_id = ANY (%s) AND narrates ORDER BY speaker_id
"""
_QUOTATIONS = """
SELECT paragraph_id, start, "end", speaker_id FROM statements_quotation WHERE paragraph_id = ANY (%s) ORDER BY start
"""
_NAMES = """
SELECT id, name, slug, (
    SELECT coalesce(json_agg(json_build_array(json_build_array(title_en, title_fr, title_it), since, until)
        ORDER BY since DESC NULLS LAST, id), '[]')
    FROM statements_office WHERE speaker_id = speaker.id)
FROM statements_speaker AS speaker WHERE id = ANY (%s)
"""


@dataclass(frozen=True)
class Sayer:
    """Somebody who says words of a paragraph. quoted: in a quotation; titles: of the offices held on the day."""

    name: str
    slug: str
    quoted: bool
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class _SpeakerWithOffices:
    """A speaker: the name, the address, and the offices, the last one first."""

    name: str
    slug: str
    offices: Sequence[Office]


@dataclass(frozen=True)
class _Attribution:
    """Who says which words of a paragraph: `own` those outside of the quotations, (start, end, speaker) each."""

    own: tuple[int, ...] = ()
    quotations: tuple[tuple[int, int, int], ...] = ()

    def sayers_of(self, mark: Span) -> list[tuple[int, bool]]:
        """(speaker, whether quoted) of the words marked; nobody, where a quotation has only some of them. A quotation
        of whose text it is counts as that text."""
        start, end = mark
        for first, last, speaker in self.quotations:
            if first < end and start < last and speaker not in self.own:
                return [(speaker, True)] if first <= start and end <= last else []
        return [(speaker, False) for speaker in self.own]

    def everybody(self) -> list[tuple[int, bool]]:
        own = [(speaker, False) for speaker in self.own]
        return own or [(speaker, True) for _, _, speaker in self.quotations]


@dataclass(frozen=True)
class Attributions:
    """Who says what of some paragraphs, by primary key. speakers: by primary key, with their offices."""

    paragraphs: dict[int, _Attribution] = field(default_factory=dict)
    speakers: dict[int, _SpeakerWithOffices] = field(default_factory=dict)

    def said_by(self, paragraph: ListedParagraph, marks: Sequence[Span], speakers: Sequence[int]) -> list[Span]:
        """Those of the marks that stand in words of one of the speakers."""
        attribution = self.paragraphs[paragraph.pk]
        return [mark for mark in marks if any(key in speakers for key, _ in attribution.sayers_of(mark))]

    def sayers(self, paragraph: ListedParagraph, marks: Sequence[Span], document: Document) -> tuple[Sayer, ...]:
        """Who says the words marked; without marks, the paragraph. Nobody, where the source names nobody."""
        attribution = self.paragraphs[paragraph.pk]
        found = [each for mark in marks for each in attribution.sayers_of(mark)] if marks else attribution.everybody()
        return tuple(
            Sayer(speaker.name, speaker.slug, quoted, titles_held(speaker.offices, document))
            for key, quoted in dict.fromkeys(found)
            if (speaker := self.speakers.get(key))
        )


def attribute(paragraphs: Iterable[ListedParagraph]) -> Attributions:
    """Find out who says what of `paragraphs`, in three queries."""
    rows = [each for each in paragraphs if each.kind != ParagraphKind.STAGE_DIRECTION]
    narrators, quotations = _narrators({each.document_id for each in rows}), _quotations(rows)
    found = {
        each.pk: _Attribution(
            (each.speaker_id,) if each.speaker_id else tuple(narrators[each.document_id]), tuple(quotations[each.pk])
        )
        for each in rows
    }
    keys = {key for each in found.values() for key in (*each.own, *(speaker for *_, speaker in each.quotations))}
    return Attributions({each.pk: found.get(each.pk, _Attribution()) for each in paragraphs}, _read_speakers(keys))


def _narrators(documents: set[int]) -> dict[int, list[int]]:
    """Who says the paragraphs that are nobody's turn, by document."""
    found = defaultdict[int, list[int]](list)
    for document, speaker in _ask(_NARRATORS, documents):
        found[document].append(speaker)
    return found


def _quotations(paragraphs: list[ListedParagraph]) -> dict[int, list[tuple[int, int, int]]]:
    found = defaultdict[int, list[tuple[int, int, int]]](list)
    for paragraph, start, end, speaker in _ask(_QUOTATIONS, {each.pk for each in paragraphs}):
        found[paragraph].append((start, end, speaker))
    return found


def _read_speakers(speakers: set[int]) -> dict[int, _SpeakerWithOffices]:
    return {
        key: _SpeakerWithOffices(name, slug, [_make_office(*each) for each in offices])
        for key, name, slug, offices in _ask(_NAMES, speakers)
    }


def _make_office(titles: list[str], since: str | None, until: str | None) -> Office:
    english, french, italian = titles
    first, last = (date.fromisoformat(day) if day else None for day in (since, until))
    return Office(title_en=english, title_fr=french, title_it=italian, since=first, until=last)


def _ask(sql: str, keys: set[int]) -> list[tuple[Any, ...]]:
    return read_rows(sql, [sorted(keys)]) if keys else []


def titles_held(offices: Iterable[Office], document: Document) -> tuple[str, ...]:
    """The offices held on every day of the date; none if the document is undated."""
    start, end = document.date_start, document.date_end
    if start is None or end is None:
        return ()
    return tuple(dict.fromkeys(each.title for each in offices if each.is_held_throughout(start, end)))


def spans_said_by(content: Content, names: Container[str]) -> dict[str, list[Span]]:
    """The words of a version that one of those called `names` says: offsets by the key of the paragraph."""
    return {
        row.key: _spans(row, content.sayers_of(row), names)
        for row in content.paragraphs
        if row.kind != ParagraphKind.STAGE_DIRECTION
    }


def _spans(row: ContentParagraph, own: Sequence[str], names: Container[str]) -> list[Span]:
    """All but what others are quoted with where it is hers; else the words that she is quoted with."""
    sayers = [name for name in own if name in names]
    if not sayers:
        return [(start, end) for start, end, name in row.quotations if name in names]
    others = [each for each in row.quotations if each.name not in own]
    starts, ends = [0, *(each.end for each in others)], [*(each.start for each in others), len(row.text)]
    gaps = [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
    return sorted(gaps + [(each.start, each.end) for each in others if each.name in names])
