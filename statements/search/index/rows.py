"""The rows of the index, read from PostgreSQL in the snapshot of the caller."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from statements.connecting.rows import read_rows
from statements.search.index.lexicon import Lexicon, join_texts
from statements.search.index.schema import (
    DOCUMENT,
    UTTERANCE,
    language_term,
    microseconds,
    sort_keys,
    stem_term,
    tantivy,
)

_LONG = 300_000  # characters; beyond them the words of an entry may be kept in another way, see sql/entries.sql

_ENTRIES = """
SELECT document_id, entry.language, entry.kind, entry.publisher_id, entry.publish_at, entry.date_start, entry.date_end,
    first_month, last_month, speaker_ids, title
FROM statements_entry AS entry JOIN statements_document AS document ON document.id = document_id
WHERE document_id = ANY (%s) AND entry.status = 'published'
"""
_PARAGRAPHS = """
SELECT document_id, text FROM statements_paragraph WHERE document_id = ANY (%s) ORDER BY document_id, position
"""
_STEMS = "SELECT lexeme FROM statements_entry, unnest(words) WHERE document_id = %s AND lexeme NOT LIKE '~%%'"
_UTTERANCES = """
SELECT document_id, id, speaker_id, parts
FROM statements_utterance JOIN (
    SELECT document_id, speaker_id, array_agg(part ORDER BY position, start) AS parts
    FROM archive_said(%s) GROUP BY 1, 2
) AS said USING (document_id, speaker_id)
"""


@dataclass(frozen=True)
class EntryFacts:
    """What filters and counts read of a document."""

    document: int
    language: str
    kind: str
    publisher: int | None
    publish_at: datetime | None
    start: date | None
    end: date | None
    first_month: int | None
    last_month: int | None
    speakers: Sequence[int]
    title: str

    @property
    def fact(self) -> str:
        """What facets count: language, kind, publisher, first and last month."""
        parts = (self.language, self.kind, self.publisher, self.first_month, self.last_month)
        return "\t".join("" if part is None else str(part) for part in parts)

    @property
    def days(self) -> str:
        return f"{self.start}\t{self.end}" if self.start else "\t"


@dataclass(frozen=True)
class Texts:
    """What PostgreSQL has of some documents: facts, paragraphs and utterances of those that are published."""

    facts: Sequence[EntryFacts]
    paragraphs: dict[int, list[tuple[Any, ...]]]
    utterances: dict[int, list[tuple[Any, ...]]]


def read_texts(documents: Sequence[int]) -> Texts:
    """Read what becomes rows, whatever embargo the documents have."""
    facts = [EntryFacts(*row) for row in read_rows(_ENTRIES, [list(documents)])]
    published = [each.document for each in facts]
    return Texts(facts, _group(_PARAGRAPHS, published), _group(_UTTERANCES, published))


def rows_of(texts: Texts, lexicon: Lexicon) -> Iterator[tuple[str, Any]]:
    """Yield the rows of documents, and the kind of each."""
    words = _words_of(texts.facts, texts.paragraphs, lexicon)
    words_said = _words_said(texts.facts, texts.utterances, lexicon)
    for each in texts.facts:
        said = texts.utterances[each.document]
        yield DOCUMENT, _document_row(each, *words[each.document], [speaker for _, speaker, _ in said])
        for key, speaker, _ in said:
            yield UTTERANCE, _utterance_row(each, key, speaker, *words_said[key])


def _group(sql: str, documents: list[int]) -> dict[int, list[tuple[Any, ...]]]:
    """The rows that belong to each document, whose key is their first column."""
    found = defaultdict[int, list[tuple[Any, ...]]](list)
    for document, *row in read_rows(sql, [documents]):
        found[document].append(tuple(row))
    return found


def _words_of(
    facts: Sequence[EntryFacts], texts: dict[int, list[tuple[str]]], lexicon: Lexicon
) -> dict[int, tuple[str, str]]:
    """The stems of each document and its words as written. The stems of the title stand there once more."""
    made = dict[int, tuple[str, str]]()
    for language in {each.language for each in facts}:
        own = [each for each in facts if each.language == language]
        whole = [join_texts([each.title, *(text for (text,) in texts[each.document])]) for each in own]
        tag = stem_term(DOCUMENT, language, "")
        written = lexicon.write([*whole, *(join_texts([each.title]) for each in own)], language, tag)
        for each, text, (exact, stems), (_, title) in zip(own, whole, written, written[len(own) :], strict=False):
            if len(text) > _LONG:
                stems = " ".join(tag + lexeme for (lexeme,) in read_rows(_STEMS, [each.document]))
            made[each.document] = f"{stems} {title}", exact
    return made


def _words_said(
    facts: Sequence[EntryFacts], utterances: dict[int, list[tuple[Any, ...]]], lexicon: Lexicon
) -> dict[int, tuple[str, str]]:
    """The same of each utterance, by its key."""
    made = dict[int, tuple[str, str]]()
    for language in {each.language for each in facts}:
        said = {
            key: join_texts(parts)
            for each in facts
            if each.language == language
            for key, _, parts in utterances[each.document]
        }
        written = lexicon.write(list(said.values()), language, stem_term(UTTERANCE, language, "")) if said else []
        made |= {key: (stems, exact) for key, (exact, stems) in zip(said, written, strict=True)}
    return made


def _document_row(facts: EntryFacts, stems: str, exact: str, sayers: Iterable[int]) -> Any:
    row = _row(DOCUMENT, facts, facts.document)
    row.add_text("words", f"{language_term(DOCUMENT, facts.language)} {stems}")
    row.add_text("exact", exact)
    for speaker in sayers:
        row.add_unsigned("sayer", speaker)
    return row


def _utterance_row(facts: EntryFacts, key: int, speaker: int, stems: str, exact: str) -> Any:
    row = _row(UTTERANCE, facts, key)
    row.add_text("words", f"{language_term(UTTERANCE, facts.language)} {stems}")
    row.add_text("exact", exact)
    row.add_unsigned("sayer", speaker)
    return row


def _row(kind: str, facts: EntryFacts, key: int) -> Any:
    row = tantivy.Document()
    for name, text in (("row", kind), ("language", facts.language), ("kind", facts.kind)):
        row.add_text(name, text)
    row.add_text("fact", facts.fact)
    row.add_text("days", facts.days)
    row.add_unsigned("document", facts.document)
    row.add_unsigned("key", key)
    newest, oldest = sort_keys(facts.start.toordinal() if facts.start else None, facts.document)
    row.add_unsigned("newest", newest)
    row.add_unsigned("oldest", oldest)
    _add_facts(row, facts)
    return row


def _add_facts(row: Any, facts: EntryFacts) -> None:
    """Add what a document may have none or several of."""
    if facts.publisher is not None:
        row.add_unsigned("publisher", facts.publisher)
    for speaker in facts.speakers:
        row.add_unsigned("speaker", speaker)
    if facts.start:
        row.add_integer("first_day", facts.start.toordinal())
    if facts.end:
        row.add_integer("last_day", facts.end.toordinal())
    if facts.publish_at:
        row.add_integer("publish_at", microseconds(facts.publish_at))
