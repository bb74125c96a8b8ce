"""The lines of the frequency page: what is asked for, and what the archive has of it."""

from __future__ import annotations

from time import monotonic
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst

from statements.counting.frequency import MOST_DOCUMENTS, ByYear, Coverage, coverage, documents
from statements.counting.occurrences import occurrences
from statements.languages import LANGUAGES
from statements.models import Speaker
from statements.search.memory import ArchiveState
from statements.search.request import SearchRequest
from statements.search.selection import Selection, select

MOST_SERIES = 5
PAGES = 3  # whose time it may take: it looks for five things
_COUNTING = 0.7  # of this time, after which no more is counted through
_CANDIDATES = 100  # speakers that may be lines
_FACETS = {"language": "language", "speaker": "said"}  # by which the lines are parted


class CountedLine(NamedTuple):
    """A line that is asked for: what it is called, and the documents that it counts."""

    label: str
    selection: Selection

    def url(self, year: str = "") -> str:
        """The search for the same words, under the same filters."""
        return f"{reverse('search')}{self.selection.request.url(year=year)}"


class Series(NamedTuple):
    """A line: the documents that have it, how often, None where that is not counted, and what the archive has."""

    asked: CountedLine
    documents: ByYear
    occurrences: ByYear | None
    covered: Coverage


def lines_asked_for(request: SearchRequest, parted: str, state: ArchiveState) -> list[CountedLine]:
    """The line of some words; or the lines of languages, or of the speakers who say them in the most documents."""
    whole = select(request, state)
    if not parted:
        return [CountedLine(request.typed("q"), whole)]
    facet = _FACETS[parted]
    counts = whole.tally.counts[facet]
    named = _languages(counts) if parted == "language" else _speakers(counts)
    passing = [(value, label) for value, label in named if request.lets_pass(facet, value)]
    return [CountedLine(label, whole.narrowed(facet, value)) for value, label in passing[:MOST_SERIES]]


def _languages(counts: dict[str, int]) -> list[tuple[str, str]]:
    return [(code, capfirst(each.label)) for code, each in LANGUAGES.items() if code in counts]


def _speakers(counts: dict[str, int]) -> list[tuple[str, str]]:
    """(slug, name) of speakers, those in the most documents first."""
    most = sorted(counts, key=lambda key: (-counts[key], int(key)))[:_CANDIDATES]
    people = Speaker.objects.in_bulk([int(key) for key in most])
    return [(people[int(key)].slug, people[int(key)].name) for key in most if int(key) in people]


def count_lines(lines: list[CountedLine]) -> list[Series]:
    """Count each line: first the documents of all lines, then occurrences for as long as time allows."""
    until = monotonic() + _COUNTING * PAGES * settings.PAGE_TIMEOUT / 1000
    made, left = list[Series](), MOST_DOCUMENTS
    found = [documents(each.selection) for each in lines]
    covered = [coverage(each.selection) for each in lines]
    for place, line in enumerate(lines):
        few = found[place].total <= left
        times = occurrences(line.selection, until) if few else None
        left -= found[place].total if times else 0
        made.append(Series(line, found[place], times, covered[place]))
    return made
