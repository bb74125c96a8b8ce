"""Gathering what waits into letters, and sending them.

What is noted within some seconds becomes one letter, so that whoever publishes twenty documents fills nobody's mailbox.
Once gathered, a letter tells the same whenever it is sent, under the same Message-ID: at least once, and for mail
programs never twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import Error, transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from statements.alerting.handing import AFTER_REFUSAL, UnreachableServerError, hand_over, open_mail, postpone
from statements.editorial.notices.embargoes import queue_embargoes
from statements.editorial.notices.letters import write_letter
from statements.editorial.notices.queueing import select_hearers
from statements.models import Notice, NoticeMail, Occasion, Sending

_QUIET = timedelta(seconds=15)  # without another one of its kind, until a notice is sent
_LONGEST = timedelta(minutes=3)  # that one waits for others
_MOST_ATTEMPTS = 12  # with a refusal every six hours: three days
_KEPT = timedelta(days=30)
_AT_ONCE = 50
_log = logging.getLogger(__name__)


def send_letters(is_stopped: Callable[[], bool]) -> int:
    """Note which embargoes are over, gather what waits, send it, and return how many letters were sent.

    is_stopped: whether to end before the next one. Raises UnreachableServerError.
    """
    queue_embargoes()
    gather_notices()
    sent = 0
    with open_mail() as connection:
        waiting = NoticeMail.objects.filter(result="", next_attempt__lte=timezone.now()).order_by("next_attempt", "pk")
        for letter in waiting.select_related("to")[:_AT_ONCE]:
            sent += not is_stopped() and _send(letter, connection)
    NoticeMail.objects.filter(done_at__lt=timezone.now() - _KEPT).delete()
    return sent


@transaction.atomic
def gather_notices() -> None:
    """Make a letter of all notices of an occasion to somebody, once no other one has come for some seconds."""
    now = timezone.now()
    loose = Notice.objects.filter(letter=None)
    groups = loose.order_by().values("to", "occasion").annotate(newest=Max("at"), oldest=Min("at"), last=Max("pk"))
    for each in groups.filter(Q(newest__lte=now - _QUIET) | Q(oldest__lte=now - _LONGEST)):
        letter = NoticeMail.objects.create(to_id=each["to"], occasion=each["occasion"])
        own = loose.filter(to=each["to"], occasion=each["occasion"], pk__lte=each["last"])
        own.update(letter=letter)


def _send(letter: NoticeMail, connection: object) -> bool:
    """Send one, and note what became of it; whether it was sent. One that fails does not hold up the others."""
    try:
        can_hear = select_hearers(Occasion(letter.occasion)).filter(pk=letter.to_id).exists()
        message = write_letter(letter) if can_hear else None
        if message is None:
            return _finish(letter, Sending.VOID)
        code = hand_over(letter, message, connection)
    except (Error, UnreachableServerError):
        raise
    except Exception:
        _log.exception("Letter %s cannot be sent", letter.pk)
        return _try_later(letter, "an error", None)
    if code is not None:
        return _try_later(letter, str(code), AFTER_REFUSAL if code >= 500 else None)
    _finish(letter, Sending.SENT)
    return True


def _try_later(letter: NoticeMail, why: str, pause: timedelta | None) -> bool:
    if letter.attempts + 1 >= _MOST_ATTEMPTS:
        return _finish(letter, Sending.FAILED)
    postpone(letter, why, pause)
    return False


def _finish(letter: NoticeMail, result: Sending) -> bool:
    """Say what became of a letter; False, as it was not sent."""
    letter.note(result=result, done_at=timezone.now(), attempts=letter.attempts + 1)
    return False
