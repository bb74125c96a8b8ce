"""Undo: every step of a review is remembered around the call, at one place, so that steps need not know of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext

from statements.alerting.wishes import speak
from statements.editorial.review.document_state import list_changes, list_linked, read_state
from statements.editorial.review.paragraphs import EditRefusedError
from statements.editorial.review.putting_back import put_back
from statements.editorial.workflow import log_of, note
from statements.models import Document, Status, StepTaken

MOST = 50  # steps of a document; older ones are forgotten


@contextmanager
def remember_step(document: Document, by: Any, named: Iterable[int] = ()) -> Iterator[list[StepTaken]]:
    """Remember what is done to a locked document inside of it as one step, if it changes anything.

    named: other documents that the step was sent. The step is called by the last entry that it made in the log. Yields
    a list, which has the step afterwards; empty where nothing was changed.
    """
    taken = list[StepTaken]()
    linked = list_linked(document, named)
    before, logged = read_state(document, linked), log_of(document).aggregate(last=Max("pk"))["last"] or 0
    yield taken
    changes = list_changes(before, read_state(document, linked))
    if not changes:
        return
    entry = log_of(document).filter(pk__gt=logged).first()
    with speak("en"):
        words = entry.get_change_message() if entry else "Changed it."
    number = (document.steps_taken.aggregate(last=Max("number"))["last"] or 0) + 1
    taken.append(document.steps_taken.create(number=number, by=by, words=words, changes=changes))
    document.steps_taken.filter(number__lte=number - MOST).delete()


def last_step(document: Document) -> StepTaken | None:
    """Return the step that Undo would undo; None where there is none.

    What readers have been shown since cannot be undone: of a published document nothing, of one that was withdrawn
    only what came after its last version.
    """
    if document.status == Status.PUBLISHED:
        return None
    step = document.steps_taken.select_related("by").order_by("number").last()
    shown = step is not None and document.revisions.filter(published_at__gte=step.at).exists()
    return None if shown else step


def list_facts_before(document: Document, number: int) -> dict[str, Any]:
    """The facts that were changed after a step, by their columns, each as it was at that step."""
    steps = document.steps_taken.filter(number__gt=number).order_by("-number")
    return {name: pair[0] for step in steps for name, pair in step.changes.get("facts", {}).items()}


def undo_step(document: Document, by: Any, number: int) -> StepTaken:
    """Undo the last step of a locked document, and log it. number: the step that was meant.

    Raises EditRefusedError where it is not the last any longer, or where its rows have been changed in another way.
    """
    step = last_step(document)
    if step is None or step.number != number:
        raise EditRefusedError(gettext("There is no such step to undo."))
    put_back(document, step.changes)
    step.delete()
    note(document, by, f"Undid: {step.words}")
    return step
