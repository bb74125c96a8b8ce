"""What stands above a speech: its title, over several lines, and its date, among the names of states and offices.

Printed speeches begin with a cover: a coat of arms, a mission's address, "Statement by …", a place and a day. None is
marked as anything; a title is known by the word for what it is, a date by being one.
"""

from __future__ import annotations

import re

from statements.dates import parse_edtf, written_date, written_month
from statements.importer.draft import Fact
from statements.languages import LANGUAGES

_MOST_LINES, _LINE, _TITLE = 45, 170, 300  # of a cover; characters
_DATED = 50  # characters of a line with a place and a month
_GENRE = re.compile(
    r"\W*(?:(?:opening|keynote|joint|written|national|full|press)\s+)?"
    r"(?:statement|address|remarks|speech|declaration|communiqué|communique|intervention|message|allocution|discours"
    r"|déclaration|declaration|intervention|communication|discorso|dichiarazion[ei]|intervento|comunicato|messaggio|allocuzione)\b",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"\W*(?:(?:mr|mister|madame?|mesdames|monsieur|messieurs|signor\w{0,2})"
    r"(?=\W*$|[,;:]|\.?\s+(?:the|le|la|les|l[’']|and|et|e|my|(?:deputy|vice|acting|honou?rable)\b|[a-z-]*(?:presid|chair|secretar|speaker|minist"
    r"|ambassad|moderator|segretari|prime)))"
    r"|excellenc\w+|eccellenz\w+|your (?:majest|excellenc|royal)\w+"
    r"|distinguished|dear|honou?rable|onorevol\w+|ladies|colleagues|fellow|chers?|chères?"
    r"|car[aeio]|thank you|merci|grazie)\b"
    r".{0,90}[,:;!.]?$",
    re.IGNORECASE,
)
_DELIVERY = re.compile(
    r"\W*(?:please check|check against|seul le|vérifier|as delivered|fa fede|embargo)", re.IGNORECASE
)
_RELEASE = re.compile(
    r"\W*(?:(?:press|news|media) (?:release|statement|communiqué|communique)|press|statement|speech|declaration"
    r"|for immediate release"
    r"|communiqué(?: de presse| conjoint)?|déclaration|discours|pour diffusion immédiate"
    r"|comunicato(?: stampa| congiunto)?|nota(?: stampa)?|dichiarazione|discorso|intervento)"
    r"\b[\W\d]*(?:n[.°º]?\s*[\d/-]+)?\W*",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"\W*(?:(?:table of )?contents|index|sommaire|table des matières|indice|sommario|introdu\w+|foreword|premessa"
    r"|préface)\W*",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\W*(?:(?:the )?(?:permanent )?(?:mission|delegation|representation) of\b"
    r"|(?:embassy|ministry|government|office|department|republic|kingdom|federal republic) of\b|united nations$"
    r"|(?:la )?mission permanente|(?:ambassade|ministère|république|royaume|présidence)\b"
    r"|(?:rappresentanza|missione|delegazione) permanente"
    r"|(?:ambasciata|ministero|repubblica|governo|presidenza) \w+|(?:nato|otan)\W*$)",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\W_]+")
_FIELD = re.compile(r"\W*(?:th[eè]m[ea]|topic|agenda item|tema)\s*:|\W*[^\W\d]+(?:\s[^\W\d]+)?\s?:\s+\d", re.IGNORECASE)
_EVENT = re.compile(
    r"\b(?:debate|session|assembly|conference|summit|meeting|council|forum|débat|assemblée|conférence|sommet|réunion|conseil"
    r"|dibattito|sessione|assemblea|conferenza|vertice|riunione|consiglio)\b",
    re.IGNORECASE,
)
_NUMERIC_DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.((?:19|20)\d{2})\b")


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
    start = next((place for place, line in enumerate(cover) if _begins_title(cover, place)), None)
    if start is None:
        return range(0)
    stop, length = start + 1, len(cover[start])
    while stop < len(cover) and not ends_title(cover[stop]) and length + len(cover[stop]) < _TITLE:
        length += len(cover[stop]) + 1
        stop += 1
    return range(start, stop)


def _begins_title(cover: list[str], place: int) -> bool:
    """Whether a line has the word for what it is; of two that are the same, as a shadow is drawn, the second.

    "Press release" alone is the kind of what follows, not its title.
    """
    line, below = cover[place], cover[place + 1] if place + 1 < len(cover) else ""
    return bool(_GENRE.match(line)) and line != below and not _is_kind(line, below)


def _is_kind(line: str, below: str) -> bool:
    """Whether a line is nothing but a kind, and what stands below does not go on with it."""
    words = line.casefold()
    press = is_label(line) and any(word in words for word in ("press", "stampa", "presse", "release", "media"))
    return press or (is_label(line) and (not below or ends_title(below)))


def ends_title(line: str) -> bool:
    """Whether a line stands below a title and is none of it: a rule, a day with its place, a theme, a salutation.

    "New York, 24 September 2024" does; "at the 79th Session of the General Assembly, 24 September 2024" does not.
    """
    dated = bool(date_in(line)) and not _EVENT.search(line)
    new_york = re.match(r"\W*new[ -]york\b", line, re.IGNORECASE)
    return bool(
        dated
        or new_york
        or _RULE.fullmatch(line)
        or _FIELD.match(line)
        or _DELIVERY.match(line)
        or _SALUTATION.match(line)
    )


def is_label(line: str) -> bool:
    """Whether a line says only of what kind the document is, or a part of it: "Press release", "INDICE"."""
    return bool(_RELEASE.fullmatch(line) or _CONTENTS.fullmatch(line))


def is_letterhead(line: str) -> bool:
    """Whether a line is the name of an office: "Permanent Mission of Utopia to the United Nations"."""
    return bool(_OFFICE.match(line))


def date_on(lines: list[str]) -> Fact | None:
    """The first date on the cover of a speech or a release: one with such a word, or with a salutation below it.

    ["Discours de Mme Ada Quist", "New York, le 24 septembre 2024", "Monsieur le Président,"] -> 2024-09-24.
    A programme may have the day of an election there.
    """
    cover = cover_of(lines)
    below = lines[len(cover)] if len(cover) < len(lines) else ""
    released = any(_RELEASE.fullmatch(line) for line in cover)
    if not title_on(cover) and not released and not _SALUTATION.match(below):
        return None
    days = [date for line in cover if (date := date_in(line))]
    months = [date for line in cover if (date := _month_in(line))]
    return next((Fact(date, "text") for date in days + months), None)


def date_in(line: str) -> str:
    """The day in a line, or where there is none the month, if it holds little else; empty without."""
    found = (written_date(line, code) for code in LANGUAGES)
    written = next((date[0] for date in found if date), "")
    return written or _numeric_day(line) or _month_in(line)


def _numeric_day(line: str) -> str:
    """A day in figures with points, 26.09.2024, which are in one order everywhere."""
    found = _NUMERIC_DAY.search(line)
    date = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else ""
    try:
        parse_edtf(date)
    except ValueError:
        return ""
    return date


def _month_in(line: str) -> str:
    """The month of a line that has a place beside it at most: "New York, September 2024"."""
    if len(line) > _DATED:
        return ""
    return next((month for code in LANGUAGES if (month := written_month(line, code))), "")
