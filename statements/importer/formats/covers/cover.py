"""Reading what stands above a speech: a title of several lines, a date and a place, among letterheads and notices.

Printed speeches begin with a cover: a coat of arms, a mission's address, "Statement by …", a place and a day. Nothing
marks any of them: a title is recognised by a word such as "Statement", a date by its form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from statements.importer.embargoes import is_embargo
from statements.importer.extract import Fact
from statements.importer.formats.covers import words
from statements.importer.formats.covers.dates import date_in, find_date, is_date_line, place_in_title, place_of
from statements.importer.formats.covers.roles import (
    CONTACT,
    DATE,
    DURATION,
    EMBARGO,
    LETTERHEAD,
    LONGEST,
    NOTICE,
    PLACE,
    RULE,
    THEME,
    role_of,
    roles_of,
)
from statements.importer.formats.covers.words import is_label, is_letterhead, is_salutation
from statements.importer.vocabulary import words as words_at

__all__ = [
    "Cover",
    "cover_of",
    "date_on",
    "ends_title",
    "is_label",
    "is_letterhead",
    "read_cover",
    "roles_of",
    "words_of",
]

_MOST_LINES, _LINE = 45, 170  # lines of a cover; characters of a line
_TOP_LINES = 12  # lines that hold a cover's title and day
_BARE = 2  # words of an office whose country is missing, cut off by columns
_SMALL = frozenset(words_at("dates.particles"))
_HALF_CITIES = tuple(f" {form}" for word in words_at("cover.half_cities") for form in (word.title(), word.upper()))
_LETTER = re.compile(r"[^\W\d_]|\d{4}")  # a letter of a word, or a year
_BELOW_TITLE = {DATE, PLACE, THEME, RULE, CONTACT, DURATION, EMBARGO}


@dataclass(frozen=True)
class Cover:
    """What the lines above a speech say, by their places among them.

    title: the places of its lines, empty if there is none. roles: what each line is, "" if unknown.
    """

    title: tuple[int, ...]
    roles: tuple[str, ...]
    date: Fact | None = None
    place: Fact | None = None
    publisher: Fact | None = None


def cover_of(lines: Sequence[str]) -> list[str]:
    """The lines above the first salutation or the first long line."""
    cover = list[str]()
    for place, line in enumerate(lines[:_MOST_LINES]):
        below = lines[place + 1] if place + 1 < len(lines) else ""
        if len(line) > _LINE or (cover and begins_speech(line, below, cover[-1])):
            break
        cover.append(line)
    return cover


def begins_speech(line: str, below: str, above: str) -> bool:
    """Whether a line is the salutation that opens a speech, and not part of a title."""
    goes_on = words.is_open(above) and not above.strip().endswith(",") and not is_date_line(above)
    addresses = is_salutation(line, below) or words.is_named_salutation(line, below)
    return addresses and not words.begins_genre(line) and not goes_on


def read_cover(cover: Sequence[str]) -> Cover:
    """The facts stated on a cover.

    ["UNITED NATIONS", "Statement by H.E. Ms. Ada Quist,", "President of Utopia", "New York, 24 September 2024"] ->
    title 1 and 2, date 2024-09-24, place New York.
    """
    roles = roles_of(cover)
    title = _title_places(cover, roles)
    roles = ["title" if place in title else role for place, role in enumerate(roles)]
    return Cover(
        tuple(title), tuple(roles), _date_of(cover, roles), _place_of(cover, roles), _publisher_of(cover, roles)
    )


def _title_places(cover: Sequence[str], roles: list[str]) -> list[int]:
    """The lines of the title: from the line that says what it is down to a date, with the session and speaker above."""
    anchor = _anchor(cover, roles)
    if anchor is None:
        return []
    below = _lines_below(cover, roles, anchor)
    said = {word for place in (anchor, *below) for word in words_of(cover[place])} | _SMALL
    title = [*_lines_above(cover, roles, anchor, said), anchor, *below]
    while len(title) > 1 and title[-1] > anchor and _is_dangling(cover[title[-1]]):
        title.pop()
    while sum(len(cover[place]) + 1 for place in title) > LONGEST and title[0] < anchor:
        title.pop(0)
    return title


def _is_dangling(line: str) -> bool:
    """Whether a line is only a word or two that something must follow: "ON", "at the"."""
    return words.is_open(line) and len(line.split()) <= 2 and not line.strip().endswith(",")


def _anchor(cover: Sequence[str], roles: list[str]) -> int | None:
    """The line that begins by saying what it is; failing that, one with such a word in it, a meeting, or a speaker."""
    free = [place for place, role in enumerate(roles) if not role and not _is_kind(cover, roles, place)]
    for test in (words.begins_genre, words.has_genre, words.has_event, words.has_honorific):
        found = [place for place in free if test(cover[place])]
        if found:
            return found[1] if _has_shadow(cover, found) else found[0]
    return None


def _has_shadow(cover: Sequence[str], found: list[int]) -> bool:
    """Whether the first of these lines is drawn twice, as its own shadow, and not repeated further down."""
    return len(found) > 1 and found[1] == found[0] + 1 and cover[found[0]] == cover[found[1]]


def _is_kind(cover: Sequence[str], roles: list[str], place: int) -> bool:
    """Whether a line says only what kind of document this is, and the line below does not continue it: "Press release".

    A number may come between: "SPEECH", "530/18", "27/09/2018".
    """
    line = cover[place].casefold()
    if not words.is_release(cover[place]):
        return False
    press = any(word in line for word in words_at("cover.press"))
    rest = range(place + 1, len(cover))
    below = next((each for each in rest if roles[each] not in (RULE, NOTICE) and _LETTER.search(cover[each])), None)
    return press or below is None or roles[below] in _BELOW_TITLE or _says_so_again(cover[place:])


def _says_so_again(cover: Sequence[str]) -> bool:
    """Whether a title below a label begins with the same word and says more: "SPEECH", "Speech by …"."""
    label = words_of(cover[0])
    return any(words.begins_genre(line) and label < words_of(line) for line in cover[1:])


def _lines_below(cover: Sequence[str], roles: list[str], anchor: int) -> list[int]:
    """The lines that continue a title below its first. Notices are skipped, as are themes in mid-title."""
    found, length, last = list[int](), len(cover[anchor]), cover[anchor]
    for place in range(anchor + 1, len(cover)):
        line, role = cover[place], roles[place]
        if role == NOTICE or (role in (THEME, RULE) and (words.is_open(last) or len(last.split()) == 1)):
            continue
        cut = role == DATE and last.endswith(_HALF_CITIES)  # "…, New", "York, 24 September 2024"
        office = role == LETTERHEAD and words.is_office(line) and not words.is_open(last)
        if (role in _BELOW_TITLE and not cut) or (office and not _goes_on_below(cover, roles, place)):
            break
        if words.is_section(line) or length + len(line) >= LONGEST:
            break
        found.append(place)
        length, last = length + len(line) + 1, line
    return found


def _goes_on_below(cover: Sequence[str], roles: list[str], office: int) -> bool:
    """Whether a title continues below the speaker's office: "Ministry of Defence", "at the Summit"."""
    rest = range(office + 1, len(cover))
    end = next((place for place in rest if roles[place] in _BELOW_TITLE), len(cover))
    return any(words.has_event(cover[place]) or words.goes_on(cover[place]) for place in range(office + 1, end))


def words_of(line: str) -> set[str]:
    """The distinct words of a line, in lower case."""
    return set(re.findall(r"\w+", line.casefold()))


def _lines_above(cover: Sequence[str], roles: list[str], anchor: int, said: set[str]) -> list[int]:
    """The lines above that belong to a title, up to a date: a session or a speaker, and the lines that continue them.

    said: the words of the lines from the anchor on. An office that they name as well is a letterhead.
    """
    found, waiting = list[int](), list[int]()
    for place in range(anchor - 1, -1, -1):
        line, role = cover[place], roles[place]
        if role in (DATE, PLACE, CONTACT):
            break
        if role == THEME and _is_name(cover, roles, place):
            found, waiting = [place, *waiting, *found], []
            continue
        if role == LETTERHEAD and not (waiting and words.is_open(line)):
            if found or not words.is_country(line):
                break
            continue
        if role and role != LETTERHEAD:
            waiting = []
        elif line == cover[anchor] or (words.is_release(line) and words_of(line) <= said):
            continue
        elif _belongs(line, role, joined=not waiting and not words_of(line) <= said):
            speaks = words.has_honorific(line) or words.is_open(line)
            joined = [each for each in waiting if speaks or words.goes_on(cover[each])]
            found, waiting = [place, *joined, *found], []
        else:
            waiting = [place, *waiting]
    return found


def _is_name(cover: Sequence[str], roles: list[str], place: int) -> bool:
    """Whether a line above "Speech by …" or the like is part of the speech's name, in quotation marks."""
    while place and roles[place - 1] == THEME:
        place -= 1
    return words.is_quoted(cover[place])


def _belongs(line: str, role: str, joined: bool) -> bool:
    """Whether a line above belongs to a title, by its words; `joined`: the next line down does, ignoring notices."""
    if words.has_event(line) or words.has_honorific(line) or (not role and words.has_genre(line)):
        return True
    return joined and not role and (words.has_chair(line) or words.is_open(line))


def ends_title(line: str) -> bool:
    """Whether a line below a title is not part of it: a rule, a day with its place, a theme, a salutation.

    "New York, 24 September 2024" does; "at the 79th Session of the General Assembly, 24 September 2024" does not.
    """
    return role_of(line) in {*_BELOW_TITLE, NOTICE} or is_salutation(line)


def date_on(lines: Sequence[str]) -> Fact | None:
    """The first date on a cover, if it is that of a speech or a release: it says so, or a salutation follows it.

    ["Discours de Mme Ada Quist", "New York, le 24 septembre 2024", "Monsieur le Président,"] -> 2024-09-24.
    Other covers are not read: a programme may show the day of an election there.
    """
    cover = cover_of(lines)
    return read_cover(cover).date if is_speech(cover, lines[len(cover) : len(cover) + 1]) else None


def is_speech(cover: Sequence[str], below: Sequence[str]) -> bool:
    """Whether lines are the cover of a speech or a release: they say so, name the speaker, or precede a salutation."""
    named = any(words.begins_genre(line) or words.is_release(line) for line in cover)
    return named or any(map(is_salutation, below)) or _says_who_speaks(cover[:_TOP_LINES])


def _says_who_speaks(lines: Sequence[str]) -> bool:
    """Whether a word such as "Speech" and a speaker stand above a day: "Utopia: a light", "Speech by Hon. Ada Quist".

    None of these lines may end a sentence.
    """
    day = next((place for place, line in enumerate(lines) if is_date_line(line)), 0)
    above = lines[:day]
    speaker = any(words.has_honorific(line) or words.has_chair(line) or words.ends_genre(line) for line in above)
    return speaker and any(map(words.has_genre, above)) and not any(line.rstrip().endswith(".") for line in above)


def _date_of(cover: Sequence[str], roles: list[str]) -> Fact | None:
    """The day from a line that holds only a day; failing that, from any line; failing that, a month."""
    alone = [line for line, role in zip(cover, roles, strict=True) if role == DATE]
    days = [found.edtf for line in [*alone, *cover] if not is_embargo(line) and (found := find_date(line))]
    days.sort(key=lambda day: "/" in day)  # one day is preferred to the span of a session
    months = [date for line in alone if (date := date_in(line))]
    return next((Fact(date, "text") for date in days + months), None)


def _place_of(cover: Sequence[str], roles: list[str]) -> Fact | None:
    """The place beside the day, else in the next line above or below, else at the end of the title."""
    found = [place_of(line) for line, role in zip(cover, roles, strict=True) if role == DATE]
    alone = [place_of(line).rstrip(",") for line, role in zip(cover, roles, strict=True) if role == PLACE]
    title = " ".join(line for line, role in zip(cover, roles, strict=True) if role == "title")
    value = next(filter(None, found), "") or ", ".join(dict.fromkeys(filter(None, alone))) or place_in_title(title)
    return Fact(value, "text") if value else None


def _publisher_of(cover: Sequence[str], roles: list[str]) -> Fact | None:
    """The office in the letterhead, with the lines that continue its name."""
    for place, (line, role) in enumerate(zip(cover, roles, strict=True)):
        if role == LETTERHEAD and words.is_office(line):
            more = []
            for below in cover[place + 1 : place + 3]:
                if not words.goes_on(below) or role_of(below) not in ("", LETTERHEAD):
                    break
                more.append(below)
            name = " ".join([line, *more])
            return Fact(name, "text") if len(name.split()) > _BARE else None
    return None
