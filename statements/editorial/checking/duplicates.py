"""Whether a draft is already in the archive: with the same words, or nearly the same.

Nearness is the share of five-word shingles in common, after Broder, "On the resemblance and containment of documents",
1997. Candidates are documents that share a stretch of the draft's longest paragraphs word for word.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from statements.models import Document, DocumentQuerySet, Paragraph
from statements.search.paragraphs import paragraph_condition
from statements.search.patterns import exact_pattern, join_patterns
from statements.search.words import plain_words

NEAR = 0.8
_SHINGLE = 5  # words
_STRETCH = 9  # words of a candidate's paragraph
_PARAGRAPHS, _CANDIDATES = 6, 20


@dataclass(frozen=True)
class NearDuplicate:
    """A document, and the share of shingles it has in common with the draft: 1.0 for the same words."""

    document: Document
    share: float

    @property
    def percent(self) -> int:
        return int(self.share * 100)


def find_duplicates(document: Document, among: DocumentQuerySet) -> list[NearDuplicate]:
    """Return documents that share at least four fifths of the shingles, nearest first, in the same language or none.

    among: those that may be told of.
    """
    paragraphs = _texts(document)
    candidates = list(_candidates(document, paragraphs, among))
    ours = shingles(paragraphs) if candidates else set()  # of a book, a million
    found = [NearDuplicate(each, _share(ours, shingles(_texts(each)))) for each in candidates]
    return sorted((near for near in found if near.share >= NEAR), key=lambda near: -near.share)


def shingles(paragraphs: list[str]) -> set[tuple[str, ...]]:
    """Return all runs of five words; of a shorter text, the whole."""
    words = [word for text in paragraphs for word in plain_words(text)]
    return {tuple(words[start : start + _SHINGLE]) for start in range(max(1, len(words) - _SHINGLE + 1))}


def _share(ours: set[tuple[str, ...]], theirs: set[tuple[str, ...]]) -> float:
    return len(ours & theirs) / max(1, len(ours | theirs))


def _texts(document: Document) -> list[str]:
    return list(document.paragraphs.order_by("position").values_list("text", flat=True))


def _candidates(document: Document, paragraphs: list[str], among: DocumentQuerySet) -> QuerySet[Document]:
    longest = sorted(paragraphs, key=len, reverse=True)[:_PARAGRAPHS]
    patterns = [pattern for text in longest if (pattern := exact_pattern(" ".join(text.split()[1 : _STRETCH + 1])))]
    if not patterns:
        return Document.objects.none()
    having = Paragraph.objects.filter(paragraph_condition(join_patterns(patterns))).order_by().values("document")
    found = among.originals().filter(pk__in=having).exclude(pk=document.original.pk)
    same = found.filter(language__in=[document.language, ""]) if document.language else found
    return same[:_CANDIDATES]
