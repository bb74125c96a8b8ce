"""Facets: the values of a field, each with the exact number of documents it would give under all other filters."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from statements.dates import date_words
from statements.languages import LANGUAGES
from statements.models import Kind, Publisher, Speaker, label_of
from statements.search.memory import archive_state
from statements.search.request import EXPANDED, LONG, SEARCHED, UNDATED, SearchRequest
from statements.search.tally import NO_YEAR, Tally
from statements.search.words import plain_words

FACET_SIZE, YEARS_SIZE = 15, 30
EXPANDED_SIZE = 300
_LABELS = {
    "language": _("Language"),
    "year": _("Year"),
    "kind": _("Kind"),
    "said": _("Said by"),
    "speaker": _("Takes part"),
    "publisher": _("Publisher"),
}


_SPEAKERS = """
SELECT id, slug, name, '' FROM statements_speaker
WHERE id = ANY (%s::bigint[]) OR slug = ANY (%s::text[]) ORDER BY coalesce(nullif(sort_name, ''), name), id
"""
_PUBLISHERS = """
SELECT id, slug, name, language FROM statements_publisher
WHERE id = ANY (%s::bigint[]) OR slug = ANY (%s::text[]) ORDER BY name, id
"""


@dataclass(frozen=True)
class FacetValue:
    """A value, its number of documents, and the addresses of the pages that choose it, exclude it or do neither."""

    value: str
    label: str
    count: int
    chosen: bool
    excluded: bool
    url: str
    exclude_url: str
    language: str = ""


@dataclass(frozen=True)
class Facet:
    """A field to filter by. Where `more` values are not shown here, `more_url` is the address that shows them, if any.

    searched: what was typed to find values of this facet, if it has so many that it `can_be_searched`.
    """

    name: str
    label: str
    values: list[FacetValue]
    more: int = 0
    more_url: str = ""
    can_be_searched: bool = False
    searched: str = ""
    all_url: str = ""

    @property
    def search_parameter(self) -> str:
        return f"{SEARCHED}{self.name}"


@dataclass(frozen=True)
class Chip:
    """An active filter, and the address of the page without it."""

    label: str
    value: str
    url: str
    language: str = ""
    excluded: bool = False


class Count(NamedTuple):
    """A value and its number of documents; `language` is that of its label if it is not the interface language."""

    value: str
    label: str
    documents: int
    language: str = ""


def make_facets(tally: Tally, request: SearchRequest) -> list[Facet]:
    """Return the facets of a page. Speakers and publishers come most frequent first."""
    asked = {name: request.named(name) for name in _LABELS}
    counted = {
        "language": _fixed_counts(tally, "language", _languages(), asked),
        "year": count_years(tally, asked["year"]),
        "kind": _sort_by_count(_fixed_counts(tally, "kind", _kinds(), asked)),
        "said": _speakers(tally, "said", asked["said"], _is_whole("said", request)),
        "speaker": _speakers(tally, "speaker", asked["speaker"], _is_whole("speaker", request)),
        "publisher": _publishers(tally, asked["publisher"], _is_whole("publisher", request)),
    }
    return [_facet(name, counted[name], tally, request) for name in _LABELS]


def _facet(name: str, counted: list[Count], tally: Tally, request: SearchRequest) -> Facet:
    """Build a facet of its first values and any that are chosen or excluded; of more if the address asks for them."""
    searched, size = request.names_like.get(name, ""), _size(name, request)
    matching = [each for each in counted if is_called(each.label, searched)] if searched else counted
    kept = {UNDATED, *(each.value for each in matching[:size]), *request.named(name)}
    values = len(tally.counts.get(name, {}))
    counting = [each for each in matching if each.documents]
    there = values if name in LONG and not searched else len(counting)
    more = there - sum(each.value in kept for each in counting)
    return Facet(
        name,
        str(_LABELS[name]),
        [_value(name, each, request) for each in counted if each.value in kept],
        more,
        request.url(**{EXPANDED: name}) if more and size in (FACET_SIZE, YEARS_SIZE) else "",
        name in LONG and (values > FACET_SIZE or bool(searched)),
        searched,
        request.url(**{f"{SEARCHED}{name}": ""}) if searched else "",
    )


def _is_whole(name: str, request: SearchRequest) -> bool:
    """Whether all values of a facet are considered, not just the most frequent."""
    return bool(request.names_like.get(name)) or request.expanded == name


def _size(name: str, request: SearchRequest) -> int:
    """How many values are shown, in addition to those chosen or excluded."""
    if name == "year":
        return sys.maxsize if request.expanded == name else YEARS_SIZE
    if name not in LONG:
        return sys.maxsize
    return EXPANDED_SIZE if _is_whole(name, request) else FACET_SIZE


def is_called(label: str, typed: str) -> bool:
    """Whether each word of `typed` begins some word of the label, ignoring accents and capitals."""
    words = _words_of(label)
    return all(any(word.startswith(wanted) for word in words) for wanted in _words_of(typed))


@lru_cache(maxsize=20_000)  # a name is looked through once for each name that is typed, and there are thousands
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(plain_words(name))


def _value(name: str, each: Count, request: SearchRequest) -> FacetValue:
    excluded = request.is_excluded(name, each.value)
    return FacetValue(
        each.value,
        each.label,
        each.documents,
        request.is_chosen(name, each.value),
        excluded,
        request.toggle(name, each.value, exclude=excluded),
        request.toggle(name, each.value, exclude=True),
        each.language,
    )


def _fixed_counts(
    tally: Tally, facet: str, labels: Iterable[tuple[str, str]], asked: dict[str, list[str]]
) -> list[Count]:
    """Values from a fixed list: those with documents, and any the reader picked that have none."""
    counts = tally.counts.get(facet, {})
    return [
        Count(value, label, counts.get(value, 0)) for value, label in labels if value in counts or value in asked[facet]
    ]


def _languages() -> list[tuple[str, str]]:
    return [(code, capfirst(each.label)) for code, each in LANGUAGES.items()]


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, capfirst(label_of(kind))) for kind in Kind]


def _sort_by_count(counted: list[Count]) -> list[Count]:
    return sorted(counted, key=lambda each: -each.documents)


def count_years(tally: Tally, chosen: Iterable[str] = ()) -> list[Count]:
    """Years, newest first, then undated; with those `chosen`, which may also be months, 2022-03."""
    counts = {year: documents for year, documents in tally.counts.get("year", {}).items() if year != str(NO_YEAR)}
    for each in chosen:
        if each != UNDATED:
            counts.setdefault(each, tally.months.get(month_number(each), 0) if "-" in each else 0)
    years = [
        Count(each, date_words(each) if "-" in each else each, counts[each]) for each in sorted(counts, reverse=True)
    ]
    undated = tally.counts.get("year", {}).get(str(NO_YEAR), 0)
    return [*years, Count(UNDATED, gettext("Undated"), undated)] if undated or UNDATED in chosen else years


def month_number(month: str) -> int:
    """The number that stands for a month in counts: "2022-03" -> 2022 * 12 + 2."""
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1


def _speakers(tally: Tally, facet: str, chosen: list[str], whole: bool) -> list[Count]:
    """Speakers who say it, or who take part. A chosen one without documents is named only if the public may know."""
    counts = tally.counts.get(facet, {})
    return _count_by_name(_public(Speaker, _read_names(_SPEAKERS, counts, chosen, whole), counts), counts, chosen)


def _publishers(tally: Tally, chosen: list[str], whole: bool) -> list[Count]:
    counts = tally.counts.get("publisher", {})
    return _count_by_name(_public(Publisher, _read_names(_PUBLISHERS, counts, chosen, whole), counts), counts, chosen)


Named = tuple[str, str, str, str]  # pk, slug, name, language


def _read_names(sql: str, counts: dict[str, int], chosen: list[str], whole: bool) -> list[Named]:
    """The names of the values that are shown, and of those chosen."""
    rows = archive_state().ask(sql, [[int(key) for key in _foremost(counts, whole)], chosen])
    return [(str(pk), slug, name, language) for pk, slug, name, language in rows]


def _public(model: type[Speaker | Publisher], rows: list[Named], counts: dict[str, int]) -> list[Named]:
    """Keep the rows with documents and, of those chosen that have none, the ones that the public may know of."""
    vain = [slug for pk, slug, *_ in rows if pk not in counts]
    known = set(model.objects.public().filter(slug__in=vain).values_list("slug", flat=True)) if vain else set()
    return [row for row in rows if row[0] in counts or row[1] in known]


def _foremost(counts: dict[str, int], whole: bool) -> list[str]:
    """Return all keys, or those of the most frequent values: as many as are shown, plus any that tie with the last."""
    if whole or len(counts) <= FACET_SIZE:
        return list(counts)
    least = sorted(counts.values(), reverse=True)[FACET_SIZE - 1]
    return [key for key, documents in counts.items() if documents >= least]


def _count_by_name(rows: Iterable[Named], counts: dict[str, int], chosen: list[str]) -> list[Count]:
    """Counts by name, most frequent first."""
    named = [Count(slug, name, counts.get(pk, 0), language) for pk, slug, name, language in rows]
    known = {each.value for each in named}
    return _sort_by_count(named) + [Count(slug, slug, 0) for slug in dict.fromkeys(chosen) if slug not in known]


def chips(facets: list[Facet], request: SearchRequest) -> list[Chip]:
    """The active filters, in the order of the page."""
    on = [
        Chip(facet.label, each.label, each.url, each.language, each.excluded)
        for facet in facets
        for each in facet.values
        if each.chosen or each.excluded
    ]
    for name, label in (("date_from", pgettext("dates", "From")), ("date_to", pgettext("dates", "To"))):
        value = request.typed(name)
        if value:
            on.append(Chip(label, date_words(value), request.url(**{name: ""})))
    return on
