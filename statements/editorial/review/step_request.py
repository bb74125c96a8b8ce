"""What every step of a review has in common: what it was sent, and what is recorded after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext

from statements.editorial.review.paragraphs import EditRefusedError
from statements.editorial.workflow import note, record_edit
from statements.importer.draft import showable
from statements.models import Document, Paragraph, Speaker

Step = Callable[[Any, HttpRequest, Document], str]
"""Given the admin of documents, the request and the locked document, it returns the place on the page to go back to, or
the address of another page. It raises EditRefusedError where it cannot do what was asked."""


def return_url(request: HttpRequest, key: str | None = None) -> str:
    """Return the address of the same page of paragraphs, at the one with `key`, or else at the one worked on."""
    page, key = request.GET.get("page", ""), request.POST.get("paragraph", "") if key is None else key
    query = f"?page={page}" if page.isascii() and page.isdigit() else ""
    return f"{query}#{key}" if key.isascii() and key.isalnum() else query


def find_paragraph(request: HttpRequest, document: Document) -> Paragraph:
    """Return the paragraph concerned. Raises EditRefusedError where it is gone, as when a button was pressed twice."""
    key = request.POST.get("paragraph", "")
    found = document.paragraphs.filter(key=key).first() if key.isascii() and key.isalnum() else None
    if found is None:
        raise EditRefusedError(gettext("That paragraph no longer exists."))
    return found


def speakers_of(document: Document) -> QuerySet[Speaker]:
    """Those who take part in a document, each once, whatever they do in it."""
    return Speaker.objects.filter(pk__in=document.participations.values("speaker"))


def read_words(request: HttpRequest, name: str, most: int = 500) -> str:
    """Return what was typed into a field, on one line."""
    return " ".join(showable(request.POST.get(name, "")).split())[:most]


def finish_edit(
    request: HttpRequest, document: Document, words: str, fact: str = "paragraphs", at: Paragraph | None = None
) -> str:
    """Record the edit and log it in `words`. at: the paragraph to go back to; else the one worked on."""
    record_edit(document, [fact])
    note(document, request.user, words)
    return return_url(request, at.key if at else None)
