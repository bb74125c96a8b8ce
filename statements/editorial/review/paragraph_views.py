"""The pages of single paragraphs: their list, and their forms with the people quoted in them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, pgettext_lazy

from statements.editorial.reading_log import LogsReading, note_reading
from statements.editorial.review.copies import leave_out_copies, link_to_correction
from statements.editorial.review.inlines import ParagraphPageForm, QuotationInline
from statements.editorial.review.paragraphs import close_gaps, find_place, forget
from statements.editorial.review.remembered_forms import RemembersSteps
from statements.editorial.seeing import only_seen
from statements.editorial.workflow import may_change, note, record_edit
from statements.models import Door, Paragraph


class ParagraphDesk(LogsReading, RemembersSteps):
    """What the admin of paragraphs shows, and what it records in the document of one that is changed or deleted."""

    door = Door.PARAGRAPH
    document_path = "paragraphs"

    list_display = ["__str__", "of_document", "kind", "language"]
    list_filter = ["kind", "language"]
    list_select_related = ["document"]
    search_fields = ["key", "document__title", "text"]
    autocomplete_fields = ["speaker"]
    readonly_fields = ["of_document", "corrected", "standing", "key"]
    fields = [
        "of_document",
        "corrected",
        "standing",
        "key",
        "number",
        "under",
        "kind",
        "text",
        "language",
        "page",
        "speaker",
        "seen",
    ]
    form = ParagraphPageForm
    inlines = [QuotationInline]

    actions = None  # paragraphs are deleted singly, each deletion noted in the log

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, which shows the first words of paragraphs."""
        answer = super().changelist_view(request, extra_context)
        if shown := (getattr(answer, "context_data", None) or {}).get("cl"):
            note_reading(request, shown.result_list, self.door)
        return answer

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Who changed a paragraph, under its first words."""
        answer = super().history_view(request, object_id, extra_context)
        if shown := (getattr(answer, "context_data", None) or {}).get("object"):
            note_reading(request, [shown], self.door)
        return answer

    def get_search_results(self, request: HttpRequest, paragraphs: QuerySet[Paragraph], words: str) -> Any:
        """Nothing as choices for a form: none has any, and each would be shown with its first words."""
        rows = paragraphs.none() if request.path == reverse("admin:autocomplete") else paragraphs
        return super().get_search_results(request, rows, words)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, paragraph: Any = None) -> bool:
        may = super().has_change_permission(request, paragraph)
        return may and (paragraph is None or may_change(paragraph.document, request.user))

    def has_delete_permission(self, request: HttpRequest, paragraph: Any = None) -> bool:
        may = super().has_delete_permission(request, paragraph)
        return may and (paragraph is None or may_change(paragraph.document, request.user))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Paragraph]:
        """Paragraphs with the places that readers will see: while a document is edited, positions have gaps."""
        before = Paragraph.objects.filter(document=OuterRef("document"), position__lte=OuterRef("position"))
        counted = Subquery(before.order_by().values("document").annotate(count=Count("pk")).values("count"))
        rows = only_seen(super().get_queryset(request), request.user).annotate(standing=counted)
        return leave_out_copies(request, rows, "document__corrects")

    @admin.display(description=pgettext_lazy("a field", "position"))
    def standing(self, paragraph: Paragraph) -> int:
        return paragraph.standing or paragraph.position

    @admin.display(description=gettext_lazy("changes"))
    def corrected(self, paragraph: Paragraph) -> str | SafeString:
        return link_to_correction(paragraph.document)

    @admin.display(description=pgettext_lazy("a field", "document"))
    def of_document(self, paragraph: Paragraph) -> SafeString:
        address = reverse("admin:statements_document_change", args=[paragraph.document_id])
        return format_html('<a href="{}">{}</a>', address, paragraph.document)

    def save_model(self, request: HttpRequest, paragraph: Paragraph, form: ModelForm, change: bool) -> None:
        super().save_model(request, paragraph, form, change)
        if "text" in form.changed_data:
            paragraph.record_edit(form.initial["text"])

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            record_edit(form.instance.document, ["paragraphs"])
            note(form.instance.document, request.user, f"Changed {find_place(form.instance)} on its own page.")

    def delete_model(self, request: HttpRequest, paragraph: Paragraph) -> None:
        document, place = paragraph.document, find_place(paragraph)
        forget(paragraph)
        close_gaps(document)
        record_edit(document, ["paragraphs"])
        note(document, request.user, f"Deleted {place}.")
