"""Lists of the desk that answer what makes no sense, and choices without what was merged."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext


class StrictChangeList(admin.ModelAdmin):
    """A list that answers 400 to an address or action that makes no sense, such as a year of thirty digits."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        title = capfirst(str(self.opts.verbose_name_plural))
        try:
            return super().changelist_view(request, {"title": title, **(extra_context or {})})
        except (ValueError, OverflowError, DataError) as error:
            raise BadRequest(gettext("That is not possible in this list.")) from error

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """The form; 400 where it was sent what none of its fields can hold, which no browser does."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (ValueError, OverflowError, DataError) as error:
            if request.method != "POST":
                raise
            raise BadRequest(gettext("That is not possible in this form.")) from error


def only_standing(request: HttpRequest, queryset: Any) -> Any:
    """Return the entries that a search may find: in the choices offered by forms none that were merged."""
    return queryset.filter(merged_into=None) if request.path == reverse("admin:autocomplete") else queryset
