"""The documents that a request asks for: those that have its words and pass its filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext

from statements.languages import interface_language
from statements.models import Entry, EntryQuerySet, Kind, Role, UtteranceQuerySet, label_of
from statements.search.answers import Answers, SqlAnswers
from statements.search.conditions import conditions, speaker_keys, value_condition
from statements.search.extend import Extension, extend
from statements.search.grammar import Known, Names, QueryTooLargeError, known_values, parse
from statements.search.index.answers import answers_of_index
from statements.search.match import Matcher
from statements.search.memory import ArchiveState
from statements.search.numbers import join_numbers
from statements.search.query import Query, relax
from statements.search.request import NotUnderstoodError, Problem, SearchRequest
from statements.search.tally import SqlCounts, Tally
from statements.search.understand import Understood, understand
from statements.search.words import plain
from statements.web.limits import add_source


@dataclass(frozen=True)
class Selection:
    """Documents, counted and listed in one state of the archive.

    query: as typed; set_aside: words of it that are not searched for; extensions: the spellings added to it;
    conditions: those of the filters, by name.
    """

    request: SearchRequest
    query: Query
    set_aside: tuple[str, ...]
    extensions: tuple[Extension, ...]
    matcher: Matcher
    conditions: dict[str, Q]

    @property
    def state(self) -> ArchiveState:
        return self.matcher.state

    @property
    def entries(self) -> EntryQuerySet:
        """Entries of the documents that have the words and pass the filters."""
        return self._matching.filter(*self.conditions.values())

    @property
    def _matching(self) -> EntryQuerySet:
        """Entries of the documents that have the words. Where somebody must say them, the filter asks for them: what
        others say in the same document does not count, nor what they do not say."""
        published = Entry.objects.published()
        return published if self.request.chosen.get("said") else self.matcher.matching(published)

    def among(self, keys: Sequence[int]) -> EntryQuerySet:
        """Entries of those of some documents that have the words and pass the filters."""
        if self.request.chosen.get("said"):
            return self.entries.filter(pk__in=keys)
        return self.matcher.matching_some(keys).filter(*self.conditions.values())

    @property
    def passing(self) -> EntryQuerySet:
        """Entries of the documents that pass the filters, whatever their words."""
        return Entry.objects.published().filter(*conditions(self.request).values())

    @property
    def utterances(self) -> UtteranceQuerySet:
        """What people say that has the words, whoever they are and whatever the filters."""
        return self.matcher.said()

    @cached_property
    def sayers(self) -> list[int]:
        """Keys of those who must say the words: as a filter says, or a field of the query."""
        return [*speaker_keys(self.request.chosen.get("said", ())), *self.matcher.sayers]

    @cached_property
    def tally(self) -> Tally:
        """How many there are, in all and by facet value."""
        return self.answers.tally()

    @cached_property
    def answers(self) -> Answers:
        """What is known of them: from the derived index, where it is of this state of the archive."""
        answers = answers_of_index(self.request, self.matcher, lambda: self.sayers, self.sql_answers)
        if answers is None:
            return self.sql_answers()
        add_source("index")
        return answers

    def sql_answers(self) -> SqlAnswers:
        """The same from PostgreSQL."""
        add_source("database")
        counts = SqlCounts(self._matching, self.conditions, self.state, self.utterances)
        return SqlAnswers(counts, self.entries, self.matcher, self.sayers)

    def narrowed(self, name: str, value: str) -> Selection:
        """The documents among them that have one value of a filter."""
        request = self.request.narrowed(name, value)
        return replace(self, request=request, conditions=_all_conditions(request, self.matcher))

    def read(self, words: str) -> Query:
        """Other words as a query, as those asked for were read. Raises QueryTooLargeError."""
        return read_query(words)

    def finds(self, words: str) -> bool:
        """Whether other words find any document, under the same filters."""
        return select(replace(self.request, words=words), self.state).answers.has_any()

    def relax(self) -> Selection | None:
        """The documents that have some of the words; None where the search has only one. If there are none, the words
        that were set aside are looked for too."""
        some = self._relax(self.matcher.query)
        if self.set_aside and (some is None or not some.tally.total):
            whole, extensions = extend(self.query, self.state)
            return replace(self, set_aside=(), extensions=extensions)._relax(whole)
        return some

    def _relax(self, query: Query) -> Selection | None:
        some = relax(query)
        if some is None:
            return None
        matcher = Matcher(some, self.state)
        return replace(self, matcher=matcher, conditions=_all_conditions(self.request, matcher))


def select(request: SearchRequest, state: ArchiveState) -> Selection:
    """The documents that `request` asks for. Raises NotUnderstoodError where its words ask for too much."""
    try:
        query = read_query(request.words)
    except QueryTooLargeError as error:
        raise NotUnderstoodError(Problem("q", gettext("Words"), str(error), request.words)) from error
    understood = understand(query, state) if request.spellings else Understood(query)
    matcher = Matcher(understood.query, state)
    wanted = _all_conditions(request, matcher)
    return Selection(request, query, understood.set_aside, understood.extensions, matcher, wanted)


def _all_conditions(request: SearchRequest, matcher: Matcher) -> dict[str, Q]:
    """The condition of each active filter; that of who says it depends on the words."""
    saying = value_condition(request, "said", lambda slugs: Q(pk__in=matcher.said(speaker_keys(slugs)).documents()))
    return conditions(request) | ({"said": saying} if saying else {})


def read_query(words: str) -> Query:
    """Return what was typed as a query, with its numbers joined. Raises QueryTooLargeError if it asks for too much."""
    return parse(join_numbers(words), kind_slugs(), role_slugs())


def kind_slugs() -> Names:
    """Map slugs of document kinds to their names in each language of the pages, that of this page first."""
    return _names_of(Kind, interface_language())


def role_slugs() -> Names:
    """Map roles to their names, likewise."""
    return _names_of(Role, interface_language())


def find_value(field: str, typed: str) -> str:
    """Return a kind, a role or a language by its name in any language of the pages: "Discours" -> "speech".

    What is the name of none stays as it was typed.
    """
    return _known_values(interface_language())[field].get(plain(typed), typed)


@cache
def _known_values(first: str) -> Known:
    return known_values(_names_of(Kind, first), _names_of(Role, first))


@cache
def _names_of(values: type[Kind] | type[Role], first: str) -> Names:
    """An address means the same in all languages: a query that was typed on one page is asked again on the others."""
    names = dict[str, list[str]]({value.value: [] for value in values})
    for code in sorted((code for code, _ in settings.LANGUAGES), key=lambda code: code[:2] != first):
        with translation.override(code):
            for value in values:
                names[value.value].append(label_of(value))
    return names
