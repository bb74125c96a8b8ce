"""Tokens, with which programs send releases for an account, and what they sent."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from statements.models.documents import Document

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_BEGINNING = "rel_"  # by which programs that look for leaked secrets know one
_SHOWN = 8  # characters after that
SEND, PUBLISH = "releases:send", "releases:publish"
SCOPES = (SEND, PUBLISH)


def hash_secret(secret: str) -> str:
    """What is kept of a secret: 256 bits that were drawn at random need no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def new_code() -> str:
    """What a submission is known by, which nobody can guess."""
    return secrets.token_urlsafe(12)


class TokenQuerySet(models.QuerySet["ApiToken"]):
    def working(self) -> Self:
        """Those that are neither revoked nor over, of accounts that are active and of the desk."""
        lasting = Q(expires=None) | Q(expires__gte=timezone.localdate())
        return self.filter(lasting, revoked=None, account__is_active=True, account__is_staff=True)


class ApiToken(models.Model):
    """A secret that stands for an account towards the API; only its hash is kept. expires: the last day on which it
    works. It may never do more than its account."""

    name = models.CharField(max_length=80)
    account = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="api_tokens")
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    prefix = models.CharField(max_length=20, help_text=_("How the secret begins"))
    scopes = ArrayField(models.CharField(max_length=20))
    made = models.DateTimeField(default=timezone.now)
    last_used = models.DateField(null=True)
    expires = models.DateField(null=True)
    revoked = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = "token"
        ordering = ["-made", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=list(SCOPES)) & Q(scopes__len__gt=0), name="token_scopes_known"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="token_keeps_a_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @classmethod
    def make(cls, account: User, name: str, scopes: list[str], expires: date | None) -> tuple[ApiToken, str]:
        """A new token, and its secret, which cannot be had again."""
        secret = f"{_BEGINNING}{secrets.token_urlsafe(32)}"
        prefix = secret[: len(_BEGINNING) + _SHOWN]
        made = cls.objects.create(
            account=account, name=name, scopes=scopes, expires=expires, prefix=prefix, sha256=hash_secret(secret)
        )
        return made, secret

    @property
    def is_over(self) -> bool:
        return self.expires is not None and self.expires < timezone.localdate()

    def note_use(self) -> None:
        """Remember the day; a request that is not the first of a day writes nothing."""
        today = timezone.localdate()
        if self.last_used != today:
            ApiToken.objects.filter(pk=self.pk).update(last_used=today)

    def revoke(self) -> None:
        """End it for good."""
        ApiToken.objects.filter(pk=self.pk, revoked=None).update(revoked=timezone.now())


class Submission(models.Model):
    """A release that a program sent. made: its draft was made by this; otherwise the archive had the bytes already.

    document: None once it is deleted. A submission belongs to the account: another token of it may ask, too.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code)
    account = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="submissions")
    token = models.ForeignKey(ApiToken, null=True, on_delete=models.SET_NULL, related_name="submissions")
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="submissions")
    made = models.BooleanField()
    notes = models.JSONField(default=list, help_text=_("What was sent with it and could not be taken"))
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.code


class KeyedRequest(models.Model):
    """A request with an Idempotency-Key, and how it was answered; status is None while it is being answered.

    https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/. fingerprint: SHA-256 of what was sent.
    """

    LASTS = timedelta(days=7)

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="requests")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    began = models.DateTimeField(default=timezone.now)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="keyed_request_once")]
        indexes = [models.Index(fields=["began"], name="keyed_request_began")]

    def __str__(self) -> str:
        return self.key
