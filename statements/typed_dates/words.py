"""What the words of a typed date may be: months and weekdays by the CLDR, the rest by the files of words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from babel import Locale

from statements.languages import LANGUAGES
from statements.letters import comparable, strip_accents
from statements.wordlists import read_words

_VOCABULARY = "statements.typed_dates.vocabulary"
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_DASHES = re.compile("[‐‑‒–—−]")
SHORTEST = 3  # letters of an abbreviated month

# A letter for each kind of word: see `read`.
MARKERS = {
    "from": "F", "until": "U", "before": "B", "after": "A", "between": "N", "and": "&", "to": "T", "of": "f",
    "now": "n", "onwards": "o", "fillers": "",
}  # fmt: skip


def fold(text: str) -> str:
    """Return `text` as it is compared: "Jusqu’à  Déc. 2022" -> "jusqu a dec. 2022"."""
    plain = strip_accents(_DASHES.sub("-", comparable(text))).casefold()
    return " ".join(_APOSTROPHES.sub(" ", plain).replace("…", "..").split())


def read_table(language: str, table: str) -> dict:
    """Return a table of the file of `language`."""
    return read_words(_VOCABULARY, language)[table]


@cache
def list_parts(name: str) -> tuple[str, ...]:
    """Return a list of the table "parts", for all languages."""
    return tuple(dict.fromkeys(word for code in LANGUAGES for word in read_table(code, "parts")[name]))


@cache
def markers() -> dict[tuple[str, ...], str]:
    """Map the words around dates to their letters, longest first: {("up", "to"): "U", ("since",): "F", …}."""
    found = {
        tuple(words.split()): letter
        for code in LANGUAGES
        for name, letter in MARKERS.items()
        for words in read_table(code, "around")[name]
    }
    return dict(sorted(found.items(), key=lambda each: -len(each[0])))


@cache
def markers_beginning() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The same by the first word of each."""
    found = defaultdict[str, list[tuple[tuple[str, ...], str]]](list)
    for words, letter in markers().items():
        found[words[0]].append((words, letter))
    return dict(found)


@cache
def numbers_in_words() -> dict[str, int]:
    """Map "first", "primo", "premier" to 1, and so on to 4."""
    lists = (read_table(code, "parts")["numbers"] for code in LANGUAGES)
    return {word: number for words in lists for number, word in enumerate(words, 1)}


@cache
def month_names() -> dict[str, int]:
    """Map the names of months in all languages to their numbers."""
    return {
        fold(name): number
        for code in LANGUAGES
        for names in (Locale(code).months["format"]["wide"],)
        for number, name in names.items()
    }


def find_month(word: str) -> int:
    """Return the month that a word names or abbreviates in a language; 0 for none, or several: "jui"."""
    names = month_names()
    if word in names:
        return names[word]
    meant = {number for name, number in names.items() if len(word) >= SHORTEST and name.startswith(word)}
    return meant.pop() if len(meant) == 1 else 0


@cache
def weekdays() -> frozenset[str]:
    """The names of weekdays, in full and abbreviated."""
    return frozenset(fold(name).rstrip(".") for code in LANGUAGES for name in _weekday_names(code))


def _weekday_names(code: str) -> Iterator[str]:
    days = Locale(code).days["format"]
    yield from (*days["wide"].values(), *days["abbreviated"].values())
