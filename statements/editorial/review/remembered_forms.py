"""The forms of the admin, remembered as steps: words that are typed there can be undone on the review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from statements.editorial.pages import number_in
from statements.editorial.review.undoing import remember_step
from statements.models import Document

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object


class RemembersSteps(Base):
    """A form of the admin, each saving of which is a step of the review of its document."""

    document_path = "pk"  # from a document to the row that the form shows

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        with transaction.atomic():
            document = self._lock_document(request, object_id)
            if document is None:
                return super().changeform_view(request, object_id, form_url, extra_context)
            with remember_step(document, request.user):
                return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        with transaction.atomic():
            document = self._lock_document(request, object_id)
            if document is None or self.document_path == "pk":  # with a document its steps are deleted
                return super().delete_view(request, object_id, extra_context)
            with remember_step(document, request.user):
                return super().delete_view(request, object_id, extra_context)

    def _lock_document(self, request: HttpRequest, object_id: Any) -> Document | None:
        """The document that a submitted form changes, locked; None where there is none."""
        if request.method != "POST":
            return None
        found = Document.objects.filter(**{self.document_path: number_in(str(object_id or ""))})
        return Document.objects.select_for_update().filter(pk__in=found.values("pk")).first()
