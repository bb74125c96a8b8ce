"""The read-only pages of the desk: two documents compared, and the record of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from statements.comparing.documents import Comparison, compare
from statements.editorial.checking.verify import verify
from statements.editorial.pages import desk_page
from statements.editorial.reading_log import note_reading
from statements.editorial.workflow import log_of
from statements.importer import VERSION
from statements.languages import interface_language
from statements.models import Document, Door, EmbargoReading, Source, snapshot

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object

_LATEST = 20  # readings under embargo


class RecordDesk(Base):
    """What the desk knows about a document besides its words."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/compare/<int:other>/", view(self.compare_view), name="statements_document_compare"),
            path("<int:pk>/record/", view(self.record_view), name="statements_document_record"),
            *super().get_urls(),
        ]

    def compare_view(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        """Show how a draft differs from a document like it, in both directions."""
        documents = [get_object_or_404(Document.objects.seen_by(request.user), pk=each) for each in (other, pk)]
        if not all(self.has_view_permission(request, each) for each in documents):
            raise PermissionDenied
        note_reading(request, documents, Door.COMPARISON)
        comparison = compare(*(snapshot(each) for each in documents))
        context: dict[str, Any] = {"document": documents[1], "other": documents[0], "comparison": comparison}
        context["paragraphs"] = _draw_comparison(comparison, documents)
        return desk_page(
            self, request, "compare.html", gettext("Compare: %(title)s") % {"title": documents[1]}, **context
        )

    def record_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a document's record: where it came from, who did what and when, and whether it is still intact."""
        document = get_object_or_404(Document.objects.seen_by(request.user), pk=pk)
        if not self.has_view_permission(request, document):
            raise PermissionDenied
        return desk_page(
            self,
            request,
            "record.html",
            gettext("Record: %(title)s") % {"title": document},
            document=document,
            source=Source.objects.defer("content", "spans", "text").filter(document=document).first(),
            importer=VERSION,
            log=log_of(document),
            revisions=document.revisions.defer("content").select_related("published_by").order_by("-number"),
            problems=verify(document),
            **_list_readings(request, document),
        )


def _list_readings(request: HttpRequest, document: Document) -> dict[str, Any]:
    """Who read it under embargo, the last of them, and where all are listed; for those alone who may know."""
    if not request.user.has_perm("statements.view_embargoreading"):
        return {}
    found = EmbargoReading.objects.of(document)
    address = f"{reverse('admin:statements_embargoreading_changelist')}?document_key={document.original.pk}"
    return {"readings": found[:_LATEST], "all_readings": address}


def _draw_comparison(comparison: Comparison, documents: list[Document]) -> SafeString:
    """The paragraphs as the public page of a comparison shows them, linked to the reviews of the two documents."""
    left, right = (reverse("admin:statements_document_review", args=[each.pk]) for each in documents)
    context = {
        "comparison": comparison,
        "left_address": left,
        "right_address": right,
        "interface": interface_language(),
    }
    return mark_safe(render_to_string("includes/comparison.html", context))  # noqa: S308 - our own template
