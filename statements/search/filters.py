"""The filters of browsing and searching: one definition for both, and the form that reads them from an address."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from statements.dates import DateInterval, parse_edtf
from statements.languages import LANGUAGE_CHOICES
from statements.models import Entry, EntryQuerySet, Kind, Speaker
from statements.search.conditions import conditions
from statements.search.request import (
    EXCLUDED,
    EXPANDED,
    EXTEND,
    FACETS,
    LONG,
    PAGE,
    SEARCHED,
    UNDATED,
    YEAR,
    NotUnderstoodError,
    SearchRequest,
)

SORTS = [("relevance", _("best first")), ("newest", _("newest first")), ("oldest", _("oldest first"))]
_MOST_VALUES = 30
_FOLLOWING = re.compile(r"utm_.*|mc_.*|fbclid|gclid|msclkid|ref", re.IGNORECASE)
_LONGEST_NAME = 200  # characters
_LONGEST_SHOWN = 60  # characters of a name repeated on the page


class EdtfField(forms.CharField):
    """A day, a month or a year, as the interval it covers; None if empty."""

    def clean(self, value: Any) -> DateInterval | None:
        text = super().clean(value)
        try:
            return parse_edtf(text) if text else None
        except ValueError as error:
            raise ValidationError(str(error)) from None


class EdtfFilter(django_filters.Filter):
    field_class = EdtfField


class ValuesField(forms.MultipleChoiceField):
    """Several values of one filter, up to as many as a person would choose; -value excludes one."""

    def validate(self, values: list[str]) -> None:
        if len(values) > _MOST_VALUES:
            counted = {"given": len(values), "most": _MOST_VALUES}
            raise ValidationError(gettext("%(given)s values are too many: choose at most %(most)s") % counted)
        super().validate([value.removeprefix(EXCLUDED) for value in values])


class ValuesFilter(django_filters.MultipleChoiceFilter):
    field_class = ValuesField


class YearField(ValuesField):
    """Years (2022), months (2022-03) and "undated"."""

    def valid_value(self, value: str) -> bool:
        return value == UNDATED or bool(YEAR.fullmatch(value))


class YearFilter(django_filters.MultipleChoiceFilter):
    field_class = YearField


class SlugsField(ValuesField):
    """Slugs of things that may or may not exist: an unknown one finds nothing, but is not an error.

    Some forms have a text field for a name, which is not a slug yet.
    """

    def valid_value(self, value: str) -> bool:
        return "\0" not in value and len(value) <= _LONGEST_NAME


class SlugsFilter(django_filters.MultipleChoiceFilter):
    field_class = SlugsField


class DatesForm(forms.Form):
    """A range of dates, which must not end before it starts."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("date_from"), cleaned.get("date_to")
        if first and last and first.start > last.end:
            self.add_error("date_to", gettext("The range ends before it starts"))
        return cleaned


class DocumentFilter(django_filters.FilterSet):
    """Language, kind, speaker, publisher, year and date range; several values of one filter are OR-ed, or excluded."""

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
        """Take the filters from the `parameters` of an address, ignoring empty ones."""
        self._page = parameters.get(PAGE, "1")
        given = QueryDict(mutable=True)
        for name, values in parameters.lists():
            given.setlist(name, [value for value in values if value])
        given.setlist("speaker", _current(given.getlist("speaker")))
        super().__init__(given, queryset=queryset)

    @cached_property
    def search_request(self) -> SearchRequest:
        """Return everything the address asks of the search. Raises NotUnderstoodError where the address is wrong."""
        if not self.is_valid():
            labels = {name: str(self.form.fields[name].label or name) for name in self.form.errors}
            raise NotUnderstoodError({labels[name]: list(errors) for name, errors in self.form.errors.items()})
        cleaned, typed = self.form.cleaned_data, self.data
        return SearchRequest(
            words=cleaned["q"],
            chosen={name: tuple(each for each in cleaned[name] if not each.startswith(EXCLUDED)) for name in FACETS},
            excluded={
                name: tuple(each.removeprefix(EXCLUDED) for each in cleaned[name] if each.startswith(EXCLUDED))
                for name in FACETS
            },
            date_from=cleaned["date_from"],
            date_to=cleaned["date_to"],
            sort=cleaned["sort"],
            page=self._page,
            expanded=typed.get(EXPANDED, ""),
            names_like={name: typed.get(f"{SEARCHED}{name}", "").strip()[:_LONGEST_SHOWN] for name in LONG},
            spellings=typed.get(EXTEND) != "no",
            unknown=tuple(_unknown(typed)),
            parameters={name: tuple(values) for name, values in typed.lists()},
        )

    def filter_queryset(self, queryset: EntryQuerySet) -> EntryQuerySet:
        return queryset.filter(*conditions(self.search_request).values())


def _unknown(parameters: Iterable[str]) -> list[str]:
    """Unknown parameters (such as a misspelt filter), ignoring tracking parameters."""
    known = {*DocumentFilter.base_filters, PAGE, EXPANDED, EXTEND, *(f"{SEARCHED}{name}" for name in LONG)}
    names = (name for name in parameters if name and name not in known)
    return [name[:_LONGEST_SHOWN] for name in names if not _FOLLOWING.fullmatch(name)]


def _current(slugs: list[str]) -> list[str]:
    """Replace the slugs of merged speakers by their present ones, so that old addresses find the same documents."""
    asked = [slug.removeprefix(EXCLUDED) for slug in slugs if "\0" not in slug]
    merged = Speaker.objects.filter(slug__in=asked, merged_into__in=Speaker.objects.public())
    kept = dict(merged.values_list("slug", "merged_into__slug")) if asked else {}
    signs = [(EXCLUDED if slug.startswith(EXCLUDED) else "", slug.removeprefix(EXCLUDED)) for slug in slugs]
    return list(dict.fromkeys(f"{sign}{kept.get(slug, slug)}" for sign, slug in signs))


def search_request(parameters: QueryDict, ignored: Container[str] = ()) -> SearchRequest:
    """Return what the `parameters` of an address ask for, except those that are `ignored`.

    Raises NotUnderstoodError where they are wrong.
    """
    given = QueryDict(mutable=True)
    for name, values in parameters.lists():
        if name not in ignored:
            given.setlist(name, values)
    return DocumentFilter(given, queryset=Entry.objects.published()).search_request


def name_as_typed(parameters: QueryDict, name: str) -> str:
    """Return what was typed into a field for a name, before it is a filter value; empty if several are chosen or one is
    excluded."""
    values = [value for value in parameters.getlist(name) if value]
    return values[0] if len(values) == 1 and not values[0].startswith(EXCLUDED) else ""
