"""A long text in parts: which paragraphs are in which, and those of one part, without reading the others.

A text is read from where it stands: that of a document as it is now from the table of paragraphs, that of an earlier
version from the content that was kept. How much fills a part is said in models/content.py; none is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, NamedTuple, overload

import msgspec
from django.db import connection
from django.db.models import BooleanField, JSONField
from django.db.models.expressions import RawSQL
from psycopg2.extras import Json

from statements.connecting.rows import read_rows
from statements.models import Content, ContentParagraph
from statements.models.content import LEAST, MOST_IN_PART, PART

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
_BYTES = 2**22  # of a source that are in memory
_AT_ONCE = 500  # rows of a long text that are in memory
_numbers = count(1)  # of cursors

_FILLS = f"least(greatest(octet_length(text), {LEAST}), {PART})"
_OF_TABLE = """
SELECT row_number() OVER (ORDER BY position) AS place, key, number, kind, page, text, speaker_id IS NOT NULL AS said
FROM statements_paragraph WHERE document_id = %s
"""
_OF_VERSION = """
SELECT place, row ->> 'key' AS key, coalesce(row ->> 'number', '') AS number, row ->> 'kind' AS kind,
    (row ->> 'page')::int AS page, row ->> 'text' AS text,
    coalesce(row ->> 'speaker', row ->> 'speaker__slug') IS NOT NULL AS said
FROM statements_revision, jsonb_array_elements(content -> 'paragraphs') WITH ORDINALITY AS each (row, place)
WHERE id = %s
"""
_PARTS = f"""
SELECT part, count(*), bool_or(said), max(page), min(counted), max(counted),
    coalesce(json_agg(heading ORDER BY place) FILTER (WHERE heading IS NOT NULL), '[]')
FROM (
    SELECT place, said, page, counted, heading, (1 + (sum(fills) OVER (ORDER BY place) - fills) / {PART})::int AS part
    FROM (
        SELECT place, said, page, {_FILLS} AS fills,
            CASE WHEN number <> '' AND number ~ '^[0-9]{{1,9}}$' THEN number::int END AS counted,
            CASE WHEN kind = 'heading' THEN json_build_array(key, left(text, 120)) END AS heading
        FROM (%s) AS row
        OFFSET 0
    ) AS measured
) AS parted GROUP BY part ORDER BY part
"""  # noqa: S608 - text of our own
_ROWS_OF_TABLE = """
SELECT json_build_object('key', key, 'number', number, 'under', under, 'kind', kind, 'text', text,
    'language', paragraph.language, 'page', page, 'start', start, 'end', "end", 'speaker', speaker.name, 'quotations', (
        SELECT coalesce(json_agg(json_build_array(quotation.start, quotation."end", quoted.name)
            ORDER BY quotation.start), '[]')
        FROM statements_quotation AS quotation JOIN statements_speaker AS quoted ON quoted.id = quotation.speaker_id
        WHERE quotation.paragraph_id = paragraph.id))::text
FROM (SELECT * FROM statements_paragraph WHERE document_id = %s ORDER BY position OFFSET %s LIMIT %s) AS paragraph
LEFT JOIN statements_speaker AS speaker ON speaker.id = paragraph.speaker_id ORDER BY paragraph.position
"""
_ROWS_OF_VERSION = """
SELECT jsonb_path_query(content, '$.paragraphs[$first to $last]', %s)::text FROM statements_revision WHERE id = %s
"""
_ALL_OF_VERSION = "SELECT jsonb_array_elements(content -> 'paragraphs')::text FROM statements_revision WHERE id = %s"
_FILLS_MORE = f"(SELECT coalesce(sum({_FILLS}), 0) > {PART} FROM (%s) AS row)"  # noqa: S608
_OWN = "SELECT text FROM statements_paragraph WHERE document_id = statements_document.id"
# While a document is edited, positions have gaps: those of most are low all the same, and they need not be counted.
_MANY = f"EXISTS ({_OWN} AND position > {MOST_IN_PART}) AND EXISTS ({_OWN} OFFSET {MOST_IN_PART})"
_KEPT = "SELECT row ->> 'text' AS text FROM jsonb_array_elements(content -> 'paragraphs') AS row"
# For each document, whether its paragraphs may fill several parts; most have few, and are cheap to measure.
MAY_BE_LONG = RawSQL(  # noqa: S611 - text of our own
    f"({_MANY} OR {_FILLS_MORE % _OWN})", [], BooleanField()
)
# For each revision, its content; without the paragraphs where they may fill several.
SHORT_CONTENT = RawSQL(  # noqa: S611 - text of our own
    f"""CASE WHEN jsonb_path_exists(content, '$.paragraphs[{MOST_IN_PART}]') OR {_FILLS_MORE % _KEPT}
    THEN content - 'paragraphs' ELSE content END""",
    [],
    JSONField(),
)
_SIZE = "SELECT count(*)::int, coalesce(sum(octet_length(text)), 0)::int FROM (%s) AS row"
_SOME_OF_VERSION = "SELECT jsonb_path_query(content, %s::jsonpath)::text FROM statements_revision WHERE id = %s"
_DIGESTS = "SELECT key, md5(text) FROM (%s) AS row ORDER BY place"
_WORDS = "SELECT text FROM (%s) AS row ORDER BY place"
_PLACE_IN_TABLE = """
SELECT count(*) FROM statements_paragraph AS before
JOIN statements_paragraph AS paragraph USING (document_id)
WHERE document_id = %s AND paragraph.key = %s AND before.position <= paragraph.position HAVING count(*) > 0
"""
_KEYS_OF_VERSION = """
SELECT jsonb_path_query_array(content, '$.paragraphs[*].key')::text FROM statements_revision WHERE id = %s
"""
_NARRATORS_OF_TABLE = """
SELECT name FROM statements_utterance JOIN statements_speaker AS speaker ON speaker.id = speaker_id
WHERE document_id = %s AND narrates
"""
# Without a colon or a Q no paragraph has a label: see sql/utterances.sql.
_LABELLED = f"SELECT text FROM ({_OF_VERSION}) AS row WHERE strpos(text, ':') > 0 OR strpos(text, 'Q') > 0"  # noqa: S608
_SOME_OF_SOURCE = "SELECT substring(content FROM %s FOR %s) FROM statements_source WHERE id = %s"


class KeptText(NamedTuple):
    """Where a text stands, by keys of the database. revision: 0 for the text of the document as it is now."""

    document: int
    revision: int = 0

    def choose(self, of_table: str, of_version: str) -> tuple[str, int]:
        """The statement that reads it, and the key that this takes."""
        return (of_version, self.revision) if self.revision else (of_table, self.document)


@dataclass(frozen=True)
class TextPart:
    """A part of a text, or all of it.

    number, of: which part it is, of how many; first, last: the places of its paragraphs, from 1; headings: key and
    words of each; numbers: the first and the last that the source gives to paragraphs; after_turn: whether somebody
    speaks in a part before; page_before: that of the paragraph before its first; narrators: see Content.
    """

    number: int
    of: int
    first: int
    last: int
    headings: tuple[tuple[str, str], ...] = ()
    numbers: tuple[int, int] | None = None
    after_turn: bool = False
    page_before: int | None = None
    narrators: tuple[str, ...] = ()


def read_parts(text: KeptText, facts: Content, ask: Ask) -> list[TextPart]:
    """The parts of a text, which are one where it is short. facts: the content without its paragraphs; ask: what reads
    rows of the database, and may remember them."""
    rows, key = text.choose(_OF_TABLE, _OF_VERSION)
    found = ask(_PARTS % rows, [key])
    narrators = () if any(row[2] for row in found) else _read_narrators(text, facts, ask)
    parts, last, spoken, before = list[TextPart](), 0, False, None
    for number, (_, size, is_said, page, least, most, headings) in enumerate(found, 1):
        numbers = (least, most) if least is not None else None
        named = tuple((key, words) for key, words in headings)
        parts.append(TextPart(number, len(found), last + 1, last + size, named, numbers, spoken, before, narrators))
        last, spoken, before = last + size, spoken or is_said, page
    return parts


def _read_narrators(text: KeptText, facts: Content, ask: Ask) -> tuple[str, ...]:
    if not text.revision:
        names = {name for (name,) in ask(_NARRATORS_OF_TABLE, [text.document])}
        return tuple(dict.fromkeys(each.name for each in facts.participations if each.name in names))
    if not replace(facts, paragraphs=()).narrators:  # not even where nothing tells turns apart
        return ()
    labelled = [ContentParagraph("", text=words) for (words,) in read_rows(_LABELLED, [text.revision])]
    return replace(facts, paragraphs=tuple(labelled)).narrators


def read_paragraphs(text: KeptText, facts: Content, first: int, last: int) -> list[ContentParagraph]:
    """The paragraphs from one place to another, counted from 1; fewer where the text has no more."""
    if text.revision:
        found = read_rows(_ROWS_OF_VERSION, [Json({"first": first - 1, "last": last - 1}), text.revision])
    else:
        found = read_rows(_ROWS_OF_TABLE, [text.document, first - 1, last - first + 1])
    return list(_make_paragraphs(found, facts))


def _make_paragraphs(rows: Iterable[tuple[str]], facts: Content) -> Iterator[ContentParagraph]:
    names = {each.slug: each.name for each in facts.participations}
    return (ContentParagraph.from_json(msgspec.json.decode(row), facts.language, names) for (row,) in rows)


@dataclass(frozen=True)
class KeptParagraphs(Sequence[ContentParagraph]):
    """All paragraphs of a long text, of which only some are in memory while they are gone through.

    They are read anew each time, inside of a transaction. facts: the content without them.
    """

    text: KeptText
    facts: Content
    length: int

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[ContentParagraph]:
        if self.text.revision:
            found = stream_rows(_ALL_OF_VERSION, [self.text.revision])
        else:
            found = stream_rows(_ROWS_OF_TABLE, [self.text.document, 0, self.length])
        yield from _make_paragraphs(found, self.facts)

    @overload
    def __getitem__(self, place: int) -> ContentParagraph: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ContentParagraph]: ...
    def __getitem__(self, place: int | slice) -> ContentParagraph | Sequence[ContentParagraph]:
        if isinstance(place, int):
            first = range(self.length)[place]
            return read_paragraphs(self.text, self.facts, first + 1, first + 1)[0]
        first, last, step = place.indices(self.length)
        if step != 1:
            raise ValueError("of a long text only paragraphs that follow one another are read")
        return read_paragraphs(self.text, self.facts, first + 1, last) if first < last else []


def count_characters(content: Content) -> int:
    """How many characters the paragraphs of a content have; those of a long text, which are not in memory, as bytes."""
    if isinstance(content.paragraphs, KeptParagraphs):
        return measure(content.paragraphs.text)[1]
    return sum(len(row.text) for row in content.paragraphs)


def find_paragraph(content: Content, key: str) -> tuple[int, ContentParagraph] | None:
    """The paragraph with that key and its place, from 1; None where there is none. Of a long text it alone is read."""
    rows = content.paragraphs
    if isinstance(rows, KeptParagraphs):
        place = find_place(rows.text, key)
        return (place, rows[place - 1]) if place else None
    return next(((place, row) for place, row in enumerate(rows, 1) if row.key == key), None)


def open_whole(text: KeptText, facts: Content) -> Content:
    """A long text with all its paragraphs, which are read when they are gone through. facts: without them."""
    parts = read_parts(text, facts, read_rows)
    rows = KeptParagraphs(text, facts, parts[-1].last if parts else 0)
    return facts.take(rows, parts[0].narrators if parts else (), in_parts=len(parts) > 1)


def stream_original(source: int) -> Iterator[bytes]:
    """The bytes of a source as they were received, some at a time. source: its key in the database."""
    for begins in count(1, _BYTES):
        [(some,)] = read_rows(_SOME_OF_SOURCE, [begins, _BYTES, source])
        yield bytes(some)
        if len(some) < _BYTES:
            return


def measure(text: KeptText) -> tuple[int, int]:
    """How many paragraphs a text has, and how many bytes these have."""
    rows, key = text.choose(_OF_TABLE, _OF_VERSION)
    [(paragraphs, characters)] = read_rows(_SIZE % rows, [key])
    return paragraphs, characters


def stream_words(text: KeptText) -> Iterator[str]:
    """The words of each paragraph of a text, however long it is: see stream_rows."""
    rows, key = text.choose(_OF_TABLE, _OF_VERSION)
    return (words for (words,) in stream_rows(_WORDS % rows, [key]))


def read_digests(text: KeptText) -> list[tuple[str, str]]:
    """The key of each paragraph of a text, and a digest of its words."""
    rows, key = text.choose(_OF_TABLE, _OF_VERSION)
    return [(name, digest) for name, digest in read_rows(_DIGESTS % rows, [key])]


def read_places(text: KeptText, facts: Content, places: Sequence[int]) -> dict[int, ContentParagraph]:
    """Paragraphs of a version by their places, here from 0."""
    if not places:
        return {}
    found = read_rows(_SOME_OF_VERSION, [f"$.paragraphs[{','.join(map(str, places))}]", text.revision])
    return dict(zip(places, _make_paragraphs(found, facts), strict=True))


def find_place(text: KeptText, key: str) -> int | None:
    """The place of the paragraph with that key, from 1; None where the text has none."""
    if text.revision:
        [(kept,)] = read_rows(_KEYS_OF_VERSION, [text.revision])
        keys: list[str] = msgspec.json.decode(kept)
        return keys.index(key) + 1 if key in keys else None
    found = read_rows(_PLACE_IN_TABLE, [text.document, key])
    return found[0][0] if found else None


def stream_rows(sql: str, parameters: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a statement, however many there are, with few of them in memory.

    Inside of a transaction, so that it goes through PgBouncer too. The statements that fetch have the limits of others.
    """
    name = f"rows_{next(_numbers)}"
    with connection.cursor() as cursor:
        cursor.execute(f"DECLARE {name} NO SCROLL CURSOR FOR {sql}", parameters)
        while found := _fetch(cursor, name):
            yield from found
        cursor.execute(f"CLOSE {name}")


def _fetch(cursor: Any, name: str) -> list[tuple[Any, ...]]:
    cursor.execute(f"FETCH {_AT_ONCE} FROM {name}")
    return cursor.fetchall()
