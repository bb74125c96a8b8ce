"""Answers of the derived index: counts, lists and ranking over all matches, for the very state that it is of."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import log
from typing import Any

from django.conf import settings

from statements.connecting.rows import Rows
from statements.search.answers import Answers
from statements.search.compile import Compiler
from statements.search.index.filters import filter_queries
from statements.search.index.keeping import keep_up
from statements.search.index.queries import QueryWriter
from statements.search.index.schema import DOCUMENT, UTTERANCE, key_in, microseconds, stem_term, tantivy
from statements.search.index.shelf import NotAnsweredError, Opened, has_files, open_index
from statements.search.match import Matcher
from statements.search.memory import ArchiveState
from statements.search.rank import weight_of
from statements.search.request import SearchRequest
from statements.search.tally import Tally, add_up, add_up_days
from statements.web.paging import Page

_MOST_BUCKETS = 60_000  # different facts, or speakers, that are counted at once
_MOST_EQUAL = 10_000  # matches that are looked at for the sake of those with one score


def answers_of_index(
    request: SearchRequest, matcher: Matcher, sayers: Callable[[], Sequence[int]], others: Callable[[], Answers]
) -> Answers | None:
    """The answers to a request, if the index is of the state of its matcher; None where PostgreSQL has to give them.

    sayers: gives the keys of those who must say the words. others: gives the answers of PostgreSQL, for what the index
    leaves to it.
    """
    index = _index_of(matcher.state)
    if index is None:
        return None
    try:
        with index.leave_to_postgresql():
            return IndexAnswers(index, request, matcher, sayers, others, _write(index, request, matcher))
    except NotAnsweredError:
        return None


def can_answer(state: ArchiveState) -> bool:
    """Whether searches in this state may be answered from the index."""
    return _index_of(state) is not None


def _index_of(state: ArchiveState) -> Opened | None:
    """The index, if it is of this state and was not set aside. One that is not has itself caught up."""
    index = open_index()
    if index is None or not index.state.is_of(state):
        if has_files():
            keep_up()
        return None
    return None if index.is_set_aside else index


@dataclass(frozen=True)
class _Written:
    """A search as queries. matching: of the words; filters: by name; public: leaves out what is under embargo."""

    writer: QueryWriter
    matching: list[Any]
    filters: dict[str, Any]
    public: list[Any]

    def whole(self, but: str = "") -> Any:
        """The documents that pass all filters but one."""
        return self.writer.whole(*self.matching, *self._passing(but))

    def utterances(self, matching: list[Any]) -> Any:
        """What is said in documents that pass the filters, whoever says it."""
        return self.writer.speak_for(()).whole(*matching, *self._passing("said"))

    def _passing(self, but: str) -> list[Any]:
        return [*self.public, *(query for name, query in self.filters.items() if name != but)]


def _write(index: Opened, request: SearchRequest, matcher: Matcher) -> _Written:
    """Raises NotAnsweredError. Where somebody must say the words, the filter asks for them, as in `selection`."""
    writer, root = QueryWriter(index, matcher.state), matcher.query.root
    asked = root is not None and not request.chosen.get("said")
    matching = [Compiler(writer).condition(root)] if asked and root else []
    return _Written(writer, matching, filter_queries(request, root, writer), _public(index, matcher.state, writer))


def _public(index: Opened, state: ArchiveState, writer: QueryWriter) -> list[Any]:
    moment = microseconds(state.embargo) if state.embargo else None
    last = index.state.last_embargo
    if last is None or (moment is not None and last <= moment):
        return []
    return [writer.negate(writer.have_embargo_after(moment))]


@dataclass(frozen=True)
class IndexAnswers:
    """What the index knows of the documents of a request."""

    index: Opened
    request: SearchRequest
    matcher: Matcher
    sayers: Callable[[], Sequence[int]]
    others: Callable[[], Answers]
    written: _Written

    def tally(self) -> Tally:
        try:
            with self.index.leave_to_postgresql():
                return self._recall_tally()
        except NotAnsweredError:
            return self.others().tally()

    def _count(self) -> Tally:
        return add_up(IndexCounts(self.index, self.matcher, self.written))

    def _recall_tally(self) -> Tally:
        """Count once in a state: what everybody asks for first is all documents."""
        asked = (self.matcher.query.root, self.request.chosen, self.request.excluded)
        name = f"tally: {asked} {self.request.date_from} {self.request.date_to}"
        counted = list[Tally]()

        def count() -> Rows:
            counted.append(self._count())
            return [(counted[0].to_json(),)]

        [(kept,)] = self.matcher.state.recall(name, count)
        return counted[0] if counted else Tally.from_json(kept)

    def has_any(self) -> bool:
        try:
            with self.index.leave_to_postgresql():
                return bool(self.index.hits(self.written.whole(), 1))
        except NotAnsweredError:
            return self.others().has_any()

    def all_keys(self) -> list[int]:
        try:
            with self.index.leave_to_postgresql():
                return self._sort("newest", tantivy.Order.Desc, 0, self.index.state.documents)
        except NotAnsweredError:
            return self.others().all_keys()

    def days(self, first: date, last: date) -> dict[date, int]:
        writer = self.written.writer
        try:
            with self.index.leave_to_postgresql():
                within = writer.join_and([self.written.whole(), writer.begin_before(last), writer.end_after(first)])
                rows = [(*days.split("\t"), number) for days, number in _count(self.index, within, "days")["days"]]
        except NotAnsweredError:
            return self.others().days(first, last)
        return add_up_days(rows, first, last)

    def keys(self, sort: str, page: Page, partial: bool = False) -> list[int]:
        if sort == "added":  # that is in the log of the database
            return self.others().keys(sort, page, partial)
        sayers = self.sayers() if sort == "relevance" else ()
        try:
            with self.index.leave_to_postgresql():
                terms = self._weigh_words(UTTERANCE if sayers else DOCUMENT) if sort == "relevance" else []
                if not terms:
                    return self._list_by_date(page, sort)
                return self._best_said(page, terms, tuple(sayers)) if sayers else self._best(page, terms)
        except NotAnsweredError:
            return self.others().keys(sort, page, partial)

    def _list_by_date(self, page: Page, sort: str) -> list[int]:
        """The second half of a long list is read from its end."""
        field = "oldest" if sort == "oldest" else "newest"
        orders = (tantivy.Order.Asc, tantivy.Order.Desc)
        first, last = orders if field == "oldest" else orders[::-1]
        if page.start < page.total // 2:
            return self._sort(field, first, page.start, page.size)
        return self._sort(field, last, page.total - page.stop, page.stop - page.start)[::-1]

    def _sort(self, field: str, order: Any, start: int, number: int, query: Any = None) -> list[int]:
        """query: instead of all that match."""
        limit = max(number, 1)
        hits = self.index.hits(query or self.written.whole(), limit, order_by_field=field, offset=start, order=order)
        return [key_in(value) for value, _ in hits[:number]]

    def _best(self, page: Page, terms: list[Any]) -> list[int]:
        """Rank all matches by BM25. Those with one score are sorted by date, newest first; so where a page ends among
        them, all of them are looked at. Raises NotAnsweredError where they are too many."""
        query, wanted = _score(self.written.whole(), terms), page.start + page.size
        hits, limit = [], wanted + settings.PAGE_SIZE
        while True:
            hits = self.index.hits(query, limit)
            if len(hits) < limit or hits[-1][0] < hits[wanted - 1][0] or not hits[wanted - 1][0]:
                break
            limit *= 2
            if limit > _MOST_EQUAL:
                raise NotAnsweredError
        scored = [hit for hit in hits if hit[0]]
        dates = self.index.values("newest", scored)
        ordered = sorted(zip((-score for score, _ in scored), (-each for each in dates), strict=True))
        found = [key_in(-each) for _, each in ordered[page.start : wanted]]
        return found + self._list_unscored(terms, max(page.start - len(scored), 0), page.size - len(found))

    def _list_unscored(self, terms: list[Any], start: int, number: int) -> list[int]:
        """Those without any of the words that are ranked by, newest first: "of the" has none in English."""
        writer = self.written.writer
        query = writer.join_and([self.written.whole(), writer.negate(writer.join_or(terms))])
        return self._sort("newest", tantivy.Order.Desc, start, number, query) if number > 0 else []

    def _best_said(self, page: Page, terms: list[Any], speakers: tuple[int, ...]) -> list[int]:
        """Rank all matches by what the speakers say in them: as high as the best of it. Raises NotAnsweredError where
        they are too many."""
        hits = self.index.hits(self.written.whole(), _MOST_EQUAL)
        newest = {key_in(value): value for value in self.index.values("newest", hits)}
        writer = self.written.writer.speak_for(speakers)
        said = self.index.hits(_score(writer.whole(writer.terms("document", list(newest))), terms), _MOST_EQUAL)
        if _MOST_EQUAL in (len(hits), len(said)):
            raise NotAnsweredError
        scores = dict.fromkeys(newest, 0.0)
        for (score, _), document in zip(said, self.index.values("document", said), strict=True):
            scores[document] = max(scores[document], score)
        ordered = sorted(newest, key=lambda document: (-scores[document], -newest[document]))
        return ordered[page.start : page.start + page.size]

    def _weigh_words(self, kind: str) -> list[Any]:
        """The words that rows of a kind are ranked by. The index weights each by its frequency in its own language;
        here it gets that of its frequency in the documents of all languages."""
        writer, documents, rows = self.written.writer, self.index.state.documents, self.index.rows
        weights = dict[str, float]()
        for row in self.matcher.ranking().values():
            counted = {stem_term(DOCUMENT, code, lexeme) for code, lexeme in row.items()}
            having = min(sum(self.index.frequency(term) for term in counted), documents)
            terms = {stem_term(kind, code, lexeme) for code, lexeme in row.items()}
            weights |= dict.fromkeys(terms, weight_of(documents, having) if having else 0.0)
        own = {term: self.index.frequency(term) for term in weights}
        return [
            tantivy.Query.boost_query(
                writer.term("words", term), weight / log(1 + (rows - own[term] + 0.5) / (own[term] + 0.5))
            )
            for term, weight in weights.items()
            if own[term]
        ]


@dataclass(frozen=True)
class IndexCounts:
    """Counts for tally."""

    index: Opened
    matcher: Matcher
    written: _Written

    @property
    def filters(self) -> Container[str]:
        return self.written.filters

    def facts(self, but: str = "") -> Rows:
        if but in self.written.filters:
            return _facts(_count(self.index, self.written.whole(but), "fact")["fact"])
        return _facts(self._facts_and_speakers["fact"])

    def speakers(self, but: str = "") -> Rows:
        if but in self.written.filters:
            return _count(self.index, self.written.whole(but), "speaker")["speaker"]
        return self._facts_and_speakers["speaker"]

    def sayers(self) -> Rows:
        """What others than the chosen ones say counts as well."""
        said, root = self.written.writer.speak_for(()), self.matcher.query.root
        matching = [Compiler(said).condition(root)] if root else []
        return _count(self.index, self.written.utterances(matching), "sayer")["sayer"]

    @cached_property
    def _facts_and_speakers(self) -> dict[str, Rows]:
        return _count(self.index, self.written.whole(), "fact", "speaker")


def _score(matches: Any, terms: list[Any]) -> Any:
    """Rows that match, whatever of `terms` they have, with the sum of the scores of these."""
    scored = [(tantivy.Occur.Should, term) for term in terms]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, tantivy.Query.const_score_query(matches, 0.0)), *scored])


def _count(index: Opened, query: Any, *fields: str) -> dict[str, Rows]:
    """Return, by field, rows of each value and how many documents have it. Raises NotAnsweredError where there are too
    many values to count them all."""
    terms = {"size": _MOST_BUCKETS, "segment_size": _MOST_BUCKETS}
    found = index.aggregate(query, {field: {"terms": {"field": field, **terms}} for field in fields})
    if any(found[field]["sum_other_doc_count"] for field in fields):
        raise NotAnsweredError
    return {field: [(each["key"], each["doc_count"]) for each in found[field]["buckets"]] for field in fields}


def _facts(rows: Rows) -> Rows:
    """Take the values apart that rows.EntryFacts.fact joined."""
    return [
        (
            language,
            kind,
            int(publisher) if publisher else None,
            *(int(each) if each else None for each in months),
            number,
        )
        for fact, number in rows
        for language, kind, publisher, *months in [fact.split("\t")]
    ]
