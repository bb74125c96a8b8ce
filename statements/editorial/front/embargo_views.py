"""Ending an embargo early, after a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from statements.editorial.pages import desk_page
from statements.editorial.workflow import note, publish, publishing_obstacle
from statements.models import Document, Status

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object


class EmbargoDesk(Base):
    """The button *Publish now* of the front page."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/release-now/",
                view(require_POST(self.release_now_view)),
                name="statements_document_release_now",
            ),
            *super().get_urls(),
        ]

    @transaction.atomic
    def release_now_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask whether the embargo of a document should end now; end it where that is confirmed."""
        document = get_object_or_404(Document.objects.seen_by(request.user).select_for_update(), pk=pk)
        if not self.has_publish_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        if why_not := refuse_release(document, request.user):
            messages.error(request, why_not)
        elif not request.POST.get("confirmed"):
            return desk_page(self, request, "release_now.html", gettext("End the embargo now?"), document=document)
        else:
            end_embargo(document, request.user)
            messages.success(request, gettext("“%(title)s” is public now.") % {"title": document})
        return HttpResponseRedirect(reverse("admin:index"))


def refuse_release(document: Document, by: Any) -> str:
    """Return why the embargo of a document cannot be ended by somebody; empty if it can."""
    if document.status != Status.PUBLISHED or document.publish_at is None or document.publish_at <= timezone.now():
        return gettext("“%(title)s” has no embargo any longer.") % {"title": document}
    return publishing_obstacle(document, by)


def end_embargo(document: Document, by: Any) -> None:
    """Make a document public at once that was to become so later."""
    document.publish_at = None
    document.save(update_fields=["publish_at", "updated"])
    publish(document, by)
    note(document, by, "Embargo ended: public at once.")
