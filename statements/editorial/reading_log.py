"""Logs who reads what is under embargo, on pages of the admin that show words of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from statements.models import Door, EmbargoReading

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object


class LogsReading(Base):
    """Forms and questions of the admin that show words of a document. door: what they are in the log."""

    door: Door

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        shown = context.get("original")
        note_reading(request, [shown] if shown else [], self.door)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What is deleted with rows, which the question shows with its first words."""
        note_reading(request, objs, self.door)
        return super().get_deleted_objects(objs, request)


def note_reading(request: HttpRequest, rows: Any, door: Door) -> None:
    """Note that words of documents, or of rows that belong to some, are shown to whoever asks."""
    documents = {each.pk: each for row in rows for each in [getattr(row, "document", row)]}
    EmbargoReading.objects.note(documents.values(), door, reader=request.user)
