"""The forms of a review: the facts, a paragraph, who takes part, when it becomes public."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from statements.dates import date_words
from statements.editorial.accounts.moments import MomentField, zone_help
from statements.editorial.date_fields import StatedDateField, document_date_field
from statements.models import Document, ParagraphKind, Publisher, Role, Speaker

_SLACK, _FAR = timedelta(minutes=1), timedelta(days=3653)
_FACTS = ["title", "title_assigned", "language", "kind", "date_edtf", "publisher", "place", "reference", "source_url"]


class FactField(forms.BoundField):
    """A fact on a page: a field, or its value in words, where it may not be changed."""

    @property
    def words(self) -> str:
        """What the field would show, as words: "yes", "English", "14 March 2024"; empty where there is nothing."""
        value = self.value()
        if isinstance(self.field, StatedDateField):
            return date_words(value) if value else ""
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        if isinstance(self.field, forms.ModelChoiceField):
            found = self.field.queryset.filter(pk=value).first() if value and self.field.queryset is not None else None
            return str(found or "")
        choices = dict(getattr(self.field, "choices", ()))
        return str(choices.get(value, value) or "") if value else ""


class FactsForm(forms.ModelForm):
    """The facts that the importer found, for the editor to correct. may_change: otherwise no field takes anything, and
    pages show each as text: `{% if field.field.disabled %}{{ field.words }}`."""

    bound_field_class = FactField
    prefix = "fact"  # a paragraph has a kind, too, and its form carries along what was typed here
    source_url = forms.URLField(
        label=gettext_lazy("Address of the source"), required=False, max_length=1000, assume_scheme="https"
    )
    date_edtf = document_date_field()

    class Meta:
        model = Document
        fields = _FACTS
        widgets = {"title": forms.TextInput(attrs={"size": 90})}

    def __init__(self, *args: Any, may_change: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["publisher"].queryset = Publisher.objects.standing()  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.disabled = not may_change


class ParagraphForm(forms.Form):
    """Whose words a paragraph is, and its kind."""

    kind = forms.ChoiceField(choices=ParagraphKind.choices)
    speaker = forms.ModelChoiceField(Speaker.objects.none(), required=False, empty_label=gettext_lazy("nobody’s turn"))

    def __init__(self, *args: Any, speakers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaker"].queryset = speakers  # type: ignore[attr-defined]


class ParticipantForm(forms.Form):
    """In what role somebody takes part in a document."""

    role = forms.ChoiceField(choices=Role.choices)


class PublishForm(forms.Form):
    """When a document becomes public, and a note for the log."""

    publish_at = MomentField(
        label=gettext_lazy("Not before"),
        required=False,
        help_text=zone_help,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "form": "facts"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": gettext_lazy("That is not a date and time: write it as 2024-03-01 18:00.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"size": 60, "form": "facts"}),
    )

    def clean_publish_at(self) -> datetime | None:
        """Return a time to come. Raises ValidationError where it is past, or so far away that it must be a slip."""
        moment: datetime | None = self.cleaned_data["publish_at"]
        now = timezone.now()
        if moment and moment < now - _SLACK:
            raise forms.ValidationError(gettext("That time is past: leave the field empty to publish at once."))
        if moment and moment > now + _FAR:
            raise forms.ValidationError(gettext("That is more than ten years away."))
        return moment
