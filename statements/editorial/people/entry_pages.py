"""What the pages of a speaker and of a publisher show beside their fields: the documents that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext

from statements.models import DocumentQuerySet

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

_MOST = 50  # documents


class ListsDocuments(Base):
    """Lists the latest documents of an entry, with their status, on its page."""

    def documents_of(self, changed: Any) -> DocumentQuerySet:
        """Return the documents that name an entry."""
        raise NotImplementedError

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The entry, which knows for whom it is shown."""
        entry: Any = super().get_object(request, object_id, from_field)
        if entry is not None:
            entry.shown_to = request.user
        return entry

    def get_readonly_fields(self, request: HttpRequest, entry: Any = None) -> Any:
        """Fix the address of an existing entry: links lead there. A new one has no documents yet."""
        return ["slug", "document_list"] if entry else []

    def get_prepopulated_fields(self, request: HttpRequest, entry: Any = None) -> dict[str, Any]:
        return {} if entry else {"slug": ["name"]}

    def save_model(self, request: HttpRequest, entry: Any, form: Any, change: bool) -> None:
        """Save the entry; one added by somebody who may not change such entries is proposed."""
        entry.proposed = entry.proposed or not (change or self.has_change_permission(request))
        super().save_model(request, entry, form, change)

    def get_deleted_objects(self, entries: Any, request: HttpRequest) -> Any:
        """What is deleted with entries; of what forbids it only the number of documents, not their first words."""
        to_delete, counts, needed, protected = super().get_deleted_objects(entries, request)
        return to_delete, counts, needed, [self._count_documents(entries)] if protected else []

    def _count_documents(self, entries: Any) -> str:
        number = len({key for each in entries for key in self.documents_of(each).values_list("pk", flat=True)})
        return ngettext("%(many)s document", "%(many)s documents", number) % {"many": intcomma(number)}

    @admin.display(description=gettext_lazy("documents"))
    def document_list(self, entry: Any) -> SafeString:
        documents = self.documents_of(entry).seen_by(entry.shown_to).newest_first()
        shown = list(documents[: _MOST + 1])
        context = {"documents": shown[:_MOST], "count": documents.count() if len(shown) > _MOST else len(shown)}
        return render_to_string("desk/entry_documents.html", context)
