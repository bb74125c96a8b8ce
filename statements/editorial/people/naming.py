"""How an editor's words become entries of the archive: people and publishers are added only by whoever says so."""

from __future__ import annotations

from typing import Any

from statements.dates import DateInterval
from statements.editorial.people.likely import likely_people, likely_publishers, surely_meant
from statements.letters import normalize_name
from statements.models import Office, Publisher, Speaker
from statements.slugs import free_slug_of_name


def find_speaker(name: str, day: DateInterval | None = None) -> Speaker | None:
    """Find the speaker who is surely meant by a typed name. day: that of the document, on which offices are asked for.

    "tajani", "Tajani, Antonio" -> Antonio Tajani; "bruni", if there are two -> None.
    """
    return surely_meant(likely_people(name, day)) if normalize_name(name) else None


def find_publisher(name: str) -> Publisher | None:
    """Find the publisher who is surely meant by a typed name."""
    return surely_meant(likely_publishers(name)) if normalize_name(name) else None


def make_speaker(name: str, sort_name: str, *, collective: bool, by: Any) -> Speaker:
    """Add a speaker; one added by somebody who may not change speakers is proposed until a document is published.

    sort_name: as it was stated, "Tajani, Antonio"; empty where it was not.
    """
    name = normalize_name(name)
    return Speaker.objects.create(
        name=name,
        slug=free_slug_of_name(Speaker, name),
        sort_name=normalize_name(sort_name),
        collective=collective,
        proposed=not by.has_perm("statements.change_speaker"),
    )


def make_office(speaker: Speaker, title: str, language: str, **days: Any) -> Office:
    """Add an office. language: of the title; days: since and until, where they are known."""
    return Office.objects.create(speaker=speaker, **{f"title_{language}": title}, **days)


def make_publisher(name: str, language: str, by: Any) -> Publisher:
    """Add a publisher; one added by somebody who may not change publishers is proposed until one is published."""
    name = normalize_name(name)
    slug, proposed = free_slug_of_name(Publisher, name), not by.has_perm("statements.change_publisher")
    return Publisher.objects.create(name=name, slug=slug, language=language, proposed=proposed)
