"""The words of a document: its paragraphs, the quotations in them, and the source that they came from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from statements.languages import LANGUAGE_CHOICES
from statements.marks import Piece, pieces
from statements.models.content import MOST_IN_PART
from statements.models.documents import Document
from statements.models.people import Speaker
from statements.models.vocabulary import LANGUAGES_OR_NONE, ParagraphKind, value_constraint
from statements.web.interface import link_paragraph


class Source(models.Model):
    """A source as it was received, and the account of every character of it: kept, or dropped for a reason."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="source")
    filename = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    encoding = models.CharField(max_length=40)
    content = models.BinaryField()
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    text = models.TextField(help_text=_("The content decoded; spans and paragraphs count its characters"))
    spans = models.JSONField(
        help_text=_("[start, end, use, reason] from the first character to the last, without gaps")
    )
    importer_version = models.CharField(max_length=20)
    import_digest = models.CharField(max_length=64, help_text=_("SHA-256 of what the importer made of it"))
    retrieved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="source_sha256_is_one"),
        ]

    def __str__(self) -> str:
        return self.filename


class ParagraphManager(models.Manager["Paragraph"]):
    def get_queryset(self) -> models.QuerySet[Paragraph]:
        return super().get_queryset().defer("words", "exact")


class Paragraph(models.Model):
    """A paragraph of a document, with its place in the source and a key that links to it for ever."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="paragraphs")
    position = models.PositiveIntegerField(help_text=_("Order in the document, from 1"))  # see positions.py
    key = models.CharField(max_length=16, help_text=_("Part of permanent links, which should never change"))
    number = models.CharField(max_length=16, blank=True, help_text=_("As the source numbers it"))
    under = models.CharField(
        max_length=16, blank=True, help_text=_("The number of the paragraph that it belongs under")
    )
    kind = models.CharField(max_length=20, choices=ParagraphKind, default=ParagraphKind.BODY)
    text = models.TextField(max_length=200_000)  # characters: its search words fit into PostgreSQL's megabyte
    language = models.CharField(
        max_length=2, choices=LANGUAGE_CHOICES, blank=True, help_text=_("Empty: that of the document")
    )
    page = models.PositiveIntegerField(null=True, blank=True)
    speaker = models.ForeignKey(
        Speaker,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="paragraphs",
        help_text=_("Whose turn it is"),
    )
    edited = models.BooleanField(
        default=False, db_default=False, editable=False, help_text=_("Its words are no longer those of the source")
    )
    start = models.PositiveIntegerField("start in the source", null=True, editable=False)
    end = models.PositiveIntegerField("end in the source", null=True, editable=False)
    # Set by a trigger, sql/paragraphs.sql; NULL in working copies, which nobody searches.
    words = SearchVectorField(null=True, editable=False)
    exact = SearchVectorField(null=True, editable=False)

    standing: int | None = None  # the place that readers see, from 1, where it was counted: positions may have gaps

    objects = ParagraphManager()

    class Meta:
        ordering = ["document", "position"]
        indexes = [
            # They gather words, and merge them a list at a time: where a paragraph is dropped, all that come after it
            # are entered anew, since their position changes, and one by one that takes ten times as long.
            GinIndex(fields=["words"], name="paragraph_words", fastupdate=True),
            GinIndex(fields=["exact"], name="paragraph_exact", fastupdate=True),
            models.Index(Lower("number"), condition=~Q(number=""), name="paragraph_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "position"],
                name="paragraph_position_unique",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Two paragraphs stand at one position."),
            ),
            models.UniqueConstraint(fields=["document", "key"], name="paragraph_key_unique"),
            models.CheckConstraint(condition=Q(position__gte=1), name="paragraph_position_from_one"),
            models.CheckConstraint(condition=Q(key__regex=r"^p[a-z0-9]+$"), name="paragraph_key_is_one"),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(start__lt=F("end")),
                name="paragraph_span_starts_before_it_ends",
            ),
            value_constraint("kind", ParagraphKind.values, "paragraph_kind_known"),
            value_constraint("language", LANGUAGES_OR_NONE, "paragraph_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.text[:60]}"

    def get_absolute_url(self) -> str:
        return link_paragraph(self.document.get_absolute_url(), self.key, self.is_far)

    @property
    def is_far(self) -> bool:
        """As of ListedParagraph."""
        return self.position > MOST_IN_PART

    def record_edit(self, old_text: str) -> None:
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
        return place_of(self.number, self.under, self.standing or self.position)

    @property
    def quoted_pieces(self) -> list[Piece]:
        """The text in pieces; the mark of words that somebody is quoted with is the quotation."""
        return pieces(self.text, [(each.start, each.end, each) for each in self.quotations.all()])


def count_places(rows: Iterable[Paragraph], first: int = 1) -> list[Paragraph]:
    """Return paragraphs that follow each other, each with the place that readers will see. first: that of the first."""
    counted = list(rows)
    for place, row in enumerate(counted, first):
        row.standing = place
    return counted


class ListedParagraph(NamedTuple):
    """A paragraph as lists of results show it. pk: its key in the database; key: its part of links."""

    pk: int
    document_id: int
    position: int
    key: str
    number: str
    under: str
    kind: str
    text: str
    language: str
    page: int | None
    speaker_id: int | None

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return place_of(self.number, self.under, self.position)

    @property
    def is_far(self) -> bool:
        """Whether so many paragraphs come before it that the page of the document begins without it."""
        return self.position > MOST_IN_PART


def place_of(number: str, under: str, position: int) -> str:
    """Where a paragraph stands, for people: its number; where the source does not count, ours, in square brackets.

    One that belongs under 34 is "34 [40]": there may be several. Where it has a number itself, it is "34(a)".
    """
    return sub_number(number, under) if number else f"{under} [{position}]".lstrip()


def sub_number(number: str, under: str) -> str:
    """The number of a paragraph with that which it belongs under: "a" under "34" -> "34(a)"; "34.1" says it itself."""
    return f"{under}({number})" if under and not number.startswith(under) else number


class Quotation(models.Model):
    """Words inside a paragraph that somebody is quoted with."""

    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="quotations")
    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="quotations")
    start = models.PositiveIntegerField(help_text=_("Offset in the paragraph's text"))
    end = models.PositiveIntegerField(help_text=_("Offset after the last character"))

    class Meta:
        ordering = ["paragraph", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="quotation_starts_before_it_ends"),
            models.UniqueConstraint(fields=["paragraph", "start"], name="quotation_start_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.speaker}, {self.start}–{self.end}"

    @property
    def words(self) -> str:
        """The words themselves."""
        return self.paragraph.text[self.start : self.end]
