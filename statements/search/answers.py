"""The answers that a page needs of the documents it is about: from PostgreSQL, or from the derived index (index/)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.conf import settings

from statements.models import EntryQuerySet
from statements.search.match import Matcher
from statements.search.memory import ArchiveState
from statements.search.rank import rank_by_some, rank_entries
from statements.search.tally import SqlCounts, Tally, add_up, count_days
from statements.web.paging import Page

_ALL = "SELECT document_id FROM ({matches}) AS matches ORDER BY date_start DESC NULLS LAST, document_id DESC"

_BY_ARRIVAL = """
SELECT matches.document_id FROM ({matches}) AS matches LEFT JOIN statements_publication AS arrival
    ON arrival.document_id = matches.document_id AND event = 'published'
ORDER BY at DESC NULLS LAST, matches.document_id DESC LIMIT {number} OFFSET {start}
"""


class Answers(Protocol):
    """Counts and lists the documents of a selection."""

    def tally(self) -> Tally:
        """How many there are, in all and by facet value."""

    def has_any(self) -> bool:
        """Whether there are any."""

    def keys(self, sort: str, page: Page, partial: bool = False) -> list[int]:
        """The keys of those on a page, in order. sort: relevance, newest, oldest or added; partial: they have some of
        the words."""

    def all_keys(self) -> list[int]:
        """The keys of all of them, newest first."""

    def days(self, first: date, last: date) -> dict[date, int]:
        """How many there are by day."""


@dataclass(frozen=True)
class SqlAnswers:
    """The answers of PostgreSQL. entries: of the documents; sayers: keys of those who must say the words."""

    counts: SqlCounts
    entries: EntryQuerySet
    matcher: Matcher
    sayers: Sequence[int]

    def tally(self) -> Tally:
        return add_up(self.counts)

    def has_any(self) -> bool:
        return self.entries.exists()

    def keys(self, sort: str, page: Page, partial: bool = False) -> list[int]:
        if sort == "relevance":
            rank = rank_by_some if partial else rank_entries
            return rank(self.entries, self.matcher, page.start, settings.PAGE_SIZE, self.sayers)
        if sort == "added":
            return keys_by_arrival(self.entries, page, self.matcher.state)
        return keys_by_date(self.entries, page, newest_first=sort == "newest")

    def all_keys(self) -> list[int]:
        rows = self.matcher.state.ask_queryset(_ALL, self.entries, ["document_id", "date_start"])
        return [key for (key,) in rows]

    def days(self, first: date, last: date) -> dict[date, int]:
        return count_days(self.entries, first, last, self.matcher.state)


def keys_by_arrival(matches: EntryQuerySet, page: Page, state: ArchiveState) -> list[int]:
    """Return keys in order of when documents became public here for the first time, the last one first."""
    statement = _BY_ARRIVAL.format(matches="{matches}", start=page.start, number=page.size)
    return [key for (key,) in state.ask_queryset(statement, matches, ["document_id"])]


def keys_by_date(matches: EntryQuerySet, page: Page, newest_first: bool) -> list[int]:
    """Return keys in order of date, undated ones last. The second half of a long list is read from its end."""
    ordered = matches.newest_first() if newest_first else matches.oldest_first()
    start, stop = page.start, page.stop
    if start < page.total // 2:
        return list(ordered.values_list("pk", flat=True)[start:stop])
    return list(ordered.reverse().values_list("pk", flat=True)[page.total - stop : page.total - start])[::-1]
