"""What machines read about the archive itself and about who speaks in it: https://schema.org as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from statements.citing.citation import ARCHIVE
from statements.citing.metadata import describe_person
from statements.citing.names import Name
from statements.languages import LANGUAGES
from statements.models import Office, Speaker


def describe_site(address: str, search: str) -> dict[str, Any]:
    """The archive, and how it is searched. address: of its first page; search: of the page that searches it."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "@id": address,
        "url": address,
        "name": ARCHIVE,
        "inLanguage": list(LANGUAGES),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def describe_speaker(speaker: Speaker, offices: Iterable[Office], address: str) -> dict[str, Any]:
    """A person or a body, with the offices of a person from when to when, as far as that is known."""
    name = Name(speaker.name, speaker.sort_name, speaker.collective, address=address)
    described = {
        "@context": "https://schema.org",
        **describe_person(name),
        "url": address,
        "alternateName": list(speaker.aliases),
        "hasOccupation": [] if speaker.collective else [_describe_office(each) for each in offices],
    }
    return {name: value for name, value in described.items() if value}


def _describe_office(office: Office) -> dict[str, Any]:
    """An office as a role, which has a beginning and an end: https://schema.org/hasOccupation."""
    titles = [{"@value": title, "@language": language} for language, title in office.titles.items()]
    role = {
        "@type": "Role",
        "hasOccupation": {"@type": "Occupation", "name": titles},
        "startDate": office.since.isoformat() if office.since else "",
        "endDate": office.until.isoformat() if office.until else "",
    }
    return {name: value for name, value in role.items() if value}
