"""Steps that change who sees a document, and none of its words: to review and back, to the public and away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext

from statements.editorial.review.forms import PublishForm
from statements.editorial.review.paragraphs import EditRefusedError
from statements.editorial.review.preview_links import tell_open_links
from statements.editorial.review.step_request import Step, read_words
from statements.editorial.workflow import note, publish, publishing_obstacle, send_back, send_to_review, withdraw
from statements.importer.draft import showable
from statements.importer.messages.say import say
from statements.models import Document, Status


def _send(desk: Any, request: HttpRequest, document: Document) -> str:
    if document.status not in (Status.DRAFT, Status.WITHDRAWN):
        raise EditRefusedError(gettext("It is already in review or published."))
    send_to_review(document, request.user, read_words(request, "words"))
    messages.success(request, gettext("Sent to review."))
    return ""


def _send_back(desk: Any, request: HttpRequest, document: Document) -> str:
    """Send the document back to its author, with a note on what is to be done."""
    words = read_words(request, "words")
    if document.status != Status.IN_REVIEW:
        raise EditRefusedError(gettext("It is not in review."))
    if not words:
        raise EditRefusedError(gettext("Say in the note what needs to be done."))
    send_back(document, request.user, words)
    messages.success(request, gettext("Sent back."))
    return ""


def _publish(desk: Any, request: HttpRequest, document: Document) -> str:
    """Publish now, or at the time that was typed. Of what is published already, only the embargo can be moved."""
    form = PublishForm(request.POST)
    if not desk.has_publish_permission(request):
        raise PermissionDenied
    if document.corrects_id:
        raise EditRefusedError(gettext("It is a correction: press Publish the correction."))
    if document.is_public:
        raise EditRefusedError(gettext("It is public already."))
    if not form.is_valid():
        raise EditRefusedError(" ".join(str(error) for errors in form.errors.values() for error in errors))
    if why_not := publishing_obstacle(document, request.user):
        raise EditRefusedError(why_not)
    document.publish_at = form.cleaned_data["publish_at"]
    document.save(update_fields=["publish_at", "updated"])
    publish(document, request.user, read_words(request, "words"))
    words = "Published." if document.is_public else f"Published. It will be public from {_moment(document)}."
    note(document, request.user, f"{words} {read_words(request, 'words')}".strip())
    messages.success(request, say(words))
    tell_open_links(request, document)
    return ""


def _moment(document: Document) -> str:
    """When a document becomes public, in the desk's time zone."""
    return f"{localtime(document.publish_at):%Y-%m-%d %H:%M %Z}" if document.publish_at else ""


def _withdraw(desk: Any, request: HttpRequest, document: Document) -> str:
    reason = showable(request.POST.get("words", "")).strip()
    if not desk.has_publish_permission(request):
        raise PermissionDenied
    if document.status != Status.PUBLISHED:
        raise EditRefusedError(gettext("It is not published."))
    if not reason:
        raise EditRefusedError(gettext("Say why: readers who come looking for it will be told."))
    withdraw(document, request.user, reason)
    messages.success(request, gettext("Withdrawn. Readers who come looking for it are told why."))
    return ""


STATUS_STEPS: dict[str, Step] = {"send": _send, "send-back": _send_back, "publish": _publish, "withdraw": _withdraw}
