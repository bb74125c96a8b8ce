"""Which documents match a query: words anywhere in a document, phrases and neighbours inside one paragraph.

A query becomes conditions on `Entry`. Words are joined into one text-search query as far as possible, which its index
answers at once; what asks for neighbours goes by the paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, reduce
from operator import and_
from typing import Any

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from statements.languages import LANGUAGES
from statements.models import Entry, EntryQuerySet, Lead, Paragraph, Stretch
from statements.search.articles import without_article
from statements.search.clauses import Clause, Clauses, all_of, as_condition, none_of, one_of
from statements.search.fields import field_condition
from statements.search.lexemes import lexemes
from statements.search.memory import State, memory
from statements.search.patterns import Pattern, any_of, exact_pattern, is_as_written, pattern_in
from statements.search.query import And, Dates, Field, Near, Node, Not, Or, Phrase, Prefix, Query, Word, walk
from statements.search.vocabulary import listed
from statements.search.words import typed_forms


class Among(Func):
    """Whether a key is in a list that is written as PostgreSQL writes arrays: {1,2,3}."""

    template = "(%(expressions)s::bigint[]))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


class Matcher:
    """A query as the index of each language understands it, in one state of the archive."""

    def __init__(self, query: Query, state: State) -> None:
        self.query, self._state = query, state
        self.leaves = list(walk(query.root)) if query.root else []
        texts = [text for leaf, _ in self.leaves for text in _texts(leaf)]
        lexemes(form for text in texts for form in typed_forms(text))  # one look-up for all that follows

    def matching(self, entries: EntryQuerySet) -> EntryQuerySet:
        """Those of `entries` that match."""
        return entries.filter(self._condition) if self.query.root else entries

    @cached_property
    def _condition(self) -> Q:
        return _as_q(_compiled(self.query.root, self._state)) if self.query.root else Q()

    @cached_property
    def words(self) -> dict[str, list[Pattern]]:
        """Per language, the stemmed words that a document is ranked by and that are marked in it."""
        return {code: _patterns(self._wanted(Word), code) for code in LANGUAGES}

    @cached_property
    def phrases(self) -> list[Pattern]:
        """What is looked for as it is written, in all languages: phrases, and beginnings of words."""
        prefixes = [exact_pattern(text, prefix=True) for text in self._wanted(Prefix)]
        return _written(self._wanted(Phrase)) + [each for each in prefixes if each]

    def ranking(self) -> dict[str, dict[str, str]]:
        """The words that documents are ranked by, those inside phrases too: by language the lexeme of each, if any."""
        texts = [*self._wanted(Word), *self._wanted(Phrase)]
        words = dict.fromkeys(form for text in texts for form in typed_forms(text))
        known = lexemes(words)
        untelling = listed("stop_words", "unranked") | listed("articles", "whole")
        telling = [word for word in words if word not in untelling]
        return {word: {c: lexeme for c in LANGUAGES if (lexeme := known[word][c])} for word in telling or words}

    @property
    def exact_languages(self) -> list[str]:
        """The languages in which the words are nothing but stop words, so that they are searched as written."""
        return [code for code in LANGUAGES if self._wanted(Word) and not self.words[code]]

    def exact_patterns(self, language: str) -> list[Pattern]:
        """What is looked for as it is written in texts in `language`."""
        words = self._wanted(Word)
        compounds = [without_article(word) or word for word in words if is_as_written(word, language)]
        return self.phrases + _written(words if language in self.exact_languages else compounds)

    @property
    def numbers(self) -> list[str]:
        """The numbers of paragraphs that are looked for."""
        return [
            each.value
            for each, excluded in self.leaves
            if isinstance(each, Field) and each.name == "number" and not excluded
        ]

    def _wanted(self, kind: type[Word | Prefix | Phrase]) -> list[str]:
        leaves = [part for leaf, excluded in self.leaves if not excluded for part in _parts(leaf)]
        return list(dict.fromkeys(part.text for part in leaves if isinstance(part, kind)))


def _parts(leaf: Node) -> list[Node]:
    return [leaf.left, leaf.right] if isinstance(leaf, Near) else [leaf]


def _texts(leaf: Node) -> list[str]:
    return [part.text for part in _parts(leaf) if isinstance(part, Word | Prefix | Phrase)]


def _patterns(texts: Iterable[str], language: str) -> list[Pattern]:
    return [pattern for text in texts if (pattern := pattern_in(text, language))]


def _written(texts: Iterable[str]) -> list[Pattern]:
    return [pattern for text in texts if (pattern := exact_pattern(text))]


def _as_q(compiled: Clauses | Q) -> Q:
    return compiled if isinstance(compiled, Q) else as_condition(compiled)


def _compiled(node: Node, state: State) -> Clauses | Q:
    """The node as one clause for each language, or where it is more than that, as a condition on entries."""
    match node:
        case Word(text):
            return _word(text, state)
        case Prefix(text):
            return _as_written(exact_pattern(text, prefix=True), state)
        case Phrase(text):
            return _as_written(exact_pattern(text), state)
        case Near():
            return _near(node, state)
        case Field() | Dates():
            return field_condition(node)
        case Not(child):
            return _none(_compiled(child, state))
        case And(children):
            compiled = {child: _compiled(child, state) for child in children}
            rows = [child for child, part in compiled.items() if isinstance(part, Q)]
            return _all(list(compiled.values()), any(not isinstance(row, Field | Dates | Not) for row in rows))
        case Or(children):
            phrases, others = _parted(children)
            parts = [_compiled(child, state) for child in others]
            return _any([*parts, _found(_with_phrase(any_of(phrases)), state)] if phrases else parts, state)
    raise TypeError(f"not a query: {node!r}")


def _parted(nodes: Iterable[Node]) -> tuple[list[Pattern], list[Node]]:
    """Phrases of several words, which one query finds, and the rest."""
    patterns = {node: exact_pattern(node.text) for node in nodes if isinstance(node, Phrase)}
    phrases = {node: pattern for node, pattern in patterns.items() if pattern and len(pattern.lexemes) > 1}
    return list(phrases.values()), [node for node in nodes if node not in phrases]


def _none(part: Clauses | Q) -> Clauses | Q:
    clauses = None if isinstance(part, Q) else none_of(part)
    return ~_as_q(part) if clauses is None else clauses


def _all(parts: list[Clauses | Q], beside_words: bool) -> Clauses | Q:
    """beside_words: one of the conditions asks for words, beside which stop words ask for nothing."""
    clauses = [part for part in parts if isinstance(part, dict)]
    conditions = [part for part in parts if isinstance(part, Q)]
    if not conditions:
        return all_of(clauses)
    return reduce(and_, conditions, as_condition(all_of(clauses, beside_words)) if clauses else Q())


def _any(parts: list[Clauses | Q], state: State) -> Clauses | Q:
    """One condition for words; with others among them a union, as PostgreSQL answers OR over all sorts row by row."""
    clauses = [part for part in parts if isinstance(part, dict)]
    if len(parts) == 1:
        return parts[0]
    joined = one_of(clauses) if clauses else None
    if joined and len(clauses) == len(parts):
        return joined
    alternatives: list[Clauses | Q] = [joined, *(part for part in parts if isinstance(part, Q))] if joined else parts
    return _found([Entry.objects.filter(_as_q(each)).order_by().values("pk") for each in alternatives], state)


def _found(queries: list[QuerySet[Any, Any]], state: State) -> Q:
    """Entries of the documents whose keys one of the queries answers with. They are asked for once in a state: counting
    and ranking take the list of keys."""
    if not queries:
        return _nothing()
    first, *rest = queries
    sql, parameters = (first.union(*rest, all=True) if rest else first).query.sql_with_params()
    listed = f"SELECT array_agg(DISTINCT key)::text FROM ({sql}) AS found (key)"  # noqa: S608
    return Q(Among(F("pk"), Value(memory.ask(state, listed, parameters)[0][0] or "{}")))


def _nothing() -> Q:
    """No entry; Django would refuse to write a statement that it knows to find nothing."""
    return Q(Among(F("pk"), Value("{}")))


def _word(text: str, state: State) -> Clauses | Q:
    """A word by the rules of each language. What is several there, as SAMP/T, must stand in one row in a paragraph."""
    patterns = {code: pattern_in(text, code) for code in LANGUAGES}
    written = exact_pattern(text)
    if written is None:
        return dict.fromkeys(LANGUAGES, Clause(forms="'~'"))
    as_written = [code for code in LANGUAGES if is_as_written(text, code)]
    clauses = {
        code: Clause(words=each.all_words) if each else Clause(forms=written.all_words, stop_word=True)
        for code, each in patterns.items()
    }
    rows = {code: _in_one_paragraph(code, [each]) for code, each in patterns.items() if each and len(each.lexemes) > 1}
    if as_written and (compound := exact_pattern(without_article(text) or text)):
        clauses |= dict.fromkeys(as_written, Clause(forms=compound.all_words))
        rows |= dict.fromkeys(as_written, _with_phrase(compound.tsquery))
    in_rows = (~Q(language=code) | _found(row, state) for code, row in rows.items())
    return reduce(and_, in_rows, as_condition(clauses)) if rows else clauses


def _as_written(pattern: Pattern | None, state: State) -> Clauses | Q:
    if pattern is None:
        return _nothing()
    if len(pattern.lexemes) == 1:
        return dict.fromkeys(LANGUAGES, Clause(forms=pattern.tsquery))
    return _found(_with_phrase(pattern.tsquery), state)


def _near(node: Near, state: State) -> Q:
    """Neighbours in one paragraph: words by the rules of each language; with a phrase among them, all as written."""
    if isinstance(node.left, Phrase) or isinstance(node.right, Phrase):
        left, right = exact_pattern(node.left.text), exact_pattern(node.right.text)
        return _found(_with_phrase(any_of(_neighbours(left, right, node.distance))) if left and right else [], state)
    found = list[QuerySet[Any, Any]]()
    for code in LANGUAGES:
        left, right = pattern_in(node.left.text, code), pattern_in(node.right.text, code)
        if left and right:
            found += _in_one_paragraph(code, _neighbours(left, right, node.distance))
        elif (left := exact_pattern(node.left.text)) and (right := exact_pattern(node.right.text)):  # a stop word
            found += _with_phrase(any_of(_neighbours(left, right, node.distance)), code)
    return _found(found, state)


def _neighbours(left: Pattern, right: Pattern, distance: int) -> list[Pattern]:
    steps = range(1, distance + 1)
    return [first.followed_by(second, step) for step in steps for first, second in ((left, right), (right, left))]


def _in_one_paragraph(language: str, patterns: list[Pattern]) -> list[QuerySet[Any, Any]]:
    """Keys of the documents that have one of the rows of stemmed words in a paragraph, and in the title.

    A document's own words do not tell: PostgreSQL counts positions up to 16,383, and on from one paragraph to the next.
    Those of the title come first there, with the weight A.
    """
    paragraphs = _having(language=language, words__matches=any_of(patterns))
    in_title = " | ".join(f"({pattern.title_tsquery})" for pattern in patterns)
    titles = Entry.objects.filter(language=language, words__matches=in_title).order_by()
    return [*paragraphs, titles.values("pk")]


def _with_phrase(tsquery: str, language: str = "") -> list[QuerySet[Any, Any]]:
    """The same for words as they are written; language: of the paragraph and of the title, where one is wanted."""
    titles = Lead.objects.filter(title__matches=tsquery).order_by()
    if not language:
        return [*_having(exact__matches=tsquery), titles.values("pk")]
    in_language = _having(exact__matches=tsquery, language=language)
    return [*in_language, titles.filter(document__language=language).values("pk")]


def in_paragraphs(tsquery: str) -> Q:
    """Words as they are written, as a condition on paragraphs. Long ones may be taken for some that have them: who
    asks looks at their text."""
    long = Stretch.objects.filter(exact__matches=tsquery).order_by().values_list("paragraph", flat=True)
    return Q(exact__matches=tsquery) | Q(pk__in=list(long.distinct()))


def _having(**conditions: str) -> list[QuerySet[Any, Any]]:
    """Keys of the documents with a paragraph that meets the conditions. Long ones are searched by their stretches, as
    their own vectors lack places, and take all beyond the last one for the same."""
    long = Stretch.objects.filter(start=0).order_by()
    rows = (
        Paragraph.objects.filter(**conditions).exclude(pk__in=long.values("paragraph")),
        Stretch.objects.filter(**conditions),
    )
    return [each.order_by().values("document") for each in rows]
