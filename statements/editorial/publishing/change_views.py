"""Changing facts of all documents that are ticked, in the list or in a batch: a form, a page that shows what it would
do to each, and the deed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from statements.editorial.pages import desk_page, number_in
from statements.editorial.publishing.change_forms import ChangeForm
from statements.editorial.publishing.changing import change_together, plan_change
from statements.editorial.publishing.publish_views import read_seen, say_outcome
from statements.models import Document, Speaker

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object

_MOST = 500  # documents at once: each is shown
_OFFERED = 300  # speakers, those of most documents


class ChangeDesk(Base):
    """Changing many documents from the list and from a batch."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = path("change-many/", view(self.change_many_view), name="statements_document_change_many")
        return [own, *super().get_urls()]

    @admin.action(description=_("Change…"), permissions=["change"])
    def change_many(self, request: HttpRequest, documents: QuerySet[Document]) -> HttpResponse | None:
        """Ask what to change in the documents that are ticked, on all pages of the list where that is chosen."""
        if documents.count() > _MOST:
            self._refuse(request)
            return None
        return self._ask(request, documents, ChangeForm(), request.get_full_path())

    def change_many_view(self, request: HttpRequest) -> HttpResponse:
        """Ask what to change; show what that would do; or do it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        sent = request.POST.get("back", "")
        safe = url_has_allowed_host_and_scheme(sent, {request.get_host()}, require_https=request.is_secure())
        back = sent if safe else reverse("admin:statements_document_changelist")
        ticked = {number_in(each) for each in request.POST.getlist("document")}
        documents = Document.objects.seen_by(request.user).filter(pk__in=ticked)
        if len(ticked) > _MOST:
            self._refuse(request)
        elif not documents:
            messages.info(request, gettext("Tick what you want to change."))
        else:
            return self._go_on(request, documents, back) or HttpResponseRedirect(back)
        return HttpResponseRedirect(back)

    def _go_on(self, request: HttpRequest, documents: QuerySet[Document], back: str) -> HttpResponse | None:
        """Return the next page; None once all is done."""
        wanted = request.POST.get("do")
        form = ChangeForm(request.POST if wanted in ("show", "change") else None)
        if not form.is_valid():
            return self._ask(request, documents, form, back, 400 if form.is_bound else 200)
        if wanted == "show":
            return self._show(request, documents, form, back)
        seen = read_seen(request, documents)
        outcome = change_together(seen, form.change, request.user)
        asked = max(number_in(request.POST.get("asked")), len(seen))
        words = gettext("%(done)s of %(all)s changed.") % {"done": len(outcome.done), "all": asked}
        say_outcome(request, outcome, words)
        return None

    def _ask(
        self, request: HttpRequest, documents: QuerySet[Document], form: ChangeForm, back: str, status: int = 200
    ) -> HttpResponse:
        number = documents.count()
        title = ngettext("Change %(n)s document", "Change %(n)s documents", number) % {"n": number}
        speakers = Speaker.objects.standing().annotate(many=Count("participations")).order_by("-many", "sort_name")
        facts: dict[str, Any] = {"documents": documents, "form": form, "back": back, "speakers": speakers[:_OFFERED]}
        return desk_page(self, request, "change_many.html", title, status=status, **facts)

    def _show(self, request: HttpRequest, documents: QuerySet[Document], form: ChangeForm, back: str) -> HttpResponse:
        """The page that says what would be changed, for how many, and what is skipped for which reason."""
        plans = [plan_change(each, form.change, request.user) for each in documents.select_related("publisher")]
        some = sum(not each.why_not for each in plans)
        title = gettext("Change %(some)s of %(all)s?") % {"some": some, "all": len(plans)}
        values = [(name, request.POST.get(name, "")) for name in form.fields]
        facts: dict[str, Any] = {"plans": plans, "some": some, "values": values, "back": back}
        return desk_page(self, request, "change_shown.html", title, **facts)

    def _refuse(self, request: HttpRequest) -> None:
        messages.error(request, gettext("Change %(n)s documents at most at a time.") % {"n": _MOST})
