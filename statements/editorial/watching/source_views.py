"""The pages of the desk about watched sources: their list, the form, and the page of one with its items."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext

from statements.editorial.pages import desk_page, number_in
from statements.editorial.seeing import in_seen, seen_batches
from statements.editorial.watching.forms import WatchedSourceForm
from statements.editorial.watching.standing import address_of, drafts_seen_by
from statements.editorial.watching.taking import take_one
from statements.editorial.watching.trying import try_source
from statements.importer.messages.say import say
from statements.models import ItemBecame, SourceItem, WatchedSource, sees_all

if TYPE_CHECKING:
    Base = admin.ModelAdmin[WatchedSource]
else:
    Base = object

_LATE = timedelta(minutes=10)  # after which a source that is due shows that nobody watches
_ITEMS = 50  # on a page
_LEFT_OUT = (ItemBecame.SEEN, ItemBecame.DROPPED, ItemBecame.REFUSED, ItemBecame.WAITING)  # what can be taken by hand


class SourceDesk(Base):
    """How editors keep the sources that are watched."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = path("<int:pk>/source/", view(self.source_view), name="statements_watchedsource_source")
        return [own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show all sources with how they stand."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        drafts = Count("items__document", filter=drafts_seen_by(request.user), distinct=True)
        sources = WatchedSource.objects.annotate(drafts=drafts)
        late = any(not each.paused and each.next_at < timezone.now() - _LATE for each in sources)
        context: dict[str, Any] = {"sources": sources, "may_add": self.has_add_permission(request), "late": late}
        return desk_page(self, request, "watching/sources.html", gettext("Watched sources"), **context)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self._edit(request, WatchedSource(), gettext("Watch a source"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        source = get_object_or_404(WatchedSource, pk=number_in(object_id))
        if not self.has_change_permission(request, source):
            raise PermissionDenied
        return self._edit(request, source, gettext("Change: %(name)s") % {"name": source.name})

    def _edit(self, request: HttpRequest, source: WatchedSource, title: str) -> HttpResponse:
        """Show the form; try the source as it stands there, or save it."""
        form, tried = WatchedSourceForm(request.POST or None, instance=source), None
        if request.method == "POST" and form.is_valid():
            if request.POST.get("do") != "try":
                saved = form.save_for(request.user)
                messages.success(request, gettext("Saved. It is looked at soon."))
                if form.warning:
                    messages.warning(request, form.warning)
                return HttpResponseRedirect(address_of(saved))
            tried = try_source(form.instance)
        status = 400 if request.method == "POST" and not form.is_valid() else 200
        context = {"form": form, "tried": tried, "source": source if source.pk else None}
        return desk_page(self, request, "watching/source_form.html", title, status=status, **context)

    def source_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a source with what became of its items; pause it, have it looked at soon, or take what was left out."""
        source = get_object_or_404(WatchedSource.objects.select_related("publisher", "added_by"), pk=pk)
        if not self.has_view_permission(request, source):
            raise PermissionDenied
        may = self.has_change_permission(request, source)
        if request.method == "POST":
            if not may:
                raise PermissionDenied
            return HttpResponseRedirect(self._act(request, source))
        items = source.items.select_related("document")
        if not sees_all(request.user):
            items = items.filter(Q(document=None) | in_seen(request.user, "document"))
        page = Paginator(items, _ITEMS).get_page(request.GET.get("page"))
        context: dict[str, Any] = {"source": source, "page": page, "may_change": may, "left_out": _LEFT_OUT}
        context["may_delete"] = self.has_delete_permission(request, source)
        context["batches"] = seen_batches(request.user).filter(source=source)[:5]
        return desk_page(self, request, "watching/source.html", source.name, **context)

    def _act(self, request: HttpRequest, source: WatchedSource) -> str:
        """Do what a button says, and return where to go next."""
        match request.POST.get("do"):
            case "pause":
                WatchedSource.objects.filter(pk=source.pk).update(paused=True)
            case "look":
                WatchedSource.objects.filter(pk=source.pk).update(paused=False, next_at=timezone.now())
                messages.info(request, gettext("It is looked at soon."))
            case "take":
                return self._take(request, source)
        return request.path

    def _take(self, request: HttpRequest, source: WatchedSource) -> str:
        items = SourceItem.objects.filter(source=source, became__in=_LEFT_OUT).select_related("source", "document")
        item = items.filter(pk=number_in(request.POST.get("item"))).first()
        if item is None:
            messages.info(request, gettext("It was taken already."))
            return request.path
        item = take_one(item, request.user)
        if item.document is None:
            messages.error(request, say(item.reason))
            return request.path
        return reverse("admin:statements_document_review", args=[item.document.pk])
