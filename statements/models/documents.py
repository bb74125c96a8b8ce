"""What the archive keeps: documents and their paragraphs, the people who speak in them, the sources they came from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self, TypeVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Func, Q
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from statements.dates import date_words, parse_edtf
from statements.languages import LANGUAGE_CHOICES, interface_language
from statements.letters import one_name


class Kind(models.TextChoices):
    """What sort of text a document is."""

    PRESS_STATEMENT = "press-statement", _("press statement")
    COMMUNIQUE = "communique", _("communiqué")
    DECLARATION = "declaration", _("declaration")
    SPEECH = "speech", _("speech")
    READOUT = "readout", _("readout")
    TRANSCRIPT = "transcript", _("transcript")
    NEWS_REPORT = "news-report", _("news report")
    COMMENTARY = "commentary", _("commentary")
    OTHER = "other", _("other")


class Status(models.TextChoices):
    """Where a document stands on its way to the public."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in-review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Role(models.TextChoices):
    """How a speaker takes part in a document. A statement by somebody and a text about somebody are not the same."""

    AUTHOR = "author", _("author")
    SPEAKER = "speaker", _("speaker")
    QUOTED = "quoted", _("quoted")
    INTERLOCUTOR = "interlocutor", _("interlocutor")
    MENTIONED = "mentioned", _("mentioned")


_LANGUAGES_OR_NONE = [*(code for code, _ in LANGUAGE_CHOICES), ""]


def _one_of(field: str, values: list[str], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


class PublisherQuerySet(models.QuerySet["Publisher"]):
    def public(self) -> PublisherQuerySet:
        """Those of at least one published document."""
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
        """However its letters are coded, a name is one name."""
        self.name = one_name(self.name)


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    def public(self) -> SpeakerQuerySet:
        """Those who take part in at least one published document."""
        public = Participation.objects.filter(document__in=Document.objects.published())
        return self.filter(pk__in=public.values("speaker"))

    def standing(self) -> SpeakerQuerySet:
        """Those who were not merged into another."""
        return self.filter(merged_into=None)


class Speaker(models.Model):
    """A person or a body that speaks, is quoted or is spoken of."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    sort_name = models.CharField(max_length=200, help_text="As in an index: Meloni, Giorgia")
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True, help_text="Separated by commas")
    collective = models.BooleanField(default=False, help_text="A body, not a person")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged"
    )

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("speaker", args=[self.slug])

    def clean(self) -> None:
        """However its letters are coded, a name is one name."""
        self.name = one_name(self.name)

    @property
    def current(self) -> Speaker:
        """The speaker that this one was merged into, or itself."""
        return self.merged_into or self


class Merge(models.Model):
    """Two speakers made one, and what went from one to the other: it can be undone."""

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
    """A title held from one day until another, in the languages of the archive."""

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

    def held_throughout(self, start: date, end: date) -> bool:
        """Whether it was held on every day from `start` to `end`: a role is not guessed from part of a month."""
        return (self.since is None or self.since <= start) and (self.until is None or end < self.until)


_Row = TypeVar("_Row", bound=models.Model)


class PublishedQuerySet(models.QuerySet[_Row]):
    """The rows of documents and those of entries, of which the public sees the same ones."""

    def published(self) -> Self:
        """What the public may see. Every public page, count, feed and search starts here."""
        return self.filter(Q(publish_at__isnull=True) | Q(publish_at__lte=Now()), status=Status.PUBLISHED)

    def newest_first(self) -> Self:
        """By the first day of the date, undated ones last; the primary key breaks ties, so that pages never overlap."""
        return self.order_by(F("date_start").desc(nulls_last=True), "-pk")

    def oldest_first(self) -> Self:
        """By the first day of the date; undated ones last here, too."""
        return self.order_by(F("date_start").asc(nulls_last=True), "pk")


class DocumentQuerySet(PublishedQuerySet["Document"]):
    def for_lists(self) -> DocumentQuerySet:
        """With what a line in a list shows, in a fixed number of queries."""
        participations = Participation.objects.select_related("speaker")
        return self.select_related("publisher").prefetch_related(models.Prefetch("participations", participations))

    def naming(self, speaker: Speaker) -> DocumentQuerySet:
        """Those that a speaker takes part in, has a turn in or is quoted in."""
        return self.filter(
            Q(pk__in=speaker.participations.values("document"))
            | Q(pk__in=speaker.paragraphs.values("document"))
            | Q(pk__in=speaker.quotations.values("paragraph__document"))
        )


def _editors_id() -> str:
    """The id of a document that an editor adds by hand."""
    return f"editor:{uuid4()}"


class Document(models.Model):
    """A statement, communiqué, readout or report: the words are in its paragraphs, the bytes in its source."""

    external_id = models.CharField(
        max_length=200,
        unique=True,
        default=_editors_id,
        help_text="What an importer knows the document by: a re-import finds it again",
    )
    slug = models.SlugField(max_length=120, unique=True, help_text="Part of the address, which should never change")
    title = models.CharField(max_length=500)
    title_assigned = models.BooleanField(
        default=False, help_text="The source has no title, this one was given by the archive: shown in square brackets"
    )
    language = models.CharField(
        max_length=2, choices=LANGUAGE_CHOICES, blank=True, help_text="Empty: none of these, or not known yet"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.PROTECT, related_name="documents")
    place = models.CharField(max_length=200, blank=True)
    reference = models.CharField("reference number", max_length=100, blank=True)
    source_url = models.URLField("address of the source", max_length=1000, blank=True)
    date_edtf = models.CharField(
        "date", max_length=21, blank=True, help_text="2022-11-10, 2022-10, 2023 or 2024-02/2024-05; empty: undated"
    )
    date_start = models.DateField(null=True, editable=False)
    date_end = models.DateField(null=True, editable=False)
    translation_group = models.UUIDField(
        null=True, blank=True, help_text="The same on documents that are translations of each other"
    )
    provenance = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="Where each fact came from: field -> text, manifest, editor",
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(null=True, blank=True, help_text="Not public before this moment")
    withdrawn_reason = models.TextField(blank=True)
    created = models.DateTimeField(default=timezone.now, editable=False)
    updated = models.DateTimeField(auto_now=True)

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
        ]
        constraints = [
            _one_of("status", Status.values, "document_status_known"),
            _one_of("kind", Kind.values, "document_kind_known"),
            _one_of("language", _LANGUAGES_OR_NONE, "document_language_known"),
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
        ]

    def __str__(self) -> str:
        return self.display_title

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.slug])

    def clean(self) -> None:
        """Take the interval from the date as typed; refuse to take the language from what is public.

        Raises ValidationError by way of the form.
        """
        if self.status == Status.PUBLISHED and not self.language:
            raise ValidationError({"language": "What is published is in one of the languages of the archive."})
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
    def is_public(self) -> bool:
        """The rule of `published()` for one document at hand, for the admin; pages ask the database."""
        return self.status == Status.PUBLISHED and (self.publish_at is None or self.publish_at <= timezone.now())

    @transaction.atomic
    def publish(self, by: Any = None) -> Revision:
        """Make public, and keep what is published as a revision. A second publication of the same words adds none.

        Raises IntegrityError where it has no language; its paragraphs without one are in its language from then on.
        """
        self.paragraphs.filter(language="").update(language=self.language)
        self.status, self.withdrawn_reason = Status.PUBLISHED, ""
        self.save(update_fields=["status", "withdrawn_reason", "updated"])
        return Revision.objects.record(self, by)

    @transaction.atomic
    def bury(self, by: Any = None) -> None:
        """Delete for ever; where it was ever published, its address keeps saying that it was."""
        if self.revisions.filter(published_at__lte=timezone.now()).exists():
            Tombstone.objects.get_or_create(
                slug=self.slug, defaults={"external_id": self.external_id, "deleted_by": by}
            )
        self.delete()

    def withdraw(self, reason: str = "") -> None:
        """Take out of the public's sight; nothing is deleted."""
        self.status, self.withdrawn_reason = Status.WITHDRAWN, reason
        self.save(update_fields=["status", "withdrawn_reason", "updated"])


class Tombstone(models.Model):
    """What is left of a document that was published and then deleted: its address, which is never given away again."""

    slug = models.SlugField(max_length=120, unique=True)
    external_id = models.CharField(max_length=200)
    deleted_at = models.DateTimeField(auto_now_add=True)
    deleted_by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.SET_NULL)

    def __str__(self) -> str:
        return self.slug


class EntryQuerySet(PublishedQuerySet["Entry"]):
    """The entries of documents, which searches and filters narrow."""


class Entry(models.Model):
    """What searches, filters and counts read of a document: one narrow row, kept by triggers (migrations/0005).

    A row of a document is ten times as wide, and a page of results reads up to all of them. The database removes it
    with its document.
    """

    document = models.OneToOneField(
        Document, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="entry"
    )
    language = models.CharField(max_length=2)
    kind = models.CharField(max_length=20)
    publisher = models.ForeignKey(
        Publisher, null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    status = models.CharField(max_length=10)
    publish_at = models.DateTimeField(null=True)
    date_start = models.DateField(null=True)
    date_end = models.DateField(null=True)
    first_month = models.IntegerField(null=True)  # year * 12 + month - 1 of date_start
    last_month = models.IntegerField(null=True)  # of date_end
    speaker_ids = ArrayField(models.BigIntegerField())
    length = models.IntegerField()  # in different words
    size = models.IntegerField(db_default=0)  # in words
    words = SearchVectorField()  # stemmed, of the title (weight A) and the text, and the language as ~it
    forms = SearchVectorField()  # every word as written, without positions, and the language as ~it

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(F("date_start").desc(nulls_last=True), F("document").desc(), name="entry_newest_first"),
            models.Index(fields=["publish_at"], name="entry_publish_at"),
            GinIndex(fields=["words"], name="entry_words", fastupdate=False),
            GinIndex(fields=["forms"], name="entry_forms", fastupdate=False),
            GinIndex(fields=["speaker_ids"], name="entry_speaker_ids", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"entry of document {self.pk}"


class Lead(models.Model):
    """The search words of a document's title and first lines, to rank many documents by quickly; kept by triggers.

    title: the words of the title alone, as they are written.
    """

    document = models.OneToOneField(
        Document, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="lead"
    )
    words = SearchVectorField()
    title = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["title"], name="lead_title", fastupdate=False)]

    def __str__(self) -> str:
        return f"lead of document {self.pk}"


class Change(models.Model):
    """A statement that changed entries, noted by a trigger: what was counted before is counted anew after it."""

    id = models.BigAutoField(primary_key=True)

    def __str__(self) -> str:
        return f"change {self.pk}"


class Source(models.Model):
    """A source as it was received, and the account of every character of it: kept, or dropped for a reason."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="source")
    filename = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    encoding = models.CharField(max_length=40)
    content = models.BinaryField()
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    text = models.TextField(help_text="The content decoded; spans and paragraphs count its characters")
    spans = models.JSONField(help_text="[start, end, use, reason] from the first character to the last, without gaps")
    importer_version = models.CharField(max_length=20)
    import_digest = models.CharField(max_length=64, help_text="SHA-256 of what the importer made of it")
    retrieved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="source_sha256_is_one"),
        ]

    def __str__(self) -> str:
        return self.filename


class Batch(models.Model):
    """Files that an editor sent together; they are read one after the other, and what each became stays on record."""

    sent_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return f"batch {self.pk}"


class Became(models.TextChoices):
    """What became of a file that was sent."""

    WAITING = "waiting", "waiting"
    CREATED = "created", "created"
    UNCHANGED = "unchanged", "in the archive already"
    LOADED = "loaded", "loaded"
    REFUSED = "refused", "refused"


class Arrival(models.Model):
    """A file of a batch. content: its bytes while it waits; then its document has them as its source.

    began: when its reading began; one that began long ago and still waits was interrupted. reason: why it was refused,
    or what a bulk file held. warnings: what an editor should look at.
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

    class Meta:
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="arrival_position_unique"),
            _one_of("became", Became.values, "arrival_became_known"),
        ]

    def __str__(self) -> str:
        return self.filename


class ParagraphKind(models.TextChoices):
    """What a paragraph is on the page."""

    BODY = "body", "body"
    HEADING = "heading", "heading"
    LIST_ITEM = "list-item", "list item"
    QUOTATION = "quotation", "quotation"
    STAGE_DIRECTION = "stage-direction", "stage direction"
    SIGNATURE = "signature", "signature"


class ParagraphManager(models.Manager["Paragraph"]):
    def get_queryset(self) -> models.QuerySet[Paragraph]:
        return super().get_queryset().defer("words", "exact")


class Paragraph(models.Model):
    """A paragraph of a document, with its place in the source and a key that links to it for ever."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="paragraphs")
    position = models.PositiveIntegerField(help_text="Order in the document, from 1")
    key = models.CharField(max_length=16, help_text="Part of permanent links, which should never change")
    number = models.CharField(max_length=16, blank=True, help_text="As the source numbers it")
    under = models.CharField(max_length=16, blank=True, help_text="The number of the paragraph that it belongs under")
    kind = models.CharField(max_length=20, choices=ParagraphKind, default=ParagraphKind.BODY)
    text = models.TextField(max_length=200_000)  # characters: its search words fit into PostgreSQL's megabyte
    language = models.CharField(
        max_length=2, choices=LANGUAGE_CHOICES, blank=True, help_text="Empty: that of the document"
    )
    page = models.PositiveIntegerField(null=True, blank=True)
    speaker = models.ForeignKey(
        Speaker,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="paragraphs",
        help_text="Whose turn it is",
    )
    edited = models.BooleanField(
        default=False, db_default=False, editable=False, help_text="Its words are no longer those of the source"
    )
    start = models.PositiveIntegerField("start in the source", null=True, editable=False)
    end = models.PositiveIntegerField("end in the source", null=True, editable=False)
    words = models.GeneratedField(
        expression=Func(F("language"), F("text"), function="archive_words"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    exact = models.GeneratedField(
        expression=Func(F("text"), function="archive_exact_words"), output_field=SearchVectorField(), db_persist=True
    )

    objects = ParagraphManager()

    class Meta:
        ordering = ["document", "position"]
        indexes = [
            GinIndex(fields=["words"], name="paragraph_words", fastupdate=False),
            GinIndex(fields=["exact"], name="paragraph_exact", fastupdate=False),
            models.Index(Lower("number"), condition=~Q(number=""), name="paragraph_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "position"],
                name="paragraph_position_unique",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Two paragraphs stand at one position.",
            ),
            models.UniqueConstraint(fields=["document", "key"], name="paragraph_key_unique"),
            models.CheckConstraint(condition=Q(position__gte=1), name="paragraph_position_from_one"),
            models.CheckConstraint(condition=Q(key__regex=r"^p[a-z0-9]+$"), name="paragraph_key_is_one"),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(start__lt=F("end")),
                name="paragraph_span_starts_before_it_ends",
            ),
            _one_of("kind", ParagraphKind.values, "paragraph_kind_known"),
            _one_of("language", _LANGUAGES_OR_NONE, "paragraph_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.text[:60]}"

    def get_absolute_url(self) -> str:
        return f"{self.document.get_absolute_url()}#{self.key}"

    def edited_from(self, old_text: str) -> None:
        """Remember that the text was edited, and let quotations follow their words; those without words go too."""
        self.edited = True
        self.save(update_fields=["edited"])
        for quotation in self.quotations.all():
            words = old_text[quotation.start : quotation.end]
            if self.text.count(words) == 1:
                quotation.start = self.text.index(words)
                quotation.end = quotation.start + len(words)
                quotation.save()
            else:
                quotation.delete()

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return place_of(self.number, self.under, self.position)


def shown_title(title: str, assigned: bool) -> str:
    """A title as readers see it: in square brackets where the archive gave it, as library catalogues do."""
    return f"[{title}]" if assigned else title


def place_of(number: str, under: str, position: int) -> str:
    """Where a paragraph stands, for people: its number; where the source does not count, ours, in square brackets.

    One that belongs under 34 is "34 [40]": there may be several. Where it has a number itself, it is "34(a)".
    """
    return sub_number(number, under) if number else f"{under} [{position}]".lstrip()


def sub_number(number: str, under: str) -> str:
    """The number of a paragraph with that which it belongs under: "a" under "34" -> "34(a)"; "34.1" says it itself."""
    return f"{under}({number})" if under and not number.startswith(under) else number


class Stretch(models.Model):
    """A part of a long paragraph, up to 255 words: a vector of all of it has not every place of every word.

    Each begins 128 words after the one before, so that what is within 128 words stands whole in one. Kept by triggers.
    """

    paragraph = models.ForeignKey(
        Paragraph, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="stretches"
    )
    document = models.ForeignKey(
        Document, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    language = models.CharField(max_length=2)
    start = models.IntegerField(help_text="Words before it")
    words = SearchVectorField()
    exact = SearchVectorField()

    class Meta:
        verbose_name_plural = "stretches"
        indexes = [
            models.Index(fields=["paragraph", "start"], name="stretch_place"),
            models.Index(fields=["paragraph"], condition=Q(start=0), name="stretch_long_paragraphs"),
            GinIndex(fields=["words"], name="stretch_words", fastupdate=False),
            GinIndex(fields=["exact"], name="stretch_exact", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"stretch of paragraph {self.paragraph_id} from word {self.start}"


class Quotation(models.Model):
    """Words inside a paragraph that somebody is quoted with."""

    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="quotations")
    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="quotations")
    start = models.PositiveIntegerField(help_text="Offset in the paragraph's text")
    end = models.PositiveIntegerField(help_text="Offset after the last character")

    class Meta:
        ordering = ["paragraph", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="quotation_starts_before_it_ends"),
            models.UniqueConstraint(fields=["paragraph", "start"], name="quotation_start_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.speaker}, {self.start}–{self.end}"


class Participation(models.Model):
    """How a speaker takes part in a document."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="participations")
    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=12, choices=Role)
    position = models.PositiveIntegerField(default=1, help_text="Order among the participants")

    class Meta:
        ordering = ["document", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "speaker", "role"], name="participation_unique"),
            _one_of("role", Role.values, "participation_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.speaker} {self.get_role_display()}"


class RevisionManager(models.Manager["Revision"]):
    def record(self, document: Document, by: Any = None) -> Revision:
        """Keep `document` as it stands as its next revision, unless nothing changed since the last.

        What was corrected before an embargo ended was never public: it is replaced, not kept for readers to see.
        """
        locked = Document.objects.select_for_update().get(pk=document.pk)
        now = timezone.now()
        content, public_at = snapshot(locked), max(now, locked.publish_at or now)
        last = self.filter(document=locked).order_by("number").last()
        unseen = last is not None and last.published_at > now
        if last is not None and not unseen and last.content == content:
            return last
        number = last.number + (not unseen) if last else 1
        if last is not None and unseen:
            last.delete()
        return self.create(document=locked, number=number, content=content, published_at=public_at, published_by=by)


class Revision(models.Model):
    """A publication, kept whole."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField(help_text="Title, date, people and paragraphs as they were published")
    sha256 = models.CharField(
        "SHA-256",
        max_length=64,
        default="",
        editable=False,
        help_text="Of the content, set by a trigger: migrations/0014",
    )
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.SET_NULL)

    objects = RevisionManager()

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="revision_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


_SNAPSHOT_FIELDS = ["title", "title_assigned", "language", "kind", "place", "reference", "source_url", "date_edtf"]
_SNAPSHOT_PARAGRAPH = ["key", "number", "under", "kind", "text", "language", "page", "start", "end"]


def snapshot(document: Document) -> dict[str, Any]:
    """What a reader of `document` sees, as plain values: the content of a revision."""
    people = document.participations.select_related("speaker").prefetch_related("speaker__offices")
    paragraphs = [_paragraph_snapshot(paragraph) for paragraph in _paragraphs(document)]
    return revision_content(document, people.order_by("position", "pk"), paragraphs)


def revision_content(
    document: Document, people: Iterable[Participation], paragraphs: list[dict[str, Any]]
) -> dict[str, Any]:
    """The content of a revision, of parts at hand: a bulk load has them before the database does."""
    return {
        **{field: getattr(document, field) for field in _SNAPSHOT_FIELDS},
        "publisher": document.publisher.name if document.publisher else None,
        "publisher_language": document.publisher.language if document.publisher else "",
        "participations": [_participation_snapshot(each, document) for each in people],
        "paragraphs": paragraphs,
    }


def _participation_snapshot(participation: Participation, document: Document) -> dict[str, Any]:
    """Who takes part and how, with the titles of the offices held on every day of the date: none is guessed."""
    speaker, start, end = participation.speaker, document.date_start, document.date_end
    held = [each for each in speaker.offices.all() if start and end and each.held_throughout(start, end)]
    return {
        "name": speaker.name,
        "slug": speaker.slug,
        "role": participation.role,
        "titles": [each.titles for each in held],
    }


def _paragraphs(document: Document) -> models.QuerySet[Paragraph]:
    quotations = models.Prefetch("quotations", Quotation.objects.select_related("speaker").order_by("start"))
    return document.paragraphs.select_related("speaker").prefetch_related(quotations).order_by("position")


def _paragraph_snapshot(paragraph: Paragraph) -> dict[str, Any]:
    return {
        **{field: getattr(paragraph, field) for field in _SNAPSHOT_PARAGRAPH},
        "speaker": paragraph.speaker.name if paragraph.speaker else None,
        "quotations": [[each.start, each.end, each.speaker.name] for each in paragraph.quotations.all()],
    }


def _spellings(language: str) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=100),
        default=list,
        blank=True,
        verbose_name=f"in {language}",
        help_text="Separated by commas",
    )


class Term(models.Model):
    """A concept of the glossary with its spellings: a search for one of them finds the others, in all languages."""

    name = models.CharField(max_length=100, unique=True)
    words_en = _spellings("English")
    words_fr = _spellings("French")
    words_it = _spellings("Italian")
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def spellings(self) -> list[str]:
        """All of them, each once."""
        return list(dict.fromkeys([*self.words_en, *self.words_fr, *self.words_it]))

    def clean(self) -> None:
        if len(self.spellings) < 2:
            raise ValidationError("A term has at least two spellings, in one language or in several.")


class VocabularyWord(models.Model):
    """A word that stands in a document, as it is written, lower case without accents; kept by triggers."""

    language = models.CharField(max_length=2)
    word = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="vocabulary_word_unique")]
        indexes = [GinIndex(OpClass("word", name="gin_trgm_ops"), name="vocabulary_word_trigrams")]

    def __str__(self) -> str:
        return self.word
