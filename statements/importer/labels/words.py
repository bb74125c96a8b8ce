"""The words of a label, one by one: which is an office, which a name, and which are nobody's name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale

from statements.importer.vocabulary import alternatives, city_names, common_words, country_names
from statements.importer.vocabulary import words as vocabulary_words
from statements.languages import LANGUAGES
from statements.letters import strip_accents

_HYPHENS, _APOSTROPHES = re.compile(r"[‐‑‒–]"), re.compile(r"[’‘ʼ`]")
_ELIDED = re.compile(rf"({alternatives('turns.elided')})'(.+)")
# A word of a name: a capital and then letters; "O'Brien", "Jean-Yves", "McConnell", "J.-P.", "Al-Sabah".
_PROPER = re.compile(r"(?:[^\W\d_]['’])?[^\W\d_][^\W\d_'’.\u0300-\u036f-]*(?:['’.-]+[^\W\d_]*)*")
_ROMAN = re.compile(r"[ivxlcdm]+")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?)+")


@lru_cache(maxsize=20_000)  # the same words begin most paragraphs
def fold(text: str) -> str:
    """`text` in the form labels are compared: small letters without accents or full stops, one apostrophe and hyphen.

    "MR. O’Neil" -> "mr o'neil"; "PRÉSIDENTE" -> "presidente".
    """
    letters = unicodedata.normalize("NFKC", _APOSTROPHES.sub("'", _HYPHENS.sub("-", text)).casefold())
    return " ".join(strip_accents(letters).replace(".", "").split())


def _fold_list(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in vocabulary_words(f"turns.{name}"))


ADDRESSES, ARTICLES, CONNECTIVES, FIELDS = map(_fold_list, ("addresses", "articles", "connectives", "fields"))
CONNECTIVES |= {"&"}
NO_NAMES, NOTES, OFFICES, PARTICLES = map(_fold_list, ("no_names", "notes", "offices", "particles"))
QUESTIONS, RANKS, ROLES, STEPS, VOICES = map(_fold_list, ("questions", "ranks", "roles", "steps", "voices"))
GENITIVES, HOUSES, OF_HOUSES, ORDERS = map(_fold_list, ("genitives", "houses", "of_houses", "orders"))
STARTERS, VERBS = _fold_list("starters") - ARTICLES, _fold_list("verbs")
SMALL = CONNECTIVES | PARTICLES | ARTICLES
ASKED, ASKING, COMING_FROM, ONE, SAID_TO = map(_fold_list, ("asked", "asking", "coming_from", "one", "said_to"))
DOUBTFUL_QUESTIONS = _fold_list("doubtful_questions")
# A letter that is a label -> the letters or words it needs beside it: {"a": {"q"}, "d": {"r", "risposta"}, …}.
PAIRS = {
    letter: {other for pair in _fold_list("pairs") for first, other in [pair.split()] if first == letter}
    for letter in {pair[0] for pair in _fold_list("pairs")}
}
# Honorifics, with their full stop if they have one.
_POLITE = frozenset(word.casefold() for word in vocabulary_words("turns.honorifics"))
POLITE = frozenset(fold(word) for word in vocabulary_words("turns.honorifics"))
_OFFICE_PARTS = frozenset(word for office in OFFICES for word in office.split()) - CONNECTIVES - PARTICLES
OFFICE_WORDS = OFFICES | _OFFICE_PARTS | RANKS | STEPS
# Words before a number: "n.", "n°", "no".
NUMBERS = frozenset(fold(word) for number in vocabulary_words("dates.numbers") for word in (number, f"{number}°"))
# Words that may be in small letters in a label.
SMALL_WORDS = (
    OFFICE_WORDS | ARTICLES | CONNECTIVES | FIELDS | NUMBERS | ORDERS | PARTICLES
    | frozenset(word for phrase in OF_HOUSES | ROLES | VOICES | NOTES | POLITE for word in phrase.split())
)  # fmt: skip
_MOST_NAMES, _MOST_PARTICLES = 5, 4


@dataclass
class LabelReading:
    """What kinds of words a label has.

    title, name: folded; office, polite: whether an office, or "Mr", is among them; article: "the" is before the office;
    role: one of the words is for a person who asks; proper: all words but the small ones are capitalised.
    """

    title: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    office: bool = False
    polite: bool = False
    article: bool = False
    role: bool = False
    proper: bool = True


def read_words(words: list[str]) -> LabelReading | None:
    """The words of a label, read; None where one may not be in small letters but is, or is nobody's name.

    ["Foreign", "Minister", "von", "Dahl"] -> title ("foreign", "minister"), name ("von", "dahl"), an office.
    ["We", "met"] -> None; ["First", "Pillar"] -> None.
    """
    capitals = " ".join(words).isupper()
    small = [fold(word) for word in words]
    begins = small[0] in STARTERS and not (capitals or words[0].endswith("."))
    if small[0] in ADDRESSES or begins:
        return None
    kinds = [_kind(word, plain, capitals=capitals) for word, plain in zip(words, small, strict=True)]
    if "" in kinds or kinds.count("proper") > _MOST_NAMES + 2 * ("office" in kinds):
        return None
    reading = _split_title(small, kinds)
    return None if reading is None or _is_no_name(reading, words, small, kinds) else reading


def _kind(word: str, plain: str, *, capitals: bool) -> str:
    """What kind of word it is: "polite", "office", "small" or "proper"; empty where it cannot be in a label."""
    if _is_polite(word, plain):
        return "polite"
    if plain in OFFICES or plain in _OFFICE_PARTS or plain.split("-")[-1] in OFFICES:
        return "office"
    if (word[:1].islower() or capitals or word == "&") and (
        plain in CONNECTIVES or plain in PARTICLES or plain in ARTICLES
    ):
        return "small"
    if elided := _ELIDED.fullmatch(plain):
        if elided[2] in _OFFICE_PARTS:
            return "office"
        return "proper" if word[len(elided[1]) + 1 :][:1].isupper() or elided[2] in FIELDS else ""
    if plain in ARTICLES and word[:1].isupper():
        return "article"
    if plain in FIELDS or plain in STEPS or plain in RANKS:
        return "field"
    if word.isdigit() and len(word) < 3:  # noqa: PLR2004
        return "number"
    particle, hyphen, rest = word.partition("-")
    if hyphen and particle in PARTICLES and rest[:1].isupper():  # "al-Sabah"
        return "proper"
    ends = word.endswith(".") and not _INITIAL.fullmatch(word) and len(word) > len("Jr.")
    return "proper" if word[:1].isupper() and not ends and _PROPER.fullmatch(word) else ""


def _is_polite(word: str, plain: str) -> bool:
    """Whether it is an honorific: "On" in "On Trade" is not, but "On." and "ON." are."""
    written = word.casefold()
    return written in _POLITE or written.rstrip(".") in _POLITE or (word.isupper() and plain in POLITE)


def _split_title(small: list[str], kinds: list[str]) -> LabelReading | None:
    """Split title and name: the name is what comes after the last office and what that office is of."""
    office = "office" in kinds
    last = max((place for place, kind in enumerate(kinds) if kind in ("office", "polite")), default=-1)
    rank = max((place for place, kind in enumerate(kinds) if kind == "field"), default=-1)
    last = max(last, rank) if office else last
    start = _skip_domain(small, kinds, last + 1) if office else last + 1
    name = tuple(word for word, kind in zip(small[start:], kinds[start:], strict=True) if kind != "number")
    if not office and "polite" not in kinds and kinds[0] == "article":
        return None
    return LabelReading(
        title=tuple(word for word in small[:start] if word not in ARTICLES or not office),
        name=name,
        office=office,
        polite="polite" in kinds,
        article=_has_article(small, kinds),
        role=bool(ROLES & {small[0], small[-1]}) and len(small) > 1,
        proper=all(kind in ("proper", "small", "office", "field", "article") for kind in kinds),
    )


def _has_article(small: list[str], kinds: list[str]) -> bool:
    """Whether there is an article before the office: "The President", "M. le président"."""
    places = [place for place, kind in enumerate(kinds) if kind in ("office", "field")]
    before = small[: places[0]] if places else []
    return any(word in ARTICLES for word in before) or any(small[place].startswith("l'") for place in places[:1])


def _skip_domain(small: list[str], kinds: list[str], start: int) -> int:
    """The place after what an office is of: in "Minister of Trade Dahl" that of "Dahl".

    A particle that is also a connective begins a name if exactly one unknown word follows:
    "Ministre de Villepin".
    """
    place = start
    while place < len(small) and kinds[place] == "small" and small[place] in CONNECTIVES:
        place += 1
    if place == start:
        return start
    known = place
    while known < len(small) and (kinds[known] in ("field", "small") or small[known] in _impersonal_words()):
        known += 1
    if known == place and small[start] in PARTICLES and known == len(small) - 1:
        return start
    return known if known > place else place + 1


PRESS = QUESTIONS - ASKED - ASKING  # people who ask: "reporter"


def _is_no_name(reading: LabelReading, words: list[str], small: list[str], kinds: list[str]) -> bool:
    """Whether it is nobody's name: because of a word that no name has, or of how the words fit together."""
    titled = reading.office or reading.polite
    if not reading.office and len(small) > 2 and " ".join(small[:2]) in SAID_TO:
        return True
    if titled and not reading.name:
        return not reading.office
    initials = {fold(word) for word in words if _INITIAL.fullmatch(word)}
    checked = reading.name if titled else tuple(small)
    if any(word in NO_NAMES and word not in initials for word in checked):
        return True
    if titled:
        return False
    if any(word.startswith("l'") and word[2:] in NO_NAMES for word in checked):  # "L'Europe"
        return True
    if reading.role:
        return bool(ASKED & set(small))
    joints = {
        word
        for word, kind in zip(small, kinds, strict=True)
        if kind == "small" and word not in PARTICLES and word != "&"
    }
    return bool(joints) or "proper" not in kinds or "number" in kinds


@cache
def _places() -> frozenset[str]:
    """The names of countries, cities, months and weekdays, folded, from CLDR."""
    names = set(country_names())
    for code in LANGUAGES:
        locale = Locale(code)
        names.update(name for form in ("wide", "abbreviated") for name in locale.months["format"][form].values())
        names.update(locale.days["format"]["wide"].values())
    return frozenset(fold(name) for name in names | city_names())


@cache
def _impersonal_words() -> frozenset[str]:
    return NO_NAMES | _places()


def is_place_or_day(text: str) -> bool:
    """Whether `text` is the name of a country, a month or a day: "United Kingdom", "Mars", "the Netherlands"."""
    plain = fold(text)
    article, _, rest = plain.partition(" ")
    return plain in _places() or (article in ARTICLES and rest in _places())


def may_be_surname(word: str) -> bool:
    """Whether one word may be a surname: it has at least three letters and is not a Roman numeral."""
    small = fold(word)
    return len(small) > 2 and not _ROMAN.fullmatch(small) and small not in ADDRESSES  # noqa: PLR2004


@cache
def common_names() -> frozenset[str]:
    """Folded words written small in the languages that are nobody's name: "Correction", "Lastly", "Orient"."""
    return frozenset(map(fold, common_words()))
