"""The bulk format: JSON Lines, one document per line, plain or compressed, read as a stream.

{"id": "en-1", "language": "en", "date": "2000-01-17", "kind": "debate", "title": "Resumption of the session",
 "publisher": "European Parliament", "speakers": ["Member 087"], "translation_key": "ep-1", "text": "I declare…"}
"""

import gzip
import json
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, cast
from uuid import UUID, uuid5

from statements.dates import parse_edtf
from statements.importer.bulk import ORIGIN
from statements.importer.bulk.dumped import Dumped, has_dumped, make_draft, read_dumped
from statements.importer.draft import (
    DraftDocument,
    DraftParagraph,
    Refused,
    Span,
    TilingError,
    Use,
    is_blank,
    showable,
    tile,
)
from statements.importer.extract import Fact, Limits
from statements.importer.pipeline import PARAGRAPH_LIMIT, check_marks, check_paragraphs, first_words
from statements.languages import LANGUAGES
from statements.letters import normalize_name

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst")
# Other archives' names for our kinds; any other name becomes "other".
_KINDS = {
    "press-statement": "press-statement",
    "statement": "press-statement",
    "statements-releases": "press-statement",
    "briefings-statements": "press-statement",
    "releases": "press-statement",
    "communique": "communique",
    "communiqué": "communique",
    "declaration": "declaration",
    "speech": "speech",
    "speeches-remarks": "speech",
    "remarks": "speech",
    "readout": "readout",
    "transcript": "transcript",
    "debate": "transcript",
    "press-briefings": "transcript",
    "news-report": "news-report",
    "articles": "news-report",
    "commentary": "commentary",
    "blog": "commentary",
}
_TRANSLATIONS = UUID("6f0f2a52-8c1b-5d0e-9a36-0f3f5b6f7c11")  # the namespace of translation keys: never change it
_WORDS = {"id": 200, "language": 2, "date": 21, "kind": 100, "title": 100_000, "publisher": 200}  # characters
_FIELDS = {*_WORDS, "speakers", "text", "translation_key"}
_OPTIONAL = {"translation_key"}
_SPEAKERS = 1_000
_TITLE = 500  # characters
_LINE_END = re.compile(r"[\r\n]+")
_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)\s*")
_BOM = b"\xef\xbb\xbf"
_CHUNK = 1 << 20  # bytes
# What a damaged or truncated compressed file raises; reading stops there.
READ_ERRORS = (OSError, EOFError, zstd.ZstdError)


@dataclass(frozen=True)
class RawLine:
    """A line as received, without its line end. number: from 1, counting blank lines. refusal: why it was not kept."""

    number: int
    content: bytes
    refusal: str = ""


@dataclass(frozen=True)
class Record:
    """A line whose JSON could be read and that has an id."""

    number: int
    content: bytes
    sha256: str
    external_id: str
    fields: dict[str, Any]


@dataclass(frozen=True)
class BulkDocument:
    """A record as a document. The draft's publisher and participations are names, not slugs: only the archive knows
    the slugs. A dump does, too: dumped is what it says beyond the format."""

    record: Record
    draft: DraftDocument
    text: str
    translation_group: UUID | None
    dumped: Dumped | None = None


def is_bulk(path: Path) -> bool:
    """Whether the name of `path` shows that it is in the bulk format."""
    return path.name.lower().endswith(ENDINGS)


def open_bulk(path: Path) -> IO[bytes]:
    """Open the file at `path` and decompress it while reading. Raises READ_ERRORS where it cannot be read."""
    name = path.name.lower()
    if name.endswith(".zst"):
        return cast(IO[bytes], zstd.open(path, "rb"))
    if name.endswith(".gz"):
        return cast(IO[bytes], gzip.open(path, "rb"))
    return path.open("rb")


def raw_lines(stream: IO[bytes], limit: int) -> Iterator[RawLine]:
    """The lines of `stream` that are not blank. A line over `limit` bytes is skipped and never held whole."""
    number = 0
    while content := stream.readline(limit + 2):
        number += 1
        line = content.rstrip(b"\r\n")
        if number == 1:
            line = line.removeprefix(_BOM)
        if len(line) > limit:
            _pass_over(stream, content)
            yield RawLine(number, b"", f"the line has more than {limit:,} bytes")
        elif line.strip():
            yield RawLine(number, line)


def _pass_over(stream: IO[bytes], content: bytes) -> None:
    """Read on to the end of the line that begins with `content`."""
    while content and not content.endswith(b"\n"):
        content = stream.readline(_CHUNK)


def documents_of(path: Path, limit: int) -> Iterator[BulkDocument]:
    """The documents in the file at `path`, one per line of at most `limit` bytes. Lines that hold no document are
    skipped, and so is everything after the point where the file is damaged."""
    with suppress(*READ_ERRORS), open_bulk(path) as stream:
        for line in raw_lines(stream, limit):
            with suppress(Refused, TilingError):
                yield make_document(read_record(line))


def read_record(line: RawLine) -> Record:
    """The JSON object of a line. Raises Refused where it is not one, or has no id."""
    if line.refusal:
        raise Refused(line.refusal)
    try:
        fields = json.loads(line.content.decode("utf-8"), object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        raise Refused(f"not UTF-8: byte {error.start} of the line is wrong") from None
    except json.JSONDecodeError as error:
        raise Refused(f"not JSON: {error.msg} at character {error.pos}") from None
    except (ValueError, RecursionError):
        raise Refused("not JSON that can be read: a number is too long, or it is nested too deeply") from None
    if not isinstance(fields, dict):
        raise Refused("not a JSON object")
    external_id = _words(fields, "id")
    if not external_id or external_id != showable(external_id).strip():
        raise Refused("id is empty, or has spaces around it or characters that cannot be shown")
    return Record(line.number, line.content, sha256(line.content).hexdigest(), external_id, fields)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise Refused("a field is given twice")
    return fields


def make_document(record: Record) -> BulkDocument:
    """The document in `record`. Raises Refused, naming the field, where it is not one."""
    fields = record.fields
    _check_names(fields)
    text = _string(fields, "text")
    if is_blank(text):
        raise Refused("text is empty")
    check_marks(text)
    if has_dumped(fields):
        return _restore_document(record, text)
    paragraphs = tuple(_paragraphs(text))
    check_paragraphs(paragraphs, Limits().paragraphs)
    title, assigned = _title(fields, paragraphs)
    kind = _KINDS.get(_words(fields, "kind").lower())
    draft = DraftDocument(
        title=title,
        title_assigned=assigned,
        language=Fact(_language(fields), ORIGIN),
        date=Fact(_date(fields), ORIGIN),
        kind=Fact(kind or "other", ORIGIN if kind else "unknown"),
        publisher=normalize_name(_words(fields, "publisher")) or None,
        place=Fact("", ORIGIN),
        reference=Fact("", ORIGIN),
        source_url=Fact("", ORIGIN),
        participations=tuple((name, "speaker") for name in _speakers(fields)),
        paragraphs=paragraphs,
        spans=tile(text, [span for paragraph in paragraphs for span in paragraph.spans]),
    )
    return BulkDocument(record, draft, text, _translation_group(fields))


def _restore_document(record: Record, text: str) -> BulkDocument:
    """The document in a line of a dump. Raises Refused."""
    dumped = read_dumped(record.fields)
    draft = make_draft(dumped)
    check_paragraphs(draft.paragraphs, Limits().paragraphs)
    return BulkDocument(record, draft, text, dumped.translation_group, dumped)


def _check_names(fields: dict[str, Any]) -> None:
    """Raises Refused where a field is missing, or is not part of the format."""
    missing = sorted(_FIELDS - _OPTIONAL - fields.keys())
    unknown = sorted(name for name in fields.keys() - _FIELDS if not name.startswith("_"))
    if missing:
        raise Refused(f"no {', '.join(missing)}")
    if unknown:
        raise Refused(f"unknown field {showable(', '.join(unknown)[:100])!r}: {', '.join(sorted(_FIELDS))} are known")


def _string(fields: dict[str, Any], name: str) -> str:
    """The value of a field. Raises Refused where it is not a string, or one that PostgreSQL cannot store."""
    return _check_text(fields.get(name), name)


def _check_text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise Refused(f"no {name}" if value is None else f"{name} is not a string")
    if "\0" in value:
        raise Refused(f"{name} has a NUL character")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Refused(f"{name} has half a character (\\u{ord(value[error.start]):04x}) at {error.start}") from None
    return value


def _words(fields: dict[str, Any], name: str) -> str:
    """The value of a one-line field: runs of white space become one space, except in an id."""
    value = _string(fields, name)
    if len(value) > _WORDS[name]:
        raise Refused(f"{name} has {len(value):,} characters, more than {_WORDS[name]:,}")
    return value if name == "id" else " ".join(value.split())


def _language(fields: dict[str, Any]) -> str:
    language = _words(fields, "language")
    if language not in LANGUAGES:
        raise Refused(f"language {showable(language)!r} is not one of {', '.join(LANGUAGES)}")
    return language


def _date(fields: dict[str, Any]) -> str:
    date = _string(fields, "date")
    try:
        parse_edtf(date)
    except ValueError as error:
        raise Refused(f"date: {showable(str(error)[:200])}") from None
    return _words(fields, "date")


def _title(fields: dict[str, Any], paragraphs: tuple[DraftParagraph, ...]) -> tuple[Fact, bool]:
    """The title, and whether the archive assigned it: the first words where there is none. A title longer than the
    archive keeps is cut after a word; the line as received has all of it."""
    title = _words(fields, "title")
    if is_blank(title):
        return Fact(first_words(paragraphs[0].text), "guess"), True
    if len(title) > _TITLE:
        cut = title[:_TITLE]
        return Fact((cut[: cut.rfind(" ", 0, _TITLE - 1)] if " " in cut else cut[:-1]) + "…", "shortened"), False
    return Fact(title, ORIGIN), False


def _speakers(fields: dict[str, Any]) -> list[str]:
    """The speakers' names, each once."""
    speakers = fields.get("speakers")
    if not isinstance(speakers, list):
        raise Refused("speakers is not a list")
    if len(speakers) > _SPEAKERS:
        raise Refused(f"there are more than {_SPEAKERS:,} speakers")
    names = [normalize_name(_check_text(name, "a speaker")) for name in speakers]
    if any(is_blank(name) or len(name) > 200 for name in names):
        raise Refused("the name of a speaker is empty or has more than 200 characters")
    return list(dict.fromkeys(names))


def _translation_group(fields: dict[str, Any]) -> UUID | None:
    """An id that translations of each other share, made from their key so that it is the same in every archive."""
    if "translation_key" not in fields:
        return None
    key = _string(fields, "translation_key")
    return uuid5(_TRANSLATIONS, key) if key else None


def _paragraphs(text: str) -> Iterator[DraftParagraph]:
    """Split paragraphs at blank lines; in a text without any, and in a paragraph that is too long, at line ends."""
    separator = _BLANK_LINE if _BLANK_LINE.search(text.strip()) else _LINE_END
    for start, end in _pieces(text, 0, len(text), separator):
        too_long = end - start > PARAGRAPH_LIMIT
        for first, last in _pieces(text, start, end, _LINE_END) if too_long else [(start, end)]:
            yield DraftParagraph(text[first:last], (Span(first, last, Use.PARAGRAPH),))


def _pieces(text: str, start: int, end: int, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The intervals of text[start:end] between separators that contain words, without surrounding white space."""
    position = start
    for stop, after in [*(gap.span() for gap in separator.finditer(text, start, end)), (end, end)]:
        piece = text[position:stop]
        first = position + len(piece) - len(piece.lstrip())
        if not is_blank(piece):
            yield first, first + len(piece.strip())
        position = after
