"""Steps around a correction of what is published, and the one that undoes the last."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from statements.editorial.pages import number_in
from statements.editorial.review.corrections import begin_correction, discard_correction, publish_correction
from statements.editorial.review.paragraphs import EditRefusedError
from statements.editorial.review.preview_links import tell_open_links
from statements.editorial.review.step_request import Step, read_words, return_url
from statements.editorial.review.undoing import undo_step
from statements.editorial.workflow import may_correct, publishing_obstacle
from statements.importer.messages.say import say
from statements.models import CorrectionBase, Document, Unsaved


def keep_note(request: HttpRequest, document: Document) -> None:
    """Keep what was typed for readers of a correction, with whichever button it was sent."""
    if document.corrects_id and "note" in request.POST:
        typed = {"note": read_words(request, "note"), "typo": request.POST.get("typo") == "yes"}
        CorrectionBase.objects.filter(copy=document).update(**typed)


def review_url(document: Document) -> str:
    """The address of the review of another document, at its top: else browsers keep the place in this one."""
    return f"{reverse('admin:statements_document_review', args=[document.pk])}#bar"


def _correct(desk: Any, request: HttpRequest, document: Document) -> str:
    """Begin to correct a published document, or go on with the correction that is open."""
    if not may_correct(document, request.user):
        raise PermissionDenied
    copy = begin_correction(document, request.user)
    Unsaved.objects.of(request.user, document).move(copy)
    return review_url(copy)


def _publish_correction(desk: Any, request: HttpRequest, document: Document) -> str:
    """Let readers see the correction; say what they are told."""
    original = _find_original(desk, request, document)
    if why_not := publishing_obstacle(document, request.user):
        raise EditRefusedError(why_not)
    note, typo = read_words(request, "note"), request.POST.get("typo") == "yes"
    made = publish_correction(document, request.user, note=note, typo=typo)
    messages.success(request, _tell_published(original, made.number if made else 0))
    tell_open_links(request, original)
    return review_url(original)


def _tell_published(original: Document, number: int) -> str:
    """What has come of publishing a correction. number: of the new version, 0 if there is none."""
    if number and original.is_public:
        return gettext("The correction is published, as version %(number)d.") % {"number": number}
    if number:
        return gettext("The correction will be public when the document is.")
    if original.is_public:
        return gettext("Nothing that readers see was different: there is no new version.")
    return gettext("The document is corrected. It is not public, so no version was published.")


def _discard(desk: Any, request: HttpRequest, document: Document) -> str:
    original = _find_original(desk, request, document)
    if request.POST.get("sure") != "yes":
        raise EditRefusedError(gettext("Tick that you mean it: what is discarded cannot be brought back."))
    discard_correction(document, request.user)
    messages.success(request, gettext("The correction is discarded. Readers see what they saw before."))
    return review_url(original)


def _begin_anew(desk: Any, request: HttpRequest, document: Document) -> str:
    """Discard a correction, and begin another from what the document is now."""
    original = _find_original(desk, request, document)
    discard_correction(document, request.user)
    messages.success(request, gettext("This is a new correction, of the document as it is now."))
    return review_url(begin_correction(original, request.user))


def _find_original(desk: Any, request: HttpRequest, document: Document) -> Document:
    """The document that is corrected. Raises PermissionDenied, or EditRefusedError where there is none."""
    if not desk.has_publish_permission(request):
        raise PermissionDenied
    if document.corrects is None:
        raise EditRefusedError(gettext("It is no correction."))
    return document.corrects


def _undo(desk: Any, request: HttpRequest, document: Document) -> str:
    """Undo the last step of the review, whoever took it."""
    step = undo_step(document, request.user, number_in(request.POST.get("step")))
    messages.success(request, gettext("Undone: %(words)s") % {"words": say(step.words)})
    return return_url(request)


CORRECTION_STEPS: dict[str, Step] = {
    "correct": _correct,
    "publish-correction": _publish_correction,
    "discard": _discard,
    "begin-anew": _begin_anew,
    "undo": _undo,
}
