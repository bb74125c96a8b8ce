"""What an editor says about a watched source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from statements.editorial.intake.fetching import complete_address
from statements.models import Publisher, WatchedSource
from statements.web.outbound import WEB, RefusedAddressError, UnreachableError, check_address

_PATTERNS = _("One pattern a line, of addresses or titles; * stands for any characters")
_ASKED_ANEW = {"address", "keep", "drop", "paused"}  # fields after whose change a source is looked at soon


class WatchedSourceForm(forms.ModelForm):
    """A source and what is to be taken from it; what a look at it found is not on the form.

    warning: what an editor should know of an address that is taken all the same.
    """

    warning = ""

    address = forms.CharField(
        label=_("Address"),
        max_length=2_000,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://", "size": 80}),
        help_text=_("Of an RSS, Atom or JSON feed, a sitemap, or a page of links"),
    )
    publisher = forms.ModelChoiceField(
        Publisher.objects.standing().order_by("name"), required=False, label=_("Publisher")
    )

    class Meta:
        model = WatchedSource
        fields = ["name", "address", "publisher", "kind", "language", "keep", "drop", "every", "paused"]
        labels = {
            "name": _("Name"),
            "kind": _("Kind"),
            "language": _("Language"),
            "keep": _("Take only what fits"),
            "drop": _("Leave out what fits"),
            "every": _("Hours between two looks"),
            "paused": _("Paused: it is not looked at"),
        }
        help_texts = {
            "keep": _PATTERNS,
            "drop": _PATTERNS,
            "every": _("Empty: as often as the source states, or every six hours"),
        }
        widgets = {
            "name": forms.TextInput(attrs={"size": 60}),
            "keep": forms.Textarea(attrs={"rows": 3, "cols": 60, "spellcheck": "false"}),
            "drop": forms.Textarea(attrs={"rows": 3, "cols": 60, "spellcheck": "false"}),
        }

    def clean_address(self) -> str:
        """The address, if it may be asked for; one that nobody answers to yet is kept with a warning."""
        address = complete_address(self.cleaned_data["address"])
        if address == self.initial.get("address"):
            return address
        try:
            check_address(address, WEB)
        except RefusedAddressError as error:
            raise forms.ValidationError(str(error)) from None
        except UnreachableError as error:
            self.warning = str(error)
        return address

    def save_for(self, by: Any) -> WatchedSource:
        """Save the source, a new one as the work of `by`. What changes what is taken lets it be looked at anew."""
        source: WatchedSource = self.instance
        if source._state.adding:
            source.added_by = by
            source.save()
            return source
        changed = [*self.changed_data]
        if _ASKED_ANEW & set(changed):
            source.etag = source.last_modified = source.reason = ""
            source.failures, source.next_at = 0, timezone.now()
            changed += ["etag", "last_modified", "reason", "failures", "next_at"]
        source.save(update_fields=changed)
        return source
