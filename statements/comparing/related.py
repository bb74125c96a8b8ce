"""Documents related to one: by the same people, from the same day, or with the same passages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.db.models.functions import Length

from statements.comparing.match import dice, words_of
from statements.comparing.passages import stretches
from statements.models import Document, Paragraph, Role
from statements.reading.parts import KeptText, stream_words
from statements.search.paragraphs import paragraph_condition
from statements.search.patterns import exact_pattern, join_patterns
from statements.search.words import tokens

DAYS, _MOST = 7, 8
_PARAGRAPHS, _STRETCH, _OF_EACH, _CANDIDATES = 6, 8, 3, 60
_ALIKE = 0.1  # least share of words in common
_TAKING_PART = [Role.AUTHOR, Role.SPEAKER, Role.QUOTED, Role.INTERLOCUTOR]


@dataclass(frozen=True)
class Alike:
    """A document with passages of another, and how many of their words they have in common, in percent."""

    document: Document
    percent: int


def _excluding(document: Document) -> Q:
    return ~Q(pk=document.pk)


def documents_by_people(document: Document) -> list[Document]:
    """Documents within a week, ordered by how many people they share."""
    if document.date_start is None or document.date_end is None:
        return []
    own = document.participations.filter(role__in=_TAKING_PART).values("speaker")
    near = Q(date_start__lte=document.date_end + timedelta(DAYS), date_end__gte=document.date_start - timedelta(DAYS))
    found = Document.objects.published().filter(
        near, _excluding(document), participations__speaker__in=own, participations__role__in=_TAKING_PART
    )
    counted = found.annotate(shared=Count("participations__speaker", distinct=True))
    return list(counted.order_by("-shared", "-date_start", "-pk").prefetch_lists()[:_MOST])


def documents_of_day(document: Document, known: list[Document]) -> list[Document]:
    """Documents of the same day, where it is known, without those already listed."""
    if document.date_start is None or document.date_start != document.date_end:
        return []
    found = Document.objects.published().filter(_excluding(document), date_edtf=document.date_edtf)
    return list(found.exclude(pk__in=[each.pk for each in known]).newest_first().prefetch_lists()[:_MOST])


def documents_with_passages(document: Document) -> list[Alike]:
    """Documents that share stretches of the longest paragraphs word for word, ordered by the words they share."""
    rows = document.paragraphs.order_by(Length("text").desc(), "position")
    longest = rows.values_list("text", flat=True)[:_PARAGRAPHS]
    wanted = [each for text in longest for each in stretches([t.word for t in tokens(text)], _STRETCH)[:_OF_EACH]]
    patterns = [pattern for each in wanted if (pattern := exact_pattern(each))]
    if not patterns:
        return []
    having = Paragraph.objects.filter(
        paragraph_condition(join_patterns(patterns)), document__in=Document.objects.published()
    )
    counted = Counter(having.exclude(document=document.pk).order_by().values_list("document", flat=True)[:_CANDIDATES])
    found = Document.objects.prefetch_lists().in_bulk([key for key, _ in counted.most_common(_MOST)])
    own = _count_words(document)
    alike = [Alike(each, round(100 * dice(own, _count_words(each)))) for each in found.values()]
    return sorted((each for each in alike if each.percent >= 100 * _ALIKE), key=lambda each: -each.percent)


def _count_words(document: Document) -> Counter[str]:
    counted = Counter[str]()
    for words in stream_words(KeptText(document.pk)):
        counted.update(words_of(words))
    return counted
