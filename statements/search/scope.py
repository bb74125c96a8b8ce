"""What a query is asked of: whole documents, or what each speaker says in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from statements.models import Entry, Utterance, UtteranceQuerySet
from statements.search.fields import field_condition, speakers_called
from statements.search.memory import ArchiveState
from statements.search.paragraphs import Row
from statements.search.query import Dates, Field

_FEW = 300  # documents
_SOME = f"SELECT DISTINCT document_id FROM ({{matches}}) AS said LIMIT {_FEW + 1}"  # noqa: S608
# OFFSET 0 keeps PostgreSQL from looking for the row in the index. Long paragraphs are searched by their stretches.
_IN_FEW = """
SELECT coalesce(array_agg(DISTINCT id), '{{}}')::text FROM (SELECT id FROM (
    SELECT id, language, {column} AS words FROM statements_paragraph AS paragraph
    WHERE document_id = ANY (%s) AND NOT EXISTS (
        SELECT FROM statements_stretch WHERE paragraph_id = paragraph.id AND start = 0) OFFSET 0) AS paragraph
WHERE words @@ %s::tsquery AND %s IN ('', language)
UNION ALL
SELECT paragraph_id FROM (
    SELECT paragraph_id, stretch.language, stretch.{column} AS words
    FROM statements_stretch AS stretch JOIN statements_paragraph AS paragraph ON paragraph.id = paragraph_id
    WHERE paragraph.document_id = ANY (%s) OFFSET 0) AS stretch
WHERE words @@ %s::tsquery AND %s IN ('', language)) AS found
"""
_OF_PARAGRAPHS = "SELECT document_id FROM statements_paragraph WHERE id = ANY (%s::bigint[])"
_HAVING = "SELECT archive_utterances_with(%s::bigint[], %s, %s::tsquery)"

Statement = tuple[str, tuple[Any, ...]]  # SQL and its parameters


def find_in(documents: Sequence[int], row: Row, state: ArchiveState) -> str:
    """The paragraphs of documents with words in a row, as PostgreSQL writes an array; all of them are read through."""
    given = (list(documents), row.query, row.language)
    return state.ask(_IN_FEW.format(column="words" if row.stemmed else "exact"), (*given, *given))[0][0]


class Scope(Protocol):
    """Rows with the words of texts, in the columns `language`, `words` and `forms`."""

    def rows(self) -> QuerySet:
        """All of them, whether public or not."""

    def having(self, row: Row, state: ArchiveState) -> Statement:
        """The statement that gives the keys of those that have words in a row."""

    def condition(self, field: Field | Dates) -> Q:
        """What a field requires of them."""


class Documents:
    """Whole documents, with their titles."""

    def rows(self) -> QuerySet:
        return Entry.objects.order_by()

    def having(self, row: Row, state: ArchiveState) -> Statement:
        sql, parameters = row.titles.values("pk").query.sql_with_params()
        return f"SELECT unnest(%s::bigint[]) UNION ALL {sql}", (row.find(state)[0], *parameters)

    def condition(self, field: Field | Dates) -> Q:
        if isinstance(field, Field) and field.name == "said":
            return Q(pk__in=Utterance.objects.filter(speaker__in=speakers_called(field.value)).documents())
        return field_condition(field)


@dataclass(frozen=True)
class SomeDocuments(Documents):
    """Some documents, in which words are looked for without looking through the others. keys: of the documents."""

    keys: tuple[int, ...]

    def rows(self) -> QuerySet:
        return super().rows().filter(pk__in=self.keys)

    def having(self, row: Row, state: ArchiveState) -> Statement:
        paragraphs = find_in(self.keys, row, state)
        sql, parameters = row.titles.filter(pk__in=self.keys).values("pk").query.sql_with_params()
        return f"{_OF_PARAGRAPHS} UNION ALL {sql}", (paragraphs, *parameters)


@dataclass(frozen=True)
class Utterances:
    """What one speaker says in a document; its facts are those of the document.

    speakers: keys of those who are asked about, so that nobody else's documents are looked through; empty: everybody.
    """

    speakers: tuple[int, ...] = ()

    def rows(self) -> UtteranceQuerySet:
        everybody = Utterance.objects.order_by()
        return everybody.filter(speaker__in=self.speakers) if self.speakers else everybody

    def having(self, row: Row, state: ArchiveState) -> Statement:
        language = row.language if row.stemmed else ""
        return _HAVING, (self._paragraphs(row, state), language, row.query)

    def _paragraphs(self, row: Row, state: ArchiveState) -> str:
        """The paragraphs with words in a row, as PostgreSQL writes an array. Where those who are asked about say all
        the words in a few documents, these are read through: the index would look for it in the whole archive."""
        documents = self._documents(row, state) if self.speakers else []
        if 0 < len(documents) <= _FEW:
            return find_in(documents, row, state)
        return row.find(state)[1]

    def _documents(self, row: Row, state: ArchiveState) -> list[int]:
        """Documents in which somebody who is asked about says all the words, as far as their written forms tell; one
        more than few, at most."""
        said = self.rows() if row.stemmed else self.rows().filter(forms__matches=row.all_words)
        return [key for (key,) in state.ask_queryset(_SOME, said, ["document_id"])]

    def condition(self, field: Field | Dates) -> Q:
        if isinstance(field, Field) and field.name == "said":
            return Q(speaker__in=speakers_called(field.value))
        return Q(document__in=Entry.objects.filter(field_condition(field)).order_by().values("pk"))


DOCUMENTS: Scope = Documents()
