"""Which documents match a query: words anywhere in a document, a phrase inside one paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, QuerySet, Value
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
        if self.query.words:
            documents = documents.filter(pk__in=_any_language(self._with_all_words(code) for code in LANGUAGES))
        for phrase in self.phrases:
            documents = documents.filter(pk__in=_with_phrase(phrase))
        for word in self.query.excluded_words:
            documents = documents.exclude(pk__in=_any_language(_with_word(word, code) for code in LANGUAGES))
        for phrase in _patterns(self.query.excluded_phrases, EXACT):
            documents = documents.exclude(pk__in=_with_phrase(phrase))
        return documents

    def _with_all_words(self, language: str) -> DocumentQuerySet:
        """Documents in `language` that have all the words, by its rules; as written where all are stop words there."""
        documents = _documents_in(language)
        simple = [pattern for pattern in self.words[language] if len(pattern.lexemes) == 1]
        if simple:
            documents = documents.filter(words__matches=tsquery(simple, " & "))
        for pattern in self.words[language]:
            if len(pattern.lexemes) > 1:
                documents = documents.filter(pk__in=_with_compound(pattern, language))
        for word in self.stop_words if not self.words[language] else []:
            documents = documents.filter(pk__in=_with_phrase(word))
        return documents


def _documents_in(language: str) -> DocumentQuerySet:
    return Document.objects.filter(language=language).order_by()


def _any_language(branches: Iterable[DocumentQuerySet]) -> QuerySet[Document, Any]:
    """Primary keys from a branch per language.

    They are joined by UNION ALL: PostgreSQL answers one OR over the languages without any index.
    """
    first, *others = [branch.values("pk") for branch in branches]
    return first.union(*others, all=True)


def _with_word(word: str, language: str) -> DocumentQuerySet:
    """Documents in `language` that have one word by its rules; as written where it is a stop word there."""
    pattern = _pattern(word, language)
    if pattern is None:
        exact = _pattern(word, EXACT)
        return _documents_in(language).filter(pk__in=_with_phrase(exact)) if exact else Document.objects.none()
    if len(pattern.lexemes) == 1:
        return _documents_in(language).filter(words__matches=pattern.tsquery)
    return _documents_in(language).filter(pk__in=_with_compound(pattern, language))


def _with_compound(pattern: Pattern, language: str) -> QuerySet[Any, Any]:
    """Documents with the parts of SAMP/T in a row in one paragraph, or in the title.

    A document's own words do not tell: PostgreSQL counts positions up to 16,383, and on from one paragraph to the next.
    """
    paragraphs = Paragraph.objects.filter(language=language, words__matches=pattern.tsquery).order_by()
    title = Func(Value(language), F("title"), function="archive_words", output_field=SearchVectorField())
    titles = _documents_in(language).alias(vector=title).filter(vector__matches=pattern.tsquery)
    return paragraphs.values("document").union(titles.values("pk"), all=True)


def _patterns(texts: Iterable[str], language: str) -> list[Pattern]:
    return [pattern for text in texts if (pattern := _pattern(text, language))]


def tsquery(patterns: list[Pattern], operator: str) -> str:
    """Patterns joined by " & " or " | "."""
    return operator.join(f"({pattern.tsquery})" for pattern in patterns)


def _with_phrase(phrase: Pattern) -> QuerySet[Any, Any]:
    paragraphs = Paragraph.objects.filter(exact__matches=phrase.tsquery).order_by().values("document")
    title = Func(F("title"), function="archive_exact_words", output_field=SearchVectorField())
    titles = Document.objects.alias(exact=title).filter(exact__matches=phrase.tsquery).order_by().values("pk")
    return paragraphs.union(titles, all=True)
