"""Which documents match a query: words anywhere in a document, phrases and neighbours within one paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from django.db.models import Q

from statements.languages import LANGUAGES
from statements.models import Entry, EntryQuerySet, UtteranceQuerySet
from statements.search.articles import strip_article
from statements.search.compile import Compiler
from statements.search.fields import speakers_called
from statements.search.lexemes import lexemes
from statements.search.memory import ArchiveState
from statements.search.patterns import Pattern, exact_pattern, is_as_written, pattern_in
from statements.search.query import Field, Near, Node, Phrase, Prefix, Query, Word, walk
from statements.search.scope import SomeDocuments, Utterances
from statements.search.sql import SqlWriter
from statements.search.vocabulary import list_words
from statements.search.words import beginning_of, typed_forms


class Matcher:
    """A query as the index of each language understands it, for one state of the archive."""

    def __init__(self, query: Query, state: ArchiveState) -> None:
        self.query, self.state = query, state
        self.leaves = list(walk(query.root)) if query.root else []
        texts = [text for leaf, _ in self.leaves for text in _texts(leaf)]
        lexemes(form for text in texts for form in typed_forms(text))  # one look-up for all that follows

    def matching(self, entries: EntryQuerySet) -> EntryQuerySet:
        """Return those of `entries` that match."""
        return entries.filter(self._condition) if self.query.root else entries

    def matching_some(self, keys: Sequence[int]) -> EntryQuerySet:
        """Return the entries of those of some documents that match, whose keys are given. What it takes depends on
        them, not on how many there are beside them."""
        scope = SomeDocuments(tuple(keys))
        entries = Entry.objects.published().filter(pk__in=scope.keys)
        if self.query.root is None:
            return entries
        return entries.filter(Compiler(SqlWriter(self.state, scope)).condition(self.query.root))

    def said(self, speakers: Sequence[int] = ()) -> UtteranceQuerySet:
        """Return what people say that matches: all that is asked for is in what one of them says in a document.

        speakers: keys of those who are asked about; all are, if there are none.
        """
        scope = Utterances(tuple(speakers))
        if self.query.root is None:
            return scope.rows()
        return scope.rows().filter(Compiler(SqlWriter(self.state, scope)).condition(self.query.root))

    @cached_property
    def sayers(self) -> list[int]:
        """Keys of those whom the query names as saying what is asked for."""
        names = [
            leaf.value
            for leaf, excluded in self.leaves
            if isinstance(leaf, Field) and leaf.name == "said" and not excluded
        ]
        return [key for name in names for key in speakers_called(name)]

    @cached_property
    def _condition(self) -> Q:
        return Compiler(SqlWriter(self.state)).condition(self.query.root) if self.query.root else Q()

    @cached_property
    def words(self) -> dict[str, list[Pattern]]:
        """The stemmed words that a document is ranked by and that are marked in it, by language."""
        return {code: _patterns(self._texts_of(Word), code) for code in LANGUAGES}

    @cached_property
    def phrases(self) -> list[Pattern]:
        """What is searched for as written, in all languages: phrases and prefixes."""
        prefixes = [exact_pattern(text, prefix=True) for text in self._texts_of(Prefix)]
        return _exact_patterns_of(self._texts_of(Phrase)) + [each for each in prefixes if each]

    def ranking(self) -> dict[str, dict[str, str]]:
        """The words that documents are ranked by, those in phrases too: the lexeme of each, if any, by language."""
        ranked = [part.text for part in self._wanted() if isinstance(part, Phrase) and part.ranked]
        texts = [*self._texts_of(Word), *ranked]
        words = dict.fromkeys(form for text in texts for form in typed_forms(text))
        known = lexemes(words)
        untelling = list_words("stop_words", "unranked") | list_words("articles", "whole")
        telling = [word for word in words if word not in untelling]
        return {word: {c: lexeme for c in LANGUAGES if (lexeme := known[word][c])} for word in telling or words}

    @property
    def exact_languages(self) -> list[str]:
        """The languages in which all the words are stop words, so that they are searched for as written."""
        return [code for code in LANGUAGES if self._texts_of(Word) and not self.words[code]]

    def exact_patterns(self, language: str) -> list[Pattern]:
        """What is searched for as written in texts in `language`."""
        return self._exact_patterns.get(language, [])

    @cached_property
    def _exact_patterns(self) -> dict[str, list[Pattern]]:
        words = self._texts_of(Word)
        return {
            code: self.phrases
            + _exact_patterns_of(
                words
                if code in self.exact_languages
                else (strip_article(word) or word for word in words if is_as_written(word, code))
            )
            for code in LANGUAGES
        }

    def beginnings(self, language: str) -> frozenset[str]:
        """How the words begin that are marked in texts in `language`."""
        return self._beginnings.get(language, frozenset())

    @cached_property
    def _beginnings(self) -> dict[str, frozenset[str]]:
        """Those that are not ASCII need not be among them: words that begin with such letters are always looked at."""
        return {
            code: frozenset(
                beginning_of(lexeme)
                for pattern in (*self.words[code], *self.exact_patterns(code))
                for lexeme in pattern.lexemes
                if lexeme and lexeme[0].isascii()
            )
            for code in LANGUAGES
        }

    @property
    def numbers(self) -> list[str]:
        """The paragraph numbers that are searched for."""
        return [
            each.value
            for each, excluded in self.leaves
            if isinstance(each, Field) and each.name == "number" and not excluded
        ]

    def _texts_of(self, kind: type[Word | Prefix | Phrase]) -> list[str]:
        return list(dict.fromkeys(part.text for part in self._wanted() if isinstance(part, kind)))

    def _wanted(self) -> list[Node]:
        return [part for leaf, excluded in self.leaves if not excluded for part in _parts(leaf)]


def _parts(leaf: Node) -> list[Node]:
    return [leaf.left, leaf.right] if isinstance(leaf, Near) else [leaf]


def _texts(leaf: Node) -> list[str]:
    return [part.text for part in _parts(leaf) if isinstance(part, Word | Prefix | Phrase)]


def _patterns(texts: Iterable[str], language: str) -> list[Pattern]:
    return [pattern for text in texts if (pattern := pattern_in(text, language))]


def _exact_patterns_of(texts: Iterable[str]) -> list[Pattern]:
    return [pattern for text in texts if (pattern := exact_pattern(text))]
