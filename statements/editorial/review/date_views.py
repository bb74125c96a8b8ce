"""What is understood of a date while it is typed, for the scripts of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import path

from statements.editorial.date_fields import explain_date
from statements.models import Document

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object


class DatesDesk(Base):
    """The address that says a typed date in words."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [path("date/", view(self.date_view), name="statements_document_date"), *super().get_urls()]

    def date_view(self, request: HttpRequest) -> JsonResponse:
        """Answer ?typed=14/03/2024 with its readings, each in EDTF and in words, or with the reason against it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return JsonResponse(explain_date(request.GET.get("typed", "")))
