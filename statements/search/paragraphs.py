"""Which documents have certain words in one paragraph or in their title: queries for their keys."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from statements.models import Entry, Lead, Paragraph, Stretch
from statements.search.patterns import Pattern, join_patterns

Keys = QuerySet[Any, Any]


def having_in_a_row(language: str, patterns: list[Pattern]) -> list[Keys]:
    """Return queries for the documents with one of the rows of stemmed words in a paragraph, or in the title.

    The words of a whole document cannot tell: PostgreSQL counts positions only up to 16,383, and counts on from one
    paragraph to the next. The words of the title come first there, with the weight A.
    """
    paragraphs = _having(language=language, words__matches=join_patterns(patterns))
    in_title = " | ".join(f"({pattern.title_tsquery})" for pattern in patterns)
    titles = Entry.objects.filter(language=language, words__matches=in_title).order_by()
    return [*paragraphs, titles.values("pk")]


def having_as_written(tsquery: str, language: str = "") -> list[Keys]:
    """Return the same for words as written; language: that of the paragraph or title, if only one is wanted."""
    titles = Lead.objects.filter(title__matches=tsquery).order_by()
    if not language:
        return [*_having(exact__matches=tsquery), titles.values("pk")]
    in_language = _having(exact__matches=tsquery, language=language)
    return [*in_language, titles.filter(document__language=language).values("pk")]


def paragraph_condition(tsquery: str) -> Q:
    """Return words as written as a condition on paragraphs. Long paragraphs may match without having them: the caller
    checks their text."""
    long = Stretch.objects.filter(exact__matches=tsquery).order_by().values_list("paragraph", flat=True)
    return Q(exact__matches=tsquery) | Q(pk__in=list(long.distinct()))


def _having(**conditions: str) -> list[Keys]:
    """Return queries for the documents with a paragraph that meets the conditions. Long paragraphs are searched by
    their stretches: their own vectors lack positions, and give the same one to every word beyond the last position."""
    long = Stretch.objects.filter(start=0).order_by()
    rows = (
        Paragraph.objects.filter(**conditions).exclude(pk__in=long.values("paragraph")),
        Stretch.objects.filter(**conditions),
    )
    return [each.order_by().values("document") for each in rows]
