"""How the watched sources stand, for the front page of the desk: plain values that need no further query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse

from statements.editorial.seeing import in_seen
from statements.models import ItemBecame, Status, WatchedSource

_DRAFTS = Q(items__became__in=[ItemBecame.DRAFT, ItemBecame.NEWER], items__document__status=Status.DRAFT)


@dataclass(frozen=True)
class FailingSource:
    """A source that could not be read when it was asked last. next_at: None where it is paused for that."""

    name: str
    address: str
    reason: str
    failures: int
    asked_at: datetime | None
    next_at: datetime | None


@dataclass(frozen=True)
class WaitingFromSource:
    """Drafts that came from a source and wait for somebody. address: of the source's page on the desk."""

    name: str
    address: str
    drafts: int
    newest_at: datetime


def failing_sources() -> list[FailingSource]:
    """The sources that fail, those that have failed longest first; in one query."""
    failing = WatchedSource.objects.exclude(reason="").order_by("-failures", "name")
    return [
        FailingSource(
            each.name,
            address_of(each),
            each.reason,
            each.failures,
            each.asked_at,
            None if each.paused else each.next_at,
        )
        for each in failing
    ]


def drafts_seen_by(user: Any) -> Q:
    """Which items of a source have become drafts that an account sees."""
    return _DRAFTS & in_seen(user, "items__document")


def waiting_from_sources(user: Any) -> list[WaitingFromSource]:
    """The sources with drafts that an account sees and nobody has sent on or published, the newest first; in one
    query."""
    drafts = drafts_seen_by(user)
    counted = WatchedSource.objects.annotate(
        drafts=Count("items__document", filter=drafts, distinct=True), newest_at=Max("items__seen_at", filter=drafts)
    )
    waiting = counted.filter(drafts__gt=0).order_by("-newest_at", "name")
    return [WaitingFromSource(each.name, address_of(each), each.drafts, each.newest_at) for each in waiting]


def address_of(source: WatchedSource) -> str:
    """The page of a source on the desk."""
    return reverse("admin:statements_watchedsource_source", args=[source.pk])
