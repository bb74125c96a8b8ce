"""Words as the index knows them.

The database alone turns words into lexemes, by the functions that fill the index, so that index, query and highlight
can never disagree. What it answers never changes for a given word, and is remembered.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

# Letters and digits, with accents written as marks of their own and soft hyphens inside.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad])*")
_REMEMBERED = 200_000  # words; a lexeme takes about 200 bytes, so 40 MB at most
EXACT = "exact"

_memory: dict[tuple[str, str], str | None] = {}


@dataclass(frozen=True)
class Token:
    """A word in a text: text[start:end], and its form for looking it up."""

    start: int
    end: int
    word: str


def tokens(text: str) -> list[Token]:
    """The words of `text`, as archive_plain() separates them.

    "SAMP/T" -> SAMP, T; "dell'Alleanza" -> dell, alleanza.
    """
    return [Token(found.start(), found.end(), _plain(found[0])) for found in _WORD.finditer(text)]


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word).replace("\u00ad", "").lower()


def lexemes(language: str, words: Iterable[str]) -> dict[str, str | None]:
    """The lexeme of each of `words` in `language`, or EXACT; None for a stop word, which the index does not hold."""
    wanted = set(words)
    unknown = [word for word in wanted if (language, word) not in _memory]
    if unknown:
        if len(_memory) + len(unknown) > _REMEMBERED:
            _memory.clear()
        _memory.update(_ask(language, unknown))
    return {word: _memory.get((language, word)) for word in wanted}


def _ask(language: str, words: list[str]) -> dict[tuple[str, str], str | None]:
    vector = "archive_exact_words(word)" if language == EXACT else "archive_words(%s, word)"
    parameters = [words] if language == EXACT else [language, words]
    sql = f"SELECT word, (tsvector_to_array({vector}))[1] FROM unnest(%s::text[]) AS word"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return {(language, word): lexeme for word, lexeme in cursor.fetchall()}
