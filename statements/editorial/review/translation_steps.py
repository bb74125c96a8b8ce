"""Steps of a review: which documents are translations of each other."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from statements.editorial.checking.translations import linked, unlinked
from statements.editorial.pages import number_in
from statements.editorial.review.paragraphs import EditRefusedError
from statements.editorial.review.step_request import Step
from statements.editorial.workflow import may_change, may_correct, note
from statements.models import Document, Status


def _group(desk: Any, request: HttpRequest, document: Document) -> str:
    """Make this document and another translations of each other, with those that each is linked to already."""
    seen = Document.objects.seen_by(request.user)
    other = unlinked(document, seen).filter(pk=number_in(request.POST.get("other"))).first()
    if other is None:
        raise EditRefusedError(gettext("That document can no longer be linked as a translation."))
    ours, theirs = linked(document, Document.objects.all()), linked(other, Document.objects.all())
    _refuse_for_readers(document, ours, [other, *theirs], request.user)
    group = document.translation_group or other.translation_group or uuid4()
    for each in (document, other, *theirs):
        _link(each, group)
        note(each, request.user, "Linked to its translation.")
    _warn_of_doubles(request, document)
    return ""


def _refuse_for_readers(document: Document, ours: list[Document], theirs: list[Document], by: Any) -> None:
    """Raises EditRefusedError where linking would show readers something at once that `by` may not, or that waits.

    It does where published documents of both sides come together; a draft, or a working copy, brings nothing by itself.
    """
    if not (any(map(_is_published, ours)) and any(map(_is_published, theirs))):
        return
    if document.corrects_id:
        raise EditRefusedError(
            gettext("Readers would see this at once: correct the other document, and link it to this one.")
        )
    if not all(_may_link(each, by) for each in (*ours, *theirs)):
        raise EditRefusedError(
            gettext("Both have translations already, and linking these takes somebody who may change them.")
        )


def _is_published(document: Document) -> bool:
    return document.status == Status.PUBLISHED


def _may_link(document: Document, by: Any) -> bool:
    """Whether `by` may change which translations a document has: what is published, who may correct it."""
    return may_change(document, by) or may_correct(document, by)


def _link(document: Document, group: Any) -> None:
    document.translation_group = group
    document.save(update_fields=["translation_group", "updated"])


def _warn_of_doubles(request: HttpRequest, document: Document) -> None:
    """Say so where two texts of a group are in one language: pages then show both."""
    group = (document, *linked(document, Document.objects.seen_by(request.user)))
    languages = [each.get_language_display() for each in group if each.language]
    double = sorted({each for each in languages if languages.count(each) > 1})
    if double:
        said = gettext("Several of these translations are in %(languages)s now: readers see all of them.")
        messages.warning(request, said % {"languages": ", ".join(map(str, double))})


def _ungroup(desk: Any, request: HttpRequest, document: Document) -> str:
    """Unlink a document from its translations; whichever is left alone is no translation of anything."""
    others = linked(document, Document.objects.all())
    if not others:
        raise EditRefusedError(gettext("It is not linked to any translation."))
    alone = [each for each in others if len(others) == 1 and not document.corrects_id]
    for each in (document, *alone):
        _link(each, None)
        note(each, request.user, "Unlinked from its translations.")
    return ""


TRANSLATION_STEPS: dict[str, Step] = {"group": _group, "ungroup": _ungroup}
