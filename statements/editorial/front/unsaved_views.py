"""What is typed on the desk is kept while it is not saved: by person and document, and for new releases by person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from statements.editorial.review.review_views import WITHOUT_FACTS
from statements.models import Document, Unsaved
from statements.models.unsaved import MOST_CHARACTERS

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,60}")
_MOST_FIELDS = 60
_NEVER = re.compile(r"csrf|password|^seen$|^do$|^forget$")  # names of fields that are not kept
_BESIDE = ("words", "publish_at")  # fields of a review that saving the facts does not save
_USE_THEM = frozenset({"send", "send-back", "publish", "publish-correction"})  # steps that do


class UnsavedDesk(Base):
    """Keeps what a script sends of the form of a review and of that for releases, until the form itself is sent."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("unsaved/", view(require_POST(self.unsaved_view)), name="statements_document_unsaved_release"),
            path("<int:pk>/unsaved/", view(require_POST(self.unsaved_view)), name="statements_document_unsaved"),
            *super().get_urls(),
        ]

    def unsaved_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Keep the fields sent, all that there are of this person and document; forget them where that is asked.

        204; 413 where they are too large. A form asked to forget gets back to its page.
        """
        document = get_object_or_404(Document.objects.seen_by(request.user), pk=pk) if pk else None
        forgets = "forget" in request.POST  # also what was left of a correction, beside what is published
        may = self.has_change_permission(request, None if forgets else document)
        if not (may if document else self.has_add_permission(request)):
            raise PermissionDenied
        if forgets:
            Unsaved.objects.of(request.user, document).delete()
            return HttpResponseRedirect(_page_of(pk))
        fields = _fields_in(request.POST)
        if sum(len(name) + len(value) for name, value in fields.items()) > MOST_CHARACTERS:
            return HttpResponse(gettext("That is too much to be kept."), status=413, content_type="text/plain")
        Unsaved.objects.keep(request.user, document, fields)
        return HttpResponse(status=204)

    def release_view(self, request: HttpRequest) -> HttpResponse:
        """Add a release; what was typed for it need not be kept any longer."""
        answer: HttpResponse = super().release_view(request)  # type: ignore[misc]
        if request.method == "POST" and answer.status_code == 302:
            Unsaved.objects.of(request.user, None).delete()
        return answer

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a step of a review; the facts that it saved need not be kept any longer.

        The note and the time that were typed beside the facts belong to another step: they are kept until it is taken.
        """
        answer: HttpResponse = super().review_view(request, pk)  # type: ignore[misc]
        wanted = request.POST.get("do", "")
        is_saved = request.method == "POST" and answer.status_code == 302 and "fact-title" in request.POST
        if is_saved and wanted not in WITHOUT_FACTS:
            beside = {name: value for name in _BESIDE if (value := request.POST.get(name, "").strip())}
            Unsaved.objects.keep(request.user, Document(pk=pk), {} if wanted in _USE_THEM else beside)
        return answer


def _fields_in(sent: QueryDict) -> dict[str, str]:
    names = [name for name in sent if _NAME.fullmatch(name) and not _NEVER.search(name)]
    return {name: str(sent[name]).replace("\0", "\ufffd") for name in names[:_MOST_FIELDS]}


def _page_of(pk: int | None) -> str:
    if pk is None:
        return reverse("admin:statements_document_release")
    return reverse("admin:statements_document_review", args=[pk])
