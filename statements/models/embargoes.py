"""What is under embargo, and who read it before its time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from statements.models.documents import Document
from statements.models.previews import Preview
from statements.models.vocabulary import value_constraint


class Door(models.TextChoices):
    """Where the words of a document are read before they are public."""

    REVIEW = "review", _("review")
    FORM = "form", pgettext_lazy("a door", "all fields")
    PARAGRAPH = "paragraph", pgettext_lazy("a door", "paragraphs")
    VERSION = "version", pgettext_lazy("a door", "version")
    COMPARISON = "comparison", pgettext_lazy("a door", "comparison")
    MAIL = "mail", pgettext_lazy("a door", "mail")
    PREVIEW = "preview", pgettext_lazy("a door", "preview")
    LINK = "link", pgettext_lazy("a door", "link to a preview")


def find_stated_embargo(document: Document) -> datetime | None:
    """Return the time before which the source forbids publication; the start of the day if it names only a day."""
    stated = document.provenance.get("not_before")
    if not stated:
        return None
    moment = datetime.fromisoformat(stated["value"])
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def is_embargoed(document: Document) -> bool:
    """Whether a document, or what a working copy corrects, is not to be public before a moment that is to come: one
    that an editor set, or else one that its source states."""
    if document.original.is_public:
        return False
    moment = document.original.publish_at or find_stated_embargo(document)
    return moment is not None and moment > timezone.now()


class EmbargoReadingQuerySet(models.QuerySet["EmbargoReading"]):
    """Who read what."""

    def of(self, document: Document) -> Self:
        """The readings of a document, with those of the working copies in which it was corrected."""
        return self.filter(document_key=document.original.pk)

    def note(
        self, documents: Iterable[Document], door: Door, *, reader: Any = None, link: Preview | None = None
    ) -> None:
        """Note that the words of those documents that are under embargo are about to be shown; once in an hour.

        reader: the account that reads them; link: the link that does, of whose bearer nothing is known. Call it before
        they are shown: whoever cannot be noted reads nothing.
        """
        now = timezone.now()
        name = f"link {link.pk}" if link else reader.get_username()
        facts = {"reader": reader, "name": name, "door": door, "at": now}
        facts["hour"] = now.replace(minute=0, second=0, microsecond=0)
        read = [each.original for each in documents if is_embargoed(each)]
        rows = [EmbargoReading(document_key=each.pk, title=str(each), **facts) for each in read]
        EmbargoReading.objects.bulk_create(rows, ignore_conflicts=True)


class EmbargoReading(models.Model):
    """That somebody was shown the words of a document under embargo, or a link to a preview was.

    It outlives the document, of which it has the primary key and the title, and the account, of which it has the name.
    It refers to no row of the document, so that nobody waits to read what is being changed. No address of a client is
    kept. hour: in which it was; more readings within it are not noted.
    """

    document_key = models.BigIntegerField("number", help_text=_("The primary key that the document has, or had"))
    title = models.CharField(max_length=510)
    reader = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField("who", max_length=150, help_text=_("The name of the account, or the number of the link"))
    door = models.CharField("where", max_length=10, choices=Door)
    at = models.DateTimeField("when", default=timezone.now)
    hour = models.DateTimeField()

    objects = EmbargoReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "reading under embargo"
        verbose_name_plural = "readings under embargo"
        indexes = [models.Index(fields=["at"], name="embargo_reading_at")]
        constraints = [
            models.UniqueConstraint(fields=["document_key", "name", "door", "hour"], name="embargo_reading_once"),
            value_constraint("door", Door.values, "embargo_reading_door_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.title}"

    @property
    def who(self) -> str:
        """The name of the account, or which link it was, as pages say it."""
        return gettext("link %(number)s") % {"number": self.name.split()[1]} if self.door == Door.LINK else self.name
