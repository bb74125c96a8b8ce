"""How documents pass from hand to hand on the desk: who sent one to review, who sent it back, who published it."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from statements.models.documents import Document
from statements.models.vocabulary import Passing, value_constraint


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Who passed documents on."""

    def last_of_each(self) -> Self:
        """The last one of each document."""
        later = Handover.objects.filter(document=OuterRef("document"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))


class Handover(models.Model):
    """A document passed on: what was done with it, by whom, when, and the words that were said about it.

    The log says the same in English sentences; this is for what has to know it: the front page, mails, and the rule
    of two who publish. Those of a correction become its original's when it is published.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="handovers")
    what = models.CharField(max_length=10, choices=Passing)
    by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="handovers")
    at = models.DateTimeField(default=timezone.now)
    words = models.TextField(blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [value_constraint("what", Passing.values, "handover_known")]

    def __str__(self) -> str:
        return f"{self.document} {self.get_what_display()}"


def record_handover(document: Document, what: Passing, by: Any, words: str = "") -> Handover:
    """Record that `by` passed a document on, with the words that were said; nobody is told by this alone."""
    return Handover.objects.create(document=document, what=what, by=by, words=words)
