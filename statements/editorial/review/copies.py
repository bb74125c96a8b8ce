"""Working copies of corrections in the admin: few lists have them, and what is published leads to its own."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from statements.models import Document, Status

_Row = TypeVar("_Row", bound=Model)
# Filters of lists that have copies: of the rows of one document, and of what waits, as the front page counts it.
_WITH_COPIES = {"document__id__exact", "waits"}


def leave_out_copies(request: HttpRequest, rows: QuerySet[_Row], name: str) -> QuerySet[_Row]:
    """Return the rows without those of working copies, in lists and choices; lists of one document and of what waits
    have them.

    name: the field that says of which document a row is a copy. Forms of a single row find it in any case.
    """
    match: Any = request.resolver_match
    listed = match is not None and (match.url_name or "").endswith(("_changelist", "autocomplete"))
    return rows.filter(**{name: None}) if listed and not _WITH_COPIES & request.GET.keys() else rows


def link_to_correction(document: Document) -> str | SafeString:
    """Where a document is changed, for its form: of what is published, on the review of a correction."""
    if not document.pk or document.status != Status.PUBLISHED:
        return gettext("can be made here")
    address = reverse("admin:statements_document_review", args=[document.pk])
    words = gettext("It is published: correct it on its review")
    return format_html('<a href="{}">{}</a>', address, words)
