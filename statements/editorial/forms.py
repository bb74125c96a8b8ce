"""The forms of the desk."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from statements.letters import normalize_name
from statements.models import Document, ParagraphKind, Role, Speaker

_SLACK, _FAR = timedelta(minutes=1), timedelta(days=3653)
_FACTS = ["title", "title_assigned", "language", "kind", "date_edtf", "publisher", "place", "reference", "source_url"]


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files: https://docs.djangoproject.com/en/5.2/topics/http/file-uploads/#uploading-multiple-files"""

    widget = FilesInput

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        files = value if isinstance(value, list | tuple) else [value]
        return [super(FilesField, self).clean(each, initial) for each in files if each]


class ReleaseForm(forms.Form):
    """What an editor received: pasted words, or files."""

    sent = FilesField(
        label="Files",
        required=False,
        help_text="Text, Markdown, saved web pages, PDF with a text layer, Word (.docx), or a zip of them",
    )
    words = forms.CharField(
        label="Or paste it", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 18, "cols": 90})
    )
    page = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)  # the pasted words as HTML

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("sent") and not cleaned.get("words", "").strip():
            raise forms.ValidationError("Choose a file, or paste the words of the release.")
        return cleaned


class FactsForm(forms.ModelForm):
    """The facts that the importer found, for the editor to correct."""

    prefix = "fact"  # a paragraph has a kind, too, and its form carries along what was typed here
    source_url = forms.URLField(label="Address of the source", required=False, max_length=1000, assume_scheme="https")

    class Meta:
        model = Document
        fields = _FACTS
        widgets = {"title": forms.TextInput(attrs={"size": 90})}


class ParagraphForm(forms.Form):
    """Whose words a paragraph is, and its kind."""

    kind = forms.ChoiceField(choices=ParagraphKind.choices)
    speaker = forms.ModelChoiceField(Speaker.objects.none(), required=False, empty_label="nobody's turn")

    def __init__(self, *args: Any, speakers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaker"].queryset = speakers  # type: ignore[attr-defined]


class ParticipantForm(forms.Form):
    """In what role somebody takes part in a document."""

    role = forms.ChoiceField(choices=Role.choices)


class PublishForm(forms.Form):
    """When a document becomes public, and a note for the log."""

    publish_at = forms.DateTimeField(
        label="Not before",
        required=False,
        help_text=f"Empty: at once. Time of {settings.TIME_ZONE}",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "form": "facts"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "That is not a date and time: write it as 2024-03-01 18:00."},
    )
    words = forms.CharField(
        label="Note", required=False, max_length=500, widget=forms.TextInput(attrs={"size": 60, "form": "facts"})
    )

    def clean_publish_at(self) -> datetime | None:
        """Return a time to come. Raises ValidationError where it is past, or so far away that it must be a slip."""
        moment: datetime | None = self.cleaned_data["publish_at"]
        now = timezone.now()
        if moment and moment < now - _SLACK:
            raise forms.ValidationError("That time is past: leave the field empty to publish at once.")
        if moment and moment > now + _FAR:
            raise forms.ValidationError("That is more than ten years away.")
        return moment


class MergeForm(forms.Form):
    """The speaker to merge with: one of the likely ones, or one typed by name."""

    kept = forms.ChoiceField(label="Similar names", required=False, widget=forms.RadioSelect)
    name = forms.CharField(
        label="Or type a name",
        required=False,
        max_length=200,
        help_text="As it is in the archive, or the last part of the speaker’s address",
    )

    def __init__(self, *args: Any, others: list[Speaker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = [(each.slug, each.name) for each in others]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find the speaker: a typed name takes precedence over a ticked one."""
        cleaned = super().clean() or self.cleaned_data
        wanted = normalize_name(cleaned.get("name") or "") or cleaned.get("kept") or ""
        found = Speaker.objects.standing().filter(Q(name__iexact=wanted) | Q(slug=wanted)).first()
        if not self.errors and found is None:
            raise forms.ValidationError("Choose a speaker, or type a name as it is in the archive.")
        return {**cleaned, "kept": found}


class SpeakerForm(forms.ModelForm):
    """A speaker. Names are not split by guesswork: unless an editor gives a sort name, it is the name as written."""

    sort_name = forms.CharField(
        required=False,
        max_length=200,
        help_text="As in an index: Meloni, Giorgia. If empty, citations print the name as written.",
    )

    class Meta:
        model = Speaker
        fields = "__all__"  # noqa: DJ007 - all that may be edited

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["sort_name"] = cleaned.get("sort_name") or cleaned.get("name", "")
        return cleaned
