"""Sending what waits. A message that was handed over and not yet noted, as when this is killed between the two, is sent
again with the same Message-ID: at least once, and for mail programs never twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.mail import EmailMessage
from django.db import Error, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from statements.alerting.handing import AFTER_REFUSAL, UnreachableServerError, hand_over, open_mail, postpone
from statements.alerting.mail import write_news, write_notice
from statements.alerting.matching import BACK, CHANGED, GONE_NOW, NEW, NewsItem
from statements.alerting.messages import News, read_news
from statements.models import Channel, Delivery, Paused, Sending, Subscription, Told
from statements.search.request import NotUnderstoodError
from statements.web.limits import TooSlowError

MOST_REFUSALS = 3  # in succession, after which a subscription is paused
KEPT = 50  # deliveries of a subscription that stay to be looked at
_AT_ONCE = 50  # mails that are looked up together
_log = logging.getLogger(__name__)


def send_waiting(is_stopped: Callable[[], bool]) -> int:
    """Send the mails that wait, and return how many were sent. Raises UnreachableServerError.

    is_stopped: whether to end before the next one.
    """
    sent = 0
    with open_mail() as connection:
        while not is_stopped() and (ready := list(find_ready(Channel.MAIL, Channel.NOTICE)[:_AT_ONCE])):
            for delivery in ready:
                sent += not is_stopped() and _send(delivery, connection)
    return sent


def find_ready(*channels: Channel) -> QuerySet[Delivery]:
    """The messages that can be sent now, those that wait longest first. A subscription is told in order: what waits
    behind another message waits on; and nothing is told while it is paused, but why."""
    waiting = Delivery.objects.filter(result="", channel__in=channels)
    earlier = waiting.filter(subscription=OuterRef("subscription"), channel=OuterRef("channel"), pk__lt=OuterRef("pk"))
    is_heard = Q(subscription__paused="") | Q(channel=Channel.NOTICE)
    ready = waiting.filter(is_heard, ~Exists(earlier), next_attempt__lte=timezone.now())
    return ready.select_related("subscription__subscriber").order_by("next_attempt", "pk")


def _send(delivery: Delivery, connection: Any) -> bool:
    """Send one, and note what became of it; whether it was sent. One that fails does not hold up the others."""
    try:
        if delivery.channel == Channel.NOTICE:
            return _hand_over(delivery, write_notice(delivery), None, connection)
        news = read_current(delivery)
        return news is not None and _hand_over(delivery, write_news(delivery, news), news, connection)
    except (Error, UnreachableServerError):
        raise
    except Exception:
        _log.exception("Delivery %s cannot be sent", delivery.pk)
        postpone(delivery, "an error", unsure=True)
        return False


def read_current(delivery: Delivery) -> News | None:
    """What a message tells now; None where that is nothing, or cannot be told now, which is noted."""
    try:
        news = read_news(delivery)
    except TooSlowError:
        postpone(delivery, "too slow", unsure=True)
        return None
    except NotUnderstoodError:  # the subscription is paused for that, and its reader told so
        finish(delivery, Sending.FAILED, None)
        return None
    if not news.documents:
        finish(delivery, Sending.VOID, news)
        return None
    return news


def _hand_over(delivery: Delivery, message: EmailMessage, news: News | None, connection: Any) -> bool:
    code = hand_over(delivery, message, connection)
    if code is not None:
        return _note_refusal(delivery, code)
    finish(delivery, Sending.SENT, news)
    return True


def _note_refusal(delivery: Delivery, code: int) -> bool:
    """A mail was refused, for now or for good (5yz, RFC 5321, 4.2.1). It waits in either case; after some refusals for
    good in succession its subscription is paused, and nothing is lost where it is resumed."""
    if code < 500:
        postpone(delivery, str(code))
        return False
    with transaction.atomic():
        postpone(delivery, str(code), AFTER_REFUSAL)
        subscription = Subscription.objects.select_for_update().filter(pk=delivery.subscription_id).first()
        if subscription:
            subscription.refusals += 1
            if subscription.refusals >= MOST_REFUSALS:
                subscription.paused = subscription.paused or Paused.REFUSED
            subscription.save(update_fields=["refusals", "paused"])
    return False


def finish(delivery: Delivery, result: Sending, news: News | None) -> None:
    """Say what became of a message, and what its reader knows from it. Where the subscription was deleted meanwhile,
    nothing is left to say. news: what was told, or nothing of it any more; None where that is not the question."""
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(
            result=result, done_at=timezone.now(), attempts=delivery.attempts + 1
        )
        if result == Sending.SENT and delivery.channel == Channel.MAIL:
            Subscription.objects.filter(pk=delivery.subscription_id, refusals__gt=0).update(refusals=0)
        if news is not None:
            _settle_items(delivery, news)
        _drop_old(delivery)


def _settle_items(delivery: Delivery, news: News) -> None:
    """Take back that a reader was told what was not true any more, and what waits that she now knows."""
    shown = {each.item.document: each.entry for each in news.documents}
    for item in (NewsItem(*each) for each in delivery.items):
        entry = shown.get(item.document)
        if item.document not in shown:
            _forget(delivery, item)
        elif entry and entry.citation.version > item.number:
            told = Told.objects.filter(subscription=delivery.subscription_id, document=item.document)
            told.filter(number__lt=entry.citation.version).update(number=entry.citation.version)
            _unqueue(delivery, item.document, CHANGED, entry.citation.version)


def _forget(delivery: Delivery, item: NewsItem) -> None:
    """Take back that a reader was told something that she was not, as it was no longer true. What was posted of it, she
    knows; what was handed over in an attempt that nobody noted, she may know."""
    others = Delivery.objects.filter(subscription=delivery.subscription_id, upto_id=item.event, result=Sending.SENT)
    if delivery.channel != Channel.MAIL or delivery.begun_at or others.filter(channel=Channel.WEBHOOK).exists():
        return
    told = Told.objects.filter(subscription=delivery.subscription_id, document=item.document)
    if item.what == NEW:
        told.delete()
    elif item.what == CHANGED:
        told.filter(number=item.number).update(number=item.before)
    elif item.what in (BACK, GONE_NOW):
        told.filter(number=item.number).update(gone=item.what == BACK)
        if item.what == GONE_NOW:
            _unqueue(delivery, item.document, BACK, item.number)


def _unqueue(delivery: Delivery, document: int, what: str, number: int) -> None:
    """Take what a reader knows, or never missed, out of the messages that wait. number: the last version of it."""
    waiting = Delivery.objects.filter(subscription=delivery.subscription_id, channel=delivery.channel, result="")
    for each in waiting.filter(pk__gt=delivery.pk):
        items = [NewsItem(*item) for item in each.items]
        kept = [item for item in items if (item.document, item.what) != (document, what) or item.number > number]
        if len(kept) < len(items):
            Delivery.objects.filter(pk=each.pk).update(items=kept)


def _drop_old(delivery: Delivery) -> None:
    """Keep the last deliveries of a subscription alone, and those that wait."""
    done = Delivery.objects.filter(subscription=delivery.subscription_id, channel=delivery.channel).exclude(result="")
    oldest = done.order_by("-pk")[KEPT : KEPT + 1].values_list("pk", flat=True).first()
    if oldest is not None:
        done.filter(pk__lte=oldest).delete()
