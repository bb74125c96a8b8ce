"""Conditions as PostgreSQL answers them: what a query asks of entries or utterances, as Django's Q."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_

from django.db.models import BooleanField, F, Func, Q, Value

from statements.search.clauses import Clauses, make_condition
from statements.search.memory import ArchiveState
from statements.search.paragraphs import Row
from statements.search.query import Dates, Field
from statements.search.scope import DOCUMENTS, Documents, Scope, Statement, Utterances


class Among(Func):
    """Whether a key is in a list written as a PostgreSQL array: {1,2,3}."""

    template = "(%(expressions)s::bigint[]))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


@dataclass(frozen=True)
class SqlWriter:
    """Writes conditions on the rows of a scope, for one state of the archive."""

    state: ArchiveState
    scope: Scope = DOCUMENTS

    @property
    def of_documents(self) -> bool:
        return isinstance(self.scope, Documents)

    def words(self, clauses: Clauses) -> Q:
        return make_condition(clauses)

    def rows(self, rows: Sequence[Row]) -> Q:
        return self._match_keys([self.scope.having(row, self.state) for row in rows])

    def field(self, node: Field | Dates) -> Q:
        return self.scope.condition(node)

    def limit_to_language(self, code: str, condition: Q) -> Q:
        return ~Q(language=code) | condition

    def join_and(self, conditions: Sequence[Q]) -> Q:
        return reduce(and_, conditions)

    def join_or(self, conditions: Sequence[Q]) -> Q:
        """Return a union: PostgreSQL would check an OR of words and other conditions row by row."""
        rows = (self.scope.rows().filter(each).values("pk") for each in conditions)
        return self._match_keys([each.query.sql_with_params() for each in rows])

    def negate(self, condition: Q) -> Q:
        return ~condition

    def speak_for(self, speakers: tuple[int, ...]) -> SqlWriter:
        return replace(self, scope=Utterances(speakers))

    def documents(self, condition: Q) -> Q:
        return Q(pk__in=self.scope.rows().filter(condition).order_by().values("document"))

    def _match_keys(self, statements: list[Statement]) -> Q:
        """Return the rows whose keys any of the statements gives. They are fetched once for each state of the archive;
        counting and ranking reuse the list."""
        return Q(Among(F("pk"), Value(find_keys(statements, self.state)))) if statements else _match_nothing()


def find_keys(statements: Sequence[Statement], state: ArchiveState) -> str:
    """The keys that any of the statements gives, as PostgreSQL writes an array."""
    sql = " UNION ALL ".join(f"({each})" for each, _ in statements)
    listed = f"SELECT array_agg(DISTINCT key)::text FROM ({sql}) AS found (key)"  # noqa: S608
    keys = state.ask(listed, [each for _, parameters in statements for each in parameters])[0][0]
    return keys or "{}"


def _match_nothing() -> Q:
    """Match nothing, in a form that Django still turns into SQL: it refuses to write a condition it knows is empty."""
    return Q(Among(F("pk"), Value("{}")))
