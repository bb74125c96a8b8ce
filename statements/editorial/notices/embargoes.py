"""Whose embargo is over: found by looking at the hours between the last look and now, each once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from statements.editorial.log import find_author, find_sender
from statements.editorial.notices.queueing import queue_notices
from statements.models import Document, EmbargoLook, Occasion, Revision, Status

_OVERLAP = timedelta(minutes=10)  # who published just before the last look may have finished just after it


@transaction.atomic
def queue_embargoes() -> None:
    """Note whom to tell that a document has become public. What is noted twice is kept once, by its constraint."""
    now = timezone.now()
    look = EmbargoLook.objects.select_for_update().filter(pk=1).first()
    if look is None:
        EmbargoLook.objects.get_or_create(pk=1, defaults={"at": now})
        return
    for document in _find_over(look.at - _OVERLAP, now):
        revision = Revision.objects.filter(document=document, document__publish_at=F("published_at")).first()
        whose = [find_author(document), find_sender(document), revision.published_by_id if revision else None]
        queue_notices(Occasion.EMBARGO, whose, document=document, moment=document.publish_at)
    look.at = now
    look.save(update_fields=["at"])


def _find_over(start: datetime, end: datetime) -> QuerySet[Document]:
    """The documents whose embargo ended within a time: one that was past when it was published was none."""
    ended = Document.objects.filter(status=Status.PUBLISHED, publish_at__gt=start, publish_at__lte=end)
    return ended.filter(revisions__published_at=F("publish_at")).distinct()
