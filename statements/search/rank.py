"""The best first, in two phases: a cheap score for every match, then a better one over the best few hundred."""

from django.db.models import Case, F, FloatField, Func, Value, When

from statements.models import Document, DocumentQuerySet
from statements.search.match import Matcher, any_of

BEST = 400  # documents that get the better score; whole pages
_DIVIDE_BY_LOG_OF_LENGTH = 1


def ranked(documents: DocumentQuerySet, matcher: Matcher, start: int, length: int) -> list[int]:
    """Primary keys of `documents`, `length` of them from place `start` on, by how well their words match.

    The cheap score sees the title and the first lines only, which are short; the better one is ts_rank of all words.
    Date and primary key break ties, so that pages never overlap. A query of phrases alone is ranked by date.
    """
    if not any(matcher.words.values()):
        found = documents.newest_first()
    elif start >= BEST:
        found = _by(documents, matcher, "lead")
    else:
        best = _by(documents, matcher, "lead")[:BEST].values("pk")
        found = _by(Document.objects.filter(pk__in=best), matcher, "words")
    return list(found.values_list("pk", flat=True)[start : start + length])


def _by(documents: DocumentQuerySet, matcher: Matcher, field: str) -> DocumentQuerySet:
    ranks = [
        When(language=code, then=ts_rank(field, any_of(patterns)))
        for code, patterns in matcher.words.items()
        if patterns
    ]
    score = Case(*ranks, default=Value(0.0), output_field=FloatField())
    return documents.alias(score=score).order_by(F("score").desc(), F("date_start").desc(nulls_last=True), "-pk")


def ts_rank(field: str, query: str) -> Func:
    """PostgreSQL's ts_rank of a vector field for a query, divided by the logarithm of the length."""
    cast = Func(Value(query), template="%(expressions)s::tsquery")
    return Func(F(field), cast, Value(_DIVIDE_BY_LOG_OF_LENGTH), function="ts_rank", output_field=FloatField())
