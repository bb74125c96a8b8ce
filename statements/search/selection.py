"""The documents that a request asks for: those that have its words and pass its filters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext

from statements.models import Entry, EntryQuerySet, Kind
from statements.search.conditions import conditions
from statements.search.extend import Extension, extend
from statements.search.grammar import QueryTooLargeError, parse
from statements.search.match import Matcher
from statements.search.memory import ArchiveState
from statements.search.query import Query, relax
from statements.search.request import NotUnderstoodError, SearchRequest
from statements.search.tally import Tally, tally


@dataclass(frozen=True)
class Selection:
    """Documents, counted and listed in one state of the archive.

    query: as typed; extensions: the spellings added to it; conditions: those of the filters, by name.
    """

    request: SearchRequest
    query: Query
    extensions: tuple[Extension, ...]
    matcher: Matcher
    conditions: dict[str, Q]

    @property
    def state(self) -> ArchiveState:
        return self.matcher.state

    @property
    def entries(self) -> EntryQuerySet:
        """Entries of the documents that have the words and pass the filters."""
        return self.matcher.matching(Entry.objects.published()).filter(*self.conditions.values())

    @property
    def passing(self) -> EntryQuerySet:
        """Entries of the documents that pass the filters, whatever their words."""
        return Entry.objects.published().filter(*self.conditions.values())

    @cached_property
    def tally(self) -> Tally:
        """How many there are, in all and by facet value."""
        return tally(self.matcher.matching(Entry.objects.published()), self.conditions, self.state)

    def narrowed(self, name: str, value: str) -> Selection:
        """The documents among them that have one value of a filter."""
        request = self.request.narrowed(name, value)
        return replace(self, request=request, conditions=conditions(request))

    def relax(self) -> Selection | None:
        """The documents that have some of the words; None where the search has only one."""
        some = relax(self.matcher.query)
        return replace(self, matcher=Matcher(some, self.state)) if some else None


def select(request: SearchRequest, state: ArchiveState) -> Selection:
    """The documents that `request` asks for. Raises NotUnderstoodError where its words ask for too much."""
    try:
        query = parse(request.words, kind_slugs())
    except QueryTooLargeError as error:
        raise NotUnderstoodError({gettext("Words"): [str(error)]}) from error
    wanted, extensions = extend(query) if request.spellings else (query, ())
    return Selection(request, query, extensions, Matcher(wanted, state), conditions(request))


def kind_slugs() -> dict[str, str]:
    """Map slugs of document kinds to their names in the interface language; in English the names equal the slugs."""
    return {kind.value: str(kind.label) for kind in Kind}
