"""The people named as speakers in a title: "Remarks by President Trump and President Poroshenko of Ukraine".

Only a proposal: an editor decides whether to link the names to people.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from statements.importer.vocabulary import alternatives, common_words, country_names, words
from statements.letters import strip_accents

_LONGEST = 500  # characters of a title
_MOST, _WORDS = 6, 5  # names; words of one, not counting particles and initials
_WORD = re.compile(rf"(?i:{alternatives('people.elided')})['’](?=[^\W\d_])|[^\s,;:|()\[\]\"“”«»]+")
_INITIAL = re.compile(r"[A-ZÀ-Þ]\.|[A-ZÀ-Þ]\.-[A-ZÀ-Þ]\.")
_NAME = re.compile(r"[A-ZÀ-Þ][^\W\d_]*(?:['’\-][^\W\d_]+)*")  # Macron, O'Brien-Ozols, Jean-Pierre
_ACRONYM = re.compile(r"[A-ZÀ-Þ]{2,}")
_IN_BRACKETS = re.compile(r"\([^()]{0,40}\)")
# "S. E. M. Paul Biya"
_EXCELLENCY = re.compile(rf"\b{alternatives('people.excellencies')}\s?(?={alternatives('people.forms')})")
_SUFFIXED = re.compile(rf",\s+({alternatives('people.generations')}\b\.?)")
_POSSESSIVE = re.compile(r"['’](?:s|S)?(?=\s|$)")
_ARTICLES = alternatives("people.articles")
_OF = frozenset(words("people.of"))
_BEFORE_SURNAMES = frozenset(words("people.before_surnames"))


@dataclass(frozen=True)
class Named:
    """A name in a title. whole: with more than a family name, so that it can be a person's name in the archive."""

    name: str
    whole: bool


def people_in_title(title: str) -> list[str]:
    """The names of the speakers and of those they speak with, as far as a title tells, without titles and offices.

    "Remarks by President Trump and President Poroshenko of Ukraine" -> ["Trump", "Poroshenko"]
    "Discours de M. Emmanuel Macron à Bratislava" -> ["Emmanuel Macron"]; "Summit of the Alliance" -> [].
    """
    return [each.name for each in named_in_title(title)]


def named_in_title(title: str) -> list[Named]:
    """The same, with whether each is a whole name: "Minister Dahl" gives only part of one."""
    title = _EXCELLENCY.sub("", _IN_BRACKETS.sub(" ", unicodedata.normalize("NFC", title[:_LONGEST])))
    title = " ".join(title.split())
    capitals = title.isupper()
    found = _introduction().search(title)
    if not found:
        return []
    named = _topic_pattern(capitals).split(title[found.end() :], maxsplit=1)[0]
    parts = [part for part in _separator_pattern().split(_SUFFIXED.sub(r" \1", named)) if part]
    names = [
        name for part in parts[:_MOST] for piece in _POSSESSIVE.split(part)[:1] if (name := _name_in(piece, capitals))
    ]
    return list({each.name: each for each in names}.values())


@cache
def _introduction() -> re.Pattern[str]:
    """A word for the type of text, some others, and a preposition; then names follow, or offices in small letters."""
    titles = alternatives("people.titles")
    introducing = alternatives("people.introducing")
    article = rf"(?:(?i:{_ARTICLES})(?:\s+|(?<=['’])))?"
    return re.compile(
        rf"(?<![\w-])(?i:{alternatives('people.genres')})(?![\w-])[^:|]{{0,60}}?(?<![\w'’-])"
        rf"(?i:{introducing})(?:\s+|(?<=['’]))(?={article}(?:[A-ZÀ-Þ]|(?i:{titles})(?![\w-])))"
    )


@cache
def _topic_pattern(capitals: bool) -> re.Pattern[str]:
    """Where the topic or the place begins. In a title all in capitals, its words are in capitals too."""
    words_of = alternatives("people.about")
    with_capitals = alternatives("people.about_with_capitals")
    flag = "(?i)" if capitals else ""
    return re.compile(rf"{flag}\s+(?:{words_of}|{with_capitals})(?:\s|(?<=['’]))|\s*[|(–—\[:]|\s+-+\s")


@cache
def _separator_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"\s*[,;&/]\s*|\s+(?i:{alternatives('people.joining')})\s+"
        rf"|['’]s\s+(?i:{alternatives('people.joint_occasions')})\s+"
    )


@cache
def _known_words(name: str) -> frozenset[str]:
    return frozenset(map(_plain, words(f"people.{name}")))


def _is_title(word: str) -> bool:
    """Whether a word is an office, a rank or a form of address, or part of one."""
    return _is_office(word) or _plain(word) in _known_words("bodies")


def _is_office(word: str) -> bool:
    """Whether a word marks the next one as a name: "President Trump"; "Foreign" does not."""
    plain = _plain(word)
    return plain in _known_words("titles") or plain.split("-")[0] in _known_words("titles")


def begins_with_office(name: str) -> bool:
    """Whether a typed name is an office and a name: "Minister Dahl", "Mme Quist"."""
    first, _, rest = name.partition(" ")
    return bool(rest) and _is_title(first)


def _plain(word: str) -> str:
    """A word in the form used for comparison: in capitals and without accents, which titles in capitals often lack."""
    return strip_accents(unicodedata.normalize("NFKC", word.upper().replace("’", "'"))).rstrip(".")


def _is_name(word: str, capitals: bool) -> bool:
    """Whether a capitalised word may be part of a name: it is no office, country, common word or acronym."""
    plain = _plain(word)
    small = word.casefold() in _particles() | _OF or word.casefold() in words("people.joining")
    if len(word) == 1 or small or not _NAME.fullmatch(word) or _is_title(word):
        return False
    if (
        plain in _countries()
        or plain in _known_words("genres")
        or plain in _known_words("introducing")
        or plain in _common()
        or plain.split("-")[0] in _common()
    ):
        return False
    return capitals or not _ACRONYM.fullmatch(word) or len(word) > 4


def _name_in(part: str, capitals: bool) -> Named | None:
    """The first name among words that may hold one; a single word needs an office before it.

    "President Volodymyr Zelenskyy of Ukraine" -> "Volodymyr Zelenskyy"; "President of Utopia", "Poland" -> None.
    """
    tokens = [token.strip("-–—*") for token in _WORD.findall(part)]
    place, office, behind_of, article = 0, False, False, False
    while place < len(tokens):
        run = _run(tokens, place, capitals, office=office)
        if run and not behind_of and not article:
            words_of = [word for word in run if _NAME.fullmatch(word) and not _is_suffix(word)]
            whole = len(words_of) > 1 or any(_INITIAL.fullmatch(word) for word in run)
            if (whole or office) and len(words_of) <= _WORDS and _join_words(run).casefold() not in _houses():
                return Named(_join_words(run), whole)
        small = tokens[place].casefold().replace("’", "'") in _OF
        office = not small and _is_office(tokens[place])
        article = bool(re.fullmatch(_ARTICLES, tokens[place], re.IGNORECASE))
        behind_of = small or (behind_of and article)
        place += len(run) if run and not behind_of else 1
    return None


def _run(tokens: list[str], place: int, capitals: bool, *, office: bool) -> list[str]:
    """The words of a name from `place` on: initials, names, particles between them, and a suffix."""
    run = list[str]()
    for number in range(place, len(tokens)):
        word, behind = tokens[number], tokens[number + 1 : number + 2]
        name = bool(run and run[-1][:1].isupper() and _is_particle(run[-1], capitals) and _NAME.fullmatch(word))
        if run and _is_suffix(word):
            run.append(word)
        elif (
            name
            or _is_surname(run, word, behind, capitals)
            or (_is_name(word.rstrip("."), capitals) and not _INITIAL.fullmatch(word))
        ):
            run.append(word.rstrip("."))
        elif (
            _INITIAL.fullmatch(word)
            and behind
            and (run or word != "M.")
            and _goes_on(behind[0], capitals)
            or _is_particle(word, capitals)
            and _may_join(tokens, number, capitals, begun=bool(run), office=office)
        ):
            run.append(word)
        else:
            break
    while run and (run[-1].casefold() in _particles() or _INITIAL.fullmatch(run[-1])) and not _is_suffix(run[-1]):
        run.pop()
    return run if any(_NAME.fullmatch(word) and not _is_suffix(word) for word in run) else []


def _is_surname(run: list[str], word: str, behind: list[str], capitals: bool) -> bool:
    """Whether a title or a common word is a family name here.

    It is in "Martin Luther King, Jr.", but not in "Ada Quist, King Felipe"; and it is in "Thomas More, President of
    Utopia", where his office follows.
    """
    if not run:
        return False
    last = not behind or _is_suffix(behind[0]) or not _is_name(behind[0].rstrip("."), capitals)
    before_office = len(run) == 1 and bool(behind) and _is_office(behind[0]) and _plain(word) in _common()
    return (_plain(word) in _known_words("surnames") and last) or (before_office and bool(_NAME.fullmatch(word)))


def _goes_on(word: str, capitals: bool) -> bool:
    return bool(_INITIAL.fullmatch(word)) or _is_name(word.rstrip("."), capitals) or _is_particle(word, capitals)


@cache
def _houses() -> frozenset[str]:
    """Newspapers and stations that interviews are given to: "avec Le Monde"."""
    return frozenset(house.casefold() for house in words("turns.houses"))


@cache
def _particles() -> frozenset[str]:
    return frozenset(word.casefold() for word in words("people.particles"))


def _is_particle(word: str, capitals: bool) -> bool:
    return word.casefold().replace("’", "'") in _particles()


def _may_join(tokens: list[str], number: int, capitals: bool, *, begun: bool, office: bool) -> bool:
    """Whether a particle is part of a name: capitalised before a name, or inside one; not in "of the Republic".

    "Luigi Di Maio", "Ursula von der Leyen", "President von der Leyen" are names; "Henri de Luxembourg" is "Henri".
    """
    last = number
    while last < len(tokens) and _is_particle(tokens[last], capitals):
        last += 1
    large = any(word[:1].isupper() for word in tokens[number:last]) and not capitals
    surname = (
        begun and large and last < len(tokens) and _plain(tokens[last]) in _known_words("surnames")
    )  # "Bruno Le Maire"
    if last == len(tokens) or not _NAME.fullmatch(tokens[last]) or (_is_title(tokens[last]) and not surname):
        return False
    if not large and not _is_name(tokens[last], capitals):
        return False
    return begun or large or (office and tokens[number].casefold() in _BEFORE_SURNAMES)


def _is_suffix(word: str) -> bool:
    return word in words("people.suffixes")


def _join_words(run: list[str]) -> str:
    return re.sub(r"(['’]) ", r"\1", " ".join(run))


@cache
def _common() -> frozenset[str]:
    return frozenset(map(_plain, common_words()))


@cache
def _countries() -> frozenset[str]:
    """The words in the names of countries, in capitals, from CLDR."""
    found = {_plain(word) for name in country_names() for word in name.split() if word[:1].isupper()}
    return frozenset(found - _known_words("given_names"))
