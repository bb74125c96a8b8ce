"""What fields ask of a document: speaker:meloni, quoted:stoltenberg, publisher:nato, kind:speech, date:2023 …"""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.db.models.lookups import In

from statements.models import Paragraph, Participation, Publisher, Role, Speaker
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
            return Q(publisher__in=_find_people(Publisher.objects.all(), name))
        case Field("number", number):
            return Q(pk__in=Paragraph.objects.filter(is_numbered(number)).order_by().values("document"))
        case Field(name, value):
            return Q(**{name: value})


def _quoting(speakers: list[int]) -> QuerySet:
    return Participation.objects.filter(role=Role.QUOTED, speaker__in=speakers).order_by().values("document")


def is_numbered(number: str) -> Q:
    """A number of the source as a condition on paragraphs: "a" is any of that number, "2(a)" the one under 2.

    Case does not matter, nor whether an editor kept the signs around it.
    """
    under, _, last = number.removesuffix(")").rpartition("(")
    condition = Q(_is_written("number", number))
    if under:
        condition |= Q(_is_written("number", last)) & Q(_is_written("under", under))
    return ~Q(number="") & condition  # only then the index is used


def _is_written(column: str, number: str) -> In:
    number = number.lower()
    return In(Lower(column), [number, f"{number}.", f"{number})", f"({number})"])


def speakers_called(name: str) -> list[int]:
    """Keys of the speakers, public or not, whose name, slug or an alias has all the words of `name`; else 0."""
    return _find_people(Speaker.objects.all(), name, F("aliases"))


def _find_people(people: QuerySet, name: str, *more: F) -> list[int]:
    """Keys of those whose name or slug has all the words of `name`; 0, which is nobody's, where there are none."""
    pattern = exact_pattern(name)
    if pattern is None:
        return [0]
    names = Func(Value(" "), F("name"), F("slug"), *more, function="concat_ws")
    vector = Func(names, function="archive_exact_words", output_field=SearchVectorField())
    return list(people.alias(names=vector).filter(names__matches=pattern.all_words).values_list("pk", flat=True)) or [0]
