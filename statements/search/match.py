"""Which documents match a query: words anywhere in a document, a phrase inside one paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.lookups import PostgresOperatorLookup

from statements.languages import LANGUAGES
from statements.models import Document, DocumentQuerySet, Paragraph
from statements.search.lexemes import EXACT, lexemes, tokens
from statements.search.query import Query


@SearchVectorField.register_lookup
class Matches(PostgresOperatorLookup):
    """vector @@ a text-search query given as text; the text is made by `Pattern`, never typed by anybody."""

    lookup_name = "matches"
    postgres_operator = "@@"
    prepare_rhs = False

    def process_rhs(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, parameters = super().process_rhs(compiler, connection)
        return f"{sql}::tsquery", parameters


@dataclass(frozen=True)
class Pattern:
    """Words in a row as the index knows them; None stands for a stop word, which any word may fill."""

    lexemes: tuple[str | None, ...]

    @property
    def tsquery(self) -> str:
        """As PostgreSQL writes it: 'samp' <-> 't', or 'capo' <2> 'stato' over a stop word."""
        parts, distance = "", 0
        for lexeme in self.lexemes:
            distance += 1
            if lexeme is not None:
                parts += (f" <{distance}> " if parts else "") + _quoted(lexeme)
                distance = 0
        return parts


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _pattern(text: str, language: str) -> Pattern | None:
    """The pattern of a typed word or phrase in `language`, without stop words at its ends; None where no other is."""
    words = [token.word for token in tokens(text)]
    known = lexemes(words)
    row = [known[word][language] for word in words]
    while row and row[-1] is None:
        row.pop()
    while row and row[0] is None:
        row.pop(0)
    return Pattern(tuple(row)) if row else None


class Matcher:
    """A query as the index of each language understands it."""

    def __init__(self, query: Query) -> None:
        self.query = query
        typed = (*query.words, *query.phrases, *query.excluded_words, *query.excluded_phrases)
        lexemes(token.word for text in typed for token in tokens(text))  # one look-up for all that follows

    @cached_property
    def words(self) -> dict[str, list[Pattern]]:
        """Per language, what its documents must have; empty where all the words are stop words there."""
        return {code: _patterns(self.query.words, code) for code in LANGUAGES}

    @cached_property
    def phrases(self) -> list[Pattern]:
        return _patterns(self.query.phrases, EXACT)

    @cached_property
    def stop_words(self) -> list[Pattern]:
        """The words exactly as written: what documents must have in a language in which all are stop words."""
        return _patterns(self.query.words, EXACT)

    @property
    def exact_languages(self) -> list[str]:
        """The languages in which the words are nothing but stop words, so that they are searched as written."""
        return [code for code in LANGUAGES if self.query.words and not self.words[code]]

    def exact_patterns(self, language: str) -> list[Pattern]:
        """What paragraphs in `language` are searched for as written."""
        return self.phrases + (self.stop_words if language in self.exact_languages else [])

    def matching(self, documents: DocumentQuerySet) -> DocumentQuerySet:
        """Those of `documents` that match."""
        if self.query.words or self.query.excluded_words:
            documents = documents.filter(words__matches=" | ".join(self._of_language(code) for code in LANGUAGES))
        for code in LANGUAGES:
            for keys in self._inside_paragraphs(code):
                documents = documents.filter(~Q(language=code) | Q(pk__in=keys))
            for keys in self._excluded_inside_paragraphs(code):
                documents = documents.exclude(language=code, pk__in=keys)
        for phrase in self.phrases:
            documents = documents.filter(pk__in=_with_phrase(phrase))
        for phrase in _patterns(self.query.excluded_phrases, EXACT):
            documents = documents.exclude(pk__in=_with_phrase(phrase))
        return documents

    def _of_language(self, language: str) -> str:
        """What the words of a document in `language` must be, for the index: they hold the language itself too.

        So one condition serves all languages and takes the index: PostgreSQL answers `language = … AND words @@ … OR …`
        without any.
        """
        wanted = [_quoted(lexeme) for pattern in self.words[language] for lexeme in pattern.lexemes if lexeme]
        excluded = [f"!{_quoted(lexeme)}" for word in self.query.excluded_words if (lexeme := _single(word, language))]
        return "(" + " & ".join([_quoted(f"~{language}"), *wanted, *excluded]) + ")"

    def _inside_paragraphs(self, language: str) -> list[QuerySet[Any, Any]]:
        """What else documents in `language` must have in one paragraph: compounds; stop words, where all words are."""
        if not self.words[language]:
            return [_with_phrase(word) for word in self.stop_words]
        return [_with_compound(each, language) for each in self.words[language] if len(each.lexemes) > 1]

    def _excluded_inside_paragraphs(self, language: str) -> list[QuerySet[Any, Any]]:
        """What documents in `language` must not have in one paragraph: compounds by its rules, or stop words."""
        found = []
        for word in self.query.excluded_words:
            pattern, exact = _pattern(word, language), _pattern(word, EXACT)
            if pattern is not None and len(pattern.lexemes) > 1:
                found.append(_with_compound(pattern, language))
            elif pattern is None and exact is not None:
                found.append(_with_phrase(exact))
        return found


def _single(word: str, language: str) -> str | None:
    """The lexeme of a word that is one; None for compounds and stop words."""
    pattern = _pattern(word, language)
    return pattern.lexemes[0] if pattern and len(pattern.lexemes) == 1 else None


def _with_compound(pattern: Pattern, language: str) -> QuerySet[Any, Any]:
    """Documents with the parts of SAMP/T in a row in one paragraph, or in the title.

    A document's own words do not tell: PostgreSQL counts positions up to 16,383, and on from one paragraph to the next.
    """
    paragraphs = Paragraph.objects.filter(language=language, words__matches=pattern.tsquery).order_by()
    title = Func(Value(language), F("title"), function="archive_words", output_field=SearchVectorField())
    titles = (
        Document.objects.filter(language=language)
        .order_by()
        .alias(vector=title)
        .filter(vector__matches=pattern.tsquery)
    )
    return paragraphs.values("document").union(titles.values("pk"), all=True)


def _patterns(texts: Iterable[str], language: str) -> list[Pattern]:
    return [pattern for text in texts if (pattern := _pattern(text, language))]


def any_of(patterns: list[Pattern]) -> str:
    """The text-search query for one of the patterns at least."""
    return " | ".join(f"({pattern.tsquery})" for pattern in patterns)


def _with_phrase(phrase: Pattern) -> QuerySet[Any, Any]:
    paragraphs = Paragraph.objects.filter(exact__matches=phrase.tsquery).order_by().values("document")
    title = Func(F("title"), function="archive_exact_words", output_field=SearchVectorField())
    titles = Document.objects.alias(exact=title).filter(exact__matches=phrase.tsquery).order_by().values("pk")
    return paragraphs.union(titles, all=True)
