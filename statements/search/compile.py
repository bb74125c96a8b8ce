"""A query as conditions on `Entry`.

Words are joined into one text-search query as far as possible, which the index answers at once; anything that asks
for neighbouring words is looked up in the paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import BooleanField, F, Func, Q, Value

from statements.languages import LANGUAGES
from statements.models import Entry
from statements.search.articles import strip_article
from statements.search.clauses import Clause, Clauses, make_condition, merge_and, merge_or, negate_all
from statements.search.fields import field_condition
from statements.search.memory import ArchiveState
from statements.search.paragraphs import Keys, having_as_written, having_in_a_row
from statements.search.patterns import Pattern, exact_pattern, is_as_written, join_patterns, pattern_in
from statements.search.query import And, Dates, Field, Near, Node, Not, Or, Phrase, Prefix, Word

Compiled = Clauses | Q  # one clause for each language, or a condition on entries where clauses are not enough


class Among(Func):
    """Whether a key is in a list written as a PostgreSQL array: {1,2,3}."""

    template = "(%(expressions)s::bigint[]))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


@dataclass(frozen=True)
class Compiler:
    """Writes queries as conditions, for one state of the archive."""

    state: ArchiveState

    def condition(self, node: Node) -> Q:
        """Return the node as a condition on entries."""
        return _make_condition(self._compile(node))

    def _compile(self, node: Node) -> Compiled:
        match node:
            case Word(text):
                return self._compile_word(text)
            case Prefix(text):
                return self._compile_written(exact_pattern(text, prefix=True))
            case Phrase(text):
                return self._compile_written(exact_pattern(text))
            case Near():
                return self._compile_near(node)
            case Field() | Dates():
                return field_condition(node)
            case Not(child):
                return _negate(self._compile(child))
            case And(children):
                compiled = {child: self._compile(child) for child in children}
                rows = [child for child, part in compiled.items() if isinstance(part, Q)]
                return _join_and(list(compiled.values()), any(not isinstance(row, Field | Dates | Not) for row in rows))
            case Or(children):
                return self._compile_or(children)
        raise TypeError(f"not a query: {node!r}")

    def _compile_word(self, text: str) -> Compiled:
        """Compile a word by the rules of each language. Where it is several words, such as SAMP/T, they must stand in a
        row in one paragraph."""
        patterns = {code: pattern_in(text, code) for code in LANGUAGES}
        written = exact_pattern(text)
        if written is None:
            return dict.fromkeys(LANGUAGES, Clause(forms="'~'"))
        as_written = [code for code in LANGUAGES if is_as_written(text, code)]
        clauses = {
            code: Clause(words=each.all_words) if each else Clause(forms=written.all_words, stop_word=True)
            for code, each in patterns.items()
        }
        several = {code: each for code, each in patterns.items() if each and len(each.lexemes) > 1}
        rows = {code: having_in_a_row(code, [each]) for code, each in several.items()}
        if as_written and (compound := exact_pattern(strip_article(text) or text)):
            clauses |= dict.fromkeys(as_written, Clause(forms=compound.all_words))
            rows |= dict.fromkeys(as_written, having_as_written(compound.tsquery))
        in_rows = (~Q(language=code) | self._entries_of(row) for code, row in rows.items())
        return reduce(and_, in_rows, make_condition(clauses)) if rows else clauses

    def _compile_written(self, pattern: Pattern | None) -> Compiled:
        if pattern is None:
            return _match_nothing()
        if len(pattern.lexemes) == 1:
            return dict.fromkeys(LANGUAGES, Clause(forms=pattern.tsquery))
        return self._entries_of(having_as_written(pattern.tsquery))

    def _compile_near(self, node: Near) -> Q:
        """Find neighbours in one paragraph, by the rules of each language; as written if either of them is a phrase."""
        if isinstance(node.left, Phrase) or isinstance(node.right, Phrase):
            left, right = exact_pattern(node.left.text), exact_pattern(node.right.text)
            near = join_patterns(_neighbours(left, right, node.distance)) if left and right else ""
            return self._entries_of(having_as_written(near) if near else [])
        found = list[Keys]()
        for code in LANGUAGES:
            left, right = pattern_in(node.left.text, code), pattern_in(node.right.text, code)
            if left and right:
                found += having_in_a_row(code, _neighbours(left, right, node.distance))
            elif (left := exact_pattern(node.left.text)) and (right := exact_pattern(node.right.text)):  # a stop word
                found += having_as_written(join_patterns(_neighbours(left, right, node.distance)), code)
        return self._entries_of(found)

    def _compile_or(self, nodes: Iterable[Node]) -> Compiled:
        """Compile words into one condition; mixed with other nodes, into a union, since PostgreSQL would check such an
        OR row by row."""
        phrases, others = _phrases_apart(nodes)
        parts = [self._compile(child) for child in others]
        if phrases:
            parts.append(self._entries_of(having_as_written(join_patterns(phrases))))
        clauses = [part for part in parts if isinstance(part, dict)]
        if len(parts) == 1:
            return parts[0]
        joined = merge_or(clauses) if clauses else None
        if joined and len(clauses) == len(parts):
            return joined
        alternatives: list[Compiled] = [joined, *(part for part in parts if isinstance(part, Q))] if joined else parts
        return self._entries_of(
            [Entry.objects.filter(_make_condition(each)).order_by().values("pk") for each in alternatives]
        )

    def _entries_of(self, queries: list[Keys]) -> Q:
        """Return the entries of the documents that any of the queries finds. Their keys are fetched once for each state
        of the archive; counting and ranking reuse the list."""
        if not queries:
            return _match_nothing()
        first, *rest = queries
        sql, parameters = (first.union(*rest, all=True) if rest else first).query.sql_with_params()
        listed = f"SELECT array_agg(DISTINCT key)::text FROM ({sql}) AS found (key)"  # noqa: S608
        return Q(Among(F("pk"), Value(self.state.ask(listed, parameters)[0][0] or "{}")))


def _make_condition(compiled: Compiled) -> Q:
    return compiled if isinstance(compiled, Q) else make_condition(compiled)


def _match_nothing() -> Q:
    """Match nothing, in a form that Django still turns into SQL: it refuses to write a condition it knows is empty."""
    return Q(Among(F("pk"), Value("{}")))


def _negate(part: Compiled) -> Compiled:
    clauses = None if isinstance(part, Q) else negate_all(part)
    return ~_make_condition(part) if clauses is None else clauses


def _join_and(parts: list[Compiled], beside_words: bool) -> Compiled:
    """Join by AND. beside_words: one of the conditions asks for words, so stop words beside it ask for nothing."""
    clauses = [part for part in parts if isinstance(part, dict)]
    conditions = [part for part in parts if isinstance(part, Q)]
    if not conditions:
        return merge_and(clauses)
    return reduce(and_, conditions, make_condition(merge_and(clauses, beside_words)) if clauses else Q())


def _phrases_apart(nodes: Iterable[Node]) -> tuple[list[Pattern], list[Node]]:
    """Split into phrases of several words, which one query can find, and the rest."""
    patterns = {node: exact_pattern(node.text) for node in nodes if isinstance(node, Phrase)}
    phrases = {node: pattern for node, pattern in patterns.items() if pattern and len(pattern.lexemes) > 1}
    return list(phrases.values()), [node for node in nodes if node not in phrases]


def _neighbours(left: Pattern, right: Pattern, distance: int) -> list[Pattern]:
    steps = range(1, distance + 1)
    return [first.follow_with(second, step) for step in steps for first, second in ((left, right), (right, left))]
