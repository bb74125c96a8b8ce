"""How documents, paragraphs and speakers are edited in the admin: their forms, and the rows that belong to them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from statements.editorial.date_fields import DayField, document_date_field
from statements.editorial.review.paragraphs import close_gaps, forget
from statements.keys import new_key
from statements.models import Document, Office, Paragraph, Participation, Quotation, Revision, Source
from statements.slugs import was_deleted


class ReadOnly(BaseModelAdmin):
    """Rows that are shown, but never edited by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NamedRows(BaseInlineFormSet):
    """Rows of a table, whose headings name no field to those who cannot see them: each field says its own."""

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        """Name each field after its column and its row: "Role: Ada Quist speaker"; in a new row, "Role"."""
        super().add_fields(form, index)
        row = f": {form.instance}" if form.instance.pk else ""
        for name, field in form.fields.items():
            if not field.widget.is_hidden:
                widget: Any = getattr(field.widget, "widget", field.widget)  # the admin wraps those that choose a row
                widget.attrs["aria-label"] = f"{capfirst(str(form[name].label))}{row}"


class TableInline(admin.TabularInline):
    """Rows of a table. Whatever belongs to a document and is edited in a table is one of these."""

    formset = NamedRows


class ParagraphFormSet(BaseInlineFormSet):
    """Paragraphs of a document: a new one gets its permanent key, and quotations move with their words."""

    def get_queryset(self) -> Any:
        """The paragraphs, each with its place in the document as its position: while it is edited, there are gaps."""
        rows = super().get_queryset()
        for number, row in enumerate(rows, 1):
            row.position = number
        return rows

    def save(self, commit: bool = True) -> Any:
        """Save them. What was typed are places: the others must have theirs as positions, too."""
        if self.has_changed():
            close_gaps(self.instance)
        return super().save(commit)

    def save_new(self, form: ModelForm, commit: bool = True) -> Any:
        """Save a new paragraph, at the end and in the document's language unless the editor says otherwise."""
        last = self.instance.paragraphs.aggregate(last=Max("position"))["last"] or 0
        form.instance.position = form.instance.position or last + 1
        form.instance.language = form.instance.language or self.instance.language
        taken = set(self.instance.paragraphs.values_list("key", flat=True))
        form.instance.key = new_key(self.instance.original.external_id, form.instance.text, taken)
        return super().save_new(form, commit)

    def save_existing(self, form: ModelForm, obj: Any, commit: bool = True) -> Any:
        saved = super().save_existing(form, obj, commit)
        if "text" in form.changed_data:
            saved.record_edit(form.initial["text"])
        return saved

    def delete_existing(self, obj: Any, commit: bool = True) -> None:
        """Delete a paragraph and mark its words as dropped in the account of the source, too."""
        forget(obj)


class InlineParagraphForm(ModelForm):
    class Meta:
        model = Paragraph
        fields = ["position", "number", "under", "kind", "text", "language", "page"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4, "cols": 90}),
            "position": forms.NumberInput(attrs={"min": 1}),
            "number": forms.TextInput(attrs={"size": 4}),
            "under": forms.TextInput(attrs={"size": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("position", "language"):  # a new paragraph takes them from its document
            self.fields[name].required = self.instance.pk is not None


class ParagraphInline(admin.StackedInline):
    """The paragraphs; whose turn each is, and who is quoted in it, is edited on the paragraph's own page."""

    model = Paragraph
    fields = [("position", "number", "under", "kind", "language", "page"), "text"]
    form = InlineParagraphForm
    formset = ParagraphFormSet
    show_change_link = True
    extra = 0


class ParticipationInline(TableInline):
    model = Participation
    autocomplete_fields = ["speaker"]
    extra = 0


class SourceInline(ReadOnly, admin.StackedInline):
    model = Source
    readonly_fields = ["filename", "media_type", "encoding", "sha256", "importer_version", "retrieved_at", "text"]
    fields = [*readonly_fields]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return super().get_queryset(request).defer("content", "spans")


class RevisionInline(ReadOnly, TableInline):
    model = Revision
    readonly_fields = ["number", "published_at", "published_by"]
    fields = [*readonly_fields]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).defer("content")


class SeenForm(ModelForm):
    """A form that records when the editor loaded the document: whoever saves second is told, and loses nothing."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self._last_change()

    def document_key(self) -> Any:
        return self.instance.pk

    def _last_change(self) -> str:
        """When the document was last changed, according to the database now; empty for a new one."""
        moment = Document.objects.filter(pk=self.document_key()).values_list("updated", flat=True).first()
        return moment.isoformat() if moment else ""

    def clean_seen(self) -> str:
        seen = self.cleaned_data["seen"]
        if self.instance.pk and seen != self._last_change():
            raise ValidationError(
                gettext("Somebody else has changed this document in the meantime: copy your changes and open it again.")
            )
        return seen


class DocumentForm(SeenForm):
    """A document, with all its fields."""

    date_edtf = document_date_field()
    source_url = forms.URLField(
        label=gettext_lazy("Address of the source"), required=False, max_length=1000, assume_scheme="https"
    )

    class Meta:
        model = Document
        fields = "__all__"  # noqa: DJ007 - the admin's fieldsets name them
        widgets = {
            "title": forms.TextInput(attrs={"size": 100}),
            "slug": forms.TextInput(attrs={"size": 100}),
            "withdrawn_reason": forms.Textarea(attrs={"rows": 2, "cols": 90}),
        }

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if was_deleted(slug):
            raise ValidationError(gettext("This is the address of a deleted document and is never used again."))
        return slug


class OfficeForm(ModelForm):
    """An office, whose days are written as people write them."""

    since = DayField(
        label=gettext_lazy("Since"), required=False, help_text=gettext_lazy("The first day; empty where unknown")
    )
    until = DayField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("The day it ended; empty while held or where unknown"),
    )

    class Meta:
        model = Office
        fields = ["title_en", "title_fr", "title_it", "since", "until"]


class OfficeInline(admin.StackedInline):
    model = Office
    form = OfficeForm
    extra = 0


class QuotationInline(ReadOnly, TableInline):
    """Who is quoted in a paragraph: set on the review, by selecting words."""

    model = Quotation
    readonly_fields = ["speaker", "words"]
    fields = [*readonly_fields]
    extra = 0


class ParagraphPageForm(SeenForm):
    """A paragraph on its own page."""

    class Meta:
        model = Paragraph
        fields = ["number", "under", "kind", "text", "language", "page", "speaker"]

    def document_key(self) -> Any:
        return self.instance.document_id
