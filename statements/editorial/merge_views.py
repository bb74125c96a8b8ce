"""The page of the desk that merges two speakers, or separates them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from statements.editorial.forms import MergeForm
from statements.editorial.merging import MergeRefusedError, merge, undo
from statements.editorial.pages import number_in
from statements.editorial.speakers import likely_speakers
from statements.models import Merge, Speaker

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Speaker]
else:
    Base = object


class MergeDesk(Base):
    """What the admin of speakers has besides its lists and forms."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [path("<int:pk>/merge/", view(self.merge_view), name="statements_speaker_merge"), *super().get_urls()]

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose a speaker to merge with; undo earlier mergers."""
        speaker = get_object_or_404(Speaker.objects.select_related("merged_into"), pk=pk)
        if not self.has_change_permission(request, speaker):
            raise PermissionDenied
        form = MergeForm(request.POST if request.POST.get("do") == "merge" else None, others=_likely(speaker))
        try:
            if request.POST.get("do") == "undo":
                return self._undo(request, speaker)
            if form.is_valid():
                return self._merge(request, speaker, form.cleaned_data["kept"])
        except MergeRefusedError as error:
            messages.error(request, str(error))
        return self._merge_page(request, speaker, form)

    def _merge(self, request: HttpRequest, speaker: Speaker, kept: Speaker) -> HttpResponse:
        merge(speaker, kept, request.user)
        self.log_change(request, kept, f"{speaker} was merged into it.")
        self.log_change(request, speaker, f"Merged into {kept}.")
        messages.success(
            request, f"{speaker} is {kept} now. Its old address leads there. The merge can be undone on this page."
        )
        return HttpResponseRedirect(reverse("admin:statements_speaker_merge", args=[kept.pk]))

    def _undo(self, request: HttpRequest, speaker: Speaker) -> HttpResponse:
        done = _merges(speaker).filter(pk=number_in(request.POST.get("merge"))).first()
        if done is None:
            raise MergeRefusedError("There is no such merge.")
        undo(done)
        for each in (done.merged, done.kept):
            self.log_change(request, each, f"Undid: {done}.")
        messages.success(request, f"{done.merged} and {done.kept} are separate again.")
        return HttpResponseRedirect(request.path)

    def _merge_page(self, request: HttpRequest, speaker: Speaker, form: MergeForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"Merge {speaker} into another speaker",
            "opts": self.opts,
            "speaker": speaker,
            "form": form,
            "parts": speaker.participations.count(),
            "paragraphs": speaker.paragraphs.count(),
            "quotations": speaker.quotations.count(),
            "merges": _merges(speaker).select_related("merged", "kept", "merged_by"),
        }
        return render(request, "desk/merge.html", context, status=400 if form.errors else 200)


def _merges(speaker: Speaker) -> Any:
    return Merge.objects.filter(Q(merged=speaker) | Q(kept=speaker))


def _likely(speaker: Speaker) -> list[Speaker]:
    """The speakers who have a name like one of this speaker's."""
    found = [each for name in (speaker.name, *speaker.aliases) for each in likely_speakers(name)]
    return [each for each in dict.fromkeys(found) if each != speaker]
