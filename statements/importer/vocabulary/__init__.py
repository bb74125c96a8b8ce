"""The words that the importer knows in each language: labels, notices, abbreviated months.

There is one data file per language, `en.toml`, `fr.toml`, `it.toml`, with a table for each group of rules and lists of
words in it. In these words a space stands for any white space, an apostrophe for either of its forms, and an
asterisk for any letters, so that "updat*" matches "updated" and "updating". Capitals may lack their accents:
"prononcé" also matches "PRONONCE", but not "prononce".
"""

import re
from functools import cache
from types import MappingProxyType
from typing import Any
from unicodedata import normalize

from babel import Locale
from babel.core import get_global

from statements import wordlists
from statements.languages import LANGUAGES
from statements.letters import strip_accents

_ACCENTED, _SHORT = re.compile("[àâäçèéêëìîïòôöùûü]"), 3
NOTHING = r"(?!)"  # a pattern that never matches


def vocabulary(language: str) -> MappingProxyType[str, Any]:
    """Everything in the file of `language`, table by table."""
    return wordlists.read_words(__name__, language)


@cache
def words(path: str, *languages: str) -> tuple[str, ...]:
    """The list at `path` ("turns.questions") in `languages`, or in all, each word once.

    Raises KeyError where a language has no such list: every language must have it, even if it is empty.
    """
    table, name = path.split(".")
    lists = (vocabulary(language)[table][name] for language in languages or LANGUAGES)
    return tuple(dict.fromkeys(word for words in lists for word in words))


@cache
def common_words() -> frozenset[str]:
    """Words that the languages also write in small letters: capitalised in a title, they need not be names.

    From `common.*.txt`, taken from a corpus of debates and releases, without given and family names.
    """
    folder = wordlists.folder_of(__name__)
    texts = (folder.joinpath(f"common.{language}.txt").read_text("utf-8") for language in LANGUAGES)
    return frozenset(word for text in texts for word in text.split())


@cache
def country_names() -> frozenset[str]:
    """The names of countries and other territories in the languages of the archive, from CLDR."""
    return frozenset(name for code in LANGUAGES for name in Locale(code).territories.values())


@cache
def city_names() -> frozenset[str]:
    """Cities of Europe, Asia and Africa in the archive's languages, from CLDR's names of time zones; and seats."""
    zones = [zone for zone in get_global("zone_territories") if zone.startswith(("Europe/", "Asia/", "Africa/"))]
    known = (Locale(code).time_zones.get(zone, {}).get("city") for code in LANGUAGES for zone in zones)
    english = {zone.rpartition("/")[2].replace("_", " ") for zone in zones}
    return frozenset(english | set(filter(None, known)) | set(words("dates.seats")))


@cache
def alternatives(path: str, *languages: str) -> str:
    """A pattern for any of the words at `path`, longest first; one that never matches where there are none."""
    patterns = sorted(map(pattern_of, words(path, *languages)), key=len, reverse=True)
    return rf"(?:{'|'.join(patterns)})" if patterns else NOTHING


@cache
def plain_pattern(path: str, *languages: str) -> str:
    """The pattern of `alternatives` for words that may lack accents, as capitals do: "MINISTERE"."""
    return "".join(map(_letter_pattern, alternatives(path, *languages)))


def _letter_pattern(letter: str) -> str:
    """A letter as a pattern: "é" -> "[ée]"; a letter that does not decompose is unchanged."""
    bare = normalize("NFD", letter)[0]
    return letter if bare == letter else f"[{letter}{bare}]"


def pattern_of(word: str) -> str:
    """A regular expression for a word of these files: "updat*" -> "updat\\w*", "d'armée" -> "d['’]armée"."""
    pattern = re.escape(word).replace(r"\ ", r"\s+")
    pattern = pattern.replace(r"\*", r"\w*").replace("'", "['’]")
    return _ACCENTED.sub(_accent_pattern, pattern) if len(word) > _SHORT else pattern


def _accent_pattern(letter: re.Match[str]) -> str:
    """An accented letter, or its capital without the accent; not for short words, where it differs: "è", "E"."""
    return f"(?:{letter[0]}|(?-i:{strip_accents(letter[0]).upper()}))"
