"""Labels of speakers without a name of their own: "Reporter", "Chief of Staff", "Le Monde", "John Smith from BBC"."""

from __future__ import annotations

import re
from functools import cache

from statements.importer.labels.label import Label, Sort
from statements.importer.labels.words import (
    ADDRESSES,
    ARTICLES,
    ASKED,
    ASKING,
    COMING_FROM,
    CONNECTIVES,
    GENITIVES,
    HOUSES,
    NO_NAMES,
    NUMBERS,
    OF_HOUSES,
    ONE,
    ORDERS,
    PAIRS,
    PRESS,
    QUESTIONS,
    ROLES,
    SMALL,
    SMALL_WORDS,
    STARTERS,
    VERBS,
    VOICES,
    common_names,
    fold,
    is_place_or_day,
    read_words,
)
from statements.importer.vocabulary import alternatives

_NUMBERED = re.compile(r"([a-z])(\d{1,2})")  # "Q1", "A1"
_ROLE_WORDS = 5  # words for somebody without a name: "Voix dans la", "Capo di stato maggiore"
_SHORT_NUMBER = re.compile(r"[#n°]*\d{1,3}")
_INITIALS = re.compile(r"[A-ZÀ-Þ]{2}|(?:[A-ZÀ-Þ]\.){2,3}")
_ELISION = re.compile(rf"{alternatives('turns.elided_before_houses')}['’](?=\S)", re.IGNORECASE)
_MOST_DESCRIBED = 2  # words in a description such as "Local journalist"
_NAME_WORDS = 6  # words in a name before the house
_ASKING_WORDS = 5  # words in an unknown name before a question


def role_of(main: str, words: list[str], mark: str) -> Label | None:
    """The label of somebody without a name: "Reporter", "SPEAKER_01", "Journaliste de France 2", "Le Monde".

    In small letters, only words for those who certainly speak are accepted, and only before a colon: "reporter:".
    """
    small = [fold(word) for word in words]
    phrase, plain, number = _phrases(small)
    if main[0].islower() and not (phrase in ROLES and mark == ":"):
        return None
    numbered = _NUMBERED.fullmatch(phrase)
    if plain in ASKED and plain != phrase:  # "The question: what now?"
        return None
    if phrase in PAIRS or (numbered and numbered[1] in PAIRS):
        return Label(main, Sort.LETTER, (phrase,), (), "", "", "")
    if small[0] in QUESTIONS and " ".join(small[1:]) in HOUSES:
        return Label(main, Sort.ROLE, tuple(small), (), "", "", "")
    if main[0].islower() and phrase in ASKED:  # "answer: none" may be anything
        return Label(main, Sort.UNKNOWN, tuple(small), (), "", "", "")
    if {phrase, plain} & ROLES or (number and plain in VOICES) or (numbered and numbered[1] in ASKING):
        return Label(main, Sort.ROLE, tuple(small), (), "", "", "")
    if {phrase, plain} & VOICES:
        return Label(main, Sort.OFFICE, tuple(small), (), "", "", "")
    return _role_with_more(main, words, small) or _reporter_with_adjective(main, words, small)


def _phrases(small: list[str]) -> tuple[str, str, bool]:
    """The words of a label without the number after them; the same without an article; whether there was a number."""
    number = _SHORT_NUMBER.fullmatch(small[-1]) is not None and len(small) > 1
    size = len(small) - number - (number and len(small) > 2 and small[-2] in NUMBERS)  # noqa: PLR2004
    small = small[:size]
    if small[0].startswith("l'"):
        small = ["l'", small[0][2:], *small[1:]]
    phrase = " ".join(small)
    plain = phrase.split(" ", 1)[-1] if small[0] in ARTICLES and len(small) > 1 else phrase
    return phrase, plain, number


def _role_with_more(main: str, words: list[str], small: list[str]) -> Label | None:
    """Somebody without a name, with their affiliation: "Journalist from Le Monde", "Chef d'état-major des armées"."""
    first = int(small[0] in ARTICLES)
    for place in range(first + 1, min(len(small), _ROLE_WORDS + first + 1)):
        phrase = " ".join(small[first:place])
        if phrase not in ROLES | VOICES or (first and phrase in ASKED):
            continue
        elided = _ELISION.match(words[place])
        rest = [words[place][elided.end() :], *words[place + 1 :]] if elided else words[place + 1 :]
        if not rest or not (elided or small[place] in CONNECTIVES | OF_HOUSES):
            continue
        if phrase in ASKED and small[place] not in COMING_FROM:  # "Question de confiance"
            known = _is_house(rest, sure=True)
        else:
            known = all(_has_capital(word) or fold(word) in SMALL_WORDS for word in rest)
        if known:
            return Label(main, Sort.ROLE if phrase in ROLES else Sort.OFFICE, tuple(small), (), "", "", "")
    return None


def _reporter_with_adjective(main: str, words: list[str], small: list[str]) -> Label | None:
    """A reporter described by one more word: "Local journalist", "A reporter", "Un giornalista ucraino"."""
    bare = small[small[0] in ARTICLES | ONE :]
    if not 0 < len(bare) <= _MOST_DESCRIBED or bare[0] in STARTERS | ADDRESSES:
        return None
    reporter = {bare[0], bare[-1]} & PRESS
    plain = all(word[:1].isalpha() and "'" not in word and word not in VERBS | SMALL for word in bare)
    return Label(main, Sort.UNKNOWN, tuple(small), (), "", "", "") if reporter and plain else None


def _has_capital(word: str) -> bool:
    bare = _ELISION.sub("", word)
    return bare[:1].isupper() or bare[:1].isdigit()


def house_of(main: str, words: list[str]) -> Label | None:
    """A newspaper, agency or station that asks, or somebody's initials: "Le Monde", "A.Q."."""
    small = tuple(map(fold, words))
    _, plain, _ = _phrases(list(small))
    known = bool({" ".join(small), plain} & HOUSES)
    initials = _INITIALS.fullmatch(main) and small[0] not in NO_NAMES
    return Label(main, Sort.UNKNOWN, small, (), "", "", "") if known or initials else None


def name_with_house(main: str, words: list[str]) -> Label | None:
    """A whole name with its house: "John Smith from BBC", "Jean Roy pour Reuters", "Anna Rossi di Repubblica"."""
    for place in range(2, min(len(words) - 1, _NAME_WORDS)):
        if fold(words[place]) not in OF_HOUSES:
            continue
        reading = read_words(words[:place])
        after = " ".join(words[place + 1 :])
        named = reading and reading.proper and not (reading.office or reading.polite or reading.role)
        if reading is None or not named or is_place_or_day(" ".join(words[:place])):
            return None
        house = fold(after) in HOUSES or all(word.isupper() for word in words[place + 1 :] if fold(word) not in SMALL)
        capitals = all(_has_capital(word) or fold(word) in SMALL for word in words[place + 1 :])
        if house or (fold(words[place]) not in GENITIVES and capitals and not is_place_or_day(after)):
            return Label(main, Sort.NAME, (), reading.name, fold(after), "", "")
    return None


def _is_house(words: list[str], *, sure: bool) -> bool:
    """Whether `words` are a house; sure: only a known one, or letters such as "AP"."""
    bare = [_ELISION.sub("", word) for word in words]
    proper = [word for word in bare if fold(word) not in SMALL]
    if {" ".join(map(fold, each)) for each in (words, bare, proper)} & (HOUSES | _houses_without_article()):
        return True
    if sure:
        return bool(proper) and all(word.isupper() for word in proper)
    return bool(proper) and all(map(_has_capital, proper)) and not is_place_or_day(" ".join(words))


@cache
def _houses_without_article() -> frozenset[str]:
    """Houses as they appear after "du" or "del": "monde", "sole 24 ore"."""
    return frozenset(rest for house in HOUSES for article, _, rest in [house.partition(" ")] if article in ARTICLES)


def _is_from_somebody(words: list[str], small: list[str]) -> bool:
    """Whether a question is followed by who asks it: "Question by Ada Quist", "Question d'une journaliste"."""
    elided = _ELISION.match(words[1])
    rest = [word for word in small[2:] if word not in ARTICLES | ONE]
    if elided and not rest:
        rest = [small[1][elided.end() :]]
    if small[0] not in QUESTIONS or not (elided or small[1] in OF_HOUSES | CONNECTIVES) or not rest:
        return False
    name = len(rest) > 1 and all(word[:1].isupper() for word in words[2:])
    return rest[0] in PRESS or (name and not set(rest) & (NO_NAMES | common_names()))


def asker_of(head: str, text: str) -> Label | None:
    """Who asks under an unknown label, where `text` is a question: "Kyiv Post", "Next Question", "TF1".

    Either all its words are capitalised, or it counts questions. It ends the turn before, but makes no transcript.
    """
    words = head.strip(" \t\r\n*_").split()
    small = [fold(word) for word in words]
    if not words or len(words) > _ASKING_WORDS or small[0] in ADDRESSES:
        return None
    unknown = Label(" ".join(words), Sort.UNKNOWN, tuple(small), (), "", "", "")
    asks = set(small) & (QUESTIONS - ASKING)
    if asks and len(words) > 1 and (set(small) <= asks | ORDERS or _is_from_somebody(words, small)):
        return unknown
    known = all(word in SMALL | NO_NAMES | common_names() or word.isdigit() for word in small)  # "Soft Power", "Step 1"
    noun = small[0] in ARTICLES and len(small) == 2  # noqa: PLR2004  # "La Pace"
    begins = known or noun or small[0] in STARTERS - ARTICLES or is_place_or_day(" ".join(words))
    several = len(words) > 1 or any(letter.isdigit() for letter in head)
    capitals = all(_has_capital(word) or small_word in SMALL for word, small_word in zip(words, small, strict=True))
    if begins or asks or set(small) & ASKED or not several or not capitals or not words[0][0].isupper():
        return None
    return unknown if text.rstrip(' \t\r\n*_"”»').endswith("?") else None
