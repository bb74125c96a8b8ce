"""The best first."""

from typing import Any

from django.db.models import Case, F, FloatField, Func, Value, When

from statements.models import DocumentQuerySet
from statements.search.match import Matcher, tsquery

_DIVIDE_BY_LOG_OF_LENGTH = 1


def ranked(documents: DocumentQuerySet, matcher: Matcher) -> DocumentQuerySet:
    """`documents`, by how well their words match; then by date and primary key, so that pages never overlap.

    ts_rank weighs words in the title above those of the text. A query of phrases alone is ranked by date.
    """
    ranks = [
        When(language=code, then=ts_rank("words", tsquery(patterns, " | ")))
        for code, patterns in matcher.words.items()
        if patterns
    ]
    if not ranks:
        return documents.newest_first()
    rank = Case(*ranks, default=Value(0.0), output_field=FloatField())
    return documents.alias(rank=rank).order_by(F("rank").desc(), F("date_start").desc(nulls_last=True), "-pk")


def ts_rank(field: str, query: str) -> Func:
    """PostgreSQL's ts_rank of a vector field for a query, divided by the logarithm of the length."""
    cast = Func(Value(query), template="%(expressions)s::tsquery")
    arguments: list[Any] = [F(field), cast, Value(_DIVIDE_BY_LOG_OF_LENGTH)]
    return Func(*arguments, function="ts_rank", output_field=FloatField())
