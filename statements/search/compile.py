"""A query as conditions on the rows of a scope: entries, which are whole documents, or what somebody says in them.

Here is what a query means, once; a `Writer` says it in SQL (sql.py), or to the derived index (index/). Words are joined
into as few clauses as possible, which either answers at once; words in a row are looked for within paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeAlias, TypeVar

from statements.languages import LANGUAGES
from statements.search.articles import strip_article
from statements.search.clauses import Clause, Clauses, merge_and, merge_or, negate_all
from statements.search.fields import speakers_called
from statements.search.paragraphs import Row, stemmed_row, written_row
from statements.search.patterns import Pattern, exact_pattern, is_as_written, pattern_in
from statements.search.query import (
    And,
    Dates,
    Field,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    bind_roles,
    is_fact,
    names_sayers,
    walk,
)

Condition = TypeVar("Condition")


class Writer(Protocol[Condition]):
    """Writes conditions on rows with the words of texts. of_documents: the rows are whole documents, not utterances."""

    @property
    def of_documents(self) -> bool: ...

    def words(self, clauses: Clauses) -> Condition:
        """Rows with the words that the clause of their language asks for."""

    def rows(self, rows: Sequence[Row]) -> Condition:
        """Rows with any of these words in a row; none where there are none."""

    def field(self, node: Field | Dates) -> Condition:
        """Rows with a fact."""

    def limit_to_language(self, code: str, condition: Condition) -> Condition:
        """Rows that meet the condition, or are in another language."""

    def join_and(self, conditions: Sequence[Condition]) -> Condition:
        """Rows that meet them all."""

    def join_or(self, conditions: Sequence[Condition]) -> Condition:
        """Rows that meet one of them."""

    def negate(self, condition: Condition) -> Condition:
        """All other rows."""

    def speak_for(self, speakers: tuple[int, ...]) -> Self:
        """A writer of conditions on what these speakers say."""

    def documents(self, condition: Condition) -> Condition:
        """Documents in which somebody says what meets a condition that was written by speak_for()."""


Compiled: TypeAlias = Clauses | Condition  # one clause for each language, or a condition where clauses are not enough


@dataclass(frozen=True)
class Compiler(Generic[Condition]):
    """Compiles queries into conditions that a writer writes."""

    writer: Writer[Condition]

    def condition(self, node: Node) -> Condition:
        """Return the node as a condition on the rows of the scope."""
        return self._write(self._compile(node))

    def _write(self, compiled: Compiled) -> Condition:
        return self.writer.words(compiled) if isinstance(compiled, dict) else compiled

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
                return self.writer.field(node)
            case Not(child):
                return self._negate(self._compile(child))
            case And(children):
                return self._compile_and(bind_roles(children))
            case Or(children):
                return self._compile_or(children)
        raise TypeError(f"not a query: {node!r}")

    def _compile_and(self, nodes: Sequence[Node]) -> Compiled:
        if self.writer.of_documents and any(map(names_sayers, nodes)):
            return self._compile_said(nodes)
        compiled = {node: self._compile(node) for node in nodes}
        rows = [node for node, part in compiled.items() if not isinstance(part, dict)]
        asks_for_words = any(not isinstance(row, Not) and not is_fact(row) for row in rows)
        return self._join_and(list(compiled.values()), asks_for_words)

    def _compile_said(self, nodes: Sequence[Node]) -> Condition:
        """Compile an AND that names who says it: the rest of it must hold of what each of them says. Those whom it
        excludes may say anything but that."""
        sayers = [node for node in nodes if names_sayers(node)]
        rest = [node for node in nodes if node not in sayers]
        said = [self._write_said_by(node, rest) for node in sayers if not isinstance(node, Not)]
        if rest and not said:
            said = [self._write(self._compile_and(rest))]
        unsaid = [self._write_said_by(node.node, rest) for node in sayers if isinstance(node, Not)]
        return self.writer.join_and([*said, *map(self.writer.negate, unsaid)])

    def _write_said_by(self, sayer: Node, rest: Sequence[Node]) -> Condition:
        names = (leaf.value for leaf, _ in walk(sayer) if isinstance(leaf, Field))
        writer = self.writer.speak_for(tuple(sorted({key for name in names for key in speakers_called(name)})))
        return writer.documents(Compiler(writer).condition(And((sayer, *rest))))

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
        rows = {code: [stemmed_row(code, [each])] for code, each in several.items()}
        if as_written and (compound := exact_pattern(strip_article(text) or text)):
            clauses |= dict.fromkeys(as_written, Clause(forms=compound.all_words))
            rows |= dict.fromkeys(as_written, [written_row([compound])])
        in_rows = [self.writer.limit_to_language(code, self.writer.rows(row)) for code, row in rows.items()]
        return self.writer.join_and([self.writer.words(clauses), *in_rows]) if rows else clauses

    def _compile_written(self, pattern: Pattern | None) -> Compiled:
        if pattern is None:
            return self.writer.rows([])
        if len(pattern.lexemes) == 1:
            return dict.fromkeys(LANGUAGES, Clause(forms=pattern.tsquery))
        return self.writer.rows([written_row([pattern])])

    def _compile_near(self, node: Near) -> Condition:
        """Find neighbours in one paragraph, by the rules of each language; as written if either of them is a phrase."""
        if isinstance(node.left, Phrase) or isinstance(node.right, Phrase):
            left, right = exact_pattern(node.left.text), exact_pattern(node.right.text)
            near = _neighbours(left, right, node.distance) if left and right else []
            return self.writer.rows([written_row(near)] if near else [])
        found = list[Row]()
        for code in LANGUAGES:
            left, right = pattern_in(node.left.text, code), pattern_in(node.right.text, code)
            if left and right:
                found.append(stemmed_row(code, _neighbours(left, right, node.distance)))
            elif (left := exact_pattern(node.left.text)) and (right := exact_pattern(node.right.text)):  # a stop word
                found.append(written_row(_neighbours(left, right, node.distance), code))
        return self.writer.rows(found)

    def _compile_or(self, nodes: Iterable[Node]) -> Compiled:
        """Compile words into one condition, as far as they can be."""
        phrases, others = _phrases_apart(nodes)
        parts = [self._compile(child) for child in others]
        if phrases:
            parts.append(self.writer.rows([written_row(phrases)]))
        clauses = [part for part in parts if isinstance(part, dict)]
        if len(parts) == 1:
            return parts[0]
        joined = merge_or(clauses) if clauses else None
        if joined and len(clauses) == len(parts):
            return joined
        alternatives: list[Compiled] = (
            [joined, *(part for part in parts if not isinstance(part, dict))] if joined else parts
        )
        return self.writer.join_or([self._write(each) for each in alternatives])

    def _negate(self, part: Compiled) -> Compiled:
        clauses = negate_all(part) if isinstance(part, dict) else None
        return self.writer.negate(self._write(part)) if clauses is None else clauses

    def _join_and(self, parts: list[Compiled], beside_words: bool) -> Compiled:
        """Join by AND. beside_words: one of the conditions asks for words, so stop words beside it ask for nothing."""
        clauses = [part for part in parts if isinstance(part, dict)]
        conditions = [part for part in parts if not isinstance(part, dict)]
        if not conditions:
            return merge_and(clauses)
        words = [self.writer.words(merge_and(clauses, beside_words))] if clauses else []
        return self.writer.join_and([*words, *conditions])


def _phrases_apart(nodes: Iterable[Node]) -> tuple[list[Pattern], list[Node]]:
    """Split into phrases of several words, which one query can find, and the rest."""
    patterns = {node: exact_pattern(node.text) for node in nodes if isinstance(node, Phrase)}
    phrases = {node: pattern for node, pattern in patterns.items() if pattern and len(pattern.lexemes) > 1}
    return list(phrases.values()), [node for node in nodes if node not in phrases]


def _neighbours(left: Pattern, right: Pattern, distance: int) -> list[Pattern]:
    steps = range(1, distance + 1)
    return [first.follow_with(second, step) for step in steps for first, second in ((left, right), (right, left))]
