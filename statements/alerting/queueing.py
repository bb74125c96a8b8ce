"""Deciding what each subscription is told, and writing it down together with the place up to which it was told: in one
transaction, so that nothing is told twice and nothing is lost, whenever this ends.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import Error, transaction
from django.utils import timezone

from statements.alerting.matching import (
    GONE_NOW,
    NewsItem,
    Window,
    choose_news,
    find_matching,
    read_window,
    select_followed,
)
from statements.alerting.rates import next_due
from statements.alerting.wishes import speak
from statements.models import (
    WAIT_FOR_WRITERS,
    Channel,
    Delivery,
    Paused,
    Publication,
    Rate,
    Subscription,
    SubscriptionQuerySet,
    Told,
    read_moment,
)
from statements.search.request import NotUnderstoodError
from statements.web.limits import TooSlowError, limit_to, open_snapshot

_AT_ONCE = 200  # subscriptions that are looked at in one snapshot
_MOST_WRITTEN = 20_000  # items in one transaction
_MOST_ITEMS = 200  # in one mail
_PATIENCE = 10_000  # milliseconds for one search
_LONGEST = 120_000  # milliseconds for those of one snapshot
_LATER = timedelta(minutes=10)  # until a search that took too long is tried again
_log = logging.getLogger(__name__)


class _Plan(NamedTuple):
    """What a subscription is told next. upto: the place in the log that it is told up to, None where nothing is new;
    more: there are further events; unreadable: its search can no longer be read; failed: it took too long, or failed
    in another way."""

    subscription: Subscription
    items: list[NewsItem]
    upto: tuple[datetime, int] | None
    more: bool = False
    unreadable: bool = False
    failed: bool = False


def queue_news() -> int:
    """Write down what is new for each subscription that is due, and return for how many something is. What comes in
    meanwhile is found by the next call."""
    queued, now = 0, timezone.now()
    due = list(_find_due(now).order_by("fingerprint", "language", "after_id", "pk").values_list("pk", flat=True))
    while due:
        some, due = due[:_AT_ONCE], due[_AT_ONCE:]
        while some:
            plans = _plan(list(Subscription.objects.due(now).filter(pk__in=some)))
            queued += sum(_write(part) for part in _split(plans))
            some = [each.subscription.pk for each in plans if each.more]
    return queued


def _find_due(now: datetime) -> SubscriptionQuerySet:
    """The subscriptions that are due, but for those that are told at once and know of the last event."""
    due = Subscription.objects.due(now)
    newest = Publication.objects.seen(now).order_by("at", "pk").last()
    return due.exclude(rate=Rate.AT_ONCE, after_at=newest.at, after_id=newest.pk) if newest else due


def _plan(subscriptions: list[Subscription]) -> list[_Plan]:
    """What each is told, read from one snapshot that all writers of the log were waited for. One that fails does not
    hold up the others; where there is no time left, the rest is tried later."""
    plans, windows = list[_Plan](), dict[tuple[datetime, int], Window]()
    groups = _group(subscriptions)
    try:
        with open_snapshot(_LONGEST, first=WAIT_FOR_WRITERS):
            moment = read_moment()
            while groups:
                place = groups[-1][0].place
                if place not in windows:
                    windows[place] = read_window(place, moment)
                plans += _plan_group(groups[-1], windows[place])
                groups.pop()
    except TooSlowError:
        plans += [_Plan(each, [], None, failed=True) for group in groups for each in group]
    return plans


def _group(subscriptions: Iterable[Subscription]) -> list[list[Subscription]]:
    """Those who follow the same from the same place: they are told the same, but for what each was told before."""
    groups = defaultdict[tuple[str, str, tuple[datetime, int]], list[Subscription]](list)
    for each in subscriptions:
        groups[each.fingerprint, each.language, each.place].append(each)
    return list(groups.values())


def _plan_group(group: list[Subscription], window: Window) -> list[_Plan]:
    if not window.documents:
        return [_Plan(each, [], window.upto, window.more) for each in group]
    try:
        with speak(group[0].language), limit_to(_PATIENCE):
            matching = find_matching(select_followed(group[0]), window)
            told = _read_told(group, window)
    except NotUnderstoodError:
        return [_Plan(each, [], None, unreadable=True) for each in group]
    except Error:
        raise
    except Exception as error:
        if not isinstance(error, TooSlowError):
            _log.exception("What subscription %s follows cannot be found", group[0].pk)
        return [_Plan(each, [], None, failed=True) for each in group]
    chosen = [(each, choose_news(window, matching, told.get(each.pk, {}))) for each in group]
    return [_Plan(each, items, window.upto, window.more) for each, items in chosen]


def _read_told(group: list[Subscription], window: Window) -> Mapping[int, Mapping[int, tuple[int, bool]]]:
    """What each of a group was told of the documents of a window."""
    told = defaultdict[int, dict[int, tuple[int, bool]]](dict)
    rows = Told.objects.filter(subscription__in=group, document__in=window.documents)
    for subscription, document, number, gone in rows.values_list("subscription_id", "document", "number", "gone"):
        told[subscription][document] = number, gone
    return told


def _split(plans: list[_Plan]) -> Iterator[list[_Plan]]:
    """Plans in parts that a transaction can write, and memory can hold."""
    part, size = list[_Plan](), 0
    for plan in plans:
        if part and size + len(plan.items) > _MOST_WRITTEN:
            yield part
            part, size = [], 0
        part.append(plan)
        size += len(plan.items)
    if part:
        yield part


def _write(plans: list[_Plan]) -> int:
    """Write plans down, and return of how many something is told. Of a subscription that was stopped, paused or told
    meanwhile, nothing is."""
    with transaction.atomic():
        rows = Subscription.objects.select_for_update().order_by("pk")
        locked = rows.in_bulk([each.subscription.pk for each in plans])
        current = [
            each._replace(subscription=now)
            for each in plans
            if (now := locked.get(each.subscription.pk)) and not now.paused and now.place == each.subscription.place
        ]
        for plan in current:
            _move(plan)
        moved = [each.subscription for each in current]
        Subscription.objects.bulk_update(moved, ["after_at", "after_id", "due_at", "paused"], batch_size=500)
        Delivery.objects.bulk_create(
            [made for plan in current for made in _make_deliveries(plan)], ignore_conflicts=True, batch_size=500
        )
        _remember([plan for plan in current if plan.items])
    return sum(bool(plan.items) for plan in current)


def _move(plan: _Plan) -> None:
    """Say up to where a subscription was told, and when it is told next."""
    subscription, now = plan.subscription, timezone.now()
    if plan.unreadable:
        subscription.paused = Paused.UNREADABLE
        _log.warning("Subscription %s is paused: its search can no longer be read", subscription.pk)
    elif plan.failed:
        subscription.due_at = now + _LATER
        _log.warning("What subscription %s follows is looked for later: it took too long or failed", subscription.pk)
    else:
        if plan.upto:
            subscription.after_at, subscription.after_id = plan.upto
        subscription.due_at = subscription.due_at if plan.more else next_due(subscription.rate, now)


def _make_deliveries(plan: _Plan) -> Iterable[Delivery]:
    """The mails that tell it, each of some of the documents, and one message for each to where it is posted."""
    subscription, items = plan.subscription, plan.items
    if plan.unreadable:
        yield Delivery(subscription=subscription, channel=Channel.NOTICE, upto_id=subscription.after_id)
    for start in range(0, len(items), _MOST_ITEMS):
        some = items[start : start + _MOST_ITEMS]
        yield Delivery(subscription=subscription, channel=Channel.MAIL, upto_id=some[-1].event, items=some)
    if subscription.webhook and settings.WEBHOOKS:
        for item in items:
            yield Delivery(subscription=subscription, channel=Channel.WEBHOOK, upto_id=item.event, items=[item])


def _remember(plans: Iterable[_Plan]) -> None:
    """Keep of which documents a subscription was told, so that it hears of their later fates."""
    rows = [
        Told(subscription=plan.subscription, document=item.document, number=item.number, gone=item.what == GONE_NOW)
        for plan in plans
        for item in plan.items
    ]
    Told.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["subscription", "document"],
        update_fields=["number", "gone"],
        batch_size=1_000,
    )
