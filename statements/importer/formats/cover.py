"""What stands above a speech: its title, over several lines, and its date, among the names of states and offices.

Printed speeches begin with a cover: a coat of arms, a mission's address, "Statement by …", a place and a day. None is
marked as anything; a title is known by the word for what it is, a date by being one.
"""

from __future__ import annotations

import re

from statements.dates import written_date
from statements.importer.draft import Fact
from statements.languages import LANGUAGES

_MOST_LINES, _LINE, _TITLE = 45, 170, 300  # of a cover; characters
_GENRE = re.compile(
    r"\W*(?:(?:opening|keynote|joint|written|national|full|press)\s+)?"
    r"(?:statement|address|remarks|speech|declaration|communiqué|communique|intervention|message|allocution|discours"
    r"|déclaration|declaration|intervention|communication|discorso|dichiarazion[ei]|intervento|comunicato|messaggio|allocuzione)\b",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"\W*(?:mr\.?|mister|madame?|mesdames|monsieur|messieurs|signor[ei]?a?|excellenc\w+"
    r"|your (?:majest|excellenc|royal)\w+"
    r"|distinguished|dear|honou?rable|ladies|colleagues|fellow|chers?|chères?|car[eio]|thank you|merci|grazie)\b"
    r".{0,90}[,:;!.]?$",
    re.IGNORECASE,
)
_DELIVERY = re.compile(r"\W*(?:check against|seul le|vérifier|as delivered|fa fede|embargo)", re.IGNORECASE)


def cover_of(lines: list[str]) -> list[str]:
    """The lines above the first salutation or the first long one."""
    cover = list[str]()
    for line in lines[:_MOST_LINES]:
        if len(line) > _LINE or (cover and _SALUTATION.match(line) and not _GENRE.match(line)):
            break
        cover.append(line)
    return cover


def title_on(cover: list[str]) -> range:
    """The lines of a cover that are the title, by their places; an empty range where no line begins as one.

    ["UNITED NATIONS", "Statement by H.E. Ms. Ada Quist,", "President of Utopia", "New York, 24 September 2024"] -> 1, 2
    """
    start = next((place for place, line in enumerate(cover) if _GENRE.match(line)), None)
    if start is None:
        return range(0)
    stop, length = start + 1, len(cover[start])
    while stop < len(cover) and not _ends_title(cover[stop]) and length + len(cover[stop]) < _TITLE:
        length += len(cover[stop]) + 1
        stop += 1
    return range(start, stop)


def _ends_title(line: str) -> bool:
    return bool(
        date_in(line) or _DELIVERY.match(line) or _SALUTATION.match(line) or re.match(r"\W*new[ -]york\b", line, re.I)
    )


def date_on(lines: list[str]) -> Fact | None:
    """The first date on the cover of a speech: one with such a title, or with a salutation below it.

    ["Discours de Mme Ada Quist", "New York, le 24 septembre 2024", "Monsieur le Président,"] -> 2024-09-24.
    A programme may have the day of an election there.
    """
    cover = cover_of(lines)
    below = lines[len(cover)] if len(cover) < len(lines) else ""
    if not title_on(cover) and not _SALUTATION.match(below):
        return None
    found = (date_in(line) for line in cover)
    return next((Fact(date, "text") for date in found if date), None)


def date_in(line: str) -> str:
    """The date in a line, the most precise one; empty where there is none."""
    found = (written_date(line, code) for code in LANGUAGES)
    return max((date[0] for date in found if date), key=len, default="")
