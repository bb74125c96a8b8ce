"""The admin: everything is editable except the source; publishing and withdrawing are actions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.db import DataError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from statements.editorial.confirm import AsksFirst, AsksForAll
from statements.editorial.forms import SpeakerForm
from statements.editorial.inlines import (
    DocumentForm,
    OfficeInline,
    ParagraphInline,
    ParagraphPageForm,
    ParticipationInline,
    QuotationInline,
    ReadOnly,
    RevisionInline,
    SourceInline,
)
from statements.editorial.merge_views import MergeDesk
from statements.editorial.paragraphs import close_gaps, forget
from statements.editorial.publish_views import PublishDesk
from statements.editorial.record_views import RecordDesk
from statements.editorial.release_views import ReleaseDesk
from statements.editorial.review_views import ReviewDesk
from statements.editorial.workflow import follow_language, may_change, note, record_edit
from statements.models import (
    Document,
    DocumentQuerySet,
    FrozenResult,
    Paragraph,
    Participation,
    Publisher,
    Revision,
    Speaker,
    Term,
)

_WORKFLOW = ["status", "publish_at", "withdrawn_reason"]

admin.site.site_header = "Statements on NATO"
admin.site.site_title = "Statements on NATO"
admin.site.index_title = "Editorial desk"


_USERNAME_LENGTH = User._meta.get_field("username").max_length or 0


class SignInForm(AdminAuthenticationForm):
    """The sign-in form; refuses a name longer than any account's before it is recorded anywhere."""

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if len(username) > _USERNAME_LENGTH:
            raise self.get_invalid_login_error()
        return username


admin.site.login_form = SignInForm
admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts are deactivated, never deleted: what their owners did stays on each document's record."""

    def has_delete_permission(self, request: HttpRequest, user: Any = None) -> bool:
        return False


class StrictChangeList(admin.ModelAdmin):
    """A list that answers 400 to an address or action that makes no sense, such as a year of thirty digits."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        try:
            return super().changelist_view(request, extra_context)
        except (ValueError, OverflowError, DataError) as error:
            raise BadRequest("That is not possible in this list.") from error


@admin.register(Document)
class DocumentAdmin(AsksFirst, PublishDesk, ReleaseDesk, ReviewDesk, RecordDesk, StrictChangeList):
    list_display = ["display_title", "date_words", "language", "kind", "publisher", "status", "public_page"]
    list_filter = ["status", "language", "kind", "publisher"]
    list_select_related = ["publisher"]
    list_per_page = 50
    search_fields = ["title", "external_id", "slug", "participations__speaker__name"]
    date_hierarchy = "date_start"
    ordering = ["-updated"]
    form = DocumentForm
    autocomplete_fields = ["publisher"]
    readonly_fields = ["external_id", "provenance", "created", "updated", "public_page", "paragraph_list"]
    inlines = [ParticipationInline, ParagraphInline, SourceInline, RevisionInline]
    fieldsets = [
        (None, {"fields": ["title", "title_assigned", "slug", "language", "kind", "date_edtf", "publisher", "seen"]}),
        ("Publication", {"fields": ["status", "publish_at", "withdrawn_reason", "public_page", "paragraph_list"]}),
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
        if not document.pk or not document.is_public:
            return "not public"
        return format_html('<a href="{}">see it</a>', document.get_absolute_url())

    @admin.display(description="paragraphs")
    def paragraph_list(self, document: Document) -> str | SafeString:
        if not document.pk:
            return "below"
        address = reverse("admin:statements_paragraph_changelist")
        return format_html('<a href="{}?document__id__exact={}">one by one</a>', address, document.pk)

    def get_inlines(self, request: HttpRequest, document: Any) -> list[Any]:
        """All inlines, except those a new document cannot have yet, and paragraphs when too many for one form."""
        if document is None:
            return [ParticipationInline, ParagraphInline]
        long = document.paragraphs.count() > settings.ADMIN_MAX_INLINE_PARAGRAPHS
        return [inline for inline in self.inlines if not (long and inline is ParagraphInline)]

    def get_prepopulated_fields(self, request: HttpRequest, document: Any = None) -> dict[str, Any]:
        return {} if document else {"slug": ["title"]}

    def get_readonly_fields(self, request: HttpRequest, document: Any = None) -> list[str]:
        """Fix the address of an existing document, as links lead there, and its status, which changes on its review
        page, with a note for each step."""
        return [*self.readonly_fields, *_WORKFLOW, *(["slug"] if document else [])]

    def has_change_permission(self, request: HttpRequest, document: Any = None) -> bool:
        """Whether the user may change the document: a published one takes the right to publish."""
        may = super().has_change_permission(request, document)
        return may and (document is None or may_change(document, request.user))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Let those who may delete a document delete all that belongs to it, even versions nobody may touch singly."""
        to_delete, counts, _, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set(), protected

    def delete_model(self, request: HttpRequest, document: Document) -> None:
        """Delete a document (administrators only); if it was ever published, a tombstone stays at its address."""
        document.bury(request.user)

    def delete_queryset(self, request: HttpRequest, documents: QuerySet[Document]) -> None:
        for document in documents:
            document.bury(request.user)

    def save_model(self, request: HttpRequest, document: Document, form: ModelForm, change: bool) -> None:
        """Save the document and record which facts an editor decided: later imports leave them alone."""
        decided = [name for name in form.changed_data if name != "seen"]
        document.provenance = {**document.provenance, **dict.fromkeys(decided, "editor")}
        super().save_model(request, document, form, change)
        if "language" in decided and change:
            follow_language(document, form.initial["language"])

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """Save the inlines, and record a published document as a revision."""
        super().save_related(request, form, formsets, change)
        edited = {Paragraph: "paragraphs", Participation: "participations"}
        names = [edited[formset.model] for formset in formsets if formset.model in edited and formset.has_changed()]
        if "paragraphs" in names:
            close_gaps(form.instance)
        record_edit(form.instance, request.user, names)


@admin.register(Speaker)
class SpeakerAdmin(AsksForAll, MergeDesk, StrictChangeList):
    form = SpeakerForm
    not_shown = frozenset({"aliases"})
    list_display = ["sort_name", "name", "collective", "merged_into"]
    list_filter = ["collective", ("merged_into", admin.EmptyFieldListFilter)]
    list_select_related = ["merged_into"]
    search_fields = ["name", "sort_name", "aliases"]
    inlines = [OfficeInline]

    def get_prepopulated_fields(self, request: HttpRequest, speaker: Any = None) -> dict[str, Any]:
        return {} if speaker else {"slug": ["name"]}

    def documents_of(self, changed: Speaker) -> DocumentQuerySet:
        return Document.objects.naming(changed)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Speaker], words: str) -> Any:
        """Leave merged speakers out of the choices offered by forms."""
        offered = request.path == reverse("admin:autocomplete")
        return super().get_search_results(request, queryset.filter(merged_into=None) if offered else queryset, words)

    def get_readonly_fields(self, request: HttpRequest, speaker: Any = None) -> list[str]:
        """Fix the address of an existing speaker: links lead there."""
        return ["slug"] if speaker else []


@admin.register(Publisher)
class PublisherAdmin(AsksForAll, StrictChangeList):
    list_display = ["name", "language"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def documents_of(self, changed: Publisher) -> DocumentQuerySet:
        return Document.objects.filter(publisher=changed)


@admin.register(Paragraph)
class ParagraphAdmin(AsksFirst, StrictChangeList):
    """Paragraphs one by one, with the people quoted in them."""

    list_display = ["__str__", "of_document", "kind", "language"]
    list_filter = ["kind", "language"]
    list_select_related = ["document"]
    search_fields = ["key", "document__title", "text"]
    autocomplete_fields = ["speaker"]
    readonly_fields = ["of_document", "position", "key"]
    fields = [
        "of_document",
        "position",
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

    actions = None  # paragraphs are deleted singly, each deletion making a new version

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, paragraph: Any = None) -> bool:
        may = super().has_change_permission(request, paragraph)
        return may and (paragraph is None or may_change(paragraph.document, request.user))

    def has_delete_permission(self, request: HttpRequest, paragraph: Any = None) -> bool:
        may = super().has_delete_permission(request, paragraph)
        return may and (paragraph is None or may_change(paragraph.document, request.user))

    def documents_of(self, changed: Paragraph) -> DocumentQuerySet:
        return Document.objects.filter(pk=changed.document_id)

    @admin.display(description="document")
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
            record_edit(form.instance.document, request.user, ["paragraphs"])
            note(form.instance.document, request.user, f"Changed {form.instance.place} on its own page.")

    def delete_model(self, request: HttpRequest, paragraph: Paragraph) -> None:
        document, place = paragraph.document, paragraph.place
        forget(paragraph)
        close_gaps(document)
        record_edit(document, request.user, ["paragraphs"])
        note(document, request.user, f"Deleted {place}.")


@admin.register(Term)
class TermAdmin(StrictChangeList):
    """The glossary: a search for one spelling finds the others."""

    list_display = ["name", "words_en", "words_fr", "words_it"]
    search_fields = ["name", "words_en", "words_fr", "words_it"]


@admin.register(Revision)
class RevisionAdmin(ReadOnly, StrictChangeList):
    list_display = ["document", "number", "published_at", "published_by"]
    list_select_related = ["document", "published_by"]
    search_fields = ["document__title"]
    date_hierarchy = "published_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).defer("content")


@admin.register(FrozenResult)
class FrozenResultAdmin(ReadOnly, StrictChangeList):
    """Results kept for footnotes: looked at by administrators, changed by nobody."""

    list_display = ["code", "kept_at", "total", "understood", "partial", "public_page"]
    search_fields = ["code", "understood"]
    date_hierarchy = "kept_at"
    exclude = ["documents", "versions"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrozenResult]:
        return super().get_queryset(request).defer("documents", "versions")

    @admin.display(description="on the site")
    def public_page(self, result: FrozenResult) -> SafeString:
        return format_html('<a href="{}">see it</a>', result.get_absolute_url())
