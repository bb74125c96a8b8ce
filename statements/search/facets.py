"""Facets: the values of a field, each with the true number of documents it would show under all other filters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q
from django.http import QueryDict
from django.utils.text import capfirst

from statements.languages import LANGUAGES
from statements.models import Kind, Publisher, Speaker
from statements.search.tally import NO_YEAR, Tally

UNDATED = "undated"
EXCLUDED = "-"  # before a value: documents without it
PAGE = "page"
EXPANDED = "all"  # ?all=speaker shows every value of that facet
FACET_SIZE = 15
_KINDS = {kind.value: capfirst(kind.label) for kind in Kind}
_LABELS = {"language": "Language", "year": "Year", "kind": "Kind", "speaker": "Speaker", "publisher": "Publisher"}


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
    """A field to filter by; `more` of its values are not shown here, but at the address `more_url`."""

    name: str
    label: str
    values: list[FacetValue]
    more: int = 0
    more_url: str = ""


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


def make_facets(tally: Tally, parameters: QueryDict) -> list[Facet]:
    """The facets of a page: `parameters` are those of its address. Speakers and publishers: the most frequent first."""
    counted = {
        "language": _listed(tally, "language", ((code, each.label) for code, each in LANGUAGES.items()), parameters),
        "year": count_years(tally, parameters.getlist("year")),
        "kind": _by_count(_listed(tally, "kind", _KINDS.items(), parameters)),
        "speaker": _speakers(tally, parameters.getlist("speaker")),
        "publisher": _publishers(tally, parameters.getlist("publisher")),
    }
    return [_facet(name, counted[name], parameters) for name in _LABELS]


def _facet(name: str, counted: list[Count], parameters: QueryDict) -> Facet:
    """A facet with its first values and those that are chosen; with all of them where the address says so."""
    chosen = parameters.getlist(name)
    short = name in ("speaker", "publisher") and parameters.get(EXPANDED) != name
    shown = [each for place, each in enumerate(counted) if not short or place < FACET_SIZE or each.value in chosen]
    values = [
        FacetValue(
            each.value,
            each.label,
            each.documents,
            each.value in chosen,
            toggled(parameters, name, each.value),
            each.language,
        )
        for each in shown
    ]
    more = len(counted) - len(shown)
    return Facet(name, _LABELS[name], values, more, _with(parameters, EXPANDED, name) if more else "")


def _listed(tally: Tally, facet: str, labels: Iterable[tuple[str, str]], parameters: QueryDict) -> list[Count]:
    """The values of a facet that are known beforehand: those that count, and those that are chosen in vain."""
    counts, chosen = tally.counts.get(facet, {}), parameters.getlist(facet)
    return [Count(value, label, counts.get(value, 0)) for value, label in labels if value in counts or value in chosen]


def _by_count(counted: list[Count]) -> list[Count]:
    return sorted(counted, key=lambda each: -each.documents)


def count_years(tally: Tally, chosen: Iterable[str] = ()) -> list[Count]:
    """Years, the newest first, then those without date; with those `chosen` in vain."""
    counts = {int(year): documents for year, documents in tally.counts.get("year", {}).items()}
    for year in chosen:
        counts.setdefault(NO_YEAR if year == UNDATED else int(year), 0)
    names = {NO_YEAR: (UNDATED, "Undated")}
    years = sorted(counts, reverse=True)
    return [Count(*names.get(year, (str(year), str(year))), counts[year]) for year in years]


def _speakers(tally: Tally, chosen: list[str]) -> list[Count]:
    """Speakers that take part; one chosen in vain goes by name only if the public may know it."""
    counts = tally.counts.get("speaker", {})
    rows = Speaker.objects.filter(Q(pk__in=list(counts)) | _public_slugs(Speaker, chosen))
    listed = [
        (str(pk), slug, name, "")
        for pk, slug, name in rows.order_by("sort_name", "pk").values_list("pk", "slug", "name")
    ]
    return _named(listed, counts, chosen)


def _publishers(tally: Tally, chosen: list[str]) -> list[Count]:
    counts = tally.counts.get("publisher", {})
    rows = Publisher.objects.filter(Q(pk__in=list(counts)) | _public_slugs(Publisher, chosen)).order_by("name", "pk")
    values = rows.values_list("pk", "slug", "name", "language")
    return _named([(str(pk), slug, name, language) for pk, slug, name, language in values], counts, chosen)


def _public_slugs(model: type[Speaker | Publisher], slugs: list[str]) -> Q:
    return Q(slug__in=slugs, pk__in=model.objects.public().values("pk")) if slugs else Q(pk__in=[])


def _named(rows: Iterable[tuple[str, str, str, str]], counts: dict[str, int], chosen: list[str]) -> list[Count]:
    """Counts by name from rows of (pk, slug, name, language), the most frequent first."""
    named = [Count(slug, name, counts.get(pk, 0), language) for pk, slug, name, language in rows]
    known = {each.value for each in named}
    return _by_count(named) + [Count(slug, slug, 0) for slug in dict.fromkeys(chosen) if slug not in known]


def toggled(parameters: QueryDict, name: str, value: str) -> str:
    """The query string with a value chosen, or no longer; the rest is kept, and the page number dropped."""
    changed = parameters.copy()
    values = changed.getlist(name)
    changed.setlist(name, [each for each in values if each != value] if value in values else [*values, value])
    changed.pop(PAGE, None)
    return f"?{changed.urlencode()}"


def _with(parameters: QueryDict, name: str, value: str) -> str:
    """The query string with one parameter set, or removed where `value` is empty, on the first page."""
    changed = parameters.copy()
    changed.pop(PAGE, None)
    changed.setlist(name, [value] if value else [])
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
            chosen.append(Chip(label, str(value), _with(parameters, name, "")))
    return chosen
