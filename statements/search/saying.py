"""What somebody said about something, typed as a question: "what did Meloni say about Ukraine".

Either the name comes first (Macron a dit …) or the verb (cosa ha detto Meloni …, statements by Meloni …). The words
before the verb, or those between it and a word such as "about", must be one name that the archive knows: the query that
is made of them gives words to that person. Of a name that it does not know, the page says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import dropwhile

from statements.search.vocabulary import list_words
from statements.search.words import plain

_JOINED = re.compile(r"(?<=[^\W\d_])['’ʼ](?=\w)")  # noqa: RUF001
_PUNCTUATION = "?!.,;:…"
_MOST_NAMES = 5  # words of a name
_SIGN = re.compile(r"[-−–(]|OR$|AND$|NOT$|NEAR(/\d+)?$|\|$")  # noqa: RUF001

IsPerson = Callable[[str], bool]


def write_said(pieces: Sequence[str], is_person: IsPerson) -> str:
    """Return the query for what somebody said that a question asks for: said:meloni Ukraine; "" for other queries.

    pieces: of the query as typed; is_person: whether the archive knows somebody of that name.
    """
    name, topic = _take_apart(pieces, is_person)
    return _write(name, topic) if name else ""


def find_name(pieces: Sequence[str]) -> str:
    """Return the name in a question of that kind, if its words begin with capitals, whether or not anybody has it."""
    first = [word for piece in pieces[:1] for word in _words_of(piece)]
    if not any(_is_in(word, "openers") for word in first):
        return ""
    name, _ = _take_apart(pieces, lambda name: all(word.istitle() for word in name.split()))
    return " ".join(name)


def _take_apart(pieces: Sequence[str], is_person: IsPerson) -> tuple[list[str], list[str]]:
    """The words of the name and those of what it is about; none where nobody is asked about."""
    words = [word for piece in pieces for word in _words_of(piece)]
    if any(_SIGN.match(word) or word.startswith(("said:", "speaker:")) for word in words):
        return [], []
    words = _skip(words, "openers")
    place = next((place for place, word in enumerate(words) if _is_in(word, "saying", "sayings")), None)
    if place is None:
        return [], []
    before, after = _skip_last(words[:place]), words[place + 1 :]
    links = "of" if _is_in(words[place], "sayings") else "by"
    name, topic = (before, after) if before else _split(_skip(after, links), is_person)
    name = _strip_title(name)
    return (name, topic) if name and _is_name(name, is_person) else ([], [])


def _words_of(piece: str) -> list[str]:
    """The words of a piece: "sull'Ucraina?" -> sull, Ucraina; what is quoted or a field stays whole."""
    if '"' in piece or ":" in piece.rstrip(_PUNCTUATION):
        return [piece]
    return [word for part in _JOINED.split(piece) if (word := part.rstrip(_PUNCTUATION) or "") and plain(word)]


def _is_in(word: str, *lists: str) -> bool:
    return '"' not in word and any(plain(word) in list_words("questions", name) for name in lists)


def _skip(words: list[str], *lists: str) -> list[str]:
    """Return the words without those at the beginning that are in the lists, or articles."""
    return list(dropwhile(lambda word: _is_in(word, *lists) or _is_article(word), words))


def _skip_last(words: list[str]) -> list[str]:
    """Return the words before a verb without its auxiliary: Macron a, Meloni ha, Meloni has."""
    while words and _is_in(words[-1], "openers", "about", "auxiliaries"):
        words = words[:-1]
    return words


def _is_article(word: str) -> bool:
    return plain(word) in list_words("articles", "whole") | list_words("articles", "elided")


def _split(words: list[str], is_person: IsPerson) -> tuple[list[str], list[str]]:
    """Part what follows the verb into the longest name and what it is about."""
    for length in range(min(len(words), _MOST_NAMES), 0, -1):
        ends = length == len(words) or _is_in(words[length], "about") or ":" in words[length]
        if ends and _is_name(_strip_title(words[:length]), is_person):
            return words[:length], words[length:]
    return [], []


def _strip_title(words: list[str]) -> list[str]:
    """Return a name without an article and a title before it: il presidente Mattarella."""
    words = _skip(words)
    for length in (2, 1):
        if len(words) > length and _is_in(" ".join(words[:length]), "titles"):
            return words[length:]
    return words


def _is_name(words: list[str], is_person: IsPerson) -> bool:
    plainly = all(word[:1].isalpha() and '"' not in word and ":" not in word for word in words)
    return bool(words) and len(words) <= _MOST_NAMES and plainly and is_person(" ".join(words))


def _write(name: list[str], topic: list[str]) -> str:
    said = f"said:{name[0].lower()}" if len(name) == 1 else f'said:"{" ".join(name)}"'
    return " ".join([said, *(word for word in topic if not _is_in(word, "about") and not _is_article(word))])
