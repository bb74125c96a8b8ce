"""What a document says about its speakers and its publisher, for an editor to accept or leave."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Count
from django.utils.translation import gettext

from statements.editorial.people.likely import LikelyEntry, find_people, likely_publishers, nearly_called, surely_meant
from statements.editorial.people.somebody import day_of
from statements.editorial.review.senders import publisher_by_sender
from statements.importer.messages.say import say
from statements.importer.people import named_in_title
from statements.models import Document, Kind, Publisher, Role, Speaker


@dataclass(frozen=True)
class Person:
    """A name in the title of somebody who does not take part yet, the likely role, and who in the archive may be meant.

    whole: it is more than a family name; sure: the only one who can be meant, else None.
    """

    name: str
    whole: bool
    role: str
    likely: list[LikelyEntry[Speaker]]
    sure: Speaker | None

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)


@dataclass(frozen=True)
class Issuer:
    """The name of a publisher, and the reason to propose it. sure: the one of the archive that is meant, if any."""

    name: str
    why: str
    likely: list[LikelyEntry[Publisher]]
    sure: Publisher | None


def usual_role(document: Document) -> str:
    """Return how those named in a document of this kind mostly take part."""
    return Role.INTERLOCUTOR if document.kind == Kind.READOUT else Role.SPEAKER


def propose_people(document: Document) -> list[Person]:
    """Return the people named in the title, except those who already take part."""
    role = usual_role(document)
    there = set(document.participations.values_list("speaker", flat=True))
    named = named_in_title(document.title)
    likely = find_people((each.name for each in named), day_of(document)) if named else {}
    people = [Person(each.name, each.whole, role, likely[each.name], surely_meant(likely[each.name])) for each in named]
    return [each for each in people if not there & {one.pk for one in nearly_called(each.likely)}]


def propose_publisher(document: Document) -> Issuer | None:
    """Propose a publisher if a document has none: as the source states it, or as in others from the same address, of
    the page or of the mail that brought it."""
    if document.publisher_id:
        return None
    stated = document.provenance.get("publisher_stated")
    if stated:
        likely = likely_publishers(stated["value"])
        why = gettext("stated by %(origin)s") % {"origin": say(stated["origin"])}
        return Issuer(stated["value"], why, likely, surely_meant(likely))
    host = _host(document.source_url)
    if not host:
        sent = publisher_by_sender(document)
        if sent is None:
            return None
        return Issuer(
            sent[0].name, gettext("the mail that brought it is from %(domain)s") % {"domain": sent[1]}, [], sent[0]
        )
    others = Publisher.objects.filter(documents__source_url__iregex=rf"^https?://{re.escape(host)}(?:[:/]|$)")
    found = others.annotate(many=Count("documents")).order_by("-many", "name").first()
    why = gettext("other documents from %(host)s are published by it") % {"host": host}
    return Issuer(found.name, why, [], found) if found else None


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
