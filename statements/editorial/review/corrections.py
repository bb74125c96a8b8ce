"""Corrections of what is published: made in a working copy, which becomes what readers see in a single version.

The copy is a draft of its own, never public, so that every step of a review works on it as on any draft. Publishing it
changes the original, in one transaction, to what the copy says, and deletes the copy.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext

from statements.editorial.log import find_author, find_sender
from statements.editorial.log import note as log
from statements.editorial.notices.queueing import queue_notices
from statements.editorial.review.applying import apply_copy, delete_copy, fill_copy
from statements.editorial.review.comparing_base import describe_base, list_conflicts
from statements.editorial.review.kept_typing import leave_typing
from statements.editorial.review.paragraphs import EditRefusedError
from statements.models import (
    CorrectionBase,
    Document,
    DocumentQuerySet,
    Occasion,
    Passing,
    Revision,
    Status,
    record_handover,
)


def correction_of(document: Document, among: DocumentQuerySet) -> Document | None:
    """Return the working copy in which a document is being corrected; None where it is not. among: those that may be
    told of."""
    return among.filter(corrects=document).select_related("base__begun_by").first()


@transaction.atomic
def begin_correction(document: Document, by: Any) -> Document:
    """Return the working copy of a published document, made now unless a correction is open already.

    Raises EditRefusedError where the document is not published: then it is changed directly.
    """
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.status != Status.PUBLISHED:
        raise EditRefusedError(gettext("It is not published: it can be changed directly."))
    if found := correction_of(locked, Document.objects.all()):
        return found
    name = uuid4()
    copy = Document(external_id=f"correction:{name}", slug=f"_correction-{name}", corrects=locked)
    fill_copy(copy, locked)
    CorrectionBase.objects.create(copy=copy, begun_by_id=by.pk, state=describe_base(locked))
    log(copy, by, "Began to correct it.")
    return copy


@transaction.atomic
def publish_correction(copy: Document, by: Any, *, note: str = "", typo: bool = False) -> Revision | None:
    """Let readers see a correction, as one new version. Returns it; None where nothing that they see differs.

    note: to readers, what was corrected; typo: a typing error, of which nobody is told. If the original was withdrawn
    meanwhile, it is changed and stays withdrawn. Raises EditRefusedError where the original was changed in another way
    since the correction was begun: nothing is overwritten.
    """
    original = _lock_both(copy)
    if conflicts := list_conflicts(copy, original):
        raise EditRefusedError(
            gettext("The published document was changed in the meantime: %(what)s. Begin anew from what it is now.")
            % {"what": ", ".join(conflicts)}
        )
    before = original.revisions.order_by("number").last()
    apply_copy(copy, original)
    made = None
    if original.status == Status.PUBLISHED:
        original.confirm_names()
        told = note if original.is_public else ""  # what was never seen is not told as corrected
        made = Revision.objects.record(original, by, note=told, correction=typo)
    whose = [find_author(copy), find_sender(copy)]
    leave_typing(copy, original, by)
    _finish(copy, original)
    _pass_on(original, by, note, whose)
    log(original, by, f"Published the correction{f': {note}' if note else '.'}")
    return made if made and (before is None or made.pk != before.pk) else None


@transaction.atomic
def discard_correction(copy: Document, by: Any) -> Document:
    """Throw a working copy away, with all that was corrected in it. Returns the original, which stays as it is."""
    original = _lock_both(copy)
    begun_by = copy.base.begun_by
    leave_typing(copy, original, by)
    delete_copy(copy)
    log(original, by, f"Discarded the correction that {begun_by or 'somebody'} had begun.")
    return original


def lock_documents(keys: list[int]) -> dict[int, Document]:
    """Lock documents until the end of the transaction. Returns those that exist, by their primary keys.

    Always in the order of the keys: two who lock a correction and its original never wait for each other.
    """
    return Document.objects.select_for_update().order_by("pk").in_bulk(keys)


def _lock_both(copy: Document) -> Document:
    """Lock a working copy and its original. Returns the original."""
    locked = lock_documents([copy.corrects_id or 0, copy.pk])
    if copy.pk not in locked or copy.corrects_id not in locked:
        raise EditRefusedError(gettext("This correction has already been published or discarded."))
    return locked[copy.corrects_id]


def _pass_on(original: Document, by: Any, note: str, whose: list[int | None]) -> None:
    """Record that a correction was published, and have those told who began it and sent it to review.

    Of what was withdrawn meanwhile nothing is: it is not published.
    """
    if original.status == Status.PUBLISHED:
        record_handover(original, Passing.PUBLISHED, by, note)
        queue_notices(Occasion.PUBLISHED, whose, document=original, by=by)


def _finish(copy: Document, original: Document) -> None:
    """Give the original what the log says of its copy and who passed it on, and delete the copy."""
    kind = ContentType.objects.get_for_model(Document)
    LogEntry.objects.filter(content_type=kind, object_id=str(copy.pk)).update(object_id=str(original.pk))
    copy.handovers.update(document=original)
    delete_copy(copy)
