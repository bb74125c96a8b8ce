"""Results of searches kept for footnotes: which documents were found on a day, and in which version."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class FrozenResult(models.Model):
    """A result as it was counted at one moment; it never changes, whatever becomes of its documents.

    documents and versions are two columns of one table: the second has 0 where a document had no version. A document
    that is deleted stays in the list as a number, of which a tombstone may know the address.
    """

    code = models.CharField(max_length=10, unique=True, help_text=_("The last part of its address"))
    fingerprint = models.CharField(
        max_length=64,
        unique=True,
        help_text=_("SHA-256 of all below but the moment and the order: equal results are one"),
    )
    state = models.CharField(max_length=64, help_text=_("SHA-256 of the state of the archive"))
    kept_at = models.DateTimeField(help_text=_("The moment for which it is true"), db_index=True)
    language = models.CharField(max_length=2, help_text=_("Of the page: names of kinds are read in it"))
    parameters = models.JSONField(help_text=_("Words and filters as typed: lists of values by name"))
    sort = models.CharField(max_length=20, blank=True)
    understood = models.TextField(blank=True, help_text=_("The words in their plainest form"))
    spellings = models.JSONField(default=list, help_text=_("What was typed, and what was searched for beside it"))
    partial = models.BooleanField(default=False, help_text=_("No document had all of the words: these had some"))
    total = models.PositiveIntegerField()
    documents = ArrayField(models.BigIntegerField(), help_text=_("The newest first, undated ones last"))
    versions = ArrayField(models.IntegerField())

    class Meta:
        verbose_name = "kept result"
        ordering = ["-kept_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(documents__len=F("total"), versions__len=F("total")), name="frozen_result_counts_its_set"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.total} documents"

    def get_absolute_url(self) -> str:
        return reverse("result", args=[self.code])

    @property
    def words(self) -> str:
        """The words as they were typed; empty where there were only filters."""
        return (self.parameters.get("q") or [""])[-1]


class KeptInHour(models.Model):
    """How many results were kept or mails asked for within an hour, to limit both. A row outlives the hour not long.

    client: a keyed digest of what is counted, an address that cannot be read from it; empty for all results together.
    """

    hour = models.DateTimeField()
    client = models.CharField(max_length=64, blank=True)
    results = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hour", "client"], name="kept_in_hour_once")]

    def __str__(self) -> str:
        return f"{self.results} in the hour of {self.hour}"
