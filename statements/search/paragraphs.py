"""Which documents have certain words in one paragraph or in their title, and who says them: queries for keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from statements.models import Entry, Lead, Paragraph, Stretch
from statements.search.memory import ArchiveState
from statements.search.patterns import Pattern, join_patterns

Keys = QuerySet[Any, Any]

_FOUND = """
SELECT coalesce(array_agg(DISTINCT document), '{{}}')::text, coalesce(array_agg(DISTINCT paragraph), '{{}}')::text
FROM ({found}) AS found (document, paragraph)
"""


@dataclass(frozen=True)
class Row:
    """Words in a row, one pattern or another, to be looked for in paragraphs and titles.

    The words of a whole document cannot tell: PostgreSQL counts positions only up to 16,383, and counts on from one
    paragraph to the next.

    stemmed: by the rules of `language`; else as written, in any language if it is empty. titles: the documents with the
    words in their titles.
    """

    patterns: tuple[Pattern, ...]
    language: str
    stemmed: bool
    titles: Keys

    @property
    def query(self) -> str:
        return join_patterns(self.patterns)

    @property
    def all_words(self) -> str:
        """The words in any order and anywhere, as the words or the forms of a text have them."""
        return " | ".join(f"({pattern.all_words})" for pattern in self.patterns)

    def find(self, state: ArchiveState) -> tuple[str, str]:
        """Return the keys of the documents that have it in a paragraph, and of these paragraphs, as PostgreSQL writes
        arrays. Both are looked up in one go: lists ask for the former, who says it for the latter."""
        paragraphs, stretches = self._having()
        found = paragraphs.values_list("document", "pk").union(stretches.values_list("document", "paragraph"), all=True)
        sql, parameters = found.query.sql_with_params()
        documents, having = state.ask(_FOUND.format(found=sql), parameters)[0]
        return documents, having

    def _having(self) -> tuple[Keys, Keys]:
        """Long paragraphs are searched by their stretches: their own vectors lack positions, and give the same one to
        every word beyond the last position."""
        conditions = {f"{'words' if self.stemmed else 'exact'}__matches": self.query}
        if self.language:
            conditions["language"] = self.language
        long = Stretch.objects.filter(start=0).order_by()
        paragraphs = Paragraph.objects.filter(**conditions).exclude(pk__in=long.values("paragraph"))
        return paragraphs.order_by(), Stretch.objects.filter(**conditions).order_by()


def stemmed_row(language: str, patterns: Sequence[Pattern]) -> Row:
    """Return one of the rows of stemmed words. The words of the title come first in a lead, with the weight A; the
    index of entries tells which leads may have them."""
    in_title = " | ".join(f"({pattern.title_tsquery})" for pattern in patterns)
    anywhere = " | ".join(f"({pattern.all_words})" for pattern in patterns)
    entries = Entry.objects.filter(language=language, words__matches=anywhere).order_by()
    titles = Lead.objects.filter(words__matches=in_title, pk__in=entries.values("pk")).order_by()
    return Row(tuple(patterns), language, stemmed=True, titles=titles)


def written_row(patterns: Sequence[Pattern], language: str = "") -> Row:
    """Return one of the rows as written; language: that of the paragraph or title, if only one is wanted."""
    titles = Lead.objects.filter(title__matches=join_patterns(patterns)).order_by()
    in_language = titles.filter(document__language=language) if language else titles
    return Row(tuple(patterns), language, stemmed=False, titles=in_language)


def paragraph_condition(tsquery: str) -> Q:
    """Return words as written as a condition on paragraphs. Long paragraphs may match without having them: the caller
    checks their text."""
    long = Stretch.objects.filter(exact__matches=tsquery).order_by().values_list("paragraph", flat=True)
    return Q(exact__matches=tsquery) | Q(pk__in=list(long.distinct()))
