"""Words as the index knows them.

The database alone turns words into lexemes, by the functions that fill the index, so that index, query and highlight
can never disagree. What it answers never changes for a given word, and is remembered.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from statements.languages import LANGUAGES
from statements.letters import INVISIBLE, comparable, without_accents
from statements.search.vocabulary import listed, own_words

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

    word: in lower case; form: as it is looked up, the same but for words in capitals, which the index tells from stop
    words (WHO, UN), and for NATO and Nato, which the Italian one tells from «nato», "born".
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
    return [Token(start, end, word, _form(word, text[start:end])) for start, end, word in found]


def _form(word: str, written: str) -> str:
    if written[0] == word[0]:
        return word
    if word == "nato" and comparable(written) == "Nato":
        return _ALLIANCE
    return comparable(written) if len(word) > 1 and written.isupper() else word


def typed_forms(text: str) -> list[str]:
    """What the words of a query are looked up as. Whoever types "nato" here means NATO."""
    return [_ALLIANCE if token.word == "nato" else token.form for token in tokens(text)]


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    return comparable(word).lower()


def plain_words(text: str) -> list[str]:
    """The words of a name, for looking it up: lower case without accents. "Türkiye" -> ["turkiye"]."""
    return [token.word for token in tokens(without_accents(text))]


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


def asked(words: Iterable[str]) -> dict[str, dict[str, str | None]]:
    """The same for single words of a query: what is a stop word in one language asks for nothing in the others, unless
    it is a word of theirs. "un" -> None in English too; "but" -> "but" in French, where it is a goal."""
    found = lexemes(words)
    return {word: _without_foreign(word, row) for word, row in found.items()}


def _without_foreign(word: str, row: dict[str, str | None]) -> dict[str, str | None]:
    if word not in listed("stop_words", "more") and all(row[code] is not None for code in LANGUAGES):
        return row
    return {code: None if code in LANGUAGES and word not in own_words(code) else each for code, each in row.items()}


def _ask(words: list[str]) -> dict[str, dict[str, str | None]]:
    columns = ", ".join("(tsvector_to_array(archive_words(%s, word)))[1]" for _ in LANGUAGES)
    sql = f"SELECT word, {columns}, (tsvector_to_array(archive_exact_words(word)))[1] FROM unnest(%s::text[]) word"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*LANGUAGES, words])
        return {word: dict(zip([*LANGUAGES, EXACT], row, strict=True)) for word, *row in cursor.fetchall()}
