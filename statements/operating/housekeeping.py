"""What is thrown away once nobody needs it, in the order of the list at the end; docs/operating.md says what that is.

Everything is done in small transactions: whoever ends it at any moment, the next time does the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from statements.connecting.address import is_embedded
from statements.embedded.base import server
from statements.models import (
    Arrival,
    Became,
    EmbargoReading,
    Invitation,
    KeptInHour,
    KeyedRequest,
    NoticeMail,
    Preview,
    Unsaved,
)
from statements.models.unsaved import KEPT as KEPT_UNSAVED

KEPT = timedelta(days=30)  # sign-ins, links that have lapsed, mails that were sent, files that nobody had read
_AT_ONCE = 500  # rows in a transaction
LONGEST_LOG = 10_000_000  # bytes of the log of the embedded server
LEFT_LYING = "the file waited for 30 days, and nobody had it read: send it again"


@dataclass(frozen=True)
class Chore:
    """Something to throw away. what: for the log of the command; do: does it, and tells how many there were."""

    what: str
    do: Callable[[datetime], int]


def do_all() -> Iterator[tuple[str, int]]:
    """Do everything, and tell of each thing how much was thrown away."""
    now = timezone.now()
    for chore in CHORES:
        yield chore.what, chore.do(now)


def _delete(find: Callable[[datetime], QuerySet[Any]]) -> Callable[[datetime], int]:
    """A chore that deletes rows. Those that have changed since they were found are left."""

    def do(now: datetime) -> int:
        rows, deleted = find(now).order_by(), 0
        while keys := list(rows.values_list("pk", flat=True)[:_AT_ONCE]):
            with transaction.atomic():
                rows.filter(pk__in=keys).delete()
            deleted += len(keys)
        return deleted

    return do


def _drop_unread_files(now: datetime) -> int:
    """Refuse the files of batches that nobody had read, and drop their bytes."""
    lying = Arrival.objects.filter(became=Became.WAITING, batch__sent_at__lt=now - KEPT)
    dropped = 0
    while keys := list(lying.order_by().values_list("pk", flat=True)[:_AT_ONCE]):
        dropped += lying.filter(pk__in=keys).update(became=Became.REFUSED, reason=LEFT_LYING, content=None)
    return dropped


def _rotate_log(_: datetime) -> int:
    if not is_embedded():
        return 0  # a server of its own looks after its log
    return int(server().rotate_log(LONGEST_LOG))


def _is_over(now: datetime) -> Q:
    return Q(expires_at__lt=now - KEPT)


CHORES = (
    Chore("sessions that are over", _delete(lambda now: Session.objects.filter(expire_date__lt=now))),
    Chore("failed sign-ins", _delete(lambda now: AccessAttempt.objects.filter(attempt_time__lt=now - KEPT))),
    Chore("records of locks", _delete(lambda now: AccessFailureLog.objects.filter(attempt_time__lt=now - KEPT))),
    Chore("records of sign-ins", _delete(lambda now: AccessLog.objects.filter(attempt_time__lt=now - KEPT))),
    Chore(
        "previews that are over",
        _delete(lambda now: Preview.objects.filter(_is_over(now) | Q(revoked_at__lt=now - KEPT))),
    ),
    Chore(
        "invitations that are over",
        _delete(lambda now: Invitation.objects.filter(_is_over(now) | Q(used_at__lt=now - KEPT))),
    ),
    Chore("words that nobody saved", _delete(lambda now: Unsaved.objects.filter(at__lt=now - KEPT_UNSAVED))),
    Chore(
        "answers to requests of programs",
        _delete(lambda now: KeyedRequest.objects.filter(began__lt=now - KeyedRequest.LASTS)),
    ),
    Chore(
        "digests of clients",
        _delete(lambda now: KeptInHour.objects.filter(hour__lt=now.replace(minute=0, second=0, microsecond=0))),
    ),
    Chore("mails to people at the desk", _delete(lambda now: NoticeMail.objects.filter(done_at__lt=now - KEPT))),
    Chore(
        "readings under embargo",
        _delete(lambda now: EmbargoReading.objects.filter(at__lt=now - timedelta(days=settings.READINGS_KEPT))),
    ),
    Chore("files that nobody had read", _drop_unread_files),
    Chore("log of the embedded server", _rotate_log),
)
