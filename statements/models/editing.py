"""What the desk remembers of its own work: steps that can be undone, and what a correction was begun from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from statements.models.documents import Document


class StepTaken(models.Model):
    """A step of a review, and the rows that it changed, each as it was before and after: so it can be undone."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="steps_taken")
    number = models.PositiveIntegerField(help_text="Of the steps of its document, from 1")
    by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    words = models.TextField(help_text="What was done, as the log says it")
    changes = models.JSONField(help_text="What differs between the states before and after, and nothing else")

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="step_taken_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="step_taken_number_from_one"),
        ]

    def __str__(self) -> str:
        return self.words


class CorrectionBase(models.Model):
    """What a correction was begun from, by whom and when: whatever changed since is not overwritten by it."""

    copy = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE, related_name="base")
    begun_by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True, default="", help_text="To readers: what is corrected, as typed so far")
    typo = models.BooleanField(default=False, help_text="It is only a typing error: nobody is told")
    state = models.JSONField(help_text="The published document as it was then: facts, people, digests of its words")

    def __str__(self) -> str:
        return f"correction of {self.copy}"
