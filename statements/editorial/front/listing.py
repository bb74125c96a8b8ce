"""The list of documents: what it shows of each, and what it can be narrowed to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.template.defaultfilters import date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime, now
from django.utils.translation import gettext, gettext_lazy

from statements.editorial.front.queues import drafts_of, embargoed, in_review, sent_back_to
from statements.editorial.front.waiting import name_of
from statements.models import Document, DocumentQuerySet, Kind, Participation, Publisher, Speaker

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object

_NOBODY = "nobody"
_MOST_WAITING = 10_000  # documents: looked up first, the database would walk through all for a few
_MOST_PUBLISHERS = 1_000  # offered by name


class WaitsFilter(admin.SimpleListFilter):
    """What waits, as on the front page."""

    title = gettext_lazy("waits")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("review", gettext("to review")),
            ("sent-back", gettext("sent back to me")),
            ("mine", gettext("my drafts")),
            ("embargoed", gettext("embargoed")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        of: dict[str | None, Callable[[], DocumentQuerySet]] = {
            "review": in_review,
            "sent-back": lambda: sent_back_to(request.user),
            "mine": lambda: drafts_of(request.user),
            "embargoed": embargoed,
        }
        chosen = of.get(self.value())
        if chosen is None:
            return queryset
        return queryset.filter(pk__in=list(chosen().values_list("pk", flat=True)[:_MOST_WAITING]))


class AddedByFilter(admin.SimpleListFilter):
    """Who added a document."""

    title = gettext_lazy("added by")
    parameter_name = "added"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        added = Document.objects.filter(added_by=OuterRef("pk"))
        people = User.objects.filter(Exists(added)).order_by("last_name", "username")
        return [*((str(each.pk), name_of(each)) for each in people), (_NOBODY, gettext("the importer"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if value == _NOBODY:
            return queryset.filter(added_by=None)
        return queryset.filter(added_by=value) if value else queryset


class LacksFilter(admin.SimpleListFilter):
    """What a document lacks."""

    title = gettext_lazy("lacks")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("people", gettext("nobody takes part")),
            ("publisher", gettext("no publisher")),
            ("date", gettext("no date")),
            ("language", gettext("no language")),
            ("kind", gettext("no kind but “other”")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        lacks = {
            "people": ~Exists(Participation.objects.filter(document=OuterRef("pk"))),
            "publisher": Q(publisher=None),
            "date": Q(date_edtf=""),
            "language": Q(language=""),
            "kind": Q(kind=Kind.OTHER),
        }.get(self.value() or "")
        return queryset if lacks is None else queryset.filter(lacks)


class PublisherFilter(admin.SimpleListFilter):
    """The publisher, by part of its name: a list of links would be longer than any page."""

    title = gettext_lazy("publisher")
    parameter_name = "publisher"
    template = "admin/filter_by_name.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, name) for name in Publisher.objects.order_by("name").values_list("name", flat=True)]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Yield what the form needs: the other filters, what was typed, the names, and the way back."""
        others = changelist.get_filters_params()
        kept = [(name, each) for name, values in others.items() if name != self.parameter_name for each in values]
        kept += [("q", changelist.query)] if changelist.query else []
        yield {
            "kept": kept,
            "typed": self.value() or "",
            "names": self.lookup_choices[:_MOST_PUBLISHERS],
            "without": changelist.get_query_string(remove=[self.parameter_name]),
        }

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        typed = self.value()
        if not typed:
            return queryset
        return queryset.filter(publisher__in=Publisher.objects.filter(name__icontains=typed).values("pk"))


class DocumentList(Base):
    """The columns and the filters of the list, and what is searched in it."""

    list_display = ["display_title", "date_words", "what", "publisher", "state", "added"]
    list_filter = [WaitsFilter, "status", AddedByFilter, LacksFilter, PublisherFilter, "kind", "language"]
    list_select_related = ["publisher", "added_by"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["title"]  # and people, see below
    search_help_text = gettext_lazy("Words of the title, or the name of somebody who takes part")
    ordering = ["-updated", "-pk"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("provenance")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Find every word in the title or in the name of somebody who takes part; or one by its slug or id."""
        words = search_term.split()
        if len(words) == 1:
            called = queryset.filter(Q(slug=words[0]) | Q(external_id=words[0])).values_list("pk", flat=True)
            if found := list(called):
                return queryset.filter(pk__in=found), False
        for word in words:
            queryset = queryset.filter(_have_word(word))
        return queryset, False

    @admin.display(description=gettext_lazy("date"), ordering="date_start")
    def date_words(self, document: Document) -> str:
        return document.date_words

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def display_title(self, document: Document) -> str | SafeString:
        return format_html('<span lang="{}">{}</span>', document.language, document.display_title)

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def what(self, document: Document) -> SafeString:
        """The kind, and the language."""
        language = document.get_language_display() or gettext("no language")
        return format_html('{}<br><span class="quiet">{}</span>', document.kind_label, language)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, document: Document) -> str | SafeString:
        """The status, with the moment until which an embargo lasts."""
        status = document.get_status_display()
        if document.publish_at is None or document.publish_at <= now():
            return status
        return format_html("{}<br><b>{}</b>", status, _moment_words(document.publish_at))

    @admin.display(description=gettext_lazy("added"), ordering="created")
    def added(self, document: Document) -> SafeString:
        """Who added it, and when."""
        who = name_of(document.added_by) or gettext("the importer")
        when = date(localtime(document.created), "j M Y")
        return format_html('{}<br><span class="quiet" title="{}">{}</span>', who, _moment_words(document.created), when)


def _have_word(word: str) -> Q:
    """In the title or in a name. Whose name has it is looked up first: mostly nobody’s, and an index finds titles."""
    people = list(Speaker.objects.filter(name__icontains=word).values_list("pk", flat=True))
    titled = Q(title__icontains=word)
    if not people:
        return titled
    return titled | Q(pk__in=Participation.objects.filter(speaker__in=people).order_by().values("document"))


def _moment_words(moment: Any) -> str:
    return date(localtime(moment), "j M Y, H:i T")
