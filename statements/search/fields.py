"""What fields ask of a document: speaker:meloni, quoted:stoltenberg, publisher:nato, kind:speech, date:2023."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, Q, QuerySet, Value

from statements.models import Participation, Publisher, Role, Speaker
from statements.search.patterns import exact_pattern
from statements.search.query import Dates, Field


def field_condition(node: Field | Dates) -> Q:
    """The field as a condition on entries. Names are found by their words, in any order, aliases of speakers too."""
    match node:
        case Dates(_, start, end):
            return (Q(date_end__gte=start) if start else Q()) & (Q(date_start__lte=end) if end else Q())
        case Field("speaker", name):
            return Q(speaker_ids__overlap=speakers_called(name))
        case Field("quoted", name):
            return Q(pk__in=_quoting(speakers_called(name)))
        case Field("publisher", name):
            return Q(publisher__in=_called(Publisher.objects.all(), name))
        case Field(name, value):
            return Q(**{name: value})


def _quoting(speakers: list[int]) -> QuerySet:
    return Participation.objects.filter(role=Role.QUOTED, speaker__in=speakers).order_by().values("document")


def speakers_called(name: str) -> list[int]:
    """Keys of the speakers, public or not, whose name, slug or an alias has all the words of `name`; else 0."""
    return _called(Speaker.objects.all(), name, F("aliases"))


def _called(people: QuerySet, name: str, *more: F) -> list[int]:
    """Keys of those whose name or slug has all the words of `name`; 0, which is nobody's, where there are none."""
    pattern = exact_pattern(name)
    if pattern is None:
        return [0]
    names = Func(Value(" "), F("name"), F("slug"), *more, function="concat_ws")
    vector = Func(names, function="archive_exact_words", output_field=SearchVectorField())
    return list(people.alias(names=vector).filter(names__matches=pattern.all_words).values_list("pk", flat=True)) or [0]
