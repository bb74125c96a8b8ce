"""The admin: all is editable but sources and what is published, which is corrected on its review."""

from __future__ import annotations

from typing import Any

import django.contrib.auth.admin  # noqa: F401 - registers what is taken back below
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from statements.dates import moment_words
from statements.editorial.accounts.account_views import AccountDesk
from statements.editorial.checking.record_views import RecordDesk
from statements.editorial.front.embargo_views import EmbargoDesk
from statements.editorial.front.listing import DocumentList
from statements.editorial.front.strict_lists import StrictChangeList, only_standing
from statements.editorial.front.unsaved_views import UnsavedDesk
from statements.editorial.intake.mail_views import MailDesk
from statements.editorial.intake.release_views import ReleaseDesk
from statements.editorial.people.entry_pages import ListsDocuments
from statements.editorial.people.forms import SpeakerForm
from statements.editorial.people.merge_views import MergeDesk
from statements.editorial.people.succession_views import SuccessionDesk
from statements.editorial.publishing.change_views import ChangeDesk
from statements.editorial.publishing.publish_views import PublishDesk
from statements.editorial.reading_log import LogsReading
from statements.editorial.review.confirm import AsksForAll
from statements.editorial.review.copies import leave_out_copies, link_to_correction
from statements.editorial.review.fact_rows import list_origins
from statements.editorial.review.finding_views import FindingDesk
from statements.editorial.review.inlines import (
    DocumentForm,
    OfficeInline,
    ParagraphInline,
    ParticipationInline,
    ReadOnly,
    RevisionInline,
    SourceInline,
)
from statements.editorial.review.paragraph_views import ParagraphDesk
from statements.editorial.review.paragraphs import close_gaps
from statements.editorial.review.preview_links import PreviewDesk
from statements.editorial.review.remembered_forms import RemembersSteps
from statements.editorial.review.review_views import ReviewDesk
from statements.editorial.seeing import only_seen
from statements.editorial.tokens.token_views import TokenDesk
from statements.editorial.watching.source_views import SourceDesk
from statements.editorial.workflow import follow_language, may_change, record_edit
from statements.models import (
    ApiToken,
    Document,
    DocumentQuerySet,
    Door,
    EmbargoReading,
    FrozenResult,
    Paragraph,
    Participation,
    Publisher,
    Revision,
    Speaker,
    Term,
    WatchedSource,
)

_WORKFLOW = ["status", "publish_at", "withdrawn_reason"]

admin.site.site_header = gettext_lazy("Statements on NATO")
admin.site.site_title = gettext_lazy("Statements on NATO")


_USERNAME_LENGTH = User._meta.get_field("username").max_length or 0


class SignInForm(AdminAuthenticationForm):
    """The sign-in form; refuses a name longer than any account's before it is recorded anywhere."""

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if len(username) > _USERNAME_LENGTH:
            raise self.get_invalid_login_error()
        return username


admin.site.login_form = SignInForm
admin.site.unregister([User, Group])  # a role is one of three groups: see editorial/accounts/


@admin.register(User)
class AccountAdmin(AccountDesk, StrictChangeList):
    """Accounts: name, mail and role."""


@admin.register(Document)
class DocumentAdmin(
    LogsReading,
    UnsavedDesk,
    DocumentList,
    RemembersSteps,
    PublishDesk,
    ChangeDesk,
    ReleaseDesk,
    MailDesk,
    EmbargoDesk,
    PreviewDesk,
    ReviewDesk,
    FindingDesk,
    RecordDesk,
    StrictChangeList,
):
    door = Door.FORM
    form = DocumentForm
    autocomplete_fields = ["publisher"]
    readonly_fields = ["external_id", "origins", "created", "updated", "public_page", "paragraph_list", "corrected"]
    inlines = [ParticipationInline, ParagraphInline, SourceInline, RevisionInline]
    actions = ["publish", "change_many"]
    fieldsets = [
        (None, {"fields": ["title", "title_assigned", "slug", "language", "kind", "date_edtf", "publisher", "seen"]}),
        (
            gettext_lazy("Publication"),
            {"fields": ["status", "publish_at", "withdrawn_reason", "public_page", "corrected", "paragraph_list"]},
        ),
        (
            gettext_lazy("More"),
            {"fields": ["place", "reference", "source_url", "translation_group"], "classes": ["collapse"]},
        ),
        (
            gettext_lazy("Record"),
            {"fields": ["external_id", "origins", "created", "updated"], "classes": ["collapse"]},
        ),
    ]

    @admin.display(description=pgettext_lazy("a field", "on the site"))
    def public_page(self, document: Document) -> str | SafeString:
        if not document.pk or not document.is_public:
            return gettext("not public")
        return format_html('<a href="{}">{}</a>', document.get_absolute_url(), gettext("see it"))

    @admin.display(description=pgettext_lazy("a field", "provenance"))
    def origins(self, document: Document) -> SafeString:
        return format_html_join("", "{}: {}<br>", list_origins(document))

    @admin.display(description=gettext_lazy("changes"))
    def corrected(self, document: Document) -> str | SafeString:
        return link_to_correction(document)

    @admin.display(description=pgettext_lazy("a field", "paragraphs"))
    def paragraph_list(self, document: Document) -> str | SafeString:
        if not document.pk:
            return gettext("below")
        address = reverse("admin:statements_paragraph_changelist")
        return format_html('<a href="{}?document__id__exact={}">{}</a>', address, document.pk, gettext("one by one"))

    def get_fieldsets(self, request: HttpRequest, document: Any = None) -> Any:
        """All fields; the one that only the form itself uses not where all is text."""
        fieldsets = super().get_fieldsets(request, document)
        if self.has_change_permission(request, document):
            return fieldsets
        return [
            (name, {**more, "fields": [each for each in more["fields"] if each != "seen"]}) for name, more in fieldsets
        ]

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
        """Whether the user may change the document itself: one that is published is corrected on its review."""
        may = super().has_change_permission(request, document)
        return may and (document is None or may_change(document, request.user))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        """Documents that the account sees; the list has none of the working copies in which published ones are
        corrected."""
        rows = only_seen(super().get_queryset(request), request.user, "pk")
        return leave_out_copies(request, rows, "corrects")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """The bare form, which makes a document without a source: for superusers. All others add releases."""
        if request.user.is_superuser:
            return super().add_view(request, form_url, {"title": gettext("Add by hand"), **(extra_context or {})})
        return HttpResponseRedirect(reverse("admin:statements_document_release"))

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
        if not change:
            document.added_by_id = request.user.pk
        decided = [name for name in form.changed_data if name != "seen"]
        document.provenance = {**document.provenance, **dict.fromkeys(decided, "editor")}
        super().save_model(request, document, form, change)
        if "language" in decided and change:
            follow_language(document, form.initial["language"])

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """Save the inlines, and record what of them an editor decided."""
        super().save_related(request, form, formsets, change)
        edited = {Paragraph: "paragraphs", Participation: "participations"}
        names = [edited[formset.model] for formset in formsets if formset.model in edited and formset.has_changed()]
        if "paragraphs" in names:
            close_gaps(form.instance)
        record_edit(form.instance, names)


@admin.register(Speaker)
class SpeakerAdmin(AsksForAll, ListsDocuments, MergeDesk, SuccessionDesk, StrictChangeList):
    form = SpeakerForm
    not_shown = frozenset({"aliases", "proposed"})
    list_display = ["name", "sort_name", "collective", "proposed", "merged_into"]
    list_filter = ["collective", "proposed", ("merged_into", admin.EmptyFieldListFilter)]
    list_select_related = ["merged_into"]
    search_fields = ["name", "sort_name", "aliases"]
    inlines = [OfficeInline]

    def documents_of(self, changed: Speaker) -> DocumentQuerySet:
        return Document.objects.naming(changed)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Speaker], words: str) -> Any:
        """Leave merged speakers out of the choices offered by forms."""
        return super().get_search_results(request, only_standing(request, queryset), words)


@admin.register(Publisher)
class PublisherAdmin(AsksForAll, ListsDocuments, MergeDesk, StrictChangeList):
    not_shown = frozenset({"aliases", "proposed"})
    list_display = ["name", "language", "proposed", "merged_into"]
    list_filter = ["proposed", ("merged_into", admin.EmptyFieldListFilter)]
    list_select_related = ["merged_into"]
    search_fields = ["name", "aliases"]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Publisher], words: str) -> Any:
        """Leave merged publishers out of the choices offered by forms."""
        return super().get_search_results(request, only_standing(request, queryset), words)

    def documents_of(self, changed: Publisher) -> DocumentQuerySet:
        return Document.objects.filter(publisher=changed)


@admin.register(Paragraph)
class ParagraphAdmin(ParagraphDesk, StrictChangeList):
    """Paragraphs one by one, with the people quoted in them."""


@admin.register(Term)
class TermAdmin(StrictChangeList):
    """The glossary: a search for one spelling finds the others."""

    list_display = ["name", "words_en", "words_fr", "words_it"]
    search_fields = ["name", "words_en", "words_fr", "words_it"]


@admin.register(WatchedSource)
class WatchedSourceAdmin(SourceDesk, StrictChangeList):
    """Sources of releases, looked at by `manage.py watch`; their pages are the desk's own."""


@admin.register(Revision)
class RevisionAdmin(LogsReading, ReadOnly, StrictChangeList):
    door = Door.VERSION
    list_display = ["document", "number", "published_at", "published_by"]
    list_select_related = ["document", "published_by"]
    search_fields = ["document__title"]
    date_hierarchy = "published_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return only_seen(super().get_queryset(request), request.user).defer("content")


@admin.register(EmbargoReading)
class EmbargoReadingAdmin(ReadOnly, StrictChangeList):
    """Who read what is, or was, under embargo; also of documents that have been deleted."""

    list_display = ["moment", "who", "door", "read"]
    list_display_links = None
    list_filter = ["door"]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["title", "name"]
    search_help_text = gettext_lazy("Words of the title, or the name of an account")
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[EmbargoReading]:
        there = Document.objects.filter(pk=OuterRef("document_key"))
        return super().get_queryset(request).annotate(is_there=Exists(there))

    @admin.display(description=pgettext_lazy("a field", "when"), ordering="at")
    def moment(self, reading: EmbargoReading) -> str:
        return moment_words(reading.at)

    @admin.display(description=pgettext_lazy("a field", "who"), ordering="name")
    def who(self, reading: EmbargoReading) -> str:
        return reading.who

    @admin.display(description=pgettext_lazy("a field", "document"), ordering="title")
    def read(self, reading: EmbargoReading) -> str | SafeString:
        """What was read, as it was called then; its number, where it has been deleted."""
        if not reading.is_there:  # type: ignore[attr-defined]
            said = gettext("%(title)s (number %(number)s, deleted)")
            return said % {"title": reading.title, "number": reading.document_key}
        address = reverse("admin:statements_document_review", args=[reading.document_key])
        return format_html('<a href="{}">{}</a>', address, reading.title)


@admin.register(ApiToken)
class TokenAdmin(TokenDesk, admin.ModelAdmin):
    """Its one page is that of the desk."""


@admin.register(FrozenResult)
class FrozenResultAdmin(ReadOnly, StrictChangeList):
    """Results kept for footnotes: looked at by administrators, changed by nobody."""

    list_display = ["code", "kept_at", "total", "understood", "partial", "public_page"]
    search_fields = ["code", "understood"]
    date_hierarchy = "kept_at"
    exclude = ["documents", "versions"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrozenResult]:
        return super().get_queryset(request).defer("documents", "versions")

    @admin.display(description=pgettext_lazy("a field", "on the site"))
    def public_page(self, result: FrozenResult) -> SafeString:
        return format_html('<a href="{}">{}</a>', result.get_absolute_url(), gettext("see it"))
