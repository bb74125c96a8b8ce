"""Words as the index knows them.

Only the database turns words into lexemes, with the functions that fill the index, so that index, query and highlight
can never disagree. Its answer for a given word never changes, and is remembered.
"""

from collections.abc import Iterable

from django.db import connection

from statements.languages import LANGUAGES
from statements.search.vocabulary import list_words, own_words

_REMEMBERED = 100_000  # words; each takes about 600 bytes in all languages, so 60 MB at most
EXACT = "exact"  # beside the language codes: words as written, ignoring accents and capitals

_memory: dict[str, dict[str, str | None]] = {}


def lexemes(words: Iterable[str]) -> dict[str, dict[str, str | None]]:
    """Return the lexemes of each of `words`, by language and EXACT; None for a stop word, which is not in the index.

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
            _memory = {}  # a new one: other threads may still be reading the old one
        _memory.update(answers)
        found.update(answers)
    return found


def lexemes_of_query(words: Iterable[str]) -> dict[str, dict[str, str | None]]:
    """Return the same for single words of a query: a stop word of one language asks for nothing in the others, unless
    it is also a word there. "un" -> None in English too; "but" -> "but" in French, where it means a goal."""
    found = lexemes(words)
    return {word: _drop_foreign(word, row) for word, row in found.items()}


def _drop_foreign(word: str, row: dict[str, str | None]) -> dict[str, str | None]:
    if word not in list_words("stop_words", "more") and all(row[code] is not None for code in LANGUAGES):
        return row
    return {code: None if code in LANGUAGES and word not in own_words(code) else each for code, each in row.items()}


def _ask(words: list[str]) -> dict[str, dict[str, str | None]]:
    found: dict[str, dict[str, str | None]] = {word: {} for word in words}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM archive_lexemes(%s, %s)", [[*LANGUAGES, ""], words])
        for word, language, lexeme in cursor.fetchall():
            found[word][language or EXACT] = lexeme
    return found
