"""What each line of a cover is: a day, a place, a theme, a letterhead, a notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from statements.importer.embargoes import is_embargo
from statements.importer.formats.covers import words
from statements.importer.formats.covers.dates import is_date_line, is_place_line, may_be_place, place_of

LONGEST = 300  # characters of a title
_THEME_LINES = 4
_SHORT = 3  # letters: too few for the name of a place
DATE, PLACE, THEME, NOTICE, RULE, LETTERHEAD, CONTACT, DURATION, EMBARGO = (
    "date", "place", "theme", "release notice", "ruled line", "letterhead", "address", "duration", "embargo",
)  # fmt: skip


def roles_of(cover: Sequence[str]) -> list[str]:
    """What each line is, by its words. Lines that continue a theme belong to it; a line beside a day may be a place."""
    roles, left = list[str](), 0
    for line in cover:
        role = role_of(line)
        if left and role in ("", THEME) and not (words.begins_genre(line) or words.has_honorific(line)):
            role, left = THEME, left - 1
        elif role == THEME:
            left = _THEME_LINES
        elif role:
            left = 0
        if role == THEME and _closes_theme(line):
            left = 0
        roles.append(role)
    for place in _places_beside_days(cover, roles):
        roles[place] = PLACE
    return roles


def _places_beside_days(cover: Sequence[str], roles: Sequence[str]) -> list[int]:
    """Unrecognised lines that name a city, directly above or below a day without a place."""
    days = [place for place, role in enumerate(roles) if role == DATE and not place_of(cover[place])]
    beside = [place for day in days for place in (day - 1, day + 1) if 0 <= place < len(cover)]
    fitting = [place for place in beside if not roles[place] or (roles[place] == LETTERHEAD and "," in cover[place])]
    return [place for place in fitting if may_be_place(cover[place]) or _is_name_above_day(cover, roles, place)]


def _is_name_above_day(cover: Sequence[str], roles: Sequence[str], place: int) -> bool:
    """Whether a line between a title and a day is a single word that the title does not need: "Canberra"."""
    line = cover[place].strip(" .,()")
    known = words.has_chair(line) or words.has_event(line) or words.has_genre(line) or words.has_honorific(line)
    below_title = 0 < place < len(cover) - 1 and roles[place + 1] == DATE and not words.is_open(cover[place - 1])
    return below_title and len(line) > _SHORT and line.isalpha() and line[0].isupper() and not known


def _closes_theme(line: str) -> bool:
    return line.rstrip(" .").endswith(("”", "»", '"')) or line.rstrip().endswith(".")


def _is_letterhead(line: str) -> bool:
    """Whether a line is a letterhead, and not the occasion of a speech: "NATO Summit: statement by"."""
    titled = (words.has_event(line) or words.has_genre(line)) and not words.is_office(line)
    return words.is_letterhead(line) and not (titled or words.begins_genre(line))


_ROLES: list[tuple[str, Callable[[str], bool]]] = [  # the first that fits
    (EMBARGO, is_embargo),
    (RULE, words.is_rule),
    (NOTICE, words.is_notice),
    (THEME, words.is_theme),
    (DATE, is_date_line),
    (DURATION, words.is_duration),
    (CONTACT, words.is_contact),
    (PLACE, is_place_line),
    (LETTERHEAD, _is_letterhead),
]


def role_of(line: str) -> str:
    """What a line is, by its words; "" if unknown."""
    if len(line) > LONGEST:
        return ""
    return next((role for role, fits in _ROLES if fits(line)), "")
