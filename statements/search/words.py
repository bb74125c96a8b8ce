"""How words are told apart in a text and compared, without the database, which does it in the same way."""

import re
from functools import lru_cache
from typing import NamedTuple

from statements.letters import INVISIBLE, comparable, strip_accents

# Letters and digits as archive_plain() leaves them: no ², no ½, no U+02BC.
LETTER = r"[^\W_\u00b2\u00b3\u00b9\u00bc-\u00be\u02bc]"
# Inside words, texts may have accents as separate characters, and invisible characters.
_WORD = re.compile(rf"{LETTER}(?:{LETTER}|[\u0300-\u036f{INVISIBLE}])*")
_ASCII_WORD = re.compile("[a-z0-9]+")
_ALLIANCE = "NATO"


class Token(NamedTuple):
    """A word in a text: text[start:end].

    word: in lower case; form: as it is looked up, the same except for words in capitals, which the index distinguishes
    from stop words (WHO, UN), and for NATO and Nato, which the Italian index distinguishes from «nato», "born".
    """

    start: int
    end: int
    word: str
    form: str


def tokens(text: str) -> list[Token]:
    """Split `text` into words, as archive_plain() does.

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
    """Return the forms under which the words of a query are looked up. Anyone who types "nato" here means NATO."""
    return [_ALLIANCE if token.word == "nato" else token.form for token in tokens(text)]


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    return comparable(word).lower()


def plain_words(text: str) -> list[str]:
    """Return the words of a name for looking it up: lower case, without accents. "Türkiye" -> ["turkiye"]."""
    return [token.word for token in tokens(strip_accents(text))]


def plain(text: str) -> str:
    """Return the form in which names and spellings are compared: "L'Élysée" -> "l elysee"."""
    return " ".join(plain_words(text))
