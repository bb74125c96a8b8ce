"""What the filters of a search require of a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db.models import Q

from statements.dates import DateInterval, parse_edtf
from statements.models import Publisher, Speaker, Utterance
from statements.search.memory import archive_state
from statements.search.request import UNDATED, SearchRequest


def conditions(request: SearchRequest) -> dict[str, Q]:
    """Return the condition of each active filter, by its name. The words are left to `match`; with words,
    `selection` asks that they are what is said."""
    made = {name: value_condition(request, name, condition) for name, condition in _BY_NAME.items()}
    if request.date_from:
        made["date_from"] = Q(date_end__gte=request.date_from.start)
    if request.date_to:
        made["date_to"] = Q(date_start__lte=request.date_to.end)
    return {name: condition for name, condition in made.items() if condition}


def value_condition(request: SearchRequest, name: str, condition: Callable[[Sequence[str]], Q]) -> Q:
    """Require one of the chosen values and none of the excluded ones."""
    chosen, excluded = request.chosen.get(name), request.excluded.get(name)
    return (condition(chosen) if chosen else Q()) & (~condition(excluded) if excluded else Q())


def _said_condition(slugs: Sequence[str]) -> Q:
    return Q(pk__in=Utterance.objects.filter(speaker__in=speaker_keys(slugs)).documents())


def _speaker_condition(slugs: Sequence[str]) -> Q:
    return Q(speaker_ids__overlap=speaker_keys(slugs))


def speaker_keys(slugs: Sequence[str]) -> list[int]:
    """Return primary keys of speakers; if there are none of the slugs, [0], nobody's key; none without slugs."""
    return _keys(Speaker, slugs) if slugs else []


def _publisher_condition(slugs: Sequence[str]) -> Q:
    return Q(publisher__in=publisher_keys(slugs))


def publisher_keys(slugs: Sequence[str]) -> list[int]:
    """Return primary keys of publishers; if there are none of the slugs, [0], nobody's key."""
    return _keys(Publisher, slugs)


def _keys(model: type[Speaker | Publisher], slugs: Sequence[str]) -> list[int]:
    """Return primary keys by slug; if there are none, [0], which no row has: Django has no condition for nothing."""
    found = model.objects.filter(slug__in=slugs).values_list("pk")
    rows = archive_state().recall(f"{model.__name__}: {sorted(slugs)}", lambda: list(found))
    return [key for (key,) in rows] or [0]


def _year_condition(years: Sequence[str]) -> Q:
    wanted = Q()
    for year in years:
        wanted |= Q(date_start__isnull=True) if year == UNDATED else _overlaps(parse_edtf(year))
    return wanted


def _overlaps(interval: DateInterval) -> Q:
    """Match every date that overlaps the interval: a date known only to the month is not made more precise."""
    return Q(date_start__lte=interval.end, date_end__gte=interval.start)


_BY_NAME: dict[str, Callable[[Sequence[str]], Q]] = {
    "language": lambda codes: Q(language__in=codes),
    "kind": lambda kinds: Q(kind__in=kinds),
    "said": _said_condition,
    "speaker": _speaker_condition,
    "publisher": _publisher_condition,
    "year": _year_condition,
}
