"""Documents, who takes part in them, and what remains of deleted ones; `published()` decides what the public sees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Now, Upper
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from statements.addresses import slug_url
from statements.dates import date_words, parse_edtf
from statements.languages import LANGUAGE_CHOICES, LANGUAGES
from statements.models.positions import number_paragraphs
from statements.models.vocabulary import LANGUAGES_OR_NONE, Kind, Role, Status, label_of, value_constraint

if TYPE_CHECKING:
    from statements.models.people import Publisher, Speaker
    from statements.models.revisions import Revision

_Row = TypeVar("_Row", bound=models.Model)


def _is_public() -> Q:
    return Q(Q(publish_at__isnull=True) | Q(publish_at__lte=Now()), status=Status.PUBLISHED)


class PublishedQuerySet(models.QuerySet[_Row]):
    """Shared by Document and Entry, so that `published()` means the same for both."""

    def published(self) -> Self:
        """What the public may see. Every public page, count, feed and search starts here."""
        return self.filter(_is_public())

    def newest_first(self) -> Self:
        """By the first day of the date, undated ones last; the primary key breaks ties, so that pages never overlap."""
        return self.order_by(F("date_start").desc(nulls_last=True), "-pk")

    def oldest_first(self) -> Self:
        """By the first day of the date, undated ones last here too."""
        return self.order_by(F("date_start").asc(nulls_last=True), "pk")


@dataclass(frozen=True)
class ListedPerson:
    """Somebody who takes part in a document, as lists show it; how the name is sorted is for reference managers."""

    name: str
    slug: str
    role: str
    sort_name: str = ""
    collective: bool = False

    def get_absolute_url(self) -> str:
        return slug_url("speaker", self.slug)

    @property
    def role_label(self) -> str:
        """The role in words; see Document.kind_label."""
        return label_of(Role(self.role))


class DocumentQuerySet(PublishedQuerySet["Document"]):
    def prefetch_lists(self) -> DocumentQuerySet:
        """Fetch what a line in a list shows, in a fixed number of queries."""
        participations = Participation.objects.select_related("speaker")
        return self.select_related("publisher").prefetch_related(models.Prefetch("participations", participations))

    def originals(self) -> DocumentQuerySet:
        """Documents of their own: no working copies of corrections, which only the desk shows, each on its review."""
        return self.filter(corrects=None)

    def seen_by(self, user: Any) -> DocumentQuerySet:
        """What an account sees at the desk: everything, unless `sees_all` says otherwise.

        Then it is what is public, what the account added, and the working copies that it began.
        """
        if sees_all(user):
            return self
        begun = Document.objects.filter(base__begun_by=user.pk).values("pk")  # a join could not be locked
        return self.filter(_is_public() | Q(added_by=user.pk, corrects=None) | Q(pk__in=begun))

    def naming(self, speaker: Speaker) -> DocumentQuerySet:
        """Documents in which a speaker takes part, has a turn or is quoted."""
        return self.filter(
            Q(pk__in=speaker.participations.values("document"))
            | Q(pk__in=speaker.paragraphs.values("document"))
            | Q(pk__in=speaker.quotations.values("paragraph__document"))
        )


def sees_all(user: Any) -> bool:
    """Whether an account sees all documents at the desk: with ARCHIVE_DRAFTS_OWN, only those who may publish do."""
    return not settings.DRAFTS_OWN or bool(user.has_perm("statements.publish_document"))


def _editors_id() -> str:
    """A new id for a document that an editor adds by hand."""
    return f"editor:{uuid4()}"


class Document(models.Model):
    """A statement, communiqué, readout or report: the words are in its paragraphs, the bytes in its source."""

    external_id = models.CharField(
        max_length=200,
        unique=True,
        default=_editors_id,
        help_text=_("What an importer knows the document by: a re-import finds it again"),
    )
    slug = models.SlugField(max_length=120, unique=True, help_text=_("Part of the address, which should never change"))
    title = models.CharField(max_length=500)
    title_assigned = models.BooleanField(
        default=False,
        help_text=_("The source has no title, this one was given by the archive: shown in square brackets"),
    )
    language = models.CharField(
        max_length=2, choices=LANGUAGE_CHOICES, blank=True, help_text=_("Empty: none of these, or not known yet")
    )
    kind = models.CharField(max_length=20, choices=Kind)
    publisher = models.ForeignKey(
        "Publisher", null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    place = models.CharField(max_length=200, blank=True)
    reference = models.CharField("reference number", max_length=100, blank=True)
    source_url = models.URLField("address of the source", max_length=1000, blank=True)
    date_edtf = models.CharField(
        "date", max_length=21, blank=True, help_text=_("2022-11-10, 2022-10, 2023 or 2024-02/2024-05; empty: undated")
    )
    date_start = models.DateField(null=True, editable=False)
    date_end = models.DateField(null=True, editable=False)
    translation_group = models.UUIDField(
        null=True, blank=True, help_text=_("The same on documents that are translations of each other")
    )
    provenance = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text=_("Where each fact came from: field -> text, manifest, editor"),
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(null=True, blank=True, help_text=_("Not public before this moment"))
    withdrawn_reason = models.TextField(blank=True)
    corrects = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="correction",
        help_text=_("The published document that it is a working copy of: it is never published itself"),
    )
    created = models.DateTimeField(default=timezone.now, editable=False)
    updated = models.DateTimeField(auto_now=True)
    added_by = models.ForeignKey(
        "auth.User", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="added_documents"
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        permissions = [("publish_document", "Can publish and withdraw documents")]
        ordering = [F("date_start").desc(nulls_last=True), "-pk"]
        indexes = [
            models.Index(F("date_start").desc(nulls_last=True), F("id").desc(), name="document_newest_first"),
            models.Index(fields=["date_end"], name="document_date_end"),
            models.Index(fields=["language", "kind"], name="document_language_kind"),
            models.Index(
                fields=["translation_group"],
                condition=Q(translation_group__isnull=False),
                name="document_translation_group",
            ),
            models.Index(fields=["-updated", "-id"], name="document_updated"),  # the order of the desk's list
            models.Index(
                fields=["status", "-updated"], condition=~Q(status=Status.PUBLISHED), name="document_unpublished"
            ),
            GinIndex(OpClass(Upper("title"), "gin_trgm_ops"), name="document_title_letters"),  # found by part of it
            models.Index(fields=["publish_at"], condition=Q(publish_at__isnull=False), name="document_publish_at"),
        ]
        constraints = [
            value_constraint("status", Status.values, "document_status_known"),
            value_constraint("kind", Kind.values, "document_kind_known"),
            value_constraint("language", LANGUAGES_OR_NONE, "document_language_known"),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | ~Q(language=""), name="document_published_in_a_language"
            ),
            models.CheckConstraint(
                condition=Q(date_edtf="", date_start__isnull=True, date_end__isnull=True)
                | (
                    ~Q(date_edtf="")
                    & Q(date_start__isnull=False, date_end__isnull=False, date_start__lte=F("date_end"))
                ),
                name="document_date_starts_before_it_ends",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="document_has_a_title"),
            models.CheckConstraint(
                condition=Q(corrects=None) | Q(status__in=[Status.DRAFT, Status.IN_REVIEW]),
                name="document_copy_is_never_public",
            ),
        ]

    def __str__(self) -> str:
        return self.display_title

    def get_absolute_url(self) -> str:
        return slug_url("document", self.slug)

    @property
    def kind_label(self) -> str:
        """The kind in words. Django's get_kind_display translates all kinds to find one, forty times on a list."""
        return label_of(Kind(self.kind))

    @property
    def language_label(self) -> str:
        """The language in words; empty while it has none."""
        return LANGUAGES[self.language].label if self.language else ""

    def clean(self) -> None:
        """Take the interval from the date as typed; refuse to take the language from what is public.

        Raises ValidationError, which the form shows.
        """
        if self.status == Status.PUBLISHED and not self.language:
            raise ValidationError({"language": gettext("What is published is in one of the languages of the archive.")})
        try:
            self.set_date(self.date_edtf)
        except ValueError as error:
            raise ValidationError({"date_edtf": str(error)}) from None

    def set_date(self, edtf: str) -> None:
        """Set the date and the interval it covers. Raises ValueError where `edtf` is no date."""
        interval = parse_edtf(edtf)
        self.date_edtf, self.date_start, self.date_end = edtf, interval.start, interval.end

    @property
    def display_title(self) -> str:
        """The title, in square brackets where the archive assigned it, as cataloguers do."""
        return shown_title(self.title, self.title_assigned)

    @property
    def date_words(self) -> str:
        return date_words(self.date_edtf)

    @property
    def original(self) -> Document:
        """The document that readers know: of a working copy the one that it corrects, otherwise itself."""
        return self.corrects or self

    @cached_property
    def participants(self) -> list[ListedPerson]:
        """Who takes part, in order. `prefetch_lists` fetches them for all documents of a list."""
        people = [(each.speaker, each.role) for each in self.participations.all()]
        return [ListedPerson(each.name, each.slug, role, each.sort_name, each.collective) for each, role in people]

    @cached_property
    def latest_number(self) -> int:
        """The number of its last public version, 0 where it has none. Lists ask for those of all their documents."""
        return self.revisions.filter(published_at__lte=Now()).aggregate(number=Max("number"))["number"] or 0

    @property
    def is_public(self) -> bool:
        """The rule of `published()` for one document at hand, for the admin; pages ask the database."""
        return self.status == Status.PUBLISHED and (self.publish_at is None or self.publish_at <= timezone.now())

    @transaction.atomic
    def publish(self, by: Any = None, *, quiet: bool = False) -> Revision:
        """Make public, and keep what is published as a revision. Publishing the same words again adds none.

        quiet: nobody is sent a message about it. Raises IntegrityError where it has no language; its paragraphs without
        one are in its language from then on.
        """
        self.paragraphs.filter(language="").update(language=self.language)
        number_paragraphs(self.pk)
        self.confirm_names()
        self.status, self.withdrawn_reason = Status.PUBLISHED, ""
        self.save(update_fields=["status", "withdrawn_reason", "updated"])
        return self.revisions.record(self, by, quiet=quiet)

    def proposed_names(self) -> list[Publisher | Speaker]:
        """The publisher and the people that this document brought into the archive, and that nobody confirmed yet."""
        publisher = [self.publisher] if self.publisher and self.publisher.proposed else []
        people = (each.speaker for each in self.participations.select_related("speaker"))
        return [*publisher, *dict.fromkeys(each for each in people if each.proposed)]

    def confirm_names(self) -> None:
        """Whoever publishes a document confirms the names that it brings into the archive."""
        for each in self.proposed_names():
            each.proposed = False
            each.save(update_fields=["proposed"])

    @transaction.atomic
    def bury(self, by: Any = None) -> None:
        """Delete for ever; if it was ever published, its address goes on saying so."""
        if self.revisions.filter(published_at__lte=timezone.now()).exists():
            Tombstone.objects.get_or_create(
                slug=self.slug,
                defaults={"external_id": self.external_id, "document_key": self.pk, "deleted_by": by},
            )
        self.delete()

    def withdraw(self, reason: str = "") -> None:
        """Hide from the public, and from those who were given a link to it; nothing is deleted."""
        self.status, self.withdrawn_reason = Status.WITHDRAWN, reason
        self.save(update_fields=["status", "withdrawn_reason", "updated"])
        for seen in Document.objects.filter(models.Q(pk=self.pk) | models.Q(corrects=self.pk)):
            seen.previews.revoke()


class Tombstone(models.Model):
    """The address that is left of a published document after its deletion; no other document is ever given it."""

    slug = models.SlugField(max_length=120, unique=True)
    external_id = models.CharField(max_length=200)
    document_key = models.BigIntegerField(
        null=True, unique=True, help_text=_("The primary key it had: results kept for footnotes know it by this")
    )
    deleted_at = models.DateTimeField(auto_now_add=True)
    deleted_by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.SET_NULL)

    def __str__(self) -> str:
        return self.slug


def shown_title(title: str, assigned: bool) -> str:
    """A title as readers see it: in square brackets where the archive supplied it, as library catalogues do."""
    return f"[{title}]" if assigned else title


class Participation(models.Model):
    """How a speaker takes part in a document."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="participations")
    speaker = models.ForeignKey("Speaker", on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=12, choices=Role)
    position = models.PositiveIntegerField(default=1, help_text=_("Order among the participants"))

    class Meta:
        ordering = ["document", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "speaker", "role"], name="participation_unique"),
            value_constraint("role", Role.values, "participation_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.speaker} {self.get_role_display()}"
