"""The filters of browse and search: one definition for both."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from statements.dates import DateInterval, parse_edtf
from statements.languages import LANGUAGE_CHOICES
from statements.models import Document, DocumentQuerySet, Kind, Participation, Speaker
from statements.search.facets import UNDATED

_MOST_VALUES = 30
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)


class EdtfField(forms.CharField):
    """A day, a month or a year, as the interval that it covers; None where it is empty."""

    def clean(self, value: Any) -> DateInterval | None:
        text = super().clean(value)
        try:
            return parse_edtf(text) if text else None
        except ValueError as error:
            raise ValidationError(str(error)) from None


class EdtfFilter(django_filters.Filter):
    field_class = EdtfField


class ValuesField(forms.MultipleChoiceField):
    """Several values of one filter, but no more than a person would choose."""

    def validate(self, values: list[str]) -> None:
        if len(values) > _MOST_VALUES:
            raise ValidationError(f"{len(values)} values are too many: choose {_MOST_VALUES} at most")
        super().validate(values)


class ValuesFilter(django_filters.MultipleChoiceFilter):
    field_class = ValuesField


class YearField(ValuesField):
    """Years of four digits, and "undated"."""

    def valid_value(self, value: str) -> bool:
        return value == UNDATED or bool(_YEAR.fullmatch(value))


class YearFilter(django_filters.MultipleChoiceFilter):
    field_class = YearField


class SlugsField(ValuesField):
    """Slugs of things that may be there or not: one that is not there finds nothing, and is no error."""

    def valid_value(self, value: str) -> bool:
        return "\0" not in value and len(value) <= 120


class SlugsFilter(django_filters.MultipleChoiceFilter):
    field_class = SlugsField


class DatesForm(forms.Form):
    """A range of dates ends after it starts."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("date_from"), cleaned.get("date_to")
        if first and last and first.start > last.end:
            self.add_error("date_to", "The range ends before it starts")
        return cleaned


class DocumentFilter(django_filters.FilterSet):
    """Language, kind, speaker, publisher, year and range of dates; several values of one are OR-ed."""

    q = django_filters.CharFilter(method="unchanged", label="Words", max_length=settings.SEARCH_MAX_CHARACTERS)
    language = ValuesFilter(choices=LANGUAGE_CHOICES)
    kind = ValuesFilter(choices=Kind.choices)
    speaker = SlugsFilter(method="by_speaker")
    publisher = SlugsFilter(field_name="publisher__slug")
    year = YearFilter(method="by_year")
    date_from = EdtfFilter(method="by_date_from", label="From")
    date_to = EdtfFilter(method="by_date_to", label="To")

    class Meta:
        model = Document
        form = DatesForm
        fields: list[str] = []

    def __init__(self, parameters: QueryDict, queryset: DocumentQuerySet) -> None:
        """Take the filters from the `parameters` of an address; empty ones are none."""
        given = parameters.copy()
        for name, values in parameters.lists():
            given.setlist(name, [value for value in values if value])
        super().__init__(given, queryset=queryset)

    def matches(self, without: str = "") -> DocumentQuerySet:
        """The documents that pass every filter, but for the one named `without`: so are its own values counted."""
        documents = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name != without and value:
                documents = self.filters[name].filter(documents, value)
        return documents

    def unchanged(self, documents: DocumentQuerySet, name: str, value: str) -> DocumentQuerySet:
        """The words are searched for before, by the search."""
        return documents

    def by_speaker(self, documents: DocumentQuerySet, name: str, slugs: list[str]) -> DocumentQuerySet:
        speakers = Speaker.objects.filter(slug__in=slugs).values("pk")
        return documents.filter(Exists(Participation.objects.filter(document=OuterRef("pk"), speaker__in=speakers)))

    def by_year(self, documents: DocumentQuerySet, name: str, years: list[str]) -> DocumentQuerySet:
        wanted = Q()
        for year in years:
            wanted |= Q(date_edtf="") if year == UNDATED else _overlaps(parse_edtf(year))
        return documents.filter(wanted)

    def by_date_from(self, documents: DocumentQuerySet, name: str, interval: DateInterval) -> DocumentQuerySet:
        return documents.filter(date_end__gte=interval.start)

    def by_date_to(self, documents: DocumentQuerySet, name: str, interval: DateInterval) -> DocumentQuerySet:
        return documents.filter(date_start__lte=interval.end)


def _overlaps(interval: DateInterval) -> Q:
    """A date known to the month belongs to every range that overlaps it: it is not made more precise than it is."""
    return Q(date_start__lte=interval.end, date_end__gte=interval.start)
