"""Fields in which editors write a date as people do, and see in words what was understood.

A date that may be meant in two ways (03/04/2024) is refused with both to choose from, and all that was typed stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from statements.dates import date_words
from statements.typed_dates.errors import DateNotReadError
from statements.typed_dates.read import MOST, read_stated_date

WORDS = reverse_lazy("admin:statements_document_date")  # says what is understood, for scripts
_MEANT = "meant"  # after the name of a field: which of two readings was chosen
_DAY = len("2024-03-14")


def explain_date(text: str) -> dict[str, Any]:
    """Say what is understood of a typed date: its readings, in EDTF and in words, or the reason why there are none."""
    if not text.strip():
        return {"readings": [], "error": ""}
    try:
        found = read_stated_date(text)
    except DateNotReadError as wrong:
        return {"readings": [], "error": str(wrong)}
    readings = [{"edtf": each.stated, "words": date_words(each.stated)} for each in found.readings]
    return {"readings": readings, "error": ""}


class TypedDateInput(forms.TextInput):
    """A text field, the date in words under it, and where it has two meanings a choice between them."""

    class Media:
        js = (Script("js/dates-desk.js", defer=True),)

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "size": 24, **(attrs or {})})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        attrs = {**(attrs or {}), "data-date": str(WORDS), "maxlength": MOST}
        context = {"input": super().render(name, value, attrs, renderer), "name": f"{name}-{_MEANT}"}
        context |= {"readings": explain_date(str(value or ""))["readings"], "id": attrs.get("id")}
        return render_to_string("desk/review/typed_date.html", context)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return what was typed; or the reading of it that was chosen, if it is one of it."""
        typed, meant = data.get(name), data.get(f"{name}-{_MEANT}")
        readings = explain_date(str(typed or ""))["readings"] if meant else []
        return meant if meant in [each["edtf"] for each in readings] else typed


class StatedDateField(forms.CharField):
    """A date of any precision, as people write it; its value is EDTF."""

    widget = TypedDateInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": MOST, "required": False, **options})

    def to_python(self, value: Any) -> str:
        """Return EDTF; "" where nothing was typed. Raises ValidationError, with the reason."""
        text = str(super().to_python(value))
        return _read_one(text) if text and "\0" not in text else text

    def has_changed(self, initial: Any, data: Any) -> bool:
        """The same day in other words is no change."""
        try:
            return bool(self.to_python(data) != (initial or ""))
        except ValidationError:
            return True


class DayField(forms.DateField):
    """A whole day, as people write it."""

    widget = TypedDateInput

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        """Return the day; None where nothing was typed. Raises ValidationError, with the reason."""
        if value is None or isinstance(value, date) or not str(value).strip():
            return value or None
        edtf = _read_one(str(value).strip()[: MOST + 1])
        if len(edtf) != _DAY:
            raise ValidationError(gettext("Write the day, the month and the year: 3 March 2022."))
        return date.fromisoformat(edtf)


def document_date_field() -> StatedDateField:
    """The date of a document, for its forms."""
    return StatedDateField(
        label=gettext_lazy("Date"),
        help_text=gettext_lazy("As you write it: 14 March 2024, March 2024, 10-12 July 2023; empty: undated"),
    )


def _read_one(text: str) -> str:
    """Return a typed date as EDTF. Raises ValidationError where it cannot be read, or has two meanings."""
    try:
        found = read_stated_date(text)
    except DateNotReadError as error:
        raise ValidationError(str(error)) from None
    if found.other:
        raise ValidationError(gettext("This may be two dates: choose which one is meant."), code="ambiguous")
    return found.stated
