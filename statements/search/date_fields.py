"""The fields From and To: dates as people type them, one range of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext

from statements.dates import date_words
from statements.search.problems import OfferedError, make_changes
from statements.search.request import AmbiguousDate
from statements.typed_dates.errors import DateNotReadError
from statements.typed_dates.read import TypedDate, read_date
from statements.typed_dates.wording import may_mean_month_first, range_words
from statements.web.offers import Offer


class TypedDateField(forms.CharField):
    """A date or a range; None if empty."""

    def clean(self, value: Any) -> TypedDate | None:
        text = super().clean(value)
        try:
            return read_date(text) if text else None
        except DateNotReadError as error:
            raise OfferedError(str(error), *({"": offer} for offer in error.offers)) from None


class TypedDateFilter(django_filters.Filter):
    field_class = TypedDateField


class DatesForm(forms.Form):
    """A range of dates, which must not end before it starts. Either field may have the whole of it."""

    typed_dates: Mapping[str, TypedDate]

    def clean(self) -> dict[str, Any]:
        """Put the EDTF of the first day or period into date_from, that of the last into date_to."""
        cleaned = super().clean() or self.cleaned_data
        self.typed_dates = {name: found for name in ("date_from", "date_to") if (found := cleaned.get(name))}
        first, last = (self.typed_dates.get(name) for name in ("date_from", "date_to"))
        begins = [each.first for each in (first, _range(last)) if each and each.first]
        ends = [each.last for each in (last, _range(first)) if each and each.last]
        if len(begins) > 1 or len(ends) > 1:
            self.add_error("date_to", OfferedError(gettext("One of the two is a range already: leave the other empty")))
        elif begins and ends and TypedDate(begins[0], ends[0]).is_reversed:
            turned = {"date_from": ends[0], "date_to": begins[0]}
            self.add_error("date_to", OfferedError(gettext("The range ends before it starts"), turned))
        return {**cleaned, "date_from": "".join(begins), "date_to": "".join(ends)}


def _range(found: TypedDate | None) -> TypedDate | None:
    """What was typed, if it says both where a range begins and where it ends."""
    return found if found and not found.whole else None


def list_readings(found: Mapping[str, TypedDate]) -> tuple[AmbiguousDate, ...]:
    """Return the dates that readers of the page may have meant otherwise, and how."""
    if not may_mean_month_first():
        return ()
    return tuple(_reading(name, each, each.other) for name, each in found.items() if each.other)


def _reading(name: str, found: TypedDate, other: TypedDate) -> AmbiguousDate:
    offer = Offer(range_words(other.first, other.last), make_changes(name, other))
    return AmbiguousDate(range_words(found.first, found.last), offer)


def day_of(edtf: str) -> str:
    """Return a day as a calendar takes it; "" for a month or a year, of which it knows nothing."""
    return edtf if len(edtf) == len("2022-11-10") else ""


def words_of(edtf: str) -> str:
    """Return a date as its field shows it; "" for none."""
    return date_words(edtf) if edtf else ""
