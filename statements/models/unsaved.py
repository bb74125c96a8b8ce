"""What people have typed on the desk and not saved yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone

from statements.models.documents import Document

KEPT = timedelta(days=30)
MOST_CHARACTERS = 2_000_000  # names and values together: pasted words arrive as text and as HTML


class UnsavedQuerySet(models.QuerySet["Unsaved"]):
    """What was typed and not saved."""

    def of(self, user: Any, document: Document | int | None) -> Self:
        """What one person typed about a document; without one, on the page that adds releases."""
        return self.filter(user=user, document=document)

    def of_release(self) -> Self:
        """What was typed on the page that adds releases; for templates, which ask it of a user."""
        return self.filter(document=None)

    def keep(self, user: Any, document: Document | None, fields: dict[str, str], at: datetime | None = None) -> None:
        """Keep fields instead of those kept before; none where there are none. at: when they were typed; None: now.

        What anybody left for a month is deleted.
        """
        self.sweep()
        if not fields:
            self.of(user, document).delete()
            return
        row = Unsaved(user=user, document=document, fields=fields, at=at or timezone.now())
        Unsaved.objects.bulk_create(  # one statement, since two pages may send at the same moment
            [row], update_conflicts=True, unique_fields=["user", "document"], update_fields=["fields", "at"]
        )

    def move(self, to: Document) -> None:
        """Let these fields belong to another document; there they come over those that were kept before."""
        for row in self.select_related("user"):
            before = Unsaved.objects.of(row.user, to).first()
            Unsaved.objects.keep(row.user, to, {**(before.fields if before else {}), **row.fields}, row.at)
        self.delete()

    def sweep(self) -> int:
        """Delete what is older than a month; return how much that was."""
        return self.filter(at__lt=timezone.now() - KEPT).delete()[0]


class Unsaved(models.Model):
    """The fields that somebody changed in the form of a document, or of a new release (document: none), by name."""

    user = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="unsaved")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.CASCADE, related_name="unsaved")
    fields = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    objects = UnsavedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "unsaved"
        constraints = [
            models.UniqueConstraint(fields=["user", "document"], nulls_distinct=False, name="unsaved_once"),
        ]

    def __str__(self) -> str:
        return str(self.user)
