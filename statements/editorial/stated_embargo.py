"""The embargo that the desk proposes, or that is on: the one an editor set, or else the one that its source states."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from statements.models import Document, Status, find_stated_embargo


def find_embargo_to_come(document: Document) -> datetime | None:
    """Return the end of a current embargo; of a draft without one, that stated in its source, if it is to come."""
    moment = document.publish_at or (find_stated_embargo(document) if document.status == Status.DRAFT else None)
    return moment if moment and moment > timezone.now() else None
