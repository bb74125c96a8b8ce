"""The small dialogues of a review: who is meant, or which publisher; likely ones first, or somebody new.

What they find is done by the steps of the review, to which their forms are sent; a new name is looked at here first.
Pages of their own, which scripts show in a dialogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext

from statements.editorial.pages import desk_page
from statements.editorial.people.likely import likely_people, likely_publishers
from statements.editorial.people.somebody import (
    NewEntryForm,
    NewPublisherForm,
    SomebodyForm,
    begin_somebody,
    day_of,
)
from statements.editorial.review.proposals import usual_role
from statements.importer.draft import showable
from statements.letters import normalize_name
from statements.models import Document, Role

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object

_LONGEST = 200  # characters of a name


class SomebodyDesk(Base):
    """Finding or adding people and publishers for a document."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/somebody/", view(self.somebody_view), name="statements_document_somebody"),
            path("<int:pk>/issuer/", view(self.issuer_view), name="statements_document_issuer"),
            *super().get_urls(),
        ]

    def somebody_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Find somebody who takes part, or whose turns have a label; or add somebody new."""
        document, name = self._asked_of(request, pk), _typed_name(request)
        form = SomebodyForm(request.POST, day=day_of(document)) if request.method == "POST" else begin_somebody(name)
        if form.is_bound and form.is_valid():
            return _send_on(document)
        likely = likely_people(name, day_of(document)) if name else []
        given = request.POST or request.GET
        role = given.get("role") or usual_role(document)
        context = {"likely": likely, "roles": Role.choices, "role": role, "label": given.get("label", "")}
        return self._dialogue(request, "somebody.html", gettext("Who is it?"), document, form, **context)

    def issuer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Find the publisher of a document, or add a new one."""
        document, name = self._asked_of(request, pk), _typed_name(request)
        begun = NewPublisherForm(initial={"name": name, "language": document.language})
        form = NewPublisherForm(request.POST) if request.method == "POST" else begun
        if form.is_bound and form.is_valid():
            return _send_on(document)
        likely = likely_publishers(name) if name else []
        return self._dialogue(request, "issuer.html", gettext("Who issued it?"), document, form, likely=likely)

    def _asked_of(self, request: HttpRequest, pk: int) -> Document:
        document = get_object_or_404(Document.objects.seen_by(request.user), pk=pk)
        if not self.has_change_permission(request, document):
            raise PermissionDenied
        return document

    def _dialogue(
        self, request: HttpRequest, page: str, title: str, document: Document, form: NewEntryForm, **context: Any
    ) -> HttpResponse:
        status = 400 if form.is_bound else 200
        seen = request.POST.get("seen") or document.updated.isoformat()
        context |= {"document": document, "form": form, "typed": _typed_name(request), "seen": seen}
        context["nearly"] = form.nearly if form.is_bound else []
        context["carried"] = [(name, value) for name, value in request.POST.items() if name.startswith("fact-")]
        return desk_page(self, request, page, title, status, **context)


def _typed_name(request: HttpRequest) -> str:
    given = request.POST or request.GET
    return normalize_name(showable(given.get("name", ""))[:_LONGEST])


def _send_on(document: Document) -> HttpResponse:
    """Let the browser send the same form to the review, whose step adds the entry under the rules of all steps."""
    response = HttpResponseRedirect(reverse("admin:statements_document_review", args=[document.pk]))
    response.status_code = 307  # the method and what was typed stay the same
    return response
