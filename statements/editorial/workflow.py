"""A document's path to the public: draft, in review, published, withdrawn. Each step leaves an entry in its log."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from statements.models import Document, Revision, Status

_SENT = "Sent to review"


def log_of(document: Document) -> QuerySet[LogEntry]:
    """Return who did what to a document, latest first."""
    kind = ContentType.objects.get_for_model(Document)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(document.pk))
    return entries.select_related("user").order_by("-action_time", "-pk")


def note(document: Document, by: Any, words: str) -> None:
    """Add an entry to the log of a document."""
    LogEntry.objects.create(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(Document),
        object_id=str(document.pk),
        object_repr=str(document)[:200],
        action_flag=CHANGE,
        change_message=words,
    )


@transaction.atomic
def send_to_review(document: Document, by: Any, words: str = "") -> None:
    """Ask an editor to look at a draft or a withdrawn document; `words` say what to look at."""
    document.status = Status.IN_REVIEW
    document.save(update_fields=["status", "updated"])
    note(document, by, f"{_SENT}: {words}" if words else f"{_SENT}.")


@transaction.atomic
def send_back(document: Document, by: Any, words: str) -> None:
    """Turn a document in review back into a draft; `words` tell its author what is to be done."""
    document.status = Status.DRAFT
    document.save(update_fields=["status", "updated"])
    note(document, by, f"Sent back: {words}")


def publishing_obstacle(document: Document, by: Any) -> str:
    """Why `by` may not publish a document: no words, no language, or a second person is required; empty if they may.

    The second person is somebody who neither sent it to review nor changed it last.
    """
    if not document.paragraphs.exists():
        return "It has no paragraphs."
    if not document.language:
        return "It has no language: choose one under Facts."
    if not settings.PUBLISHING_NEEDS_TWO:
        return ""
    if document.status == Status.PUBLISHED:
        return "It is published: withdraw it first; a second person then publishes it again."
    sent = log_of(document).filter(change_message__startswith=_SENT).first()
    if document.status != Status.IN_REVIEW or sent is None:
        return "Send it to review first: a second person must publish it."
    if sent.user_id == by.pk:
        return "You sent it to review: a second person must publish it."
    last = log_of(document).exclude(change_message__startswith=_SENT).first()
    return "You made the last change: a second person must publish it." if last and last.user_id == by.pk else ""


def may_change(document: Document, by: Any) -> bool:
    """Whether `by` may change a document: drafts, if they may write; whatever was ever published, if they may publish.

    Where publishing takes a second person, a published document is withdrawn before it is changed: what readers
    see is never changed by one person alone.
    """
    if document.status == Status.PUBLISHED and settings.PUBLISHING_NEEDS_TWO:
        return False
    draft = document.status in (Status.DRAFT, Status.IN_REVIEW) and not document.revisions.exists()
    return draft or bool(by.has_perm("statements.publish_document"))


def follow_language(document: Document, before: str) -> None:
    """Give paragraphs that were in the document's old language its new one."""
    document.paragraphs.filter(language=before).update(language=document.language)


def record_edit(document: Document, by: Any, names: list[str]) -> None:
    """Record that an editor decided the facts `names`, and store a published document as a new revision."""
    follow_language(document, "")
    if names:
        document.provenance = {**document.provenance, **dict.fromkeys(names, "editor")}
        document.save(update_fields=["provenance", "updated"])
    if document.status == Status.PUBLISHED:
        Revision.objects.record(document, by)
