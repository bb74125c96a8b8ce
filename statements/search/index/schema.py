"""What stands in the derived index: a document for each published document, for each of its utterances, and its state.

All rows have the facts of their document, so that every filter works on both kinds. Sizes are small: nothing but the
state is stored, and what lists and counts read lies in columns.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

try:
    import tantivy
except ImportError:  # the archive works without it, more slowly
    tantivy: Any = None  # type: ignore[no-redef]

FORMAT = 3  # to be raised whenever something else stands in the index
DOCUMENT, UTTERANCE, STATE = "document", "utterance", "state"  # values of `row`
BREAK = "|"  # between texts that no phrase crosses; no word of a text, as archive_plain() takes it out
UNDATED = (1 << 23) - 1  # beyond every day that a date can have
_KEY_BITS = 40


def folder() -> Path:
    """Where the index is, if there is one."""
    return settings.INDEX_DIR


def make_schema() -> Any:
    """The fields of the index.

    words: stems, as often as they occur, those of the title once more. exact: words as written, in order. fact: what
    facets count, of which there are few combinations. key: of the document or the utterance. newest, oldest: how lists
    are sorted; the key is in them, and breaks ties.
    """
    made = tantivy.SchemaBuilder()
    for name in ("row", "language", "kind", "fact", "days"):
        made.add_text_field(name, fast=name in ("fact", "days"), tokenizer_name="raw", index_option="basic")
    made.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    made.add_text_field("exact", tokenizer_name="whitespace", index_option="position")
    for name in ("document", "key", "publisher", "speaker", "sayer"):
        made.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("newest", "oldest"):
        made.add_unsigned_field(name, fast=True)
    for name in ("first_day", "last_day", "publish_at"):
        made.add_integer_field(name, indexed=True, fast=True)
    return made.build()


def stem_term(row: str, language: str, lexeme: str) -> str:
    """How a stem is written in `words`. Those of utterances are counted apart: en:gas in documents, en;gas in these."""
    return f"{language}{':' if row == DOCUMENT else ';'}{lexeme}"


def language_term(row: str, language: str) -> str:
    return stem_term(row, language, "")


def sort_keys(day: int | None, key: int) -> tuple[int, int]:
    """The order of lists as numbers, newest first (from the greatest) and oldest first (from the smallest): by the
    first day, undated ones last, then by key."""
    return ((day or 0) << _KEY_BITS) | key, ((day or UNDATED) << _KEY_BITS) | key


def key_in(sort_key: int) -> int:
    """The key of the document in a number of sort_keys()."""
    return sort_key & ((1 << _KEY_BITS) - 1)


def microseconds(moment: datetime) -> int:
    """A moment as a number that is exact to PostgreSQL's microsecond."""
    since = moment - datetime(1970, 1, 1, tzinfo=moment.tzinfo)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
