"""Words as the index knows them.

The database alone turns words into lexemes, by the functions that fill the index, so that index, query and highlight
can never disagree. What it answers never changes for a given word, and is remembered.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from statements.languages import LANGUAGES
from statements.letters import INVISIBLE, comparable

# Letters and digits as archive_plain() leaves them: no ², no ½, no U+02BC; with accents as marks of their own and
# invisible characters inside.
_LETTER = r"[^\W_\u00b2\u00b3\u00b9\u00bc-\u00be\u02bc]"
_WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|[\u0300-\u036f{INVISIBLE}])*")
_ASCII_WORD = re.compile("[a-z0-9]+")
_REMEMBERED = 100_000  # words; one takes about 600 bytes in all languages, so 60 MB at most
_ALLIANCE = "NATO"
EXACT = "exact"  # beside the codes of languages: words as written, accents and capitals aside

_memory: dict[str, dict[str, str | None]] = {}


class Token(NamedTuple):
    """A word in a text: text[start:end].

    word: in lower case; form: as it is looked up, the same but for NATO and Nato, which stay in capitals, since the
    Italian index tells them from «nato», "born".
    """

    start: int
    end: int
    word: str
    form: str


def tokens(text: str) -> list[Token]:
    """The words of `text`, as archive_plain() separates them.

    "SAMP/T" -> SAMP, T; "dell'Alleanza" -> dell, alleanza.
    """
    if text.isascii():
        found = [(*each.span(), each[0]) for each in _ASCII_WORD.finditer(text.lower())]
    else:
        found = [(*each.span(), _plain(each[0])) for each in _WORD.finditer(text)]
    return [
        Token(start, end, word, _ALLIANCE if word == "nato" and _is_alliance(text[start:end]) else word)
        for start, end, word in found
    ]


def _is_alliance(written: str) -> bool:
    return comparable(written) in ("NATO", "Nato")


def typed_forms(text: str) -> list[str]:
    """What the words of a query are looked up as. Whoever types "nato" here means NATO."""
    return [_ALLIANCE if token.word == "nato" else token.word for token in tokens(text)]


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    return comparable(word).lower()


def unaccented(text: str) -> str:
    """Without accents: "Élysée" -> "Elysee"."""
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


def plain_words(text: str) -> list[str]:
    """The words of a name, for looking it up: lower case without accents. "Türkiye" -> ["turkiye"]."""
    return [token.word for token in tokens(unaccented(text))]


def lexemes(words: Iterable[str]) -> dict[str, dict[str, str | None]]:
    """The lexemes of each of `words`, by language and EXACT; None for a stop word, which the index does not hold.

    {"della"} -> {"della": {"it": None, "en": "della", "fr": "del", "exact": "della"}}. One query at most.
    """
    global _memory
    wanted = set(words)
    remembered = {word: _memory.get(word) for word in wanted}
    found = {word: known for word, known in remembered.items() if known is not None}
    unknown = [word for word in wanted if word not in found]
    if unknown:
        answers = _ask(unknown)
        if len(_memory) + len(answers) > _REMEMBERED:
            _memory = {}  # a new one: other threads may be reading the old
        _memory.update(answers)
        found.update(answers)
    return found


def _ask(words: list[str]) -> dict[str, dict[str, str | None]]:
    columns = ", ".join("(tsvector_to_array(archive_words(%s, word)))[1]" for _ in LANGUAGES)
    sql = f"SELECT word, {columns}, (tsvector_to_array(archive_exact_words(word)))[1] FROM unnest(%s::text[]) word"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*LANGUAGES, words])
        return {word: dict(zip([*LANGUAGES, EXACT], row, strict=True)) for word, *row in cursor.fetchall()}
