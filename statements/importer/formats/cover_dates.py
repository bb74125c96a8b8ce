"""The day and the place on the cover of a speech or a release."""

from __future__ import annotations

import re
from dataclasses import dataclass

from statements.dates import month_numbers, weekday_names, written_date
from statements.importer.date_lines import believed, date_of_line
from statements.importer.formats.cover_words import has_event, has_genre, is_contact
from statements.importer.vocabulary import alternatives
from statements.languages import LANGUAGES

_MOST = 90  # characters of a line with a day and a place
_MOST_WORDS = 9  # beside the day
_MONTH_WORDS = 4  # beside a month
_NUMERIC = re.compile(r"\b(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d{2})\b")
_DAYS = re.compile(r"\d{1,2}(?:er|st|nd|rd|th|°|º)?\s*(?:[–—/&-]|to|and|au|et|al|e)\s*$", re.IGNORECASE)
_TIME = re.compile(
    r"\b\d{1,2}(?:[:.h]\d{2}|\s?h|\s?uhr)(?:\s*[ap]\.?m\.?)?(?!\w)|\b\d{1,2}\s*[ap]\.?m\b\.?", re.IGNORECASE
)
_AROUND = re.compile(
    r"^(?:\W|\b(?:the|on|in|at|le|à|a|il|lì|li|fait|delivered|held|prononcée?|pronunciat[oa]|date|data)\b)+"
    r"|(?:\W|\b(?:the|on|le|il|lì|this|ce)\b)+$",
    re.IGNORECASE,
)
_PLACE = re.compile(rf"\b{alternatives('cover.places')}(?!\w)", re.IGNORECASE)
_HALL = re.compile(r"\b(?:hall|salle|sala|headquarters|siège|sede)\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True)
class Dated:
    """A day as EDTF, and where it stands in its line."""

    value: str
    start: int
    end: int


def find_date(line: str) -> Dated | None:
    """The day in a line: written out, or in figures that can only mean one.

    "(September 25th 2024)" -> 2024-09-25; "09/10/2024" -> None.
    """
    for code in LANGUAGES:
        if found := written_date(line, code):
            if _DAYS.search(line[: found[1]]):
                return _days(line, found[1], found[2])
            return Dated(found[0], found[1], found[2]) if believed(found[0]) else None
    return _numeric(line)


def _days(line: str, start: int, end: int) -> Dated:
    """A range of days, without a value where it is not plain."""
    return Dated(date_of_line(line.strip(" ()"), list(LANGUAGES)), start, end)


def _numeric(line: str) -> Dated | None:
    """26.09.2024, and 26/09/2024, which no month is; 09/10/2024 may be either."""
    found = _NUMERIC.search(line)
    if not found:
        return None
    day, month = int(found[1]), int(found[3])
    if month > 12 and found[2] != ".":
        day, month = month, day
    elif day <= 12 and day != month and found[2] != ".":
        return None
    value = believed(f"{found[4]}-{month:02}-{day:02}")
    return Dated(value, found.start(), found.end()) if value else None


def find_month(line: str) -> Dated | None:
    """The month of a line that has a place beside it at most: "New York, September 2024"."""
    for code in LANGUAGES:
        names = "|".join(re.escape(name) for name in month_numbers(code))
        found = re.search(rf"\b({names})\W{{1,2}}([12]\d{{3}})\b", line, re.IGNORECASE)
        if found and len(f"{line[: found.start()]} {line[found.end() :]}".split()) <= _MONTH_WORDS:
            return Dated(f"{found[2]}-{month_numbers(code)[found[1].lower()]:02}", found.start(), found.end())
    return None


def date_in(line: str) -> str:
    """The day in a line, or where there is none the month, if it holds little else; empty without."""
    found = find_date(line) or find_month(line)
    return found.value if found else ""


def is_date_line(line: str) -> bool:
    """Whether a line says a day, and beside it a place or an hour at most: "New York, le 26 septembre 2024"."""
    found = find_date(line) or find_month(line)
    if not found or len(line) > _MOST:
        return False
    rest = _rest(line, found)
    event = has_event(rest) and len(rest.split()) > 1 and not _HALL.search(rest)
    return len(rest.split()) <= _MOST_WORDS and not event and not has_genre(rest)


def is_place_line(line: str) -> bool:
    """Whether a line says a place and nothing else: "NEW YORK", "United Nations Headquarters, New York"."""
    words = line.strip(" .,;:()[]–—-*")
    found = _PLACE.match(words) or _HALL.search(words) or _PLACE.match(words.rpartition(", ")[2])
    if not found or not words[:1].isupper() or len(words.split()) > _MOST_WORDS or _FIGURE.search(words):
        return False
    return not (has_genre(words) or is_contact(words)) and (not has_event(words) or bool(_HALL.search(words)))


def place_of(line: str) -> str:
    """The place in a line of a cover: "New York, le 26 septembre 2024" -> "New York"; empty without one."""
    found = find_date(line) or find_month(line)
    rest = _rest(line, found) if found else line.strip(" .,;:()[]–—-*|")
    meeting = found and has_event(rest) and not _PLACE.search(rest)
    if meeting or not rest[:1].isalpha() or len(rest) > _MOST or _FIGURE.search(rest):
        return ""
    return _in_small_letters(" ".join(rest.split()))


def _rest(line: str, found: Dated) -> str:
    """What a line says beside its day and its hour."""
    rest = _TIME.sub(" ", f"{line[: found.start]}  {line[found.end :]}")
    words = [word for word in rest.split() if word.strip(" ,.()").lower() not in _weekdays()]
    rest = " ".join(words)
    for _ in range(2):
        rest = _AROUND.sub("", rest)
    return rest


def _weekdays() -> frozenset[str]:
    return frozenset[str]().union(*(weekday_names(code) for code in LANGUAGES))


def _in_small_letters(place: str) -> str:
    """ "NEW YORK" -> "New York"."""
    return place.title().replace("’S", "’s").replace("'S", "'s") if place.isupper() and len(place) > 3 else place
