"""What editors sent, file by file, and what became of it."""

from __future__ import annotations

from django.db import models

from statements.models.documents import Document
from statements.models.vocabulary import Became, value_constraint


class Batch(models.Model):
    """Files that an editor sent together, or what was new at a watched source; what each became stays on record."""

    sent_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.SET_NULL)
    source = models.ForeignKey(
        "WatchedSource", null=True, blank=True, on_delete=models.SET_NULL, related_name="batches"
    )

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return f"batch {self.pk}"


class Arrival(models.Model):
    """A file of a batch. content: its bytes while it waits; then its document has them as its source.

    began: when its reading began; one that began long ago and still waits was interrupted. reason: why it was refused,
    or what a bulk file held. warnings: what an editor should look at. like: [key, percent of its words] of each
    document that was like it when it was read, the nearest first; pages name those that whoever looks at them sees.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="arrivals")
    position = models.PositiveIntegerField()
    filename = models.CharField(max_length=255)
    content = models.BinaryField(null=True)
    began = models.DateTimeField(null=True)
    became = models.CharField(max_length=10, choices=Became, default=Became.WAITING)
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="arrivals")
    reason = models.TextField(blank=True)
    warnings = models.JSONField(default=list)
    like = models.JSONField(default=list, db_default=[])

    class Meta:
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="arrival_position_unique"),
            value_constraint("became", Became.values, "arrival_became_known"),
        ]

    def __str__(self) -> str:
        return self.filename
