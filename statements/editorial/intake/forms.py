"""What an editor sends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy

from statements.editorial.intake.fetching import complete_address, is_address
from statements.web.outbound import WEB, RefusedAddressError, UnreachableError, check_address


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
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy(
            "Text, Markdown, saved web pages, PDF, Word (.docx), mails (.eml, .msg), or a zip of them"
        ),
    )
    words = forms.CharField(
        label=gettext_lazy("Or paste it"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "cols": 90}),
    )
    page = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)  # the pasted words as HTML
    address = forms.CharField(
        label=gettext_lazy("Or its address on the web"),
        required=False,
        max_length=2_000,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://", "size": 90}),
        help_text=gettext_lazy("A web page, a PDF or a Word file: it is fetched, and kept as it came"),
    )
    overrule = forms.BooleanField(
        label=gettext_lazy("Fetch it although its robots.txt asks programs not to"), required=False
    )
    asks_not_to = False  # whether the server asks us not to fetch it, so that the editor may overrule that

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not settings.FETCH:
            del self.fields["address"], self.fields["overrule"]

    def clean_address(self) -> str:
        typed = self.cleaned_data["address"]
        return complete_address(typed) if typed.strip() else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        words = cleaned.get("words", "")
        if cleaned.get("address"):
            if cleaned.get("sent") or words.strip():
                raise forms.ValidationError(gettext("Send an address by itself, without files or words."))
            return cleaned
        if "address" in self.fields and not cleaned.get("sent") and is_address(words):
            self._offer_to_fetch(words.strip())
        if not self.errors and not cleaned.get("sent") and not cleaned.get("words", "").strip():
            raise forms.ValidationError(gettext("Choose a file, or paste the words of the release."))
        return cleaned

    def _offer_to_fetch(self, address: str) -> None:
        """Move an address that was pasted as words into its own field, and ask. Raises ValidationError."""
        try:
            check_address(complete_address(address), WEB)
        except RefusedAddressError as error:
            raise forms.ValidationError(str(error)) from None
        except UnreachableError:
            pass  # who fetches it is told
        self.data = {name: value for name, value in self.data.items() if name not in ("words", "page")}
        self.data["address"] = address
        raise forms.ValidationError(
            gettext("What you pasted is the address of a page, not its words. Press the button again to fetch it.")
        )
