"""Who is told what is new, how often, and what is on its way to them. Nothing else is kept of a reader: no account, no
password, no network address, not what was opened or clicked.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from statements.languages import LANGUAGE_CHOICES
from statements.models.vocabulary import Channel, Paused, Rate, Sending, value_constraint


def new_secret() -> str:
    """256 bits that nobody can guess, in letters of addresses."""
    return secrets.token_urlsafe(32)


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Those who follow something."""

    def at(self, address: str) -> Self:
        """The one with an address, in whatever letters it is written."""
        return self.annotate(lowered=Lower("address")).filter(lowered=address.lower())


class Subscriber(models.Model):
    """An address that has confirmed that it wants to be told. code: the secret part of the page of its alerts."""

    address = models.EmailField(max_length=254)
    code = models.CharField(max_length=43, unique=True, default=new_secret)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("address"), name="subscriber_once")]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("alerts_of", args=[self.code])

    def forget(self) -> None:
        """Delete the address and all that was kept under it. Who writes down news of it is waited for."""
        with transaction.atomic():
            Subscriber.objects.select_for_update().filter(pk=self.pk).first()
            list(self.subscriptions.select_for_update().order_by("pk"))
            self.delete()


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """What is followed."""

    def due(self, now: datetime) -> Self:
        """Those that may be told something now."""
        return self.filter(paused="", due_at__lte=now)


class Subscription(models.Model):
    """A search or list that somebody follows.

    code: the secret by which it alone can be stopped; name: given by the reader, perhaps none; parameters: words and
    filters in their canonical form; fingerprint: of these; language: of the messages; after_at, after_id:
    the place in the log up to which it was told; due_at: before which nothing is sent; refusals: how often in
    succession the mail was refused for good; webhook: where it is posted as well, perhaps nowhere; webhook_secrets:
    the one that signs, and the one before it, which signs too.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    code = models.CharField(max_length=43, unique=True, default=new_secret)
    name = models.CharField(max_length=80, blank=True)
    parameters = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    rate = models.CharField(max_length=6, choices=Rate)
    after_at = models.DateTimeField()
    after_id = models.BigIntegerField()
    due_at = models.DateTimeField(default=timezone.now)
    paused = models.CharField(max_length=10, choices=Paused, blank=True)
    refusals = models.PositiveSmallIntegerField(default=0)
    webhook = models.URLField(max_length=500, blank=True)
    webhook_secrets = models.JSONField(default=list)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "fingerprint"], name="subscription_once"),
            value_constraint("rate", Rate.values, "subscription_rate_known"),
            value_constraint("paused", ["", *Paused.values], "subscription_paused_known"),
        ]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(paused=""), name="subscription_due")]

    def __str__(self) -> str:
        return f"subscription {self.pk}"

    @property
    def place(self) -> tuple[datetime, int]:
        """The event of the log that it was told last."""
        return self.after_at, self.after_id

    def change(self, **fields: Any) -> None:
        """Set fields, and leave to those who send what they have written meanwhile."""
        Subscription.objects.filter(pk=self.pk).update(**fields)

    def stop(self) -> None:
        """Delete it and all that was kept of it; with the last one, the address, too."""
        with transaction.atomic():
            subscriber = Subscriber.objects.select_for_update().filter(pk=self.subscriber_id).first()
            for own in Subscription.objects.select_for_update().filter(pk=self.pk):
                own.delete()
            if subscriber and not subscriber.subscriptions.exists():
                subscriber.delete()


class Told(models.Model):
    """A document that a subscription was told of, in which version; gone: that it is no longer there was told, too."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="told")
    document = models.BigIntegerField(help_text="Key of the document, which may have been deleted")
    number = models.PositiveIntegerField()
    gone = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "document"], name="told_once")]

    def __str__(self) -> str:
        return f"document {self.document}, version {self.number}"


class Outgoing(models.Model):
    """What a message that is on its way needs, to whomever it goes.

    begun_at: when it was handed over last, if it may have been taken; result: empty while it waits.
    """

    RESULTS = ["", *Sending.values]

    made_at = models.DateTimeField(default=timezone.now)
    next_attempt = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=7, choices=Sending, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"message {self.pk}"

    def note(self, **fields: Any) -> None:
        """Set fields, if it is still there; who deleted it meanwhile is not contradicted."""
        type(self)._base_manager.filter(pk=self.pk).update(**fields)


class Delivery(Outgoing):
    """A message to a subscription: what it tells is decided when it is made, its words when it is sent.

    upto_id: the last event of the log that it may tell of, which its identity is derived from; items: what is told of
    which event.
    """

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=7, choices=Channel)
    upto_id = models.BigIntegerField()
    items = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "channel", "upto_id"], name="delivery_once"),
            value_constraint("channel", Channel.values, "delivery_channel_known"),
            value_constraint("result", Outgoing.RESULTS, "delivery_result_known"),
        ]
        indexes = [models.Index(fields=["next_attempt"], condition=models.Q(result=""), name="delivery_waiting")]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
