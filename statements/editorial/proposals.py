"""What a document says of who speaks in it and who issued it, for an editor to take up or to leave."""

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
    """A name in the title of somebody who takes no part yet, how it seems to, and who of the archive may be meant.

    whole: it is more than a family name, so that somebody new can be made of it.
    """

    name: str
    whole: bool
    role: str
    likely: list[Speaker]


@dataclass(frozen=True)
class Issuer:
    """The name of a publisher, and why it seems to be the one."""

    name: str
    why: str


def propose_people(document: Document) -> list[Person]:
    """Those whom the title names; who takes part already is left out."""
    role = Role.INTERLOCUTOR if document.kind == Kind.READOUT else Role.SPEAKER
    there = set(document.participations.values_list("speaker", flat=True))
    named = named_in_title(document.title)
    people = [Person(each.name, each.whole, role, likely_speakers(each.name)) for each in named]
    return [each for each in people if not there & {speaker.pk for speaker in each.likely}]


def propose_publisher(document: Document) -> Issuer | None:
    """Who issued a document without a publisher: as the source states, or as others from the same address have it."""
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
    """The publisher of that name, made where there is none, with a name in `language`."""
    name = normalize_name(name)
    found = Publisher.objects.filter(name__iexact=name).first()
    return found or Publisher.objects.create(name=name, slug=free_slug_of_name(Publisher, name), language=language)
