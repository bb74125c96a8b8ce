"""Links to previews: made and revoked on the review page, for colleagues without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from statements.editorial.checking.doubts import warn_open_links
from statements.editorial.pages import number_in
from statements.editorial.workflow import note
from statements.models import Document, Preview

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object

_MOST = 20  # links to one document that open at the same time


class PreviewDesk(Base):
    """The part of the review page that gives a document to people outside."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/preview-links/",
                view(require_POST(self.preview_links_view)),
                name="statements_document_preview_links",
            ),
            *super().get_urls(),
        ]

    @transaction.atomic
    def preview_links_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a link to a document, or revoke one. Only those may who could change or publish what it shows."""
        document = get_object_or_404(Document.objects.seen_by(request.user).select_for_update(), pk=pk)
        if not (self.has_change_permission(request, document) or self.has_publish_permission(request)):  # type: ignore[attr-defined]
            raise PermissionDenied
        if "revoke" in request.POST:
            _revoke(request, document)
        else:
            _make(request, document)
        return HttpResponseRedirect(links_url(document))


def links_url(document: Document) -> str:
    """The address of the review of a document, with its links to previews open."""
    return f"{reverse('admin:statements_document_review', args=[document.pk])}?links=1#preview"


def tell_open_links(request: HttpRequest, document: Document) -> None:
    """Say that who has a link to a preview need not wait for a document's hour, and lead to where it is revoked."""
    if warning := warn_open_links(document):
        where = format_html('<a href="{}">{}</a>', links_url(document), gettext("Revoke"))
        messages.warning(request, format_html("{}: {} {}", document, warning, where))


def _make(request: HttpRequest, document: Document) -> None:
    if document.is_public:
        messages.info(request, gettext("It is public: send its own address."))
    elif document.previews.live().count() >= _MOST:
        messages.error(request, gettext("There are %(n)d links already: revoke one first.") % {"n": _MOST})
    else:
        Preview.make(document, request.user)
        note(document, request.user, "Made a link to a preview.")
        messages.success(request, gettext("The link is made: copy it from the list of links."))


def _revoke(request: HttpRequest, document: Document) -> None:
    wanted = document.previews.filter(pk=number_in(request.POST.get("revoke")))
    if wanted.revoke():
        note(document, request.user, "Revoked a link to a preview.")
    messages.success(request, gettext("The link does not work any longer."))
