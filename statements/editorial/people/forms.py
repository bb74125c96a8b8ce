"""The forms for speakers and publishers, and for entries that are made one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from statements.editorial.people.naming import find_publisher, find_speaker
from statements.letters import normalize_name
from statements.models import Publisher, Speaker


class MergeForm(forms.Form):
    """The entry to merge with: one of the likely ones, or one typed by name."""

    kept = forms.ChoiceField(label=gettext_lazy("Similar names"), required=False, widget=forms.RadioSelect)
    name = forms.CharField(
        label=gettext_lazy("Or type a name"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("As it is in the archive, or the last part of the address"),
    )

    def __init__(self, *args: Any, model: type[Speaker | Publisher], others: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model = model
        self.fields["kept"].choices = [(each.slug, each.name) for each in others]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find the entry: a typed name takes precedence over a ticked one."""
        cleaned = super().clean() or self.cleaned_data
        wanted = normalize_name(cleaned.get("name") or "") or cleaned.get("kept") or ""
        find: Callable[[str], Any] = find_publisher if self.model is Publisher else find_speaker
        found = self.model.objects.standing().filter(slug=wanted).first() or find(wanted)
        if not self.errors and found is None:
            raise forms.ValidationError(gettext("Choose one, or type a name as it is in the archive."))
        return {**cleaned, "kept": found}


class SpeakerForm(forms.ModelForm):
    """A speaker. Names are never split by guesswork: until an editor states a sort name, there is none."""

    class Meta:
        model = Speaker
        fields = "__all__"  # noqa: DJ007 - all that may be edited
