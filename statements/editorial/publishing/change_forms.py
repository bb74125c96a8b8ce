"""What is to be changed in several documents; a field that is left empty changes nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from statements.editorial.accounts.moments import MomentField, zone_name_help
from statements.editorial.date_fields import document_date_field
from statements.editorial.people.likely import likely_people
from statements.editorial.people.naming import find_speaker
from statements.editorial.publishing.changing import FactsChange
from statements.editorial.review.forms import PublishForm
from statements.importer.draft import showable
from statements.languages import LANGUAGE_CHOICES
from statements.models import Kind, Publisher, Role, Speaker

_AS_IT_IS = ("", _("leave as it is"))


class ChangeForm(forms.Form):
    """The facts that several documents are given."""

    publisher = forms.ModelChoiceField(
        Publisher.objects.standing().order_by("name"),
        label=_("Publisher"),
        required=False,
        empty_label=_("leave as it is"),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[_AS_IT_IS, *Kind.choices])
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[_AS_IT_IS, *LANGUAGE_CHOICES])
    date_edtf = document_date_field()
    speaker = forms.CharField(
        label=_("Speaker"),
        required=False,
        max_length=200,
        help_text=_("Somebody in the archive, who takes part as well"),
        widget=forms.TextInput(attrs={"list": "speakers", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.SPEAKER, required=False)
    publish_at = MomentField(
        label=_("Not before"),
        required=False,
        help_text=zone_name_help,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("That is not a date and time: write it as 2024-03-01 18:00.")},
    )

    clean_publish_at = PublishForm.clean_publish_at

    def clean_speaker(self) -> Speaker | None:
        """The speaker meant; nobody new is added here. Raises ValidationError, and says who may be meant."""
        name = " ".join(showable(self.cleaned_data["speaker"]).split())
        found = find_speaker(name) if name else None
        if name and found is None:
            likely = " · ".join(each.entry.name for each in likely_people(name))
            words = gettext("Nobody in the archive is called %(name)s.") % {"name": name}
            raise ValidationError(f"{words} {gettext('Perhaps:')} {likely}" if likely else words)
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in self.fields if name != "role"):
            raise ValidationError(gettext("Choose what to change."))
        return cleaned

    @property
    def change(self) -> FactsChange:
        """What a valid form asks for."""
        asked: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value}
        return FactsChange(**asked)
