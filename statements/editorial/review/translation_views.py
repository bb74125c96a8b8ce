"""A small search of the desk for the translations of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext

from statements.dates import DateInterval
from statements.editorial.checking.translations import find_translations, linked, search_translations
from statements.editorial.date_fields import TypedDateInput
from statements.editorial.pages import desk_page
from statements.importer.draft import showable
from statements.models import Document
from statements.typed_dates.errors import DateNotReadError
from statements.typed_dates.read import read_stated_date

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object


class TranslationsDesk(Base):
    """Choosing a document as the translation of another."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        here = path("<int:pk>/translations/", view(self.translations_view), name="statements_document_translations")
        return [here, *super().get_urls()]

    def translations_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Search all documents of the desk by title, people, publisher and day."""
        document = get_object_or_404(Document.objects.seen_by(request.user), pk=pk)
        if not self.has_change_permission(request, document):
            raise PermissionDenied
        seen = Document.objects.seen_by(request.user)
        words, day = (showable(request.GET.get(name, ""))[:200].strip() for name in ("q", "day"))
        days, error = _read_days(day)
        asked = bool(words or day) and not error
        return desk_page(
            self,
            request,
            "translations.html",
            gettext("Which is a translation?"),
            document=document,
            seen=document.updated.isoformat(),
            words=words,
            day=TypedDateInput().render("day", day, {"id": "day"}),
            error=error,
            asked=asked,
            found=list(search_translations(document, words, days, seen)) if asked else [],
            likely=[] if asked else find_translations(document, seen),
            linked=linked(document, seen),
        )


def _read_days(typed: str) -> tuple[DateInterval, str]:
    """The days that were typed, all where none were; or why they cannot be read."""
    try:
        return (read_stated_date(typed).interval if typed else DateInterval(None, None)), ""
    except DateNotReadError as error:
        return DateInterval(None, None), str(error)
