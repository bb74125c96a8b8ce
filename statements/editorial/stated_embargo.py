"""The embargo of a document: the one an editor set, and the one its source states, which the importer keeps."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from statements.models import Document, Status


def find_stated_embargo(document: Document) -> datetime | None:
    """Return the time before which the source forbids publication; the start of the day if it names only a day."""
    stated = document.provenance.get("not_before")
    if not stated:
        return None
    moment = datetime.fromisoformat(stated["value"])
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def find_embargo_to_come(document: Document) -> datetime | None:
    """Return the end of a current embargo; of a draft without one, that stated in its source, if it is to come."""
    moment = document.publish_at or (find_stated_embargo(document) if document.status == Status.DRAFT else None)
    return moment if moment and moment > timezone.now() else None
