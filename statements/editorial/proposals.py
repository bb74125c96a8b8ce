"""What a document says about its speakers and its publisher, for an editor to accept or leave."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Count

from statements.editorial.speakers import likely_speakers
from statements.importer.people import named_in_title
from statements.letters import normalize_name
from statements.models import Document, Kind, Publisher, Role, Speaker
from statements.slugs import free_slug_of_name


@dataclass(frozen=True)
class Person:
    """A name in the title of somebody who does not take part yet, the likely role, and who in the archive may be meant.

    whole: it is more than a family name, so a new speaker can be made from it.
    """

    name: str
    whole: bool
    role: str
    likely: list[Speaker]


@dataclass(frozen=True)
class Issuer:
    """The name of a publisher, and the reason to propose it."""

    name: str
    why: str


def propose_people(document: Document) -> list[Person]:
    """Return the people named in the title, except those who already take part."""
    role = Role.INTERLOCUTOR if document.kind == Kind.READOUT else Role.SPEAKER
    there = set(document.participations.values_list("speaker", flat=True))
    named = named_in_title(document.title)
    people = [Person(each.name, each.whole, role, likely_speakers(each.name)) for each in named]
    return [each for each in people if not there & {speaker.pk for speaker in each.likely}]


def propose_publisher(document: Document) -> Issuer | None:
    """Propose a publisher if a document has none: as the source states it, or as in others from the same address."""
    if document.publisher_id:
        return None
    stated = document.provenance.get("publisher_stated")
    if stated:
        return Issuer(stated["value"], f"stated by {stated['origin']}")
    host = _host(document.source_url)
    if not host:
        return None
    others = Publisher.objects.filter(documents__source_url__iregex=rf"^https?://{re.escape(host)}(?:[:/]|$)")
    found = others.annotate(many=Count("documents")).order_by("-many", "name").first()
    return Issuer(found.name, f"other documents from {host} are published by it") if found else None


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def publisher_called(name: str, language: str) -> Publisher:
    """Return the publisher of that name, adding it with a name in `language` if there is none."""
    name = normalize_name(name)
    found = Publisher.objects.filter(name__iexact=name).first()
    return found or Publisher.objects.create(name=name, slug=free_slug_of_name(Publisher, name), language=language)
