"""Who did what to a document, and whose it therefore is."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from statements.alerting.wishes import speak
from statements.models import Document, Passing

SENT = "Sent to review"  # begins the entry of that step, which changes nothing


def log_of(document: Document) -> QuerySet[LogEntry]:
    """Return who did what to a document, latest first."""
    kind = ContentType.objects.get_for_model(Document)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(document.pk))
    return entries.select_related("user").order_by("-action_time", "-pk")


def note(document: Document, by: Any, words: str) -> None:
    """Add an entry to the log of a document: English words, to which a template of importer/messages/logged.py belongs,
    so that each editor reads them in her language."""
    LogEntry.objects.create(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(Document),
        object_id=str(document.pk),
        object_repr=str(document)[:200],
        action_flag=CHANGE,
        change_message=words,
    )


def note_added(document: Document, by: Any, words: str) -> None:
    """Note that `by` made a document: among the drafts of `by` unless it is somebody's already, and in its log."""
    Document.objects.filter(pk=document.pk, added_by=None).update(added_by=by)  # its state stays what its editor saw
    document.added_by_id = document.added_by_id or by.pk  # for whoever saves it whole
    note(document, by, words)


def in_english(label: Any) -> str:
    """A label that may be translated, as the log has it."""
    with speak("en"):
        return str(label)


def find_sender(document: Document) -> int | None:
    """The key of the account that sent a document to review last; None where nobody did."""
    sent = document.handovers.filter(what=Passing.SENT).first()
    return sent.by_id if sent else None


def find_author(document: Document) -> int | None:
    """The key of the account that added a document; None where it was imported and nobody has touched it."""
    entry = log_of(document).last()
    return entry.user_id if entry else None
