"""Texts as rows of lexemes, in the order of their words, without asking PostgreSQL for each text.

PostgreSQL takes a text apart at blanks, once archive_plain() has made one word of each number, blanks of punctuation,
and a word of %; what stands between two blanks has the same lexemes in every text. So it is asked once for each such
piece, and every text is put together from the answers: they are its own lexemes, by construction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from statements.connecting.rows import read_rows
from statements.letters import INVISIBLE, comparable
from statements.search.index.schema import BREAK
from statements.search.words import write_numbers

MOST = 3_000_000  # pieces that are remembered, at about 150 bytes
_PARAGRAPH = "\x01"  # between texts, as a piece of its own

# Only characters that archive_plain() makes blanks of, and blanks themselves; all others stay with their neighbours. As
# bytes: those of other letters in UTF-8 are all above 127, and a text takes a tenth of the time that it would as such.
_KEPT = frozenset(f"{_PARAGRAPH}%".encode())
_BLANKS = bytes(code if code > 127 or chr(code).isalnum() or code in _KEPT else ord(" ") for code in range(256))
_TYPOGRAPHIC = "’‘“”–—«»…\u00a0\u00b0\u2022"  # noqa: RUF001
# Of these archive_plain() takes account before it makes blanks: a mark may join the punctuation before it.
_JOINING = re.compile(f"[\u0300-\u036f\u212a\u212b{INVISIBLE}]")
_WORD = re.compile("[a-zA-Z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{1,40}")

_PIECES = """
SELECT piece, coalesce((SELECT string_agg(lexeme, ' ' ORDER BY place, lexeme)
                        FROM unnest({function}) AS made, unnest(made.positions) AS place), '')
FROM unnest(%s::text[]) AS piece
"""
_LEXEMES = "SELECT * FROM archive_lexemes(%s, %s)"


class Lexicon:
    """What pieces of texts are in the index: their words as written, and their stems by language."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._written = {_PARAGRAPH: BREAK}
        self._stems = dict[str, dict[str, str]]()

    def write(self, texts: Sequence[str], language: str, tag: str) -> list[tuple[str, str]]:
        """Return the lexemes of texts in `language`, separated by blanks: as written, and stems, each after `tag`.

        A text may be several, joined by join_texts(): between them stands BREAK, which is not among the stems.
        """
        if sum(map(len, self._stems.values())) > MOST:
            self._forget()
        plain = self._stems.setdefault(language, {_PARAGRAPH: ""})
        stems = self._stems.setdefault(language + tag, {_PARAGRAPH: ""})
        pieces = [split(text) for text in texts]
        unknown = set().union(*pieces) - stems.keys()
        plain.update(_ask(unknown - plain.keys(), language))
        stems.update({piece: " ".join(tag + lexeme for lexeme in plain[piece].split()) for piece in unknown})
        self._written.update(_ask(unknown - self._written.keys(), ""))
        written_of, stem_of = self._written.__getitem__, stems.__getitem__
        return [(" ".join(map(written_of, each)), " ".join(map(stem_of, each))) for each in pieces]


def join_texts(texts: Iterable[str]) -> str:
    """Join texts that no phrase may cross."""
    return f" {_PARAGRAPH} ".join(text.replace(_PARAGRAPH, " ") for text in texts)


def split(text: str) -> list[str]:
    """Return pieces of a text whose lexemes do not depend on what stands around them."""
    if text.isascii():
        return _part(write_numbers(text)).split()
    if _JOINING.search(text):
        return list(filter(None, re.split("[ \t\n\r\f\v]+", write_numbers(comparable(text)))))
    text = write_numbers(text)
    for letter in _TYPOGRAPHIC:
        text = text.replace(letter, " ")
    return list(filter(None, _part(text).split(" ")))


def _part(text: str) -> str:
    """Put blanks for all signs of ASCII, and around %, which is a word."""
    return text.replace("%", " % ").encode().translate(_BLANKS).decode()


def _ask(pieces: set[str], language: str) -> dict[str, str]:
    """Ask PostgreSQL for lexemes, those of words as written where no language is given. A word has one at most."""
    words = [piece for piece in pieces if _WORD.fullmatch(piece)]
    found = {word: lexeme or "" for word, _, lexeme in read_rows(_LEXEMES, [[language], words])} if words else {}
    function = "archive_words(%s, piece)" if language else "archive_exact_words(piece)"
    others = [piece for piece in pieces if piece not in found]
    given = [language] if language else []
    return found | dict(read_rows(_PIECES.format(function=function), [*given, others]) if others else ())
