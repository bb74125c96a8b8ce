"""The page of the desk that merges two speakers, or two publishers, or separates them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext

from statements.editorial.pages import desk_page, number_in
from statements.editorial.people.forms import MergeForm
from statements.editorial.people.likely import likely_people, likely_publishers
from statements.editorial.people.merging import MERGEABLE, MergeRefusedError, merge, undo
from statements.models import Publisher, Speaker

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object


class MergeDesk(Base):
    """What the admin of speakers and that of publishers have besides their lists and forms."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [path("<int:pk>/merge/", view(self.merge_view), name=self._merge_name), *super().get_urls()]

    @property
    def _merge_name(self) -> str:
        return f"statements_{self.opts.model_name}_merge"

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose an entry to merge with; undo earlier mergers."""
        entry = get_object_or_404(self.model._default_manager.select_related("merged_into"), pk=pk)
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        sent = request.POST if request.POST.get("do") == "merge" else None
        form = MergeForm(sent, model=self.model, others=_likely(entry))
        try:
            if request.POST.get("do") == "undo":
                return self._undo(request, entry)
            if form.is_valid():
                return self._merge(request, entry, form.cleaned_data["kept"])
        except MergeRefusedError as error:
            messages.error(request, str(error))
        return self._merge_page(request, entry, form)

    def _merge(self, request: HttpRequest, entry: Any, kept: Any) -> HttpResponse:
        merge(entry, kept, request.user)
        self.log_change(request, kept, f"{entry} was merged into it.")
        self.log_change(request, entry, f"Merged into {kept}.")
        said = gettext("%(merged)s is %(kept)s now. Its old address leads there. The merge can be undone on this page.")
        messages.success(request, said % {"merged": entry, "kept": kept})
        return HttpResponseRedirect(reverse(f"admin:{self._merge_name}", args=[kept.pk]))

    def _undo(self, request: HttpRequest, entry: Any) -> HttpResponse:
        done = _merges(entry).filter(pk=number_in(request.POST.get("merge"))).first()
        if done is None:
            raise MergeRefusedError(gettext("There is no such merge."))
        undo(done)
        for each in (done.merged, done.kept):
            self.log_change(request, each, f"Undid: {done}.")
        said = gettext("%(merged)s and %(kept)s are separate again.")
        messages.success(request, said % {"merged": done.merged, "kept": done.kept})
        return HttpResponseRedirect(request.path)

    def _merge_page(self, request: HttpRequest, entry: Any, form: MergeForm) -> HttpResponse:
        context: dict[str, Any] = {
            "entry": entry,
            "form": form,
            "change": f"admin:statements_{self.opts.model_name}_change",
            "merge_page": f"admin:{self._merge_name}",
            "attached": _count_attached(entry),
            "address": entry.get_absolute_url() if isinstance(entry, Speaker) else "",
            "merges": _merges(entry).select_related("merged", "kept", "merged_by"),
        }
        title = gettext("Merge %(name)s into another") % {"name": entry}
        return desk_page(self, request, "merge.html", title, 400 if form.errors else 200, **context)


def _count_attached(entry: Any) -> list[tuple[str, int]]:
    """What moves with an entry, by the name of each kind, and how many there are."""
    kind = MERGEABLE[type(entry)]
    counts = (
        (model._meta.verbose_name_plural, model.objects.filter(**{kind.field: entry}).count())
        for model in kind.attached
    )
    return [(str(name), count) for name, count in counts]


def _merges(entry: Any) -> Any:
    return MERGEABLE[type(entry)].record.objects.filter(Q(merged=entry) | Q(kept=entry))


def _likely(entry: Any) -> list[Any]:
    """The entries that have a name like one of this entry's."""
    likely: Any = likely_publishers if isinstance(entry, Publisher) else likely_people
    found = [each.entry for name in (entry.name, *entry.aliases) for each in likely(name)]
    return [each for each in dict.fromkeys(found) if each != entry]
