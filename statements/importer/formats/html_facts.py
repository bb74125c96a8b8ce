"""The date, the language and the address of a web page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from urllib.parse import urlsplit

from babel import Locale

from statements.dates import parse_edtf, weekday_names, written_date
from statements.importer.draft import Fact
from statements.importer.formats.html_around import Page
from statements.importer.formats.html_blocks import Walk
from statements.importer.formats.html_title import Stated, host_of
from statements.languages import LANGUAGES

_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "dcterms.date", "dc.date", "dcterms.issued",
    "dc.date.issued",
    "dcterms.created", "dc.date.created", "date", "pubdate", "publishdate", "publish-date", "publication_date",
    "datepublished", "parsely-pub-date", "sailthru.date", "citation_publication_date",
)  # fmt: skip
_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):\d{2}(?::\d{2})?(?:\.\d+)?\s*(Z|\+00:?00)?)?")
_LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{1,40})"')
_DIGITS_DATE = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d{2})\b")
_CHANGED = re.compile(r"updat|modif|aggiorn|mise? à jour|maj\b|review", re.I)
_DATE_LABEL = re.compile(
    r"[\s,.;:|()–—-]*(?:(?:issued|published|posted|released|date|on|le|il|publiée?|diffusée?|pubblicat[oa]|data|del|du|the|at|à"
    r"|ore|alle|h|am|pm|utc|gmt|cet|cest|edt|est)\b[\s,.;:|()–—-]*)*(?:\d{1,2}\s?[:.h]\s?\d{2}(?::\d{2})?\s*(?:am|pm)?)?[\s,.;:|()–—-]*",
    re.I,
)
_DATELINE = re.compile(r"\s*[^\W\d][\w\s'’.()-]{1,40},\s*(?:the|le|il|lì)?\s*", re.I)
_DATE_LINE = 90
_NEAR = 8


def date_fact(page: Page, walk: Walk, stated: Stated) -> Fact | None:
    """The day of the document: the one a reader sees beside the title, else what the head states without dispute."""
    visible = _visible_date(page, stated)
    if visible:
        return visible
    near = _near(page)
    dates = [Fact(_day(value), "time") for place, value in walk.times if near.start <= place < near.stop]
    dates += [Fact(_day(stated.meta[name]), f"meta {name}") for name in _DATE_NAMES if name in stated.meta]
    dates += [
        Fact(_day(value), "JSON-LD datePublished") for value in _LINKED_DATE.findall(stated.linked_data[:500_000])
    ]
    dates = [fact for fact in dates if fact.value]
    return dates[0] if len({fact.value for fact in dates}) == 1 else None


def _near(page: Page) -> range:
    """The blocks around the title in which a date is the document's, up to its first paragraph and one more."""
    kept = [place for place, _ in page.kept()]
    title = page.title if page.title is not None else (kept[0] if kept else 0)
    after = range(title + 1, min(len(page.blocks), title + 1 + _NEAR))
    text = next((place for place in after if page.blocks[place].running), after.stop)
    return range(max(0, title - _NEAR), min(text + 1, len(page.blocks)))


def _visible_date(page: Page, stated: Stated) -> Fact | None:
    """A line near the title that holds a date and at most a weekday, a time, a place or "Published on"."""
    near = sorted(_near(page), key=lambda place: (abs(place - (page.title or 0)), place))
    for place in near:
        block = page.blocks[place]
        if (
            block.dropped in ("", "above the title", "outside the main text", "header")
            and len(block.text) <= 4 * _DATE_LINE
        ):
            for line in block.text.split("\n"):
                day = _date_of_line(line, _language_order(stated)) if len(line) <= _DATE_LINE else ""
                if day and place != page.title:
                    return Fact(day, "text")
    return None


def _language_order(stated: Stated) -> list[str]:
    own = language_fact(stated)
    return sorted(LANGUAGES, key=lambda code: (own is None or code != own.value, code))


def _date_of_line(line: str, languages: list[str]) -> str:
    """ "Issued on 11 Jul. 2023 14:31" -> "2023-07-11"; "" where a line says more, or when it was changed."""
    if _CHANGED.search(line):
        return ""
    for code in languages:
        wide = _unabbreviated(line, code)
        found = written_date(wide, code)
        if found:
            return _believed(found[0]) if _only_a_date(wide[: found[1]], wide[found[2] :]) else ""
    digits = _DIGITS_DATE.search(line)
    if digits and _only_a_date(line[: digits.start()], line[digits.end() :]):
        return _digits_day(digits, languages[0])
    return ""


def _digits_day(found: re.Match[str], language: str) -> str:
    """10/11/2022 is a day in November, but for English, which may mean either; 25/11/2022 is plain."""
    day, month = int(found[1]), int(found[2])
    if language == "en" and day <= 12 and day != month:
        return ""
    return _believed(f"{found[3]}-{month:02}-{day:02}")


def _only_a_date(before: str, after: str) -> bool:
    words = [word for word in before.split() if word.strip(" ,.").lower() not in _weekdays()]
    rest = " ".join(words)
    return bool(_DATE_LABEL.fullmatch(rest) or _DATELINE.fullmatch(rest)) and bool(_DATE_LABEL.fullmatch(after))


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


def _day(stamp: str) -> str:
    """ "2017-06-05T21:42:00-04:00" -> "2017-06-05", the day where it was written; "" for what is no day.

    22:00 or later in UTC is midnight in Rome and Paris, of the day after: such a stamp says no day for certain.
    """
    found = _DAY.match(stamp)
    if not found or (found[5] and int(found[4]) >= 22):
        return ""
    return _believed("-".join(found.group(1, 2, 3)))


def _believed(day: str) -> str:
    """`day` where it is one of the calendar, since there are press releases and not to come."""
    try:
        start = parse_edtf(day).start
    except ValueError:
        return ""
    return day if start and date(1900, 1, 1) <= start <= datetime.now(UTC).date() else ""


def language_fact(stated: Stated) -> Fact | None:
    found = [("html lang", stated.lang)]
    found += [
        (f"meta {name}", stated.meta.get(name, ""))
        for name in ("og:locale", "content-language", "dcterms.language", "dc.language")
    ]
    for origin, value in found:
        code = re.split("[-_,]", value.strip().lower())[0]
        if code:
            return Fact(code, origin) if code in LANGUAGES else None
    return None


def address_fact(stated: Stated) -> Fact | None:
    """The first whole address that the page gives as its own and that is not the site's."""
    found = [
        ("link canonical", stated.canonical),
        ("meta og:url", stated.meta.get("og:url", "")),
        ("saved from", stated.saved_from),
    ]
    for origin, address in found:
        if re.fullmatch(r"https?://[^\s<>\"]{1,1990}", address) and host_of(address) and not is_root(address):
            return Fact(address, origin)
    return None


_ROOT = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default|homepage|accueil)(?:\.\w+)?/?)?", re.I)


def is_root(address: str) -> bool:
    """Whether `address` is the first page of a site, in one language or in all: https://nato.int/, …/fr/index.html."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and not parts.query and bool(_ROOT.fullmatch(parts.path))
