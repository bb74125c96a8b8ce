"""The lines of a page of frequencies: what is asked for, and what the archive has of it."""

from __future__ import annotations

from time import monotonic
from typing import NamedTuple

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst

from statements.counting.frequency import MOST_DOCUMENTS, ByYear, Coverage, coverage, documents, occurrences
from statements.languages import LANGUAGES
from statements.models import Speaker
from statements.search.extend import Extension
from statements.search.facets import EXCLUDED
from statements.search.match import Matcher
from statements.search.memory import ArchiveState
from statements.search.query import Query
from statements.search.results import EXTEND, extended, filters_of, query_of
from statements.search.tally import tally

MOST_SERIES = 5
PAGES = 3  # whose time it may take: it looks for five things
_COUNTING = 0.7  # of this time, after which no more is counted through
_CANDIDATES = 100  # speakers that may be lines


class Asked(NamedTuple):
    """A line that is asked for: what it is called, the words, and the filters they are counted under.

    extended: whether other spellings count too, as a search for the words has them.
    """

    label: str
    typed: str
    narrowed: QueryDict
    extended: bool = False

    def url(self, year: str = "") -> str:
        """The search for the same words, under the same filters."""
        parameters = with_one(self.narrowed, "q", self.typed)
        if not self.extended:
            parameters[EXTEND] = "no"
        if year:
            parameters["year"] = year
        return f"{reverse('search')}?{parameters.urlencode()}"

    @property
    def query(self) -> tuple[Query, tuple[Extension, ...]]:
        """What is counted, and the other spellings in it."""
        parameters = with_one(self.narrowed, "q", self.typed)
        query = query_of(filters_of(parameters))
        return extended(query, parameters) if self.extended else (query, ())


class Series(NamedTuple):
    """A line: the documents that have it, how often, None where that is not counted, and what the archive has."""

    asked: Asked
    documents: ByYear
    occurrences: ByYear | None
    covered: Coverage


def asked_lines(words: str, narrowed: QueryDict, parted: str, spellings: bool, state: ArchiveState) -> list[Asked]:
    """The line of some words; or the lines of languages, or of the speakers in most of the documents with them.

    spellings: whether those of other languages count too, where there is a line for each language.
    """
    if not parted:
        return [Asked(words, words, narrowed)]
    whole = Asked(words, words, narrowed, spellings and parted == "language")
    filters = filters_of(with_one(narrowed, "q", words))
    matching = Matcher(whole.query[0], state).matching(filters.queryset)
    counts = tally(matching, filters.conditions, state).counts[parted]
    named = _languages(counts) if parted == "language" else _speakers(counts)
    passing = [(value, label) for value, label in named if _passes(narrowed, parted, value)]
    made = [whole._replace(label=label, narrowed=with_one(narrowed, parted, value)) for value, label in passing]
    return made[:MOST_SERIES]


def _languages(counts: dict[str, int]) -> list[tuple[str, str]]:
    return [(code, capfirst(each.label)) for code, each in LANGUAGES.items() if code in counts]


def _speakers(counts: dict[str, int]) -> list[tuple[str, str]]:
    """(slug, name) of speakers, those in the most documents first."""
    most = sorted(counts, key=lambda key: (-counts[key], int(key)))[:_CANDIDATES]
    people = Speaker.objects.in_bulk([int(key) for key in most])
    return [(people[int(key)].slug, people[int(key)].name) for key in most if int(key) in people]


def _passes(narrowed: QueryDict, name: str, value: str) -> bool:
    """Whether a filter lets a value pass."""
    values = narrowed.getlist(name)
    chosen = [each for each in values if each and not each.startswith(EXCLUDED)]
    return f"{EXCLUDED}{value}" not in values and (not chosen or value in chosen)


def with_one(narrowed: QueryDict, name: str, value: str) -> QueryDict:
    """The parameters with one more, or with another value of it."""
    parameters = narrowed.copy()
    parameters[name] = value
    return parameters


def counted(lines: list[Asked], state: ArchiveState) -> list[Series]:
    """What is found of each line: the documents of all of them first, then how often, as long as the time suffices."""
    until = monotonic() + _COUNTING * PAGES * settings.PAGE_TIMEOUT / 1000
    made, left = list[Series](), MOST_DOCUMENTS
    under = [filters_of(each.narrowed) for each in lines]
    matchers = [Matcher(each.query[0], state) for each in lines]
    found = [documents(*each) for each in zip(matchers, under, strict=True)]
    covered = [coverage(each, state) for each in under]
    for place, asked in enumerate(lines):
        few = found[place].total <= left
        times = occurrences(matchers[place], under[place], until) if few else None
        left -= found[place].total if times else 0
        made.append(Series(asked, found[place], times, covered[place]))
    return made
