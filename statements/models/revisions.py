"""What was published, version by version, as it must read for ever."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from statements.models.content import Content, ContentParagraph, Participant, QuotedWords
from statements.models.documents import Document, Participation
from statements.models.paragraphs import Paragraph, Quotation

_DOCUMENT_FIELDS = ["title", "title_assigned", "language", "kind", "place", "reference", "source_url", "date_edtf"]
_PARAGRAPH_FIELDS = ["key", "number", "under", "kind", "text", "language", "page", "start", "end"]


class RevisionManager(models.Manager["Revision"]):
    def record(
        self, document: Document, by: Any = None, *, note: str = "", correction: bool = False, quiet: bool = False
    ) -> Revision:
        """Keep `document` as it stands as its next revision, unless nothing changed since the last.

        note: to readers, what was changed; correction: of a typing error; quiet: nobody is sent a message about it.
        What was corrected before an embargo ended was never public: it is replaced, not kept for readers to see.
        """
        locked = Document.objects.select_for_update().get(pk=document.pk)
        now = timezone.now()
        content, public_at = snapshot(locked), max(now, locked.publish_at or now)
        last = self.filter(document=locked).order_by("number").last()
        unseen = last is not None and last.published_at > now
        if last is not None and not unseen and last.read().reads_as(content):
            return last
        number = last.number + (not unseen) if last else 1
        if last is not None and unseen:
            last.delete()
        return self.create(
            document=locked,
            number=number,
            content=content.as_json(),
            published_at=public_at,
            published_by=by,
            note=note,
            correction=correction,
            quiet=quiet,
        )


class Revision(models.Model):
    """A publication, kept whole."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField(help_text=_("Title, date, people and paragraphs as they were published"))
    sha256 = models.CharField(
        "SHA-256",
        max_length=64,
        default="",
        editable=False,
        help_text=_("Of the content, set by a trigger: sql/versions.sql"),
    )
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.SET_NULL)
    note = models.TextField(blank=True, default="", help_text=_("To readers: what was changed"))
    correction = models.BooleanField(default=False, help_text=_("Of a typing error: nobody has to be told"))
    quiet = models.BooleanField(
        default=False, help_text=_("Loaded with many old ones: nobody is sent a message about it")
    )

    objects = RevisionManager()

    class Meta:
        ordering = ["document", "number"]
        indexes = [models.Index(fields=["published_at"], name="revision_published_at")]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="revision_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    def read(self) -> Content:
        return Content.from_json(self.content)


def snapshot(document: Document) -> Content:
    """What a reader of `document` sees: the content of a revision."""
    return replace(snapshot_facts(document), paragraphs=tuple(map(_content_paragraph, _paragraphs(document))))


def snapshot_facts(document: Document) -> Content:
    """The same without the paragraphs."""
    people = document.participations.select_related("speaker").prefetch_related("speaker__offices")
    return revision_content(document, people.order_by("position", "pk"), ())


def revision_content(
    document: Document, people: Iterable[Participation], paragraphs: Iterable[ContentParagraph]
) -> Content:
    """The content of a revision, from parts in memory: a bulk load has them before the database does."""
    return Content(
        **{field: getattr(document, field) for field in _DOCUMENT_FIELDS},
        publisher=document.publisher.name if document.publisher else None,
        publisher_language=document.publisher.language if document.publisher else "",
        participations=tuple(_participant(each, document) for each in people),
        paragraphs=tuple(paragraphs),
    )


def _participant(participation: Participation, document: Document) -> Participant:
    """Who takes part and how, with the titles of the offices held on every day of the date: none is guessed."""
    speaker, start, end = participation.speaker, document.date_start, document.date_end
    held = [each for each in speaker.offices.all() if start and end and each.is_held_throughout(start, end)]
    return Participant(speaker.name, speaker.slug, participation.role, tuple(each.titles for each in held))


def _paragraphs(document: Document) -> models.QuerySet[Paragraph]:
    quotations = models.Prefetch("quotations", Quotation.objects.select_related("speaker").order_by("start"))
    return document.paragraphs.select_related("speaker").prefetch_related(quotations).order_by("position")


def _content_paragraph(paragraph: Paragraph) -> ContentParagraph:
    quotations = paragraph.quotations.all()
    return ContentParagraph(
        **{field: getattr(paragraph, field) for field in _PARAGRAPH_FIELDS},
        speaker=paragraph.speaker.name if paragraph.speaker else None,
        quotations=tuple(QuotedWords(each.start, each.end, each.speaker.name) for each in quotations),
    )
