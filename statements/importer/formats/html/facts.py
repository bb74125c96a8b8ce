"""The date, language, publisher and address of a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from statements.dates import parse_edtf
from statements.importer.date_lines import (
    LENGTH,
    PUBLISHED,
    date_of_line,
    date_of_title,
    dateline,
    is_label,
    rank,
    says_another_day,
)
from statements.importer.extract import Fact
from statements.importer.formats.html.blocks import TreeWalk
from statements.importer.formats.html.outline import PageBlocks
from statements.importer.formats.html.stamps import day_of_stamp
from statements.importer.formats.html.title import Stated, host_of
from statements.languages import LANGUAGES

_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "dcterms.date", "dc.date",
    "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "date", "pubdate", "publishdate",
    "publish-date", "publication_date", "datepublished", "parsely-pub-date", "sailthru.date",
    "citation_publication_date",
)  # fmt: skip
_LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{1,100})"')
_NEAR = 8
_NAME = 200  # characters of a publisher
_SHORTLY = 60  # days
_SHOWS_A_DATE = ("", "above the title", "outside the main text", "header", "about the document", "date")


def date_fact(page: PageBlocks, walk: TreeWalk, stated: Stated) -> Fact | None:
    """The day of the document: the one shown beside the title, else the one in the head, if its dates agree.

    A day in the title overrides the head's, unless it is much earlier: then it is only what the text is about.
    """
    visible = _visible_date(page, stated)
    if visible and visible[0] < PUBLISHED:
        return visible[1]
    published = visible[1] if visible else _published(page, walk, stated)
    spoken = _date_in_title_or_text(page, stated)
    if spoken and (published is None or _shortly_before(spoken.value, published.value)):
        return spoken
    return published


def _published(page: PageBlocks, walk: TreeWalk, stated: Stated) -> Fact | None:
    near = blocks_around_title(page)
    dates = [Fact(day_of_stamp(value), "time") for place, value in walk.times if place in near and _is_own(page, place)]
    dates += [Fact(day_of_stamp(stated.meta[name]), f"meta {name}") for name in _DATE_NAMES if name in stated.meta]
    linked = _LINKED_DATE.findall(stated.linked_data[:500_000])
    dates += [Fact(day_of_stamp(value), "JSON-LD datePublished") for value in linked]
    dates = [fact for fact in dates if fact.value]
    return dates[0] if len({fact.value for fact in dates}) == 1 else None


def _is_own(page: PageBlocks, place: int) -> bool:
    """Whether a <time> may be the document's: not one in running text or beside "Last updated" or "Valid until"."""
    block = page.blocks[place]
    return not block.running and not says_another_day(f"{label_above(page, place)} {block.text}")


def label_above(page: PageBlocks, place: int) -> str:
    """The label of a day in the line above a block: "Last updated", "Publié le :"; otherwise ""."""
    above = page.blocks[place - 1].shown.split("\n")[-1] if place else ""
    return above if is_label(above) else ""


def _date_in_title_or_text(page: PageBlocks, stated: Stated) -> Fact | None:
    """The day at the end of the title, else in a dateline that begins the text."""
    titles = [page.blocks[page.title].text] if page.title is not None else []
    languages = language_order(stated)
    for title in [*titles, stated.title]:
        if found := date_of_title(" ".join(title.split()), languages):
            return found
    first = next((block.text for place, block in page.kept() if place != page.title and block.running), "")
    day = dateline(first, languages)
    return Fact(day, "text") if day else None


def _shortly_before(day: str, published: str) -> bool:
    """Whether one EDTF date begins at most _SHORTLY days before another, or with it."""
    first, second = parse_edtf(day).start, parse_edtf(published).start
    return first is not None and second is not None and 0 <= (second - first).days <= _SHORTLY


def blocks_around_title(page: PageBlocks) -> range:
    """The blocks around the title where a date is the document's, through its first paragraph of running text."""
    kept = [place for place, _ in page.kept()]
    title = page.title if page.title is not None else (kept[0] if kept else 0)
    after = range(title + 1, min(len(page.blocks), title + 1 + _NEAR))
    text = next((place for place in after if page.blocks[place].running), after.stop)
    return range(max(0, title - _NEAR), min(text + 1, len(page.blocks)))


def _visible_date(page: PageBlocks, stated: Stated) -> tuple[int, Fact] | None:
    """A line near the title holding only a date, perhaps with a weekday, a time, a place or "Published on".

    A date of delivery is preferred to a date of publication.
    """
    languages = language_order(stated)
    near = sorted(blocks_around_title(page), key=lambda place: (abs(place - (page.title or 0)), place))
    found = [
        (rank(f"{label} {line}"), order, day)
        for order, place in enumerate(near)
        if page.blocks[place].dropped in _SHOWS_A_DATE and len(page.blocks[place].text) <= 4 * LENGTH
        for label, line in _lines_with_labels(page, place)
        if (day := date_of_line(line, languages)) and not says_another_day(label)
    ]
    return (min(found)[0], Fact(min(found)[2], "text")) if found else None


def _lines_with_labels(page: PageBlocks, place: int) -> Iterator[tuple[str, str]]:
    """The lines of a block that are not the title, each with the label in the line above it, or ""."""
    label = label_above(page, place)
    for line in page.lines_below_title(place):
        yield label, line
        label = line if is_label(line) else ""


def language_order(stated: Stated) -> list[str]:
    """The languages of the archive, the page's own first."""
    own = language_fact(stated)
    return sorted(LANGUAGES, key=lambda code: (own is None or code != own.value, code))


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
    """The first complete address that the page gives as its own and that is not the site's."""
    found = [
        ("link canonical", stated.canonical),
        ("meta og:url", stated.meta.get("og:url", "")),
        ("saved from", stated.saved_from),
    ]
    for origin, address in found:
        if re.fullmatch(r"https?://[^\s<>\"]{1,990}", address) and host_of(address) and not is_root(address):
            return Fact(address, origin)
    return None


def publisher_fact(stated: Stated) -> Fact | None:
    """The name of the page's publisher, or of its site."""
    names = ("dcterms.publisher", "dc.publisher", "citation_publisher", "og:site_name", "application-name")
    found = ((name, " ".join(stated.meta.get(name, "").split())) for name in names)
    return next((Fact(value, f"meta {name}") for name, value in found if 1 < len(value) <= _NAME), None)


_ROOT = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default|homepage|accueil)(?:\.\w+)?/?)?", re.I)


def is_root(address: str) -> bool:
    """Whether `address` is a site's home page, in one language or for all: https://nato.int/, …/fr/index.html."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and not parts.query and bool(_ROOT.fullmatch(parts.path))
