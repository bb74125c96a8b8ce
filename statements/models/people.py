"""Who issues and who speaks: publishers, speakers, their offices, and speakers made one."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from statements.addresses import slug_url
from statements.languages import LANGUAGE_CHOICES, interface_language
from statements.letters import normalize_name
from statements.models.documents import Document, Participation


class PublisherQuerySet(models.QuerySet["Publisher"]):
    def public(self) -> PublisherQuerySet:
        """Publishers of at least one published document."""
        return self.filter(pk__in=Document.objects.published().values("publisher"))


class Publisher(models.Model):
    """The body that issued a document."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    language = models.CharField("language of the name", max_length=2, choices=LANGUAGE_CHOICES, blank=True)

    objects = PublisherQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Normalise the name, so that different codings of its letters are one name."""
        self.name = normalize_name(self.name)


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    def public(self) -> SpeakerQuerySet:
        """Speakers who take part in at least one published document."""
        public = Participation.objects.filter(document__in=Document.objects.published())
        return self.filter(pk__in=public.values("speaker"))

    def standing(self) -> SpeakerQuerySet:
        """Speakers who were not merged into another."""
        return self.filter(merged_into=None)


class Speaker(models.Model):
    """A person or a body that speaks, is quoted or is mentioned."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    sort_name = models.CharField(max_length=200, help_text="As in an index: Meloni, Giorgia")
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True, help_text="Separated by commas")
    collective = models.BooleanField(default=False, help_text="A body, not a person")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged"
    )

    names = models.GeneratedField(
        expression=Func(F("name"), F("slug"), F("aliases"), function="archive_names"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        indexes = [GinIndex(fields=["names"], name="speaker_names", fastupdate=False)]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return slug_url("speaker", self.slug)

    def clean(self) -> None:
        """Normalise the name, so that different codings of its letters are one name."""
        self.name = normalize_name(self.name)

    @property
    def current(self) -> Speaker:
        """The speaker that this one was merged into, or itself."""
        return self.merged_into or self


class Merge(models.Model):
    """Two speakers made one, and what moved from one to the other, so that it can be undone."""

    merged = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="merges")
    kept = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="merges_of_others")
    moved = models.JSONField(help_text="Primary keys by model, and what was left out because both had it")
    merged_at = models.DateTimeField(auto_now_add=True)
    merged_by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.SET_NULL)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-merged_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.merged} into {self.kept}"


class Office(models.Model):
    """A title held from one day to another, in the languages of the archive."""

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="offices")
    title_en = models.CharField("title in English", max_length=200, blank=True)
    title_fr = models.CharField("title in French", max_length=200, blank=True)
    title_it = models.CharField("title in Italian", max_length=200, blank=True)
    since = models.DateField(null=True, blank=True, help_text="The first day; empty where unknown")
    until = models.DateField(null=True, blank=True, help_text="The day it ended; empty while held or where unknown")

    class Meta:
        ordering = ["speaker", F("since").desc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lt=F("until")),
                name="office_starts_before_it_ends",
                violation_error_message="An office starts before it ends.",
            ),
            models.CheckConstraint(
                condition=~Q(title_en="", title_fr="", title_it=""),
                name="office_has_a_title",
                violation_error_message="An office has a title in at least one language.",
            ),
        ]

    def __str__(self) -> str:
        return next(iter(self.titles.values()), "")

    @property
    def title(self) -> str:
        """In the language of the interface, where there is one in it."""
        return self.titles.get(interface_language()) or str(self)

    @property
    def titles(self) -> dict[str, str]:
        """The title by language, where there is one."""
        titles = {"en": self.title_en, "it": self.title_it, "fr": self.title_fr}
        return {language: title for language, title in titles.items() if title}

    def is_held_throughout(self, start: date, end: date) -> bool:
        """Whether it was held on every day from `start` to `end`: part of a month does not suffice."""
        return (self.since is None or self.since <= start) and (self.until is None or end < self.until)
