"""A small cast of documents and people for tests that need more than the seeds."""

from typing import Any
from uuid import uuid4

from django.db import connection

from statements.keys import new_key
from statements.models import Document, Paragraph, Participation, Publisher, Speaker, Status


def make_document(*texts: str, speakers: dict[str, str] | None = None, **fields: Any) -> Document:
    """Make a published English speech with a paragraph for each of `texts`; `speakers` gives roles by name."""
    date = fields.pop("date", "2024-03-01")
    facts = {"title": "Remarks at the dock", "language": "en", "kind": "speech", "status": Status.PUBLISHED}
    document = Document(**{"slug": f"remarks-{uuid4().hex[:8]}", **facts, **fields})
    document.set_date(date)
    document.save()
    taken: set[str] = set()
    for position, text in enumerate(texts, 1):
        key = new_key(document.external_id, text, taken)
        taken.add(key)
        Paragraph.objects.create(document=document, position=position, key=key, text=text, language=document.language)
    for name, role in (speakers or {}).items():
        Participation.objects.create(document=document, speaker=make_speaker(name), role=role)
    return document


def make_speaker(name: str) -> Speaker:
    """The speaker called `name`, created if missing."""
    slug = name.lower().replace(" ", "-")
    return Speaker.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def make_publisher(name: str) -> Publisher:
    """The publisher called `name`, created if missing."""
    slug = name.lower().replace(" ", "-")
    return Publisher.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def settle() -> None:
    """Do what the database does at the end of a transaction, which a test never comes to."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
