"""Groups of spellings that mean the same: the glossary (`Term`), aliases of speakers, countries and some cities, and
initials with and without stops.

Countries come from the CLDR, https://cldr.unicode.org; older and alternative names are in `vocabulary/`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from babel import Locale

from statements.connecting.rows import Rows, read_rows
from statements.languages import LANGUAGES
from statements.letters import strip_accents
from statements.models import Speaker, Term
from statements.search.lexemes import lexemes
from statements.search.memory import ArchiveState
from statements.search.patterns import quote_lexeme
from statements.search.vocabulary import list_words, vocabulary
from statements.search.words import plain, plain_words, tokens

_NO_COUNTRIES = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}
_IN_BRACKETS = re.compile(r"(.+) \((.+)\)")  # Myanmar (Burma)
_ALLIANCE = "nato"  # "born" in Italian, but anyone who types it here means NATO
_CALLED = "SELECT id FROM statements_speaker WHERE aliases <> '{}' AND names @@ %s::tsquery"


class Spellings(dict[str, tuple[str, ...]]):
    """By the plain words of each spelling, the whole of its group."""

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        found = defaultdict[str, list[str]](list)
        for key in self:
            for word in key.split():
                found[word].append(key)
        return found

    def groups_with(self, words: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """The groups in which a spelling has one of the plain words."""
        return (self[key] for word in words for key in self._by_word.get(word, ()))


def is_name(typed: str, spelling: str, beside: Iterable[str]) -> bool:
    """Whether `typed`, which has the letters of `spelling`, means it and not an ordinary word or a given name.

    Capitals tell them apart: "un" is an article, "UN" the United Nations; "la réunion" is a meeting, "La Réunion" the
    island. beside: the words before and after it. "Jordan Syria" names two countries, "Jordan Bardella" a person.
    """
    key = _single_word(spelling)
    if key in list_words("capitals", "people"):
        return False
    written = next((typed[each.start : each.end] for each in tokens(typed) if strip_accents(each.word) == key), "")
    if key in list_words("capitals", "first_names") and any(
        map(_may_be_a_surname if written[:1].isupper() else bool, beside)
    ):
        return False
    if not is_word(key):
        return True
    return written.isupper() if spelling.isupper() else written[:1].isupper()


def _may_be_a_surname(word: str) -> bool:
    return word[:1].isupper()


def is_addable(spelling: str) -> bool:
    """Whether it may be searched for when something else was typed: only if nothing else is spelt the same way.

    Initials may be if the index tells them from a word, as it does for stop words.
    """
    key = _single_word(spelling)
    if key in list_words("capitals", "people"):
        return False
    return not is_word(key) or (spelling.isupper() and _is_stop_word(key))


def _single_word(spelling: str) -> str:
    """The only word of a spelling apart from articles and the like; empty if it has several."""
    several = plain_words(spelling)
    telling = [word for word in several if len(several) == 1 or not _is_stop_word(word)]
    return telling[0] if len(telling) == 1 else ""


def is_word(key: str) -> bool:
    """Whether a plain word is also an ordinary word in one of the languages."""
    return key != _ALLIANCE and (key in list_words("capitals", "words") or (bool(key) and _is_stop_word(key)))


def _is_stop_word(key: str) -> bool:
    return None in lexemes([key])[key].values()


def index_spellings(groups: Iterable[Iterable[str]]) -> Spellings:
    """Index the groups by the plain words of each spelling; a spelling in several groups gets the spellings of all."""
    found = Spellings()
    for group in groups:
        spellings = tuple(filter(None, group))
        for each in spellings:
            key = plain(each)
            found[key] = (*found.get(key, ()), *spellings)
    return found


_remembered: tuple[object, Spellings] = (None, Spellings())


def terms(state: ArchiveState) -> Spellings:
    """Return the glossary, reading it again after the archive has changed."""
    global _remembered
    version, spellings = _remembered
    if version != state.version:
        spellings = index_spellings(term.spellings for term in Term.objects.all())
        _remembered = state.version, spellings
    return spellings


def aliases(asked: Iterable[str], state: ArchiveState) -> Spellings:
    """Return names and aliases of the speakers whose names contain one of the words. Surnames are grouped only with
    surnames, full names only with full names."""
    wanted = " | ".join(quote_lexeme(word) for word in sorted(asked))
    people = state.recall(f"aliases: {wanted}", lambda: _list_aliases(wanted))
    return index_spellings(group for name, several in people for group in _group_by_length([name, *several]))


def _list_aliases(wanted: str) -> Rows:
    """Public speakers who have aliases; most words are nobody's name, which is soon known."""
    called = [key for (key,) in read_rows(_CALLED, [wanted])]
    return list(Speaker.objects.public().filter(pk__in=called).values_list("name", "aliases")) if called else []


def _group_by_length(names: list[str]) -> list[list[str]]:
    surnames = [name for name in names if len(plain_words(name)) == 1]
    return [surnames, [name for name in names if name not in surnames]]


@cache
def initials() -> Spellings:
    """Return initials that are written with stops and without: E.U., EU."""
    with_stops = sorted(list_words("capitals", "with_stops"))
    return index_spellings((each.replace(".", ""), each) for each in with_stops)


def joined_initials(key: str) -> str:
    """Return the plain form without stops of one with them, if these are known initials: "e u" -> "eu"."""
    return plain(initials()[key][0]) if key.count(" ") and key in initials() else ""


@cache
def countries() -> Spellings:
    """Return the names of countries and some cities in the languages of the archive."""
    codes = dict.fromkeys(
        code for language in LANGUAGES for code in (*_territories(language), *_country_names(language))
    )
    return index_spellings(
        dict.fromkeys(name for language in LANGUAGES for name in _names(code, language)) for code in codes
    )


def _names(code: str, language: str) -> list[str]:
    name = _territories(language).get(code, "").replace(" & ", " and ")
    bracketed = _IN_BRACKETS.fullmatch(name)
    return [*(bracketed.groups() if bracketed else [name]), *_country_names(language).get(code, [])]


@cache
def _territories(language: str) -> dict[str, str]:
    named = Locale(language).territories.items()
    return {code: name for code, name in named if code.isalpha() and len(code) == 2 and code not in _NO_COUNTRIES}


def _country_names(language: str) -> dict[str, list[str]]:
    return vocabulary(language)["names"]
