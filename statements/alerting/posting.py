"""Posting what is new to addresses of readers, one message for each document, as Standard Webhooks 1.0 has it:
https://www.standardwebhooks.com/
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, NamedTuple

from django.db import Error
from django.utils import timezone

from statements.alerting.handing import postpone
from statements.alerting.mail import identify
from statements.alerting.matching import BACK, CHANGED, NEW
from statements.alerting.messages import News, ToldDocument
from statements.alerting.sending import find_ready, finish, read_current
from statements.alerting.standard_webhooks import headers, next_attempt
from statements.models import Channel, Delivery, Sending, Subscription
from statements.web.outbound import Answer, RefusedAddressError, UnreachableError, post

_AT_ONCE = 8  # requests under way, so that a slow receiver does not hold up the others
_TIMEOUT = 15  # seconds
_LONGEST = 60  # seconds, after which mails have their turn
_GONE = 410  # "the receiver no longer wants them"
_TYPES = {NEW: "document.published", CHANGED: "document.revised", BACK: "document.restored"}
_log = logging.getLogger(__name__)


class _Posting(NamedTuple):
    """A message on its way. news: what it tells."""

    delivery: Delivery
    news: News
    body: bytes
    headers: dict[str, str]


def post_waiting(is_stopped: Callable[[], bool]) -> int:
    """Post the messages that wait, and return how many were taken. is_stopped: whether to end before the next ones."""
    taken, end = 0, time.monotonic() + _LONGEST
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        while time.monotonic() < end and not is_stopped() and (waiting := list(find_ready(Channel.WEBHOOK)[:_AT_ONCE])):
            postings = [posting for delivery in waiting if (posting := _write(delivery))]
            for posting, answer in zip(postings, pool.map(_post, postings), strict=True):
                taken += _note(posting, answer)
    return taken


def _write(delivery: Delivery) -> _Posting | None:
    """The message of a delivery; None where there is nothing to post now, of which is noted why."""
    if not delivery.subscription.webhook:
        finish(delivery, Sending.FAILED, None)
        return None
    try:
        news = read_current(delivery)
        return _sign(delivery, news) if news else None
    except Error:
        raise
    except Exception:
        _log.exception("Delivery %s cannot be posted", delivery.pk)
        postpone(delivery, "an error")
        return None


def _sign(delivery: Delivery, news: News) -> _Posting:
    subscription, now = delivery.subscription, timezone.now()
    body = json.dumps(_describe(news, news.documents[0], delivery.made_at), ensure_ascii=False).encode()
    signed = headers(subscription.webhook_secrets, f"msg_{identify(delivery)[1:33]}", now, body)
    return _Posting(delivery, news, body, {**signed, "Content-Type": "application/json"})


def _describe(news: News, told: ToldDocument, moment: datetime) -> dict[str, Any]:
    """What a message says: what happened to which document, and where it is read. Its words are not sent."""
    alert = {"search": news.followed, "address": news.page}
    document: dict[str, str | int]
    if told.notice:
        kind = "document.deleted" if told.notice.deleted else "document.withdrawn"
        document = {"id": told.notice.identity, "address": told.notice.address, "reason": told.notice.reason}
    else:
        assert told.entry is not None  # noqa: S101 - a document is an entry or a notice
        kind, cited = _TYPES[told.item.what], told.entry.citation
        document = {
            "id": told.entry.identity,
            "address": cited.address,
            "version": cited.version,
            "sha256": told.entry.sha256,
            "title": cited.display_title,
            "language": cited.language,
            "kind": cited.kind,
            "date": cited.date,
            "note": told.note,
        }
    return {"type": kind, "timestamp": moment.isoformat(), "data": {"alert": alert, "document": document}}


def _post(posting: _Posting) -> Answer | None:
    """What the receiver answers; None where it does not, or may not be reached."""
    try:
        return post(posting.delivery.subscription.webhook, posting.body, posting.headers, timeout=_TIMEOUT)
    except (RefusedAddressError, UnreachableError):
        return None
    except Exception:
        _log.exception("Delivery %s cannot be posted", posting.delivery.pk)
        return None


def _note(posting: _Posting, answer: Answer | None) -> bool:
    """Say what became of a message; whether it was taken. A receiver that is gone is posted nothing any more."""
    delivery, now = posting.delivery, timezone.now()
    if answer and 200 <= answer.status < 300:
        finish(delivery, Sending.SENT, posting.news)
        return True
    is_gone = answer is not None and answer.status == _GONE
    if is_gone:
        own = Subscription.objects.filter(pk=delivery.subscription_id, webhook=delivery.subscription.webhook)
        own.update(webhook="")
    again = None if is_gone else next_attempt(delivery.attempts + 1, now, answer.retry_after if answer else None)
    if again is None:
        finish(delivery, Sending.FAILED, None)
    else:
        Delivery.objects.filter(pk=delivery.pk).update(attempts=delivery.attempts + 1, next_attempt=again)
    _log.warning("Delivery %s was not taken (%s)", delivery.pk, answer.status if answer else "no answer")
    return False
