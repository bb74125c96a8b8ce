"""Conditions as the derived index answers them. What it does not know itself, it asks PostgreSQL for in the same
snapshot, as keys: rows of stems, neighbours, roles and paragraph numbers. So its answers are exact, whatever is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from statements.models import Entry
from statements.search.clauses import Clause, Clauses
from statements.search.fields import field_condition, publishers_called, speakers_called
from statements.search.index.schema import DOCUMENT, UTTERANCE, language_term, stem_term, tantivy
from statements.search.index.shelf import NotAnsweredError, Opened
from statements.search.index.tsquery import ClauseReader
from statements.search.memory import ArchiveState
from statements.search.paragraphs import Row
from statements.search.patterns import Pattern
from statements.search.query import Dates, Field
from statements.search.scope import DOCUMENTS, Utterances
from statements.search.sql import find_keys

MOST_KEYS = 50_000  # that PostgreSQL may give; beyond them it had better answer itself
_LONGEST = 100  # words of a phrase: PostgreSQL finds those that stand within one stretch of a long paragraph
_KEYS = "SELECT array_agg(document_id)::text FROM ({matches}) AS matches"


@dataclass(frozen=True)
class QueryWriter:
    """Writes conditions on rows of one kind, for one state of the archive.

    kind: of the rows. speakers: those whose utterances are asked about; empty: everybody's.
    """

    opened: Opened
    state: ArchiveState
    kind: str = DOCUMENT
    speakers: tuple[int, ...] = ()

    @property
    def of_documents(self) -> bool:
        return self.kind == DOCUMENT

    # As Compiler asks for them

    def words(self, clauses: Clauses) -> Any:
        return self.join_or([self._clause(code, clause) for code, clause in clauses.items()])

    def rows(self, rows: Sequence[Row]) -> Any:
        return self.join_or([self._row(row) for row in rows])

    def field(self, node: Field | Dates) -> Any:
        match node:
            case Dates(_, start, end, "date"):
                return self.join_and([self.end_after(start), self.begin_before(end)])
            case Field("speaker", name):
                return self.terms("speaker", speakers_called(name))
            case Field("said", name):
                return self.terms("sayer", speakers_called(name))
            case Field("publisher", name):
                return self.terms("publisher", publishers_called(name))
            case Field("language" | "kind", value):
                return self.term(node.name, value)
        entries = Entry.objects.filter(field_condition(node))
        return self._list_keys("document", self.state.ask_queryset(_KEYS, entries, ["document_id"])[0][0])

    def limit_to_language(self, code: str, condition: Any) -> Any:
        return self.join_or([self.negate(self.term("language", code)), condition])

    def join_and(self, conditions: Sequence[Any]) -> Any:
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in conditions])

    def join_or(self, conditions: Sequence[Any]) -> Any:
        if not conditions:
            return tantivy.Query.empty_query()
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, each) for each in conditions])

    def negate(self, condition: Any) -> Any:
        everything = tantivy.Query.all_query()  # of either kind: filters are written once for both
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, everything), (tantivy.Occur.MustNot, condition)])

    def speak_for(self, speakers: tuple[int, ...]) -> QueryWriter:
        return replace(self, kind=UTTERANCE, speakers=speakers)

    def documents(self, condition: Any) -> Any:
        """Return the condition on documents. Raises NotAnsweredError where they are too many to be listed."""
        hits = self.opened.hits(self.whole(condition), MOST_KEYS + 1)
        if len(hits) > MOST_KEYS:
            raise NotAnsweredError
        return self.terms("document", list(set(self.opened.values("document", hits))))

    # Facts

    def whole(self, *conditions: Any) -> Any:
        """All rows of the kind, of the speakers who are asked about, that meet the conditions."""
        of_speakers = [self.terms("sayer", self.speakers)] if self.speakers else []
        return self.join_and([self.term("row", self.kind), *of_speakers, *conditions])

    def term(self, field: str, value: Any) -> Any:
        option = {"words": "freq", "exact": "position"}.get(field, "basic")
        return tantivy.Query.term_query(self.opened.index.schema, field, value, option)

    def terms(self, field: str, values: Sequence[Any]) -> Any:
        if not values:
            return tantivy.Query.empty_query()
        return tantivy.Query.term_set_query(self.opened.index.schema, field, list(values))

    def end_after(self, day: date | None) -> Any:
        """Dates that end on the day or later; all, undated ones too, without a day."""
        return self._span("last_day", lower=day.toordinal()) if day else tantivy.Query.all_query()

    def begin_before(self, day: date | None) -> Any:
        """Dates that begin on the day or before it; all, undated ones too, without a day."""
        return self._span("first_day", upper=day.toordinal()) if day else tantivy.Query.all_query()

    def have_embargo_after(self, moment: int | None) -> Any:
        """Documents embargoed until later than a moment, in microseconds; without one, all that ever had an embargo."""
        return self._span("publish_at", lower=-(1 << 62) if moment is None else moment + 1)

    def _span(self, field: str, lower: int | None = None, upper: int | None = None) -> Any:
        kind = tantivy.FieldType.Integer
        return tantivy.Query.range_query(self.opened.index.schema, field, kind, lower_bound=lower, upper_bound=upper)

    # Words

    def _clause(self, code: str, clause: Clause) -> Any:
        parts = [self.term("words", language_term(self.kind, code))]
        if clause.words:
            parts.append(self._reader(lambda lexeme, prefix: self._stem(code, lexeme)).read(clause.words))
        if clause.forms:
            parts.append(self._reader(self._form).read(clause.forms))
        return self.join_and(parts)

    def _reader(self, word: Any) -> ClauseReader[Any]:
        return ClauseReader(word, self.join_and, self.join_or, self.negate)

    def _stem(self, code: str, lexeme: str) -> Any:
        if lexeme.startswith("~"):
            return self.term("words", language_term(self.kind, lexeme[1:]))
        return self.term("words", stem_term(self.kind, code, lexeme))

    def _form(self, lexeme: str, prefix: bool) -> Any:
        if prefix:
            return tantivy.Query.regex_query(self.opened.index.schema, "exact", f"{re.escape(lexeme)}.*")
        return self.term("exact", lexeme)

    def _row(self, row: Row) -> Any:
        if not row.stemmed and not row.language and all(map(_is_phrase, row.patterns)):
            return self.join_or([self._phrase(pattern) for pattern in row.patterns])
        scope = DOCUMENTS if self.of_documents else Utterances(self.speakers)
        return self._list_keys("key", find_keys([scope.having(row, self.state)], self.state))

    def _phrase(self, pattern: Pattern) -> Any:
        words = [lexeme for lexeme in pattern.lexemes if lexeme]
        if len(words) == 1:
            return self.term("exact", words[0])
        return tantivy.Query.phrase_query(self.opened.index.schema, "exact", list(words))

    def _list_keys(self, field: str, keys: str | None) -> Any:
        """Return the rows whose keys PostgreSQL wrote as an array. Raises NotAnsweredError where it has too many."""
        listed = [int(key) for key in (keys or "{}")[1:-1].split(",") if key]
        if len(listed) > MOST_KEYS:
            raise NotAnsweredError
        return self.terms(field, listed)


def _is_phrase(pattern: Pattern) -> bool:
    """Whether words stand directly one after the other. With others between them they might be in two paragraphs."""
    adjacent = None not in pattern.lexemes and set(pattern.steps) <= {1}
    return adjacent and not pattern.prefix and len(pattern.lexemes) <= _LONGEST
