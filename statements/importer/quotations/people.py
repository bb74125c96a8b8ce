"""Who else is named in a text besides the people quoted: when others are about, "he" may be anybody."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from statements.importer.quotations.offices import OfficeHolder, office_words
from statements.importer.quotations.subjects import OTHER, Subjects
from statements.importer.quotations.wording import MASK, tokens
from statements.importer.vocabulary import alternatives, city_names, common_words, country_names
from statements.languages import LANGUAGES

_NAME = re.compile(r"[A-ZÀ-Þ][\w'’-]*(?:\s+[A-ZÀ-Þ][\w'’-]*)*")
_FORM = re.compile(rf"{alternatives('saying.endings')}$")  # no surname ends so
_AROUND = 70  # characters before a name that may hold its office
_SMALL: tuple[str, ...] = (
    "determiners",
    "prepositions",
    "subordinators",
    "pronouns",
    "adverbs",
    "contrasts",
    "conjunctions",
    "that",
)
_SMALL += ("manners", "sources", "topics", "comparisons", "negations", "genitives", "verbs", "gerunds")


def people_in(subjects: Subjects, start: int, end: int) -> set[str]:
    """The slugs of the people named in text[start:end], and `OTHER` where there may be somebody else."""
    found = {mention.who or OTHER for mention in subjects.mentions_in(start, end)}
    found |= {
        OTHER for first, last in _free_names(subjects, start, end) if may_be_somebody(subjects, start, first, last)
    }
    return found | ({OTHER} if _has_office_alone(subjects, start, end) else set())


def _free_names(subjects: Subjects, start: int, end: int) -> list[tuple[int, int]]:
    """Runs of capitalised words that are not mentions."""
    names = [match.span() for match in _NAME.finditer(subjects.text, start, end)]
    return [(first, last) for first, last in names if not subjects.mentions_in(first, last + 1)]


def may_be_somebody(subjects: Subjects, start: int, first: int, last: int) -> bool:
    """Whether a name may be a person's: no country, place, letter word, day, or word that just begins a sentence."""
    words = [word for word in tokens(subjects.text[first:last]) if not subjects.wording.has(word, "offices", *_SMALL)]
    before = tokens(subjects.text[max(start, first - 30) : first])
    if not words or all(word.upper() in names_of_things() or (word.isupper() and len(word) > 1) for word in words):
        return False
    if not before and len(words) == 1 and not _is_unknown(words[0]):
        return False
    placed = bool(before) and subjects.wording.has(before[-1], "prepositions", "genitives")
    if placed and len(words) == 1 and words[0].upper() not in _cities():  # "with Petrov", but "in Rome"
        beside = rf"{subjects.wording.of('companions')}\s+$"
        return re.search(beside, subjects.text[max(start, first - 30) : first], re.IGNORECASE) is not None
    return not placed or len(words) > 1


def _has_office_alone(subjects: Subjects, start: int, end: int) -> bool:
    """Whether somebody is named only by an office: "the secretary general", without a name."""
    for match in re.finditer(rf"[^\W\d_{MASK}][\w.-]*", subjects.text[start:end]):
        if not subjects.wording.has(match[0], "offices") or subjects.wording.has(match[0], "determiners"):
            continue
        place = start + match.start()
        near = subjects.mentions_in(place - _AROUND, place + _AROUND)
        if not any(_is_apposed(subjects, place, start + match.end(), each.start, each.end) for each in near):
            return True
    return False


def _is_apposed(subjects: Subjects, first: int, last: int, begin: int, end: int) -> bool:
    """Whether the office at text[first:last] belongs to the name at text[begin:end]."""
    if begin <= first < end:
        return True
    between = subjects.text[last:begin] if last <= begin else subjects.text[end:first]
    words = tokens(between)
    if words and words[-1] == ",":
        words.pop()
    elif words and words[0] == ",":
        words = words[1:]
    wording = subjects.wording
    if words and last <= begin and wording.has(words[-1], "prepositions", "genitives"):
        return False
    return all(
        word[:1].isupper() or wording.has(word, "offices", "determiners", "genitives", "conjunctions") for word in words
    )


def places_in(subjects: Subjects) -> list[OfficeHolder]:
    """Who holds which office, according to the text: "Defence Minister Bruni", "Bruni, the defence minister,"."""
    found = list[OfficeHolder]()
    for mention in subjects.mentions:
        words = tokens(subjects.text[max(0, mention.start - _AROUND) : mention.start])
        if words and words[-1] == ",":
            words.pop()
        cut = next((at for at, word in enumerate(reversed(words)) if not _names_office(subjects, word)), len(words))
        held = office_words(words[len(words) - cut :], subjects.wording)
        behind = re.match(r"\s*,\s*([^,.;:]{3,70})[,.]", subjects.text[mention.end : mention.end + 80])
        also = office_words(tokens(behind[1]), subjects.wording) if behind else frozenset()
        found += [OfficeHolder(each, mention.who) for each in (held, also) if each and mention.who]
    return found + _places_of_others(subjects)


def _places_of_others(subjects: Subjects) -> list[OfficeHolder]:
    """Offices before names of people who are not quoted: "Foreign Minister Rossi"."""
    found = list[OfficeHolder]()
    for first, last in _free_names(subjects, 0, len(subjects.text)):
        words = tokens(subjects.text[first:last])
        office = [word for word in words if subjects.wording.has(word, "offices")]
        rest = words[words.index(office[-1]) + 1 :] if office else []
        if rest and not all(word.upper() in names_of_things() for word in rest):
            found.append(OfficeHolder(frozenset(word.casefold() for word in words[: words.index(office[-1]) + 1]), ""))
    return found


def _names_office(subjects: Subjects, word: str) -> bool:
    known = subjects.wording.has(word, "offices", "determiners", "genitives")
    return known or (word[:1].isupper() and not subjects.wording.has(word, *_SMALL))


def _is_unknown(word: str) -> bool:
    """Whether the first word of a sentence never occurs in small letters in texts: "Petrov met her"."""
    return word.casefold() not in _common() and word.upper() not in _cities() and not _FORM.search(word)


@cache
def _common() -> frozenset[str]:
    return frozenset(map(str.casefold, common_words()))


@cache
def _cities() -> frozenset[str]:
    return frozenset(map(str.upper, city_names()))


@cache
def names_of_things() -> frozenset[str]:
    """Capitalised words that are not people, in capitals: countries, days and months, from CLDR."""
    locales = [Locale(code) for code in LANGUAGES]
    names = [*country_names()]
    names += [day for each in locales for day in each.days["format"]["wide"].values()]
    names += [month for each in locales for month in each.months["format"]["wide"].values()]
    return frozenset(word.upper() for name in names for word in name.split() if len(word) > 2)
