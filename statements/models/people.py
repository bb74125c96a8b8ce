"""Who issues and who speaks: publishers, speakers, their offices, and speakers made one."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils.translation import gettext_lazy as _

from statements.addresses import slug_url
from statements.languages import LANGUAGE_CHOICES, interface_language
from statements.letters import normalize_name
from statements.models.documents import Document, Participation


class PublisherQuerySet(models.QuerySet["Publisher"]):
    def public(self) -> PublisherQuerySet:
        """Publishers of at least one published document."""
        return self.filter(pk__in=Document.objects.published().values("publisher"))

    def called(self, name: str) -> list[Publisher]:
        """Publishers with this name or alias, ignoring capitals; whoever was merged is who they are now."""
        small = normalize_name(name).lower()
        aliases = Lower(Func(F("aliases"), Value("\n"), function="array_to_string", output_field=models.TextField()))
        maybe = self.alias(small=aliases).filter(Q(name__iexact=small) | Q(small__contains=small))
        rows = maybe.select_related("merged_into") if small else []
        found = [each for each in rows if small in {known.lower() for known in (each.name, *each.aliases)}]
        return list({each.current.pk: each.current for each in found}.values())

    def standing(self) -> PublisherQuerySet:
        """Publishers that were not merged into another."""
        return self.filter(merged_into=None)


class Publisher(models.Model):
    """The body that issued a document."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    language = models.CharField("language of the name", max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    aliases = ArrayField(
        models.CharField(max_length=200),
        default=list,
        db_default=[],
        blank=True,
        help_text=_("Separated by commas"),
    )
    proposed = models.BooleanField(
        default=False,
        db_default=False,
        help_text=_("On a review, and not confirmed yet: publishing a document confirms it"),
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged"
    )

    objects = PublisherQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")), name="publisher_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> Publisher:
        """The publisher that this one was merged into, or itself."""
        return self.merged_into or self

    def clean(self) -> None:
        """Normalise the name, so that different codings of its letters are one name."""
        self.name = normalize_name(self.name)


AS_IN_AN_INDEX = Coalesce(NullIf("sort_name", Value("")), "name")  # how speakers are ordered


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
    sort_name = models.CharField(
        max_length=200,
        blank=True,
        default="",
        help_text=_("As in an index: Meloni, Giorgia. Never guessed: while empty, the name stands as it is written."),
    )
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True, help_text=_("Separated by commas"))
    collective = models.BooleanField(default=False, help_text=_("A body, not a person"))
    proposed = models.BooleanField(
        default=False,
        db_default=False,
        help_text=_("On a review, and not confirmed yet: publishing a document confirms it"),
    )
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
        ordering = [AS_IN_AN_INDEX, "pk"]
        indexes = [
            GinIndex(fields=["names"], name="speaker_names", fastupdate=False),
            GinIndex(
                OpClass(Func("name", "sort_name", "aliases", function="archive_called"), "gin_trgm_ops"),
                name="speaker_called",
                fastupdate=False,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return slug_url("speaker", self.slug)

    def clean(self) -> None:
        """Normalise the name, so that different codings of its letters are one name."""
        self.name = normalize_name(self.name)

    @property
    def index_name(self) -> str:
        """The sort name; the name as it is written while nobody has stated one."""
        return self.sort_name or self.name

    @property
    def current(self) -> Speaker:
        """The speaker that this one was merged into, or itself."""
        return self.merged_into or self


class MergeRecord(models.Model):
    """Two entries made one, and what moved from one to the other, so that it can be undone."""

    moved = models.JSONField(help_text=_("Primary keys by model, and what was left out because both had it"))
    merged_at = models.DateTimeField(auto_now_add=True)
    merged_by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-merged_at", "-pk"]


class Merge(MergeRecord):
    """Two speakers made one."""

    merged = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="merges")
    kept = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="merges_of_others")

    def __str__(self) -> str:
        return f"{self.merged} into {self.kept}"


class PublisherMerge(MergeRecord):
    """Two publishers made one."""

    merged = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="merges")
    kept = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="merges_of_others")

    def __str__(self) -> str:
        return f"{self.merged} into {self.kept}"


class Office(models.Model):
    """A title held from one day to another, in the languages of the archive."""

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="offices")
    title_en = models.CharField("title in English", max_length=200, blank=True)
    title_fr = models.CharField("title in French", max_length=200, blank=True)
    title_it = models.CharField("title in Italian", max_length=200, blank=True)
    since = models.DateField(null=True, blank=True, help_text=_("The first day; empty where unknown"))
    until = models.DateField(null=True, blank=True, help_text=_("The day it ended; empty while held or where unknown"))

    class Meta:
        ordering = ["speaker", F("since").desc(nulls_last=True), "pk"]
        indexes = [
            GinIndex(
                OpClass(Func("title_en", "title_fr", "title_it", function="archive_titled"), "gin_trgm_ops"),
                name="office_titles",
                fastupdate=False,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lt=F("until")),
                name="office_starts_before_it_ends",
                violation_error_message=_("An office starts before it ends."),
            ),
            models.CheckConstraint(
                condition=~Q(title_en="", title_fr="", title_it=""),
                name="office_has_a_title",
                violation_error_message=_("An office has a title in at least one language."),
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
