"""Which documents have words in one paragraph, or in their title: as queries for their keys."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from statements.models import Entry, Lead, Paragraph, Stretch
from statements.search.patterns import Pattern, join_patterns

Keys = QuerySet[Any, Any]


def having_in_a_row(language: str, patterns: list[Pattern]) -> list[Keys]:
    """Keys of the documents that have one of the rows of stemmed words in a paragraph, and in the title.

    A document's own words do not tell: PostgreSQL counts positions up to 16,383, and on from one paragraph to the next.
    Those of the title come first there, with the weight A.
    """
    paragraphs = _having(language=language, words__matches=join_patterns(patterns))
    in_title = " | ".join(f"({pattern.title_tsquery})" for pattern in patterns)
    titles = Entry.objects.filter(language=language, words__matches=in_title).order_by()
    return [*paragraphs, titles.values("pk")]


def having_as_written(tsquery: str, language: str = "") -> list[Keys]:
    """The same for words as they are written; language: of the paragraph and of the title, where one is wanted."""
    titles = Lead.objects.filter(title__matches=tsquery).order_by()
    if not language:
        return [*_having(exact__matches=tsquery), titles.values("pk")]
    in_language = _having(exact__matches=tsquery, language=language)
    return [*in_language, titles.filter(document__language=language).values("pk")]


def paragraph_condition(tsquery: str) -> Q:
    """Words as they are written, as a condition on paragraphs. Long ones may be taken for some that have them: who
    asks looks at their text."""
    long = Stretch.objects.filter(exact__matches=tsquery).order_by().values_list("paragraph", flat=True)
    return Q(exact__matches=tsquery) | Q(pk__in=list(long.distinct()))


def _having(**conditions: str) -> list[Keys]:
    """Keys of the documents with a paragraph that meets the conditions. Long ones are searched by their stretches, as
    their own vectors lack places, and take all beyond the last one for the same."""
    long = Stretch.objects.filter(start=0).order_by()
    rows = (
        Paragraph.objects.filter(**conditions).exclude(pk__in=long.values("paragraph")),
        Stretch.objects.filter(**conditions),
    )
    return [each.order_by().values("document") for each in rows]
