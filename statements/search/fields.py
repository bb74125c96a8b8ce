"""What fields require of a document: speaker:meloni, role:quoted, publisher:nato, kind:speech, date:2023 …"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import and_

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.db.models.lookups import In
from django.utils import timezone

from statements.models import Event, Paragraph, Participation, Publication, Publisher, Role, Speaker
from statements.search.memory import archive_state
from statements.search.patterns import exact_pattern
from statements.search.query import Dates, Field, Node, walk

_TAKE_NAMES = ("said", "speaker", "quoted", "publisher")
_SPEAKERS = "SELECT id FROM statements_speaker WHERE names @@ %s::tsquery"
_PUBLISHERS = """
SELECT id FROM statements_publisher
WHERE archive_exact_words(concat_ws(' ', name, slug, array_to_string(aliases, ' '))) @@ %s::tsquery
"""


def field_condition(node: Field | Dates) -> Q:
    """Return the field as a condition on entries. Names and aliases of speakers match by their words, in any order."""
    match node:
        case Dates(_, start, end, "added"):
            return Q(pk__in=_added(start, end))
        case Dates(_, start, end):
            return (Q(date_end__gte=start) if start else Q()) & (Q(date_start__lte=end) if end else Q())
        case Field("speaker", name):
            return Q(speaker_ids__overlap=speakers_called(name))
        case Field("quoted", name):
            return Q(pk__in=_quoting(speakers_called(name)))
        case Field("role", role, people):
            return _having_role(role, people)
        case Field("publisher", name):
            return Q(publisher__in=publishers_called(name))
        case Field("number", number):
            return Q(pk__in=Paragraph.objects.filter(is_numbered(number)).order_by().values("document"))
        case Field(name, value):
            return Q(**{name: value})


def _added(start: date | None, end: date | None) -> QuerySet:
    """The documents that became public here for the first time on days of the time zone of the site."""
    first = Publication.objects.filter(event=Event.PUBLISHED).order_by()
    after = Q(at__gte=_begin_day(start)) if start else Q()
    before = Q(at__lt=_begin_day(end + timedelta(days=1))) if end and end < date.max else Q()
    return first.filter(after, before, document__isnull=False).values("document")


def _begin_day(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _quoting(speakers: list[int]) -> QuerySet:
    return Participation.objects.filter(role=Role.QUOTED, speaker__in=speakers).order_by().values("document")


def _having_role(role: str, people: tuple[str, ...]) -> Q:
    """Return the condition that each of the people takes part in that role; without names, that anybody does."""
    parts = Participation.objects.filter(role=role).order_by()
    asked = [parts.filter(speaker__in=speakers_called(name)) for name in people] or [parts]
    return reduce(and_, (Q(pk__in=each.values("document")) for each in asked))


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
    return _list_called(_SPEAKERS, name)


def publishers_called(name: str) -> list[int]:
    """Return keys of the publishers whose name, slug or alias has all the words of `name`; else [0], nobody's."""
    return _list_called(_PUBLISHERS, name)


def _list_called(sql: str, name: str) -> list[int]:
    pattern = exact_pattern(name)
    found = archive_state().ask(sql, [pattern.all_words]) if pattern else []
    return [key for (key,) in found] or [0]


def unknown_names(root: Node | None, asked_about: str = "") -> list[tuple[str, str]]:
    """Return (field, name) of each name that a query asks for and that nobody in published documents has. asked_about:
    one that its words ask for."""
    fields = [leaf for leaf, _ in walk(root) if isinstance(leaf, Field)] if root else []
    asked = dict.fromkeys((leaf.name, leaf.value) for leaf in fields if leaf.name in _TAKE_NAMES)
    asked |= {("said", asked_about): None} if asked_about else {}
    return [(field, name) for field, name in asked if not _is_known(field, name)]


def _is_known(field: str, name: str) -> bool:
    model, called = (Publisher, publishers_called) if field == "publisher" else (Speaker, speakers_called)
    public = model.objects.public().filter(pk__in=called(name)).values_list("pk")
    return bool(archive_state().recall(f"known: {field} {name}", lambda: list(public[:1])))


def is_speaker(name: str) -> bool:
    """Whether the archive has a speaker, public or not, with all the words of `name`."""
    return speakers_called(name) != [0]
