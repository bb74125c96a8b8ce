"""The filters of browsing and searching: one definition for both, and the form that reads them from an address."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import cached_property
from itertools import islice

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from statements.dates import parse_edtf
from statements.languages import LANGUAGE_CHOICES
from statements.models import Entry, EntryQuerySet, Kind, Publisher, Speaker
from statements.search.conditions import conditions
from statements.search.date_fields import DatesForm, TypedDateFilter, list_readings
from statements.search.problems import NO_SUCH_VALUE, NOT_A_YEAR, explain_errors
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
    SearchRequest,
)
from statements.search.selection import find_value

SORTS = [
    ("relevance", _("best first")),
    ("newest", _("newest first")),
    ("oldest", _("oldest first")),
    ("added", _("last added first")),
]
DATES = [("date_from", pgettext_lazy("dates", "From")), ("date_to", pgettext_lazy("dates", "To"))]
_MOST_VALUES = 30
_FOLLOWING = re.compile(r"utm_.*|mc_.*|fbclid|gclid|msclkid|ref", re.IGNORECASE)
_LONGEST_NAME = 200  # characters
_MOST_UNKNOWN = 5  # parameters named on the page
_LONGEST_SHOWN = 60  # characters of a name repeated on the page


class ValuesField(forms.MultipleChoiceField):
    """Several values of one filter, up to as many as a person would choose; -value excludes one."""

    default_error_messages = {"invalid_choice": NO_SUCH_VALUE}

    def validate(self, values: list[str]) -> None:
        if len(values) > _MOST_VALUES:
            counted = {"given": len(values), "most": _MOST_VALUES}
            raise ValidationError(gettext("%(given)s values are too many: choose at most %(most)s") % counted)
        super().validate([value.removeprefix(EXCLUDED) for value in values])


class ValuesFilter(django_filters.MultipleChoiceFilter):
    field_class = ValuesField


class YearField(ValuesField):
    """Years (2022), months (2022-03) and "undated"."""

    default_error_messages = {"invalid_choice": NOT_A_YEAR}

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


class DocumentFilter(django_filters.FilterSet):
    """Language, kind, who says it or takes part, publisher, year and date range; several values of one filter are
    OR-ed, or excluded."""

    base_filters: dict[str, django_filters.Filter]

    q = django_filters.CharFilter(label=_("Words"), max_length=settings.SEARCH_MAX_CHARACTERS)
    language = ValuesFilter(choices=LANGUAGE_CHOICES, label=_("Language"))
    kind = ValuesFilter(choices=Kind.choices, label=_("Kind"))
    said = SlugsFilter(label=_("Said by"))
    speaker = SlugsFilter(label=_("Takes part"))
    publisher = SlugsFilter(label=_("Publisher"))
    year = YearFilter(label=_("Year"))
    sort = django_filters.ChoiceFilter(
        choices=SORTS, label=_("Order"), error_messages={"invalid_choice": NO_SUCH_VALUE}
    )
    date_from = TypedDateFilter(label=DATES[0][1])
    date_to = TypedDateFilter(label=DATES[1][1])

    class Meta:
        model = Entry
        form = DatesForm
        fields: list[str] = []

    def __init__(self, parameters: QueryDict, queryset: EntryQuerySet) -> None:
        """Take the filters from the `parameters` of an address, ignoring empty ones."""
        self._page = parameters.get(PAGE) or "1"
        given = QueryDict(mutable=True)
        for name, values in parameters.lists():
            given.setlist(name, [value for value in values if value and (value != EXCLUDED or name not in FACETS)])
        for name in ("kind", "language"):
            given.setlist(name, _find_values(name, given.getlist(name)))
        for name in LONG:
            given.setlist(name, _current(Publisher if name == "publisher" else Speaker, given.getlist(name)))
        # Of this one only those filters that are asked for: a form with all of them takes 1.5 ms.
        self.base_filters = {name: each for name, each in self.base_filters.items() if given.getlist(name)}
        super().__init__(given, queryset=queryset)

    @cached_property
    def search_request(self) -> SearchRequest:
        """Return everything the address asks of the search. Raises NotUnderstoodError where the address is wrong."""
        if not self.is_valid():
            raise explain_errors(self.form, self.data)
        cleaned, typed = self.form.cleaned_data, self.data
        named = {name: cleaned.get(name, ()) for name in FACETS}
        return SearchRequest(
            words=cleaned.get("q", ""),
            chosen={
                name: tuple(each for each in values if not each.startswith(EXCLUDED)) for name, values in named.items()
            },
            excluded={
                name: tuple(each.removeprefix(EXCLUDED) for each in values if each.startswith(EXCLUDED))
                for name, values in named.items()
            },
            date_from=parse_edtf(cleaned["date_from"]) if cleaned["date_from"] else None,
            date_to=parse_edtf(cleaned["date_to"]) if cleaned["date_to"] else None,
            sort=cleaned.get("sort", ""),
            page=self._page,
            expanded=typed.get(EXPANDED, ""),
            names_like={name: typed.get(f"{SEARCHED}{name}", "").strip()[:_LONGEST_SHOWN] for name in LONG},
            spellings=typed.get(EXTEND) != "no",
            unknown=find_unknown(typed, _KNOWN),
            readings=list_readings(self.form.typed_dates),
            parameters=_write_parameters(typed, cleaned),
        )

    def filter_queryset(self, queryset: EntryQuerySet) -> EntryQuerySet:
        return queryset.filter(*conditions(self.search_request).values())


_KNOWN = {*DocumentFilter.base_filters, PAGE, EXPANDED, EXTEND, *(f"{SEARCHED}{name}" for name in LONG)}


def _write_parameters(typed: QueryDict, cleaned: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The parameters as links have them: dates in EDTF, in whatever way they were typed, and nothing unknown, which a
    page would repeat two hundred times. Of what has one value the last counts."""
    given = ((name, values) for name, values in typed.lists() if name in _KNOWN)
    parameters = {name: tuple(values if name in FACETS else values[-1:]) for name, values in given}
    for name in ("date_from", "date_to"):
        if cleaned[name] or name in parameters:
            parameters[name] = tuple(filter(None, [cleaned[name]]))
    return parameters


def find_unknown(parameters: Iterable[str], known: Container[str]) -> tuple[str, ...]:
    """Return parameters that are not `known`, such as a misspelt filter, but for those of trackers; the first few."""
    names = (name for name in parameters if name and name not in known and not _FOLLOWING.fullmatch(name))
    return tuple(name[:_LONGEST_SHOWN] for name in islice(names, _MOST_UNKNOWN))


def _find_values(name: str, typed: list[str]) -> list[str]:
    """Replace names in a language of the pages by the values of addresses: "-discours" by "-speech"."""
    signs = ((EXCLUDED if each.startswith(EXCLUDED) else "", each.removeprefix(EXCLUDED)) for each in typed)
    return [f"{sign}{find_value(name, value)}" for sign, value in signs]


def _current(model: type[Speaker | Publisher], slugs: list[str]) -> list[str]:
    """Replace the slugs of merged people or publishers by their present ones: old addresses find the same documents."""
    asked = [slug.removeprefix(EXCLUDED) for slug in slugs if "\0" not in slug]
    if not asked:
        return list(dict.fromkeys(slugs))
    merged = model.objects.filter(slug__in=asked, merged_into__in=model.objects.public())
    kept = dict(merged.values_list("slug", "merged_into__slug"))
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
    return DocumentFilter(given, queryset=Entry.objects.none()).search_request


def name_as_typed(parameters: QueryDict, name: str) -> str:
    """Return what was typed into a field for a name, before it is a filter value; empty if several are chosen or one is
    excluded."""
    values = [value for value in parameters.getlist(name) if value]
    return values[0] if len(values) == 1 and not values[0].startswith(EXCLUDED) else ""
