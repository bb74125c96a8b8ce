"""A document's path to the public: draft, in review, published, withdrawn. Each step leaves an entry in its log."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from statements.editorial.log import SENT, find_author, find_sender, log_of, note, note_added
from statements.editorial.notices.queueing import find_editors, queue_notices
from statements.models import (
    Document,
    Handover,
    Occasion,
    Passing,
    Publisher,
    Revision,
    Speaker,
    Status,
    record_handover,
)

__all__ = [
    "find_held",
    "follow_language",
    "log_of",
    "may_change",
    "may_confirm",
    "may_correct",
    "note",
    "note_added",
    "publish",
    "publishing_obstacle",
    "record_edit",
    "send_back",
    "send_to_review",
    "withdraw",
]


@transaction.atomic
def send_to_review(document: Document, by: Any, words: str = "") -> None:
    """Ask an editor to look at a draft or a withdrawn document; `words` say what to look at."""
    document.status = Status.IN_REVIEW
    document.save(update_fields=["status", "updated"])
    note(document, by, f"{SENT}: {words}" if words else f"{SENT}.")
    record_handover(document, Passing.SENT, by, words)
    queue_notices(Occasion.SENT, find_editors(), document=document, by=by, words=words)


@transaction.atomic
def send_back(document: Document, by: Any, words: str) -> None:
    """Turn a document in review back into a draft; `words` tell its author what is to be done."""
    document.status = Status.DRAFT
    document.save(update_fields=["status", "updated"])
    note(document, by, f"Sent back: {words}")
    record_handover(document, Passing.SENT_BACK, by, words)
    author = find_sender(document) or find_author(document)
    queue_notices(Occasion.BACK, [author], document=document, by=by, words=words)


@transaction.atomic
def publish(document: Document, by: Any, words: str = "") -> Revision:
    """Make a document public, at once or at the end of its embargo, and have those told whose it is. The log is left
    to the caller, who knows the words for it. words: the note of `by`. Raises IntegrityError where it has no language.
    """
    is_new = document.status != Status.PUBLISHED
    revision = document.publish(by=by)
    record_handover(document, Passing.PUBLISHED, by, words)
    if is_new:
        whose = [find_author(document), find_sender(document)]
        queue_notices(Occasion.PUBLISHED, whose, document=document, by=by)
    return revision


@transaction.atomic
def withdraw(document: Document, by: Any, reason: str) -> None:
    """Hide a published document from the public; `reason` is told to readers who come looking for it."""
    document.withdraw(reason)
    note(document, by, f"Withdrawn: {reason}")
    record_handover(document, Passing.WITHDRAWN, by, reason)


def publishing_obstacle(document: Document, by: Any) -> str:
    """Why `by` may not publish a document: no words, no language, or a second person is required; empty if they may.

    The second person is somebody who neither sent it to review nor changed it last; see `find_held` for embargoes.
    """
    if not document.paragraphs.exists():
        return gettext("It has no paragraphs.")
    if not document.language:
        return gettext("It has no language: choose one under Facts.")
    if unsure := [str(each) for each in document.proposed_names() if not may_confirm(each, by)]:
        said = gettext("%(names)s: new in the archive, for an editor to confirm by publishing it.")
        return said % {"names": gettext(" and ").join(unsure)}
    if not settings.PUBLISHING_NEEDS_TWO:
        return ""
    if document.status == Status.PUBLISHED:
        held = find_held([document], by)
        return gettext("You published it: a second person must move or end its embargo.") if held else ""
    sent = document.handovers.filter(what=Passing.SENT).first()
    if document.status != Status.IN_REVIEW or sent is None:
        return gettext("Send it to review first: a second person must publish it.")
    if sent.by_id == by.pk:
        return gettext("You sent it to review: a second person must publish it.")
    last = log_of(document).exclude(change_message__startswith=SENT).first()
    if last and last.user_id == by.pk:
        return gettext("You made the last change: a second person must publish it.")
    return ""


def find_held(documents: list[Document], by: Any) -> set[int]:
    """The keys of embargoed documents whose embargo `by` may neither move nor end: where publishing takes two, those
    that she published, or whose embargo she moved, last."""
    if not settings.PUBLISHING_NEEDS_TWO:
        return set()
    last = Handover.objects.filter(document__in=documents).last_of_each()
    return set(last.filter(what=Passing.PUBLISHED, by=by).values_list("document", flat=True))


def may_confirm(name: Publisher | Speaker, by: Any) -> bool:
    """Whether `by` may confirm a name that was proposed: those who may change names of its kind."""
    return bool(by.has_perm(f"statements.change_{name._meta.model_name}"))


def may_change(document: Document, by: Any) -> bool:
    """Whether `by` may change a document itself: drafts, if they may write; what was ever published, and corrections
    of it, if they may publish.

    What is published nobody changes: it is corrected in a working copy, see `may_correct`.
    """
    if document.status == Status.PUBLISHED:
        return False
    draft = not document.corrects_id and not document.revisions.exists()
    draft = draft and document.status in (Status.DRAFT, Status.IN_REVIEW)
    return draft or bool(by.has_perm("statements.publish_document"))


def may_correct(document: Document, by: Any) -> bool:
    """Whether `by` may begin, or go on with, a correction of a published document."""
    return document.status == Status.PUBLISHED and by.has_perms(
        ["statements.change_document", "statements.publish_document"]
    )


def follow_language(document: Document, before: str) -> None:
    """Give paragraphs that were in the document's old language its new one."""
    document.paragraphs.filter(language=before).update(language=document.language)


def record_edit(document: Document, names: list[str]) -> None:
    """Record that an editor decided the facts `names`, of a document that is not published: see `may_change`."""
    follow_language(document, "")
    if names:
        document.provenance = {**document.provenance, **dict.fromkeys(names, "editor")}
        document.save(update_fields=["provenance", "updated"])
