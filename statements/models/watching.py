"""Where documents were fetched from, and the sources that are watched for new ones."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from statements.languages import LANGUAGE_CHOICES
from statements.models.documents import Document
from statements.models.vocabulary import LANGUAGES_OR_NONE, Kind, value_constraint

_ADDRESS = 2_000  # characters


class Fetched(models.Model):
    """How the source of a document came from the web. address: where redirects ended; headers: [name, value], as sent;
    digest: of the document's words as they were read, by which they are known when they come again.
    """

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="fetched")
    asked = models.URLField(max_length=_ADDRESS)
    address = models.URLField(max_length=_ADDRESS)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField()
    digest = models.CharField(max_length=64, db_index=True)
    fetched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "fetched"

    def __str__(self) -> str:
        return self.address


class ListingForm(models.TextChoices):
    """In what form a source lists what is new."""

    RSS = "rss", _("RSS feed")
    ATOM = "atom", _("Atom feed")
    JSON = "json", _("JSON feed")
    SITEMAP = "sitemap", _("map of a site")
    LINKS = "links", _("page of links")


class ItemBecame(models.TextChoices):
    """What became of an item of a source. What waits is tried again."""

    WAITING = "waiting", _("waits for another attempt")
    SEEN = "seen", _("there before the source was watched")
    DROPPED = "dropped", _("dropped by a pattern")
    DRAFT = "draft", _("a draft")
    NEWER = "newer", _("a draft, a newer version of one in the archive")
    KNOWN = "known", _("in the archive already")
    REFUSED = "refused", _("refused")


class WatchedSource(models.Model):
    """A feed, a map of a site or a page of links that is looked at for new releases, which become drafts.

    keep, drop: patterns of addresses and titles, one a line, with * for any characters; every: hours between two
    looks, None as the source states. added_by: whose work the drafts are. The rest says how it went last: reason is
    empty where it went well, moved_from is the address before the source moved for good.
    """

    name = models.CharField(max_length=200)
    address = models.URLField(
        max_length=_ADDRESS, help_text=_("Of an RSS, Atom or JSON feed, a sitemap, or a page of links")
    )
    publisher = models.ForeignKey(
        "Publisher",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sources",
    )
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    keep = models.TextField("keep only", max_length=4_000, blank=True)
    drop = models.TextField(max_length=4_000, blank=True)
    every = models.PositiveSmallIntegerField(
        "hours between two looks", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(720)]
    )
    paused = models.BooleanField(default=False)
    added_by = models.ForeignKey("auth.User", on_delete=models.PROTECT, editable=False, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    form = models.CharField(max_length=10, choices=ListingForm, blank=True, editable=False)
    etag = models.CharField(max_length=_ADDRESS, blank=True, editable=False)
    last_modified = models.CharField(max_length=_ADDRESS, blank=True, editable=False)
    stated_pace = models.PositiveIntegerField(null=True, editable=False, help_text=_("Seconds, as the source states"))
    asked_at = models.DateTimeField(null=True, editable=False)
    first_look_at = models.DateTimeField(null=True, editable=False)
    next_at = models.DateTimeField(default=timezone.now, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    reason = models.TextField(blank=True, editable=False)
    moved_from = models.URLField(max_length=_ADDRESS, blank=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "watched source"
        verbose_name_plural = "watched sources"
        indexes = [models.Index(fields=["next_at"], condition=Q(paused=False), name="watched_source_due")]
        constraints = [
            models.UniqueConstraint(
                MD5("address"),
                name="watched_source_address_once",
                violation_error_message=_("This address is watched already."),
            ),
            value_constraint("kind", [*Kind.values, ""], "watched_source_kind_known"),
            value_constraint("language", LANGUAGES_OR_NONE, "watched_source_language_known"),
            value_constraint("form", [*ListingForm.values, ""], "watched_source_form_known"),
            models.CheckConstraint(
                condition=Q(every__isnull=True) | Q(every__gte=1, every__lte=720), name="watched_source_every_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SourceItem(models.Model):
    """Something that a source listed. key: a digest of its id in the source, or of its address where it has none;
    stamp: of what the source says of it, to notice changes; document: what was made of it, or has its words.
    """

    source = models.ForeignKey(WatchedSource, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=64)
    address = models.URLField(max_length=_ADDRESS)
    title = models.CharField(max_length=500, blank=True)
    stamp = models.CharField(max_length=64)
    became = models.CharField(max_length=10, choices=ItemBecame)
    reason = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="source_items")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-seen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="source_item_once"),
            value_constraint("became", ItemBecame.values, "source_item_became_known"),
        ]

    def __str__(self) -> str:
        return self.title or self.address
