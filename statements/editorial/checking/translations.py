"""Which documents may be translations of one: likely ones are offered, any other can be searched for.

What two texts have in common whatever their languages: the day, or one day off; the people; the publisher; how long
they are; and the numbers in them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext

from statements.dates import DateInterval
from statements.models import Document, DocumentQuerySet, Paragraph, Participation

_DAY = timedelta(days=1)
_CANDIDATES, _OFFERED, _FOUND = 40, 8, 20  # documents
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LEAST_NUMBERS, _SAME_NUMBERS = 3, 0.6  # numbers in a text, and the share that both have
_SHORTEST, _LONGEST = 0.6, 1.7  # length of a translation, in lengths of the text


@dataclass(frozen=True)
class LikelyTranslation:
    """A document that may be a translation, and what speaks for it, in words."""

    document: Document
    why: str


@dataclass(frozen=True)
class _Measures:
    """What can be compared across languages."""

    characters: int
    paragraphs: int
    numbers: frozenset[str]

    def is_like(self, other: _Measures) -> bool:
        """Whether two texts are about as long, in characters and in paragraphs."""
        length, rows = self.characters / max(1, other.characters), self.paragraphs / max(1, other.paragraphs)
        return _SHORTEST <= length <= _LONGEST and _SHORTEST <= rows <= _LONGEST

    def share_of_numbers(self, other: _Measures) -> float:
        """The share of numbers that both have; 0.0 where one has too few."""
        if min(len(self.numbers), len(other.numbers)) < _LEAST_NUMBERS:
            return 0.0
        return len(self.numbers & other.numbers) / len(self.numbers | other.numbers)


def find_translations(document: Document, among: DocumentQuerySet) -> list[LikelyTranslation]:
    """Return documents in other languages that may be translations, the likeliest first. among: see `unlinked`.

    Of the same day with the same people or publisher; one day off, or with neither, if the texts are alike.
    """
    if not document.date_start or not document.date_end:
        return []
    near = Q(date_start__lte=document.date_end + _DAY, date_end__gte=document.date_start - _DAY)
    others = unlinked(document, among).filter(near).exclude(language=document.language).select_related("publisher")
    candidates = list(others[:_CANDIDATES])
    measures = _measure([document.pk, *(each.pk for each in candidates)])
    people = _people_of([document.pk, *(each.pk for each in candidates)])
    scored = [(_score(document, each, measures, people), each) for each in candidates]
    scored.sort(key=lambda each: (-each[0][0], each[1].pk))
    return [LikelyTranslation(each, why) for (score, why), each in scored if score > 0][:_OFFERED]


def _score(
    document: Document, other: Document, measures: dict[int, _Measures], people: dict[int, set[int]]
) -> tuple[float, str]:
    """How much speaks for a translation, and what; 0.0 for too little."""
    ours, theirs = measures[document.pk], measures[other.pk]
    same_day = (document.date_start, document.date_end) == (other.date_start, other.date_end)
    same_people = bool(people[document.pk] & people[other.pk])
    same_publisher = document.publisher_id is not None and document.publisher_id == other.publisher_id
    shared = ours.share_of_numbers(theirs)
    is_like = ours.is_like(theirs)
    known = same_people or same_publisher
    if not (known and (same_day or is_like) or (is_like and shared >= _SAME_NUMBERS)):
        return 0.0, ""
    said = {
        gettext("the same day"): same_day,
        gettext("one day off"): not same_day,
        gettext("the same people"): same_people,
        gettext("the same publisher"): same_publisher,
        gettext("about as long"): is_like,
        gettext("the same numbers in it"): shared >= _SAME_NUMBERS,
    }
    return 1.0 + same_day + same_people + 0.5 * same_publisher + is_like + shared, ", ".join(
        words for words, holds in said.items() if holds
    )


def _measure(keys: Collection[int]) -> dict[int, _Measures]:
    texts = defaultdict[int, list[str]](list)
    for key, text in Paragraph.objects.filter(document__in=keys).order_by().values_list("document", "text"):
        texts[key].append(text)
    return {
        key: _Measures(
            sum(map(len, texts[key])),
            len(texts[key]),
            frozenset(number for text in texts[key] for number in _NUMBER.findall(text)),
        )
        for key in keys
    }


def _people_of(keys: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {key: set() for key in keys}
    for key, speaker in Participation.objects.filter(document__in=keys).order_by().values_list("document", "speaker"):
        found[key].add(speaker)
    return found


def search_translations(
    document: Document, words: str, days: DateInterval, among: DocumentQuerySet
) -> DocumentQuerySet:
    """Return documents by words of the title, names of people or the publisher, and days; the newest first.

    All words must occur, each in any of these. A link of the site, or its last part, finds that document. among: see
    `unlinked`.
    """
    found = unlinked(document, among).select_related("publisher").prefetch_related("participations__speaker")
    slug = words.rstrip("/").rpartition("/")[2]
    if slug and (exact := found.filter(slug=slug)):
        return exact
    for word in words.split()[:10]:
        people = Participation.objects.filter(speaker__name__icontains=word).values("document")
        found = found.filter(Q(title__icontains=word) | Q(publisher__name__icontains=word) | Q(pk__in=people))
    if days.start and days.end:
        found = found.filter(date_start__lte=days.end, date_end__gte=days.start)
    return found.newest_first()[:_FOUND]


def unlinked(document: Document, among: DocumentQuerySet) -> DocumentQuerySet:
    """Return the other documents that are not yet linked to one as its translation. among: those that may be told
    of."""
    others = among.originals().exclude(pk=document.original.pk)
    if document.translation_group is None:
        return others
    return others.exclude(translation_group__isnull=False, translation_group=document.translation_group)


def linked(document: Document, among: DocumentQuerySet) -> list[Document]:
    """Return the translations of a document, by language, public or not. among: see `unlinked`."""
    if document.translation_group is None:
        return []
    group = among.originals().filter(translation_group=document.translation_group)
    group = group.exclude(pk=document.original.pk)
    return list(group.order_by("language", "pk"))
