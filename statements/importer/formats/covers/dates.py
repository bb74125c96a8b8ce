"""The day and the place on the cover of a speech or a release."""

from __future__ import annotations

import re
from functools import cache

from statements.importer.date_lines import credible_days
from statements.importer.formats.covers.words import has_chair, has_event, has_genre, has_honorific, is_contact
from statements.importer.vocabulary import alternatives, city_names, country_names, plain_pattern
from statements.importer.vocabulary import words as words_at
from statements.importer.written_days import WrittenDate, dates_in, first_date, is_weekday
from statements.languages import LANGUAGES

_POINTS = re.compile(r"\d\.\d{1,2}\.\d{4}")  # 5.7.2023 is day, month, year everywhere
_MOST = 90  # characters of a line with a day and a place
_MOST_WORDS = 9  # beside the day
_MONTH_WORDS = 4  # beside a month
_LANGUAGES = ["en", *LANGUAGES]  # so that 09/10/2024 stays ambiguous
_TIME = re.compile(
    rf"\b\d{{1,2}}(?:[:.h]\d{{2}}|\s?{alternatives('cover.hours')})(?:\s*[ap]\.?m\.?)?(?!\w)"
    r"|\b\d{1,2}\s*[ap]\.?m\b\.?",
    re.IGNORECASE,
)
_AROUND = re.compile(
    rf"^(?:\W|\b{alternatives('cover.beside_days')}\b)+|(?:\W|\b{alternatives('cover.before_days')}\b)+$",
    re.IGNORECASE,
)
_PLACE = re.compile(rf"\b{plain_pattern('cover.places')}(?!\w)", re.IGNORECASE)
_VENUE = re.compile(rf"\W*{plain_pattern('cover.venues')}\s?:", re.IGNORECASE)
_AROUND_PLACE = " .,;:()[]–—-*|"
_BEFORE_PLACE = re.compile(rf"[,–—(]\s*|\s-\s|\b{alternatives('dates.before_places')}\s", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?:\s[\w.’'-]+){0,3}")
_HALL = re.compile(rf"\b{plain_pattern('cover.halls')}(?!\w)", re.IGNORECASE)
_INITIALS = 3  # letters
_FIGURE = re.compile(r"\d")


def find_date(line: str) -> WrittenDate | None:
    """The day or days in a line: written out, or in figures that can be read in only one way.

    "(September 25th 2024)" -> 2024-09-25; "New York, 20-26 September 2024" -> 2024-09-20/2024-09-26.
    """
    found = first_date(line, ["fr"] if _POINTS.search(line) else _LANGUAGES)
    return found if found and credible_days(found.edtf.partition("/")[0]) else None


def find_month(line: str) -> WrittenDate | None:
    """The month in a line that holds at most a place besides it: "New York, September 2024"."""
    found = next((each for each in dates_in(line, _LANGUAGES) if len(each.edtf) == len("2024-09")), None)
    short = found and len(f"{line[: found.start]} {line[found.end :]}".split()) <= _MONTH_WORDS
    return found if short else None


def date_in(line: str) -> str:
    """The day in a line; without one the month, if the line holds little else; otherwise empty."""
    found = find_date(line) or find_month(line)
    return found.edtf if found else ""


def is_date_line(line: str) -> bool:
    """Whether a line states a day and at most a place or an hour with it: "New York, le 26 septembre 2024"."""
    found = find_date(line) or find_month(line)
    if not found or len(line) > _MOST:
        return False
    rest = _rest(line, found)
    event = has_event(rest) and len(rest.split()) > 1 and not _HALL.search(rest)
    return len(rest.split()) <= _MOST_WORDS and not event and not has_genre(rest)


def is_place_line(line: str) -> bool:
    """Whether a line names a place and nothing else: "NEW YORK", "UN Headquarters, New York", "Lieu : Oslo"."""
    words = _strip_label(line)
    if words != line.strip(_AROUND_PLACE):
        return words[:1].isupper() and len(words.split()) <= _MOST_WORDS and not _FIGURE.search(words)
    found = _PLACE.match(words) or _HALL.search(words) or _PLACE.match(words.rpartition(", ")[2])
    if not found or not words[:1].isupper() or len(words.split()) > _MOST_WORDS or _FIGURE.search(words):
        return False
    return not (has_genre(words) or is_contact(words)) and (not has_event(words) or bool(_HALL.search(words)))


def _strip_label(line: str) -> str:
    """Strip the label and punctuation around a place: "Place: Vienna" -> "Vienna"."""
    return _VENUE.sub("", line).strip(_AROUND_PLACE)


def may_be_place(line: str) -> bool:
    """Whether a line next to a day is a city, or a place with its city or country: "Sofia", "NATO HQ, Brussels"."""
    first, comma, last = line.strip(_AROUND_PLACE).rpartition(", ")
    known = last.casefold() in _cities() or (bool(comma) and last.casefold() in _countries())
    office = has_chair(first) or has_honorific(first) or has_genre(first) or has_event(first)
    return known and line.lstrip("( ")[:1].isupper() and not office and (not comma or bool(_NAME.fullmatch(first)))


@cache
def _cities() -> frozenset[str]:
    """The cities the archive knows, in lower case."""
    return frozenset(name.casefold() for name in (*city_names(), *words_at("cover.cities")))


@cache
def _countries() -> frozenset[str]:
    return frozenset(name.casefold() for name in country_names())


def place_of(line: str) -> str:
    """The place in a line of a cover: "New York, le 26 septembre 2024" -> "New York"; empty if there is none."""
    found = find_date(line) or find_month(line)
    rest = _rest(line, found) if found else _strip_label(line)
    meeting = found and has_event(rest) and not _PLACE.search(rest)
    if meeting or not rest[:1].isalpha() or len(rest) > _MOST or _FIGURE.search(rest):
        return ""
    return _lower_place(" ".join(rest.split()))


def place_in_title(title: str) -> str:
    """The place at the end of a title: "… General Assembly, 26 September 2024, New York" -> "New York"."""
    day = find_date(title)
    above = title[: day.start] if day and not title[day.end :].strip(" .)") else title
    parts = [part.strip(" .,)") for part in _BEFORE_PLACE.split(above)]
    last = [part for part in parts if part][-2:]
    cities = [part for part in reversed(last) if part.casefold() in _cities() and part[:1].isupper()]
    found = cities and (cities[0] == last[-1] or len(last[-1].split()) == 1)
    return _lower_place(cities[0]) if found and len(parts) > 1 else ""


def _rest(line: str, found: WrittenDate) -> str:
    """What a line says apart from its day and hour."""
    rest = _TIME.sub(" ", f"{line[: found.start]}  {line[found.end :]}")
    words = [word for word in rest.split() if not is_weekday(word.strip(" ,.()"))]
    rest = " ".join(words)
    for _ in range(2):
        rest = _AROUND.sub("", rest)
    return rest


def _lower_place(place: str) -> str:
    """Take a place out of capitals: "UN HEADQUARTERS, NEW YORK" -> "UN Headquarters, New York"."""
    if not place.isupper() or len(place) <= _INITIALS:
        return place
    names = re.split(r"(\W+)", place.title().replace("’S", "’s").replace("'S", "'s"))
    return "".join(name.upper() if name.upper() in words_at("cover.initials") else name for name in names)
