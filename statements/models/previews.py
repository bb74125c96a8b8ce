"""Links by which somebody without an account sees a document before it is published."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from statements.models.documents import Document

LASTS = timedelta(days=7)
_SALT = "statements.models.Preview"
_LONGEST = 18  # digits of a key


class PreviewQuerySet(models.QuerySet["Preview"]):
    """Links to previews."""

    def live(self) -> Self:
        """Those that open: neither revoked nor lapsed; the newest first."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now()).order_by("-pk")

    def with_code(self, code: str) -> Preview | None:
        """The link that a code opens; None where it was revoked, has lapsed, or never was."""
        key = code.partition("-")[0]
        number = int(key) if key.isascii() and key.isdigit() and len(key) < _LONGEST else 0
        found = self.live().select_related("document__publisher", "document__corrects").filter(pk=number).first()
        return found if found and constant_time_compare(found.code, code) else None

    def revoke(self) -> int:
        """Let those that open open no longer; return how many."""
        return self.live().order_by().update(revoked_at=timezone.now())


def _lapse() -> datetime:
    return timezone.now() + LASTS


class Preview(models.Model):
    """A link that shows a document as it will be, for seven days. The code in it is signed and stored nowhere: nobody
    who reads the database, or a copy of it, can open one."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="previews")
    made_by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=_lapse)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PreviewQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"preview {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("preview", args=[self.code])

    @property
    def code(self) -> str:
        """The secret part of its address: its number, and a signature that only this archive can make."""
        of = f"{self.pk}:{self.document_id}:{self.made_at.isoformat()}"
        signature = salted_hmac(_SALT, of, algorithm="sha256").digest()
        return f"{self.pk}-{urlsafe_b64encode(signature).decode().rstrip('=')}"

    @classmethod
    def make(cls, document: Document, by: Any) -> Preview:
        """A new link to a document."""
        return cls.objects.create(document=document, made_by=by)
