"""A citation in words, in the three languages of the archive, whatever the language of the page is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from django.utils import translation

from statements.citing.citation import Citation, place_cited
from statements.citing.names import Name
from statements.dates import date_words
from statements.models import Content, Kind

QUOTES = {"en": ("“", "”"), "it": ("«", "»"), "fr": ("«\u00a0", "\u00a0»")}
LANGUAGES = {"en": "en-gb", "it": "it", "fr": "fr"}


class _PinpointWords(NamedTuple):
    """The words of a language for a place in a document."""

    paragraph: str
    paragraphs: str
    page: str
    pages: str
    quoting: str
    version: str


_WORDING = {
    "en": _PinpointWords("para.", "paras", "p.", "pp.", "quoting", "version"),
    "it": _PinpointWords("par.", "parr.", "p.", "pp.", "che cita", "versione"),
    "fr": _PinpointWords("par.", "par.", "p.", "p.", "citant", "version"),
}


def full_citation(citation: Citation, language: str) -> str:
    """The whole citation, with its permanent address at the end."""
    return f"{describe_citation(citation, language)} {citation.address}"


def describe_citation(citation: Citation, language: str) -> str:
    """The citation without its address."""
    return f"{head(citation, language)}{pinpoint(citation, language)}."


def head(citation: Citation, language: str) -> str:
    """Who, what, when: "Ada Quist, Harbour Master, “Remarks at the dock”, speech, Oslo, 1 March 2024, Port of Oslo"."""
    opening, closing = QUOTES[language]
    parts = [
        "; ".join(_person(each, language) for each in citation.people),
        f"{opening}{citation.display_title}{closing}",
        "" if citation.kind == Kind.OTHER else kind_in(citation.kind, language),
        citation.location,
        day_in(citation, language),
        citation.publisher,
        citation.reference,
    ]
    return ", ".join(part for part in parts if part)


@cache
def kind_in(kind: str, language: str) -> str:
    """What a kind of document is called in a language."""
    with translation.override(LANGUAGES[language]):
        return str(Kind(kind).label)


def day_in(citation: Citation, language: str) -> str:
    """The date in words, as precise as it is known; "undated" where it is not."""
    with translation.override(LANGUAGES[language]):
        words = date_words(citation.date)
    return words if citation.date else words.lower()


def _person(name: Name, language: str) -> str:
    title = name.title_in(language)
    return f"{name.name}, {title}" if title else name.name


def pinpoint(citation: Citation, language: str) -> str:
    """The paragraph, its page and who is quoted: ", para. 4, p. 2, quoting Ada Quist"; nothing for a document."""
    wording = _WORDING[language]
    parts = [
        f"{wording.paragraph} {citation.place}" if citation.place else "",
        f"{wording.page} {citation.page}" if citation.page else "",
        f"{wording.quoting} {'; '.join(_person(each, language) for each in citation.quoted)}"
        if citation.quoted
        else "",
    ]
    return "".join(f", {part}" for part in parts if part)


def quoting(citation: Citation, content: Content, first: int = 1, in_parts: bool = False) -> dict[str, Any]:
    """What a script needs to copy words of the page with their citation, in the language of the document.

    head and heads: the citation up to the paragraph, and by the name of who speaks, where somebody else does;
    turns: who speaks in a paragraph, by its key; quoted: those who are quoted, with their titles, by name;
    paragraph, paragraphs, page, pages_of, quoting: how these are called; pages, places: by key; in_parts: whether links
    name the paragraph before the #, too. first: the place of the first paragraph that `content` has.
    """
    language = citation.language
    wording, opening = _WORDING[language], QUOTES[language]
    rows = list(enumerate(content.paragraphs, first))
    own = {each.name for each in citation.people}
    turns = {row.key: row.speaker for _, row in rows if row.speaker and {row.speaker} != own}
    titles = {each.name: each.titles for each in content.participations}
    quoted = {each.name for _, row in rows for each in row.quotations}
    named = {name: Name(name, name, titles=titles.get(name, ())) for name in {*turns.values(), *quoted}}
    return {
        "quotes": opening,
        "head": head(citation, language),
        "heads": {
            name: head(replace(citation, people=(named[name],)), language) for name in dict.fromkeys(turns.values())
        },
        "turns": turns,
        "quoted": {name: _person(named[name], language) for name in sorted(quoted)},
        "paragraph": wording.paragraph,
        "paragraphs": wording.paragraphs,
        "pages_of": wording.pages,
        "page": wording.page,
        "quoting": wording.quoting,
        "places": {row.key: place_cited(row, position) for position, row in rows},
        "pages": {row.key: row.page for _, row in rows if row.page},
        "address": citation.address,
        "in_parts": in_parts,
    }
