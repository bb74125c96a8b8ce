"""What fields require of a document: speaker:meloni, quoted:stoltenberg, publisher:nato, kind:speech, date:2023 …"""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.db.models.lookups import In

from statements.models import Paragraph, Participation, Publisher, Role, Speaker
from statements.search.patterns import exact_pattern
from statements.search.query import Dates, Field


def field_condition(node: Field | Dates) -> Q:
    """Return the field as a condition on entries. Names and aliases of speakers match by their words, in any order."""
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
    """Return a condition on paragraphs for a number of the source: "a" matches any "a", "2(a)" only the "a" under 2.

    Case does not matter, nor whether an editor kept the punctuation around the number.
    """
    under, _, last = number.removesuffix(")").rpartition("(")
    condition = Q(_is_written("number", number))
    if under:
        condition |= Q(_is_written("number", last)) & Q(_is_written("under", under))
    return ~Q(number="") & condition  # the index is only used with this


def _is_written(column: str, number: str) -> In:
    number = number.lower()
    return In(Lower(column), [number, f"{number}.", f"{number})", f"({number})"])


def speakers_called(name: str) -> list[int]:
    """Return keys of the speakers, public or not, whose name, slug or alias has all the words of `name`; else [0]."""
    return _find_people(Speaker.objects.all(), name, F("aliases"))


def _find_people(people: QuerySet, name: str, *more: F) -> list[int]:
    """Return keys of those whose name or slug has all the words of `name`; if there are none, [0], nobody's key."""
    pattern = exact_pattern(name)
    if pattern is None:
        return [0]
    names = Func(Value(" "), F("name"), F("slug"), *more, function="concat_ws")
    vector = Func(names, function="archive_exact_words", output_field=SearchVectorField())
    return list(people.alias(names=vector).filter(names__matches=pattern.all_words).values_list("pk", flat=True)) or [0]
