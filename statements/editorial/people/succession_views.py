"""The page of the desk on which a speaker succeeds somebody else in an office."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext, gettext_lazy

from statements.editorial.date_fields import DayField
from statements.editorial.pages import desk_page, number_in
from statements.editorial.people.succession import (
    Succession,
    SuccessionRefusedError,
    find_offices,
    plan_succession,
    succeed,
)
from statements.models import Office, Speaker

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

_MOST = 20  # offices to choose from


class SuccessionForm(forms.Form):
    """Whose office it is, found by words, and the day."""

    words = forms.CharField(
        label=gettext_lazy("Title of the office, or who held it"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"size": 40}),
    )
    since = DayField(label=gettext_lazy("From what day"))
    ended = forms.DateField(required=False, widget=forms.HiddenInput)


class SuccessionDesk(Base):
    """What the admin of speakers has for offices that are handed over."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.succeed_view)
        return [path("<int:pk>/succeed/", view, name="statements_speaker_succeed"), *super().get_urls()]

    def succeed_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Find an office of somebody else, show what would become of it, and save that."""
        speaker = get_object_or_404(Speaker, pk=pk)
        if not self.has_change_permission(request, speaker):
            raise PermissionDenied
        sent = request.POST or request.GET
        chosen = Office.objects.select_related("speaker").filter(pk=number_in(sent.get("office"))).first()
        form = SuccessionForm(sent if chosen else None, initial={"words": sent.get("words", "")})
        try:
            if chosen and form.is_valid():
                since, ended = form.cleaned_data["since"], form.cleaned_data["ended"]
                if request.method == "POST":
                    return self._succeed(request, speaker, chosen, since, ended)
                return self._succession_page(request, speaker, form, plan_succession(speaker, chosen, since))
        except SuccessionRefusedError as error:
            form.add_error(None, str(error))
        return self._succession_page(request, speaker, form)

    def _succeed(
        self, request: HttpRequest, speaker: Speaker, office: Office, since: date, ended: date | None
    ) -> HttpResponse:
        done = succeed(speaker, office, since, ended)
        other = done.office.speaker
        self.log_change(request, speaker, f"Succeeds {other} as {done.office} from {since}.")
        if done.closes:
            self.log_change(request, other, f"Succeeded by {speaker} as {done.office}: it ends on {done.until}.")
        messages.success(request, gettext("%(name)s succeeds %(other)s.") % {"name": speaker, "other": other})
        return HttpResponseRedirect(reverse("admin:statements_speaker_change", args=[speaker.pk]))

    def _succession_page(
        self, request: HttpRequest, speaker: Speaker, form: SuccessionForm, planned: Succession | None = None
    ) -> HttpResponse:
        words = str(form["words"].value() or "")
        found = find_offices(speaker, words)
        title = gettext("%(name)s succeeds somebody in an office") % {"name": speaker}
        shown: dict[str, Any] = {"speaker": speaker, "form": form, "planned": planned, "words": words}
        status = 400 if form.errors else 200
        return desk_page(self, request, "succeed.html", title, status, **shown, offices=found[:_MOST])
