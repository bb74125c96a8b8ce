"""Which documents wait, and for whom. The front page shows the first of each, the list of documents all of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from statements.models import Document, DocumentQuerySet, Handover, Passing, Status


def drafts_of(user: Any) -> DocumentQuerySet:
    """What `user` added or began to correct, the last changed first; without what was sent back."""
    own = Document.objects.filter(_whose(user), status=Status.DRAFT)
    return own.exclude(pk__in=_sent_back()).order_by("-updated", "-pk")


def in_review() -> DocumentQuerySet:
    """What was sent to review, the longest waiting first."""
    sent = Handover.objects.filter(document=OuterRef("pk"), what=Passing.SENT).order_by("-pk")
    asked = Document.objects.filter(status=Status.IN_REVIEW).annotate(sent_at=Subquery(sent.values("at")[:1]))
    return asked.order_by(F("sent_at").asc(nulls_first=True), "pk")


def sent_back_to(user: Any) -> DocumentQuerySet:
    """What was sent back and `user` had added, begun to correct or sent to review, the last sent back first."""
    sent = Handover.objects.filter(document=OuterRef("pk"), what=Passing.SENT, by=user)
    drafts = Document.objects.filter(_whose(user) | Exists(sent), status=Status.DRAFT, pk__in=_sent_back())
    return drafts.order_by("-updated", "-pk")


def embargoed() -> DocumentQuerySet:
    """What is published and not public yet, the soonest first."""
    later = Document.objects.filter(status=Status.PUBLISHED, publish_at__gt=timezone.now())
    return later.order_by("publish_at", "pk")


def _whose(user: Any) -> Q:
    return Q(added_by=user) | Q(base__begun_by=user)


def _sent_back() -> Any:
    return Handover.objects.last_of_each().filter(what=Passing.SENT_BACK).values("document")
