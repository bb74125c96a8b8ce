"""Facets: the values of a field, each with the true number of documents it would show under all other filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import models
from django.db.models import Func, IntegerField, QuerySet, Value
from django.db.models.functions import ExtractYear
from django.http import QueryDict
from django.utils.text import capfirst

from statements.languages import LANGUAGES
from statements.models import Document, Kind, Participation, Publisher, Speaker

UNDATED = "undated"
PAGE = "page"
_KINDS = {kind.value: capfirst(kind.label) for kind in Kind}


@dataclass(frozen=True)
class FacetValue:
    """A value, how many documents have it, and where the page with it chosen (or no longer) is."""

    value: str
    label: str
    count: int
    chosen: bool
    url: str
    language: str = ""


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    values: list[FacetValue]


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address of the page without it."""

    label: str
    value: str
    url: str
    language: str = ""


class Count(NamedTuple):
    """A value and how many documents have it; `language` is that of the label where it is not the interface's."""

    value: str
    label: str
    documents: int
    language: str = ""


def count_facets(matches: Callable[[str], QuerySet[Document]], parameters: QueryDict) -> list[Facet]:
    """Every facet. `matches` gives the documents under all filters but one; `parameters` are those of the address."""
    counted = {name: count(matches(name).order_by()) for name, _, count in _FACETS}
    missing = {name: _missing(parameters.getlist(name), counted[name]) for name in counted}
    labels = _labels(missing)
    for name, values in missing.items():
        counted[name] += [Count(value, labels[name].get(value, value), 0) for value in values]
    return [Facet(name, label, _values(name, counted[name], parameters)) for name, label, _ in _FACETS]


def _missing(chosen: list[str], counted: list[Count]) -> list[str]:
    """The values that are chosen and find nothing: they are shown too, to be removed."""
    return [value for value in dict.fromkeys(chosen) if value not in {count.value for count in counted}]


def _labels(missing: dict[str, list[str]]) -> dict[str, dict[str, str]]:
    """What values that find nothing are called, one query at most; names that are not public have no label."""
    labels: dict[str, dict[str, str]] = {
        "language": {code: language.label for code, language in LANGUAGES.items()},
        "year": {UNDATED: "Undated"},
        "kind": _KINDS,
        "speaker": {},
        "publisher": {},
    }
    if missing["speaker"] or missing["publisher"]:
        names = [
            model.objects.public().filter(slug__in=missing[name]).order_by().values_list(Value(name), "slug", "name")
            for name, model in (("speaker", Speaker), ("publisher", Publisher))
        ]
        for facet, slug, name in names[0].union(names[1]):
            labels[facet][slug] = name
    return labels


def _values(name: str, counted: list[Count], parameters: QueryDict) -> list[FacetValue]:
    chosen = parameters.getlist(name)
    return [
        FacetValue(
            each.value,
            each.label,
            each.documents,
            each.value in chosen,
            toggled(parameters, name, each.value),
            each.language,
        )
        for each in counted
    ]


def toggled(parameters: QueryDict, name: str, value: str) -> str:
    """The query string with a value chosen, or no longer; the rest is kept, and the page number dropped."""
    changed = parameters.copy()
    values = changed.getlist(name)
    changed.setlist(name, [each for each in values if each != value] if value in values else [*values, value])
    changed.pop(PAGE, None)
    return f"?{changed.urlencode()}"


def chips(facets: list[Facet], parameters: QueryDict) -> list[Chip]:
    """The filters that are on, in the order of the page."""
    chosen = [
        Chip(facet.label, each.label, each.url, each.language)
        for facet in facets
        for each in facet.values
        if each.chosen
    ]
    for name, label in (("date_from", "From"), ("date_to", "To")):
        value = parameters.get(name, "")
        if value:
            changed = parameters.copy()
            changed.pop(name)
            changed.pop(PAGE, None)
            chosen.append(Chip(label, str(value), f"?{changed.urlencode()}"))
    return chosen


def _languages(documents: QuerySet[Document]) -> list[Count]:
    counts = dict(documents.values_list("language").annotate(models.Count("pk")))
    return [Count(code, language.label, counts[code]) for code, language in LANGUAGES.items() if code in counts]


def _kinds(documents: QuerySet[Document]) -> list[Count]:
    counts = documents.values_list("kind").annotate(count=models.Count("pk")).order_by("-count", "kind")
    return [Count(kind, _KINDS[kind], count) for kind, count in counts]


def _speakers(documents: QuerySet[Document]) -> list[Count]:
    takes_part = Participation.objects.filter(document__in=documents.values("pk")).order_by()
    counts = takes_part.values_list("speaker__slug", "speaker__name").annotate(
        count=models.Count("document", distinct=True)
    )
    return [Count(*row) for row in counts.order_by("-count", "speaker__sort_name")]


def _publishers(documents: QuerySet[Document]) -> list[Count]:
    known = documents.filter(publisher__isnull=False)
    counts = known.values_list("publisher__slug", "publisher__name").annotate(count=models.Count("pk"))
    rows = counts.values_list("publisher__slug", "publisher__name", "count", "publisher__language")
    return [Count(*row) for row in rows.order_by("-count", "publisher__name")]


_NO_YEAR = 0


def count_years(documents: QuerySet[Document]) -> list[Count]:
    """Years, the newest first; a document counts in every year that its date overlaps. Then those without date."""
    years = Func(
        ExtractYear("date_start"),
        ExtractYear("date_end"),
        template=f"unnest(coalesce(nullif(array(SELECT generate_series(%(expressions)s)), '{{}}'), '{{{_NO_YEAR}}}'))",
        output_field=IntegerField(),
    )
    by_year = documents.order_by().annotate(covered=years).values_list("covered").annotate(count=models.Count("pk"))
    labels = {_NO_YEAR: (UNDATED, "Undated")}
    return [Count(*labels.get(year, (str(year), str(year))), count) for year, count in by_year.order_by("-covered")]


_FACETS: list[tuple[str, str, Callable[[QuerySet[Document]], list[Count]]]] = [
    ("language", "Language", _languages),
    ("year", "Year", count_years),
    ("kind", "Kind", _kinds),
    ("speaker", "Speaker", _speakers),
    ("publisher", "Publisher", _publishers),
]
