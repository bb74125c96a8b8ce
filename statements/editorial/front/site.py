"""The desk as a site: its front page is what waits, and its menu has all that somebody may open, in an order of use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.db.models import Model, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext, gettext_lazy

from statements.editorial.accounts.roles import AccountRole, role_of
from statements.editorial.front.waiting import list_waiting
from statements.editorial.pages import number_in
from statements.editorial.seeing import in_seen
from statements.models import Document, Paragraph, Speaker, sees_all
from statements.operating.disks import Disk, find_low
from statements.version import name_release
from statements.web.site import can_mail

# What most people need every day stands in the bar, the rest under "More"; a model that is named nowhere is last there.
_IN_THE_BAR = ("Document", "WatchedSource", "Speaker", "Publisher", "Term")
_NAMES = {
    "Term": gettext_lazy("Glossary"),
    "FrozenResult": gettext_lazy("Results for footnotes"),
    "EmbargoReading": gettext_lazy("Readings under embargo"),
}
_IN_MORE = ("Paragraph", "Revision", "FrozenResult", "EmbargoReading", "User", "Group")

_WITH_PAGES: dict[type[Model], str] = {Document: "pk", Paragraph: "document", Speaker: ""}
"""What has a page on the site, and the path from there to its document; empty where it belongs to none."""


@dataclass(frozen=True)
class MenuEntry:
    """A line of the menu. is_here: whether the page at hand belongs to it."""

    label: str
    address: str
    is_here: bool


@dataclass(frozen=True)
class Menu:
    """What stands in the bar, and what under "More"."""

    bar: list[MenuEntry]
    more: list[MenuEntry]

    @property
    def is_more_here(self) -> bool:
        return any(each.is_here for each in self.more)


class DeskSite(admin.AdminSite):
    """Django's admin, opened on what waits, with one way to add a release."""

    enable_nav_sidebar = False  # the menu stands above, where the list of documents keeps its width

    def get_urls(self) -> list[Any]:
        """The addresses of the admin; that which leads to the public page of anything first asks who sees it."""
        own = path("r/<int:content_type_id>/<path:object_id>/", self.admin_view(lead_to_site), name="view_on_site")
        return [own, *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        menu = SimpleLazyObject(lambda: self.make_menu(request))
        return {**super().each_context(request), "menu": menu, "release": name_release()}

    def make_menu(self, request: HttpRequest) -> Menu:
        """Return what somebody may open."""
        lists = {
            model["object_name"]: (_NAMES.get(model["object_name"]) or model["name"], model["admin_url"])
            for application in self.get_app_list(request)
            for model in application["models"]
            if model["admin_url"]
        }
        add = reverse("admin:statements_document_release") if self._may_add(request) else ""
        bar = [_entry(request, *lists[name], not_below=add) for name in _IN_THE_BAR if name in lists]
        if add:
            bar.insert(0, MenuEntry(gettext("Add a release"), add, request.path == add))
        known = [name for name in _IN_MORE if name in lists]
        others = sorted(lists.keys() - {*_IN_THE_BAR, *_IN_MORE})
        return Menu(bar, [_entry(request, *lists[name]) for name in [*known, *others]])

    def _may_add(self, request: HttpRequest) -> bool:
        return request.user.has_perm("statements.add_document")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The front page: what waits for the one who opens it, and first of all the form that adds a release."""
        documents = self._registry[Document]
        if not documents.has_view_permission(request):
            return super().index(request, {"sections": [], "can_mail": can_mail(), **(extra_context or {})})
        form = self._release_form() if self._may_add(request) else None
        notices = {"can_mail": can_mail(), "low_disks": _find_low_disks(request.user)}
        waiting = {"sections": list_waiting(request.user), "form": form, **notices}
        return super().index(request, {"title": gettext("What waits"), **waiting, **(extra_context or {})})

    def _release_form(self) -> Any:
        from statements.editorial.intake.forms import ReleaseForm

        return ReleaseForm()


def lead_to_site(request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
    """Lead to the address that something has on the site. Who does not see all documents is led to people, and to those
    documents that she sees; to nothing else, since a link to a preview has an address as well."""
    if not sees_all(request.user):
        model: Any = get_object_or_404(ContentType, pk=content_type_id).model_class()
        if model not in _WITH_PAGES:
            raise Http404
        seen = in_seen(request.user, _WITH_PAGES[model]) if _WITH_PAGES[model] else Q()
        get_object_or_404(model._default_manager.filter(seen), pk=number_in(object_id))
    return shortcut(request, content_type_id, object_id)


def _find_low_disks(user: Any) -> list[Disk]:
    """The disks on which room is short, for those who can do something about it."""
    low = find_low()  # on most days none: then nobody's role is asked for
    return low if low and role_of(user) is AccountRole.ADMINISTRATOR else []


def _entry(request: HttpRequest, name: Any, address: str, not_below: str = "") -> MenuEntry:
    label, here = str(name), request.path.startswith(address) and request.path != not_below
    return MenuEntry(label[:1].upper() + label[1:], address, here)
