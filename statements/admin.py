"""The admin: everything editable, the source read-only, publishing and withdrawing as actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Model, QuerySet, URLField
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from statements.importer.keys import new_key
from statements.models import (
    Document,
    Office,
    Paragraph,
    Participation,
    Publisher,
    Quotation,
    Revision,
    Source,
    Speaker,
    Status,
)

admin.site.site_header = "Statements on NATO"
admin.site.site_title = "Statements on NATO"
admin.site.index_title = "Editorial desk"


class ReadOnly(BaseModelAdmin):
    """Shown, and never changed by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ParagraphFormSet(BaseInlineFormSet):
    """Paragraphs of a document; a new one gets its permanent key."""

    def save_new(self, form: ModelForm, commit: bool = True) -> Any:
        taken = set(self.instance.paragraphs.values_list("key", flat=True))
        form.instance.key = new_key(self.instance.external_id, form.instance.text, taken)
        return super().save_new(form, commit)


class ParagraphForm(ModelForm):
    class Meta:
        model = Paragraph
        fields = ["position", "number", "under", "kind", "text", "language", "page", "speaker"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4, "cols": 90}),
            "position": forms.NumberInput(attrs={"min": 1, "size": 4}),
            "number": forms.TextInput(attrs={"size": 4}),
            "under": forms.TextInput(attrs={"size": 4}),
        }


class ParagraphInline(admin.TabularInline):
    model = Paragraph
    form = ParagraphForm
    formset = ParagraphFormSet
    autocomplete_fields = ["speaker"]
    extra = 0


class ParticipationInline(admin.TabularInline):
    model = Participation
    autocomplete_fields = ["speaker"]
    extra = 0


class SourceInline(ReadOnly, admin.StackedInline):
    model = Source
    readonly_fields = ["filename", "media_type", "encoding", "sha256", "importer_version", "retrieved_at", "text"]
    fields = [*readonly_fields]


class RevisionInline(ReadOnly, admin.TabularInline):
    model = Revision
    readonly_fields = ["number", "published_at", "published_by"]
    fields = [*readonly_fields]
    extra = 0


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    list_display = ["display_title", "date_words", "language", "kind", "publisher", "status", "public_page"]
    list_filter = ["status", "language", "kind", "publisher"]
    list_select_related = ["publisher"]
    list_per_page = 50
    search_fields = ["title", "external_id", "slug", "participations__speaker__name"]
    date_hierarchy = "date_start"
    ordering = ["-updated"]
    prepopulated_fields = {"slug": ["title"]}
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    autocomplete_fields = ["publisher"]
    readonly_fields = ["external_id", "provenance", "created", "updated", "public_page"]
    inlines = [ParticipationInline, ParagraphInline, SourceInline, RevisionInline]
    actions = ["publish", "withdraw"]
    fieldsets = [
        (None, {"fields": ["title", "title_assigned", "slug", "language", "kind", "date_edtf", "publisher"]}),
        ("Publication", {"fields": ["status", "publish_at", "withdrawn_reason", "public_page"]}),
        ("More", {"fields": ["place", "reference", "source_url", "translation_group"], "classes": ["collapse"]}),
        ("Record", {"fields": ["external_id", "provenance", "created", "updated"], "classes": ["collapse"]}),
    ]

    @admin.display(description="date", ordering="date_start")
    def date_words(self, document: Document) -> str:
        return document.date_words

    @admin.display(description="title", ordering="title")
    def display_title(self, document: Document) -> str:
        return document.display_title

    @admin.display(description="on the site")
    def public_page(self, document: Document) -> str | SafeString:
        if not document.is_public:
            return "not public"
        return format_html('<a href="{}">see it</a>', document.get_absolute_url())

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, documents: QuerySet[Document]) -> None:
        for document in documents:
            document.publish(by=request.user)
            self.log_change(request, document, "Published.")
        messages.success(request, f"{len(documents)} published.")

    @admin.action(description="Withdraw", permissions=["change"])
    def withdraw(self, request: HttpRequest, documents: QuerySet[Document]) -> None:
        for document in documents:
            document.withdraw(document.withdrawn_reason)
            self.log_change(request, document, "Withdrawn.")
        messages.success(request, f"{len(documents)} withdrawn. Say why in each, under Publication.")

    def save_model(self, request: HttpRequest, document: Document, form: ModelForm, change: bool) -> None:
        """Remember which facts an editor decided: a later import leaves them alone."""
        document.provenance = {**document.provenance, **dict.fromkeys(form.changed_data, "editor")}
        super().save_model(request, document, form, change)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """Save the inlines, and keep what is published as a revision."""
        super().save_related(request, form, formsets, change)
        document = form.instance
        changed = {formset.model for formset in formsets if formset.has_changed()}
        edited = {Paragraph: "paragraphs", Participation: "participations"}
        document.provenance |= {name: "editor" for model, name in edited.items() if model in changed}
        document.save(update_fields=["provenance"])
        if document.status == Status.PUBLISHED:
            Revision.objects.record(document, request.user)


class OfficeInline(admin.StackedInline):
    model = Office
    extra = 0


@admin.register(Speaker)
class SpeakerAdmin(admin.ModelAdmin):
    list_display = ["sort_name", "name", "collective"]
    list_filter = ["collective"]
    search_fields = ["name", "sort_name", "aliases"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [OfficeInline]


@admin.register(Publisher)
class PublisherAdmin(admin.ModelAdmin):
    list_display = ["name", "language"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class QuotationInline(admin.TabularInline):
    model = Quotation
    autocomplete_fields = ["speaker"]
    extra = 0


@admin.register(Paragraph)
class ParagraphAdmin(admin.ModelAdmin):
    """Paragraphs one by one, with who is quoted in them."""

    list_display = ["__str__", "of_document", "kind", "language"]
    list_filter = ["kind", "language"]
    list_select_related = ["document"]
    search_fields = ["key", "document__title", "text"]
    autocomplete_fields = ["speaker"]
    readonly_fields = ["of_document", "position", "key"]
    fields = ["of_document", "position", "key", "number", "under", "kind", "text", "language", "page", "speaker"]
    inlines = [QuotationInline]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="document")
    def of_document(self, paragraph: Paragraph) -> SafeString:
        address = reverse("admin:statements_document_change", args=[paragraph.document_id])
        return format_html('<a href="{}">{}</a>', address, paragraph.document)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._edited(request, form.instance.document)

    def delete_model(self, request: HttpRequest, paragraph: Model) -> None:
        super().delete_model(request, paragraph)
        self._edited(request, paragraph.document)  # type: ignore[attr-defined]

    def _edited(self, request: HttpRequest, document: Document) -> None:
        document.provenance = {**document.provenance, "paragraphs": "editor"}
        document.save(update_fields=["provenance", "updated"])
        if document.status == Status.PUBLISHED:
            Revision.objects.record(document, request.user)


@admin.register(Revision)
class RevisionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["document", "number", "published_at", "published_by"]
    list_select_related = ["document", "published_by"]
    search_fields = ["document__title"]
    date_hierarchy = "published_at"
