"""What machines read in the head of a page about a text: schema.org, Dublin Core, Highwire Press and Open Graph.

https://schema.org/CreativeWork, https://www.dublincore.org/specifications/dublin-core/dc-html/,
https://scholar.google.com/intl/en/scholar/inclusion.html#indexing and https://ogp.me/. Zotero reads all of them;
z:itemType tells it what it would guess to be an article of a journal, and eprints.place_of_pub, of all tags, the place:
https://www.zotero.org/support/kb/item_types_and_fields
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from textwrap import shorten
from typing import Any

from django.conf import settings

from statements.citing.citation import ARCHIVE, Citation, Translation
from statements.citing.names import Name
from statements.citing.words import kind_in
from statements.models import Kind, Role

_TYPES = {Kind.NEWS_REPORT: "NewsArticle", Kind.COMMENTARY: "Article", Kind.COMMUNIQUE: "Report"}
_ZOTERO = {
    Kind.SPEECH: "presentation",
    Kind.TRANSCRIPT: "presentation",
    Kind.NEWS_REPORT: "newspaperArticle",
    Kind.COMMENTARY: "webpage",
}
_LOCALES = {"en": "en_GB", "fr": "fr_FR", "it": "it_IT"}
_ON_A_CARD = 300  # characters
_REPORTS = {Kind.COMMUNIQUE, Kind.DECLARATION, Kind.PRESS_STATEMENT, Kind.READOUT}


def json_ld(citation: Citation) -> dict[str, Any]:
    """The document in the words of schema.org, or the paragraph, as a Quotation that is a part of it."""
    if not citation.key:
        return {"@context": "https://schema.org", **_work(citation)}
    whole = _work(replace(citation, key="", address=citation.version_address))
    whole.pop("author", None)  # who speaks in the paragraph is known, who else does in the document is not
    page = {"@type": "PropertyValue", "name": "page", "value": citation.page} if citation.page else None
    paragraph = {
        "@context": "https://schema.org",
        "@type": "Quotation",
        "@id": citation.address,
        "url": citation.address,
        "text": citation.text,
        "position": citation.place,
        "identifier": page,
        "inLanguage": citation.language,
        "author": [describe_person(each) for each in citation.people],
        "spokenByCharacter": [describe_person(each) for each in citation.quoted],
        "isPartOf": whole,
    }
    return {name: value for name, value in paragraph.items() if value}


def _work(citation: Citation) -> dict[str, Any]:
    publisher = {"@type": "Organization", "name": citation.publisher} if citation.publisher else None
    work_type = _TYPES.get(Kind(citation.kind), "CreativeWork")
    work = {
        "@type": work_type,
        "@id": citation.document_address,
        "url": citation.address,
        "name": citation.display_title,
        "headline": shorten(citation.display_title, 110, placeholder="…"),
        "genre": kind_in(citation.kind, "en"),
        "inLanguage": citation.language,
        "datePublished": citation.date if len(citation.date_points) == 1 else "",
        "temporalCoverage": citation.date if len(citation.date_points) == 2 else "",
        "author": [describe_person(each) for each in citation.people] or publisher,
        "publisher": publisher,
        "contributor": _take_part("contributor", citation, {Role.INTERLOCUTOR}),
        "mentions": _take_part("mentions", citation, {Role.QUOTED, Role.MENTIONED}),
        "locationCreated": {"@type": "Place", "name": citation.location} if citation.location else None,
        "identifier": citation.reference,
        "isBasedOn": citation.source_url,
        "version": citation.version,
        "sdDatePublished": citation.public_since,
        "license": settings.LICENSE,
        "workTranslation": [_translation(each, work_type) for each in citation.translations],
        "isPartOf": {"@type": "Collection", "name": ARCHIVE},
    }
    return {name: value for name, value in work.items() if value}


def _translation(each: Translation, work_type: str) -> dict[str, Any]:
    return {"@type": work_type, "@id": each.address, "name": each.title, "inLanguage": each.language}


def _take_part(name: str, citation: Citation, roles: set[Role]) -> list[dict[str, Any]]:
    """Those who take part in these roles, as values of the property `name`: https://schema.org/Role."""
    return [
        {"@type": "Role", "roleName": str(role.value), name: describe_person(each)}
        for role, each in citation.others
        if role in roles
    ]


def describe_person(name: Name) -> dict[str, Any]:
    """Somebody by name, with the page that they have here and the offices that the name says."""
    parts = name.parts
    person = {
        "@type": "Organization" if name.collective else "Person",
        "@id": name.address,
        "name": name.name,
        "familyName": parts.full_family if parts else "",
        "givenName": parts.given if parts else "",
        "honorificSuffix": parts.suffix if parts else "",
        "jobTitle": "" if name.collective else name.title_in("en"),
    }
    return {key: value for key, value in person.items() if value}


def meta_tags(citation: Citation) -> list[tuple[str, str]]:
    """(name, content) of the tags: Highwire Press for readers of citations, Dublin Core for all others."""
    date = citation.date_points[0] if len(citation.date_points) == 1 else []
    institution = "citation_technical_report_institution" if Kind(citation.kind) in _REPORTS else "citation_publisher"
    tags = [
        ("citation_title", citation.display_title),
        *(("citation_author", each) for each in _highwire_authors(citation.people)),
        ("citation_publication_date", "/".join(f"{part:02}" for part in date)),
        (institution, citation.publisher),
        ("citation_technical_report_number", citation.reference if Kind(citation.kind) in _REPORTS else ""),
        ("citation_language", citation.language),
        ("citation_public_url", citation.address),
        ("DC.title", citation.display_title),
        *(("DC.creator", each.inverted) for each in citation.people),
        ("DC.date", citation.date),
        ("DC.publisher", citation.publisher),
        ("DC.language", citation.language),
        ("DC.type", kind_in(citation.kind, "en")),
        ("DC.identifier.URI", citation.address),  # Zotero takes "-2010/?v=1" in a DC.identifier for a DOI
        ("DC.relation", citation.source_url),
        ("prism.publicationName", citation.container),
        ("eprints.place_of_pub", citation.location),
        ("z:itemType", zotero_type(citation)),
    ]
    return [(name, content) for name, content in tags if content]


def _highwire_authors(people: Sequence[Name]) -> list[str]:
    """Names as Zotero keeps them whole.

    After a comma at its end one is no given and family name. What follows a second comma would be lost, as a suffix
    is. A sole author with spaces on both sides of a comma would be two, but for a semicolon.
    """
    names = []
    for each in people:
        if parts := each.parts:
            names.append(f"{parts.full_family}, {' '.join(filter(None, (parts.given, parts.suffix)))}")
        else:
            names.append(each.name if "," in each.name else f"{each.name},")
    if len(names) == 1 and all(" " in side.strip() for side in names[0].split(",")[:2]):
        return [f"{names[0].removesuffix(',')};"]
    return names


def zotero_type(citation: Citation) -> str:
    """What Zotero calls an item of this kind.

    News that nobody is known to have printed would be said to have appeared in this archive.
    """
    if Kind(citation.kind) in _REPORTS:
        return "report"
    if citation.kind == Kind.NEWS_REPORT and not citation.container:
        return "document"
    return _ZOTERO.get(Kind(citation.kind), "document")


def share_tags(citation: Citation, address: str, words: str) -> list[tuple[str, str]]:
    """(property, content) of the tags from which other sites make a card for a link: Open Graph.

    address: of the page; words: of the source, which are cut where a word ends. Whose they are is not said, as a card
    has no room for all that would have to be. Twitter reads these, too, where it is told the form of the card.
    """
    is_a_day = [len(point) for point in citation.date_points] == [3]
    tags = [
        ("og:type", "article"),
        ("og:site_name", ARCHIVE),
        ("og:title", citation.display_title),
        ("og:description", _cut(words)),
        ("og:url", address),
        ("og:locale", _LOCALES.get(citation.language, "")),
        ("article:published_time", citation.date if is_a_day else ""),
        ("twitter:card", "summary"),
    ]
    return [(name, content) for name, content in tags if content]


def _cut(words: str) -> str:
    """Words on one line, and an ellipsis where they are too many."""
    line = " ".join(words.split())
    if len(line) <= _ON_A_CARD:
        return line
    begun = line[:_ON_A_CARD]
    return f"{begun.rpartition(' ')[0] or begun} …"
