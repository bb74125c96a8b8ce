"""What is asked of somebody who makes a token."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from statements.models import PUBLISH, SEND

_DAYS = [("30", gettext_lazy("30 days")), ("90", gettext_lazy("90 days")), ("365", gettext_lazy("a year"))]
_EVER = ("", gettext_lazy("until it is revoked"))


class TokenForm(forms.Form):
    """A name, how long it lasts, and whether it may publish, where its account may."""

    name = forms.CharField(label=gettext_lazy("For what"), max_length=80, strip=True)
    days = forms.ChoiceField(label=gettext_lazy("Works for"), choices=[*_DAYS, _EVER], required=False, initial="90")
    publish = forms.BooleanField(label=gettext_lazy("may also publish what has nothing to check"), required=False)

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if not may_publish:
            del self.fields["publish"]

    @property
    def scopes(self) -> list[str]:
        return [SEND, *([PUBLISH] if self.cleaned_data.get("publish") else [])]

    @property
    def last_day(self) -> date | None:
        days = self.cleaned_data["days"]
        return timezone.localdate() + timedelta(days=int(days)) if days else None
