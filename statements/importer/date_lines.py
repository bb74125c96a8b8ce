"""Lines that say when a document is from: "Brussels, 7 December 1995", "Published on 4 Mar. 2022"."""

import re
from datetime import UTC, date, datetime
from functools import cache

from babel import Locale

from statements.dates import month_numbers, parse_edtf, weekday_names, written_date
from statements.importer.draft import Fact
from statements.languages import LANGUAGES

PUBLISHED = 2
LENGTH = 90  # characters of a line that may be one
_DIGITS_DATE = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d{2})\b")
_ISO_DATE = re.compile(r"\b((?:19|20)\d{2}-\d{2}-\d{2})\b")
CHANGED = re.compile(
    r"\b(?:updat\w+|modifi\w+|aggiorn\w+|mise? à jour|màj|maj|(?:last )?review\w*|amended|edited|ultima modifica)\b",
    re.I,
)
_SAYS_PUBLISHED = re.compile(
    r"\b(?:publish\w*|publi[ée]\w*|pubblicat\w+|posted|mise? en ligne|inserit\w+|diffus\w+)\b", re.I
)
_DELIVERED = re.compile(r"\b(?:delivered|given|prononcée?s?|pronunciat[oaie]|tenut[oaie])\b", re.I)
_LABEL_WORDS = (
    r"issued|published|publication|pubblicazione|posted|released|delivered|given|dated?|first|on|in|at|the|and"
    r"|speech|statement|remarks|address|"
    r"updated|transcript|le|la|du|de|à|et|publiée?|mise? en ligne|diffusée?|prononcée?|discours|déclaration|séance|"
    r"il|del|di|e|data|pubblicat[oa]|inserit[oa]|pronunciat[oa]|tenut[oa]|discorso|intervento|seduta|comunicato|"
    r"ore|alle|h|am|pm|utc|gmt|cet|cest|edt|est"
)
# What says that the words that were spoken count, as part of a pattern.
DELIVERY = r"seul le prononcé fait foi|check against delivery|as delivered|fa fede il testo pronunciato"
_LABEL = re.compile(
    rf"[\s,.;:|()–—-]*(?:(?:{_LABEL_WORDS})\b[\s,.;:"
    rf"|()–—-]*)*(?:\d{{1,2}}\s?[:.h]\s?\d{{2}}(?::\d{{2}})?\s*(?:am|pm)?)?"
    rf"[\s,.;:|()–—-]*(?:(?:{DELIVERY})[\s.)]*)?(?:\([^()\d]{{0,30}}\))?\s*",
    re.I,
)
_PLACE = re.compile(r"\s*(?:[^\W\d][\w\s'’.()]{1,40}[,–—-]+\s*){1,4}(?:the|on|le|il|lì)?\s*", re.I)
_BETWEEN_FACTS = re.compile(r"\s[|·•]\s|\s*;\s|\s{4,}")
_FIRST_DAY = re.compile(
    r"(.*?)\b(\d{1,2})(?:er|st|nd|rd|th|°|º)?\s*(?:et|and|e|au|al|to|/|&|-|–)\s*(?:le |the |il )?", re.I
)


def date_of_line(line: str, languages: list[str]) -> str:
    """The EDTF date of a line that says nothing else but a place, a weekday, a time; the first of `languages` first.

    "Issued on 11 Jul. 2023 14:31" -> "2023-07-11"; "Bruxelles, 1er et 2 mars 2012" -> "2012-03-01/2012-03-02".
    Empty where it says more, or when a page was changed.
    """
    if len(line) > 2 * LENGTH:
        return ""
    parts = (part for part in _BETWEEN_FACTS.split(line) if len(part) <= LENGTH and not CHANGED.search(part))
    return next((found for part in parts if (found := _date_of(_out_of_brackets(part), languages))), "")


def _out_of_brackets(line: str) -> str:
    """ "(Paris, 26 mars 2003)", "*London, 3 March 2022*" without what is around them."""
    bare = line.strip(" *_\t")
    return bare.strip("()[] ") if bare.startswith(("(", "[")) else bare


def rank(line: str) -> int:
    """How near a date is to the statement: 0 where it says that it was delivered then, PUBLISHED (2)."""
    return 0 if _DELIVERED.search(line) else PUBLISHED if _SAYS_PUBLISHED.search(line) else 1


def says_only_a_date(line: str, languages: list[str]) -> bool:
    """Whether nothing is lost without the line: no place is in it."""
    found = date_of_line(line, languages)
    return bool(found) and not any(_PLACE.match(part.strip()) for part in _BETWEEN_FACTS.split(_bare(line)))


def _bare(line: str) -> str:
    """A line without weekdays, of which "Thursday, " would be taken for a place."""
    words = line.split()
    return " ".join(words[1:] if words and words[0].strip(" ,.").lower() in _weekdays() else words)


def _date_of(line: str, languages: list[str]) -> str:
    for code in languages:
        wide = _unabbreviated(line, code)
        found = written_date(wide, code)
        if found:
            return _day_or_days(wide[: found[1]], found[0], wide[found[2] :])
    digits = _DIGITS_DATE.search(line)
    if digits and _only_a_date(line[: digits.start()], line[digits.end() :]):
        return _digits_day(digits, languages[0])
    iso = _ISO_DATE.search(line)
    if iso and _only_a_date(line[: iso.start()], line[iso.end() :]):
        return believed(iso[1])
    return next((month for code in languages if (month := _month_of(line, code))), "")


def _day_or_days(before: str, last: str, after: str) -> str:
    """A day, or all from the one before it: "12 and ", "2023-07-13" -> "2023-07-12/2023-07-13"."""
    if _only_a_date(before, after):
        return believed(last)
    first = _FIRST_DAY.fullmatch(before)
    if not (first and _only_a_date(first[1], after) and 0 < int(first[2]) < int(last[-2:])):
        return ""
    days = f"{last[:-2]}{int(first[2]):02}/{last}"
    return days if believed(last) else ""


def _month_of(line: str, language: str) -> str:
    """ "Février 2012" -> "2012-02"; a place may stand before it."""
    found = _written_month(language).fullmatch(line)
    return f"{found[2]}-{month_numbers(language)[found[1].lower()]:02}" if found else ""


@cache
def _written_month(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:[^\W\d][\w'’ -]{{1,30}},\s+)?({'|'.join(month_numbers(language))})\s+((?:19|20)\d{{2}})", re.I
    )


def _digits_day(found: re.Match[str], language: str) -> str:
    """10/11/2022 is a day in November, but for English, which may mean either; 25/11/2022 is plain."""
    day, month = int(found[1]), int(found[2])
    if language == "en" and day <= 12 and day != month:
        return ""
    return believed(f"{found[3]}-{month:02}-{day:02}")


def _only_a_date(before: str, after: str) -> bool:
    words = [word for word in before.split() if word.strip(" ,.").lower() not in _weekdays()]
    rest = " ".join(words)
    return bool(_LABEL.fullmatch(rest) or _PLACE.fullmatch(rest)) and bool(_LABEL.fullmatch(after))


@cache
def _weekdays() -> frozenset[str]:
    return frozenset[str]().union(*(weekday_names(code) for code in LANGUAGES))


@cache
def _abbreviations(language: str) -> dict[str, str]:
    """The short names of months by CLDR and the long: {"jul": "July", …}."""
    months = Locale(language).months["format"]
    short = {name.rstrip(".").lower(): months["wide"][number] for number, name in months["abbreviated"].items()}
    return {**short, **({"sept": "September"} if language == "en" else {})}


def _unabbreviated(line: str, language: str) -> str:
    """ "11 Jul. 2023" -> "11 July 2023"."""
    names = _abbreviations(language)
    return _abbreviation(language).sub(lambda found: names[found[1].lower()], line)


@cache
def _abbreviation(language: str) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _abbreviations(language)), key=len, reverse=True))
    return re.compile(rf"\b({names})\b\.?", re.I)


def believed(day: str) -> str:
    """`day` where it is one of the calendar, since there are press releases and not to come."""
    try:
        start = parse_edtf(day).start
    except ValueError:
        return ""
    return day if start and date(1900, 1, 1) <= start <= datetime.now(UTC).date() else ""


# What stands before a date at the end of a title that is the day of the document: a bracket, a dash, a comma, or the
# word for a meeting. "The attacks of 11 September 2001" has none of these.
_TITLE_END = re.compile(
    r".*(?:[(,:|–—]|\s-)\s*(?:[^\W\d][\w\s'’.-]{1,40},\s*)?(?:on |the |le |il |à [\w-]+ le )*$"
    r"|.*\b(?:conferenza stampa|seduta|riunione|comunicato|conférence de presse|séance|réunion|communiqué"
    r"|point de presse"
    r"|press conference|meeting|sitting|session|briefing)(?: du| de la| del| della| dell'| of"
    r"| on)*(?: [^\W\d]{5,9})?\s*$"
    r"|.*,? (?:à|a) [\w-]+,? (?:le|il) $",
    re.I | re.S,
)


def date_of_title(title: str, languages: list[str]) -> Fact | None:
    """The day that ends a title: "Réunion des ministres (Bruxelles, 28 novembre 2023)" -> 2023-11-28."""
    for code in languages:
        wide = _unabbreviated(title, code)
        found = written_date(wide, code)
        if found and not wide[found[2] :].strip(" ).,") and _TITLE_END.fullmatch(f"{wide[: found[1]].rstrip()} "):
            day = believed(found[0])
            return Fact(day, "heading") if day else None
    return None


# "BRUSSELS, April 4, 2023 (Agency) – ", "(ANSA) - BRUXELLES, 4 LUG 2023 - ": at the start of a first paragraph.
_DATELINE_END = re.compile(r"\s*(?:\([^()]{1,40}\))?\s*(?:[–—-]|--)\s")
_DATELINE_START = re.compile(
    r"\s*(?:\([^()]{1,20}\)\s*[–—-]\s*)?(?:[^\W\d][\w\s'’.()]{1,40}[,–—-]\s*){1,3}(?:le |il )?"
)


def dateline(text: str, languages: list[str]) -> str:
    """The day of a dateline that begins a paragraph; "" where there is none, or it has no year."""
    top = text[:120]
    for code in languages:
        wide = _unabbreviated(top, code)
        found = written_date(wide, code)
        if found and _DATELINE_START.fullmatch(wide[: found[1]]) and _DATELINE_END.match(wide[found[2] :]):
            return believed(found[0])
    return ""


def day_in(text: str, languages: list[str]) -> str:
    """The first day that is written out in a text, whatever else it says: the date of a mail."""
    for code in languages:
        if found := written_date(_unabbreviated(text[: 2 * LENGTH], code), code):
            return believed(found[0])
    return ""
