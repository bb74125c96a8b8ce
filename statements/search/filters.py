"""The filters of browse and search: one definition for both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from statements.dates import DateInterval, parse_edtf
from statements.languages import LANGUAGE_CHOICES
from statements.models import Entry, EntryQuerySet, Kind, Publisher, Speaker
from statements.search.facets import EXCLUDED, EXPANDED, EXTEND, LONG, PAGE, SEARCHED, UNDATED

SORTS = [("relevance", _("best first")), ("newest", _("newest first")), ("oldest", _("oldest first"))]
_MOST_VALUES = 30
_FOLLOWING = re.compile(r"utm_.*|mc_.*|fbclid|gclid|msclkid|ref", re.IGNORECASE)
_YEAR = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2]))?", re.ASCII)


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
    """Several values of one filter, but no more than a person would choose; -value excludes one."""

    def validate(self, values: list[str]) -> None:
        if len(values) > _MOST_VALUES:
            counted = {"given": len(values), "most": _MOST_VALUES}
            raise ValidationError(gettext("%(given)s values are too many: choose %(most)s at most") % counted)
        super().validate([value.removeprefix(EXCLUDED) for value in values])


class ValuesFilter(django_filters.MultipleChoiceFilter):
    field_class = ValuesField


class YearField(ValuesField):
    """Years, 2022, and months, 2022-03, and "undated"."""

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
            self.add_error("date_to", gettext("The range ends before it starts"))
        return cleaned


class DocumentFilter(django_filters.FilterSet):
    """Language, kind, speaker, publisher, year and range of dates; several values of one are OR-ed, or excluded."""

    q = django_filters.CharFilter(label=_("Words"), max_length=settings.SEARCH_MAX_CHARACTERS)
    language = ValuesFilter(choices=LANGUAGE_CHOICES)
    kind = ValuesFilter(choices=Kind.choices)
    speaker = SlugsFilter()
    publisher = SlugsFilter()
    year = YearFilter()
    sort = django_filters.ChoiceFilter(choices=SORTS)
    date_from = EdtfFilter(label=pgettext_lazy("dates", "From"))
    date_to = EdtfFilter(label=pgettext_lazy("dates", "To"))

    class Meta:
        model = Entry
        form = DatesForm
        fields: list[str] = []

    def __init__(self, parameters: QueryDict, queryset: EntryQuerySet) -> None:
        """Take the filters from the `parameters` of an address; empty ones are none."""
        given = parameters.copy()
        for name, values in parameters.lists():
            given.setlist(name, [value for value in values if value])
        given.setlist("speaker", _current(given.getlist("speaker")))
        super().__init__(given, queryset=queryset)

    @cached_property
    def conditions(self) -> dict[str, Q]:
        """What each filter that is on asks of a document. The words are searched for before, by the search."""
        asked = {name: value for name, value in self.form.cleaned_data.items() if value}
        return {name: _CONDITIONS[name](value) for name, value in asked.items() if name in _CONDITIONS}

    def filter_queryset(self, queryset: EntryQuerySet) -> EntryQuerySet:
        return queryset.filter(*self.conditions.values())


def left_out(parameters: QueryDict) -> list[str]:
    """What an address has beside the filters, as one that is misspelt, but for what others add to follow readers."""
    known = {*DocumentFilter.base_filters, PAGE, EXPANDED, EXTEND, *(f"{SEARCHED}{name}" for name in LONG)}
    return [name[:60] for name in parameters if name and name not in known and not _FOLLOWING.fullmatch(name)]


def in_a_field(parameters: QueryDict, name: str) -> str:
    """The value of a filter that a form with one field for it can show: the only one, not excluded; else nothing."""
    values = [value for value in parameters.getlist(name) if value]
    return values[0] if len(values) == 1 and not values[0].startswith(EXCLUDED) else ""


def beside_the_fields(parameters: QueryDict, fields: Iterable[str]) -> list[tuple[str, str]]:
    """(name, value) of all that such a form cannot show, and keeps."""
    return [
        (name, value)
        for name, values in parameters.lists()
        for value in values
        if value and not (name in fields and in_a_field(parameters, name))
    ]


def _current(slugs: list[str]) -> list[str]:
    """Slugs as they are now, where a speaker was merged into another: old addresses find the same documents."""
    asked = [slug.removeprefix(EXCLUDED) for slug in slugs if "\0" not in slug]
    merged = Speaker.objects.filter(slug__in=asked, merged_into__in=Speaker.objects.public())
    kept = dict(merged.values_list("slug", "merged_into__slug")) if asked else {}
    signs = [(EXCLUDED if slug.startswith(EXCLUDED) else "", slug.removeprefix(EXCLUDED)) for slug in slugs]
    return list(dict.fromkeys(f"{sign}{kept.get(slug, slug)}" for sign, slug in signs))


def _chosen(condition: Callable[[list[str]], Q]) -> Callable[[list[str]], Q]:
    """A filter by several values: one of those chosen, and none of those excluded."""

    def asked(values: list[str]) -> Q:
        chosen = [value for value in values if not value.startswith(EXCLUDED)]
        excluded = [value.removeprefix(EXCLUDED) for value in values if value.startswith(EXCLUDED)]
        return (condition(chosen) if chosen else Q()) & (~condition(excluded) if excluded else Q())

    return asked


def _by_speaker(slugs: list[str]) -> Q:
    return Q(speaker_ids__overlap=_keys(Speaker, slugs))


def _by_publisher(slugs: list[str]) -> Q:
    return Q(publisher__in=_keys(Publisher, slugs))


def _keys(model: type[Speaker | Publisher], slugs: list[str]) -> list[int]:
    """Primary keys by slug; one that no row has where there is none, since Django has no condition for nothing."""
    return list(model.objects.filter(slug__in=slugs).values_list("pk", flat=True)) or [0]


def _by_year(years: list[str]) -> Q:
    wanted = Q()
    for year in years:
        wanted |= Q(date_start__isnull=True) if year == UNDATED else _overlaps(parse_edtf(year))
    return wanted


def _overlaps(interval: DateInterval) -> Q:
    """A date known to the month belongs to every range that overlaps it: it is not made more precise than it is."""
    return Q(date_start__lte=interval.end, date_end__gte=interval.start)


_CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "language": _chosen(lambda codes: Q(language__in=codes)),
    "kind": _chosen(lambda kinds: Q(kind__in=kinds)),
    "speaker": _chosen(_by_speaker),
    "publisher": _chosen(_by_publisher),
    "year": _chosen(_by_year),
    "date_from": lambda interval: Q(date_end__gte=interval.start),
    "date_to": lambda interval: Q(date_start__lte=interval.end),
}
