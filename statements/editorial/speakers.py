"""Who speaks in a transcript: the labels of its turns, and the people of the archive who may be meant."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import transaction
from django.db.models import F, FloatField, Func, Max, Value
from django.db.models.functions import Greatest

from statements.importer.labels.label import Label
from statements.importer.turns import beginnings, turn_of
from statements.models import Document, Participation, Role, Speaker

_LIKELY, _ALIKE = 5, 0.5


@dataclass(frozen=True)
class UnknownTurn:
    """A label that nobody has been found for: how many turns it has, the name in it, and who may be meant.

    sure: the name is that of nobody else in the document.
    """

    label: str
    count: int
    name: str
    likely: list[Speaker]
    sure: bool


def unknown_turns(document: Document) -> list[UnknownTurn]:
    """The labels of a transcript whose paragraphs are nobody's turn yet, those of questions too."""
    rows = list(document.paragraphs.order_by("position").values_list("text", "speaker"))
    begun = beginnings([text for text, _ in rows])
    given = {label.written for label, (_, speaker) in zip(begun, rows, strict=True) if label and speaker}
    labels = {label.written: label for label in begun if label}
    counts = Counter(label.written for label in begun if label)
    same_name = Counter(label.person for label in labels.values())
    return [
        _unknown(label, counts[written], alone=same_name[label.person] == 1)
        for written, label in labels.items()
        if written not in given
    ]


def _unknown(label: Label, count: int, *, alone: bool) -> UnknownTurn:
    """A label to be given to somebody. alone: no other one has the same name, as MRS. QUIST and MR. QUIST have."""
    name = label.person if alone or not label.person else label.written.title()
    return UnknownTurn(label.written, count, name, likely_speakers(label.person), alone)


def likely_speakers(name: str) -> list[Speaker]:
    """Those whose name or an alias is like `name`, the likeliest first; `alike` tells how much, to 1.0."""
    if not name:
        return []
    aliases = Func(F("aliases"), Value(" "), function="array_to_string")
    alike = Greatest(
        TrigramWordSimilarity(name, "name"), TrigramWordSimilarity(name, aliases), output_field=FloatField()
    )
    people = Speaker.objects.standing().annotate(alike=alike).filter(alike__gte=_ALIKE)
    return list(people.order_by("-alike", "sort_name")[:_LIKELY])


@transaction.atomic
def give_turns(document: Document, label: str, speaker: Speaker) -> None:
    """Make the paragraphs in turns with `label` those of `speaker`, who takes part in the document then."""
    rows = list(document.paragraphs.order_by("position").values_list("pk", "text"))
    places = turn_of([text for _, text in rows], label)
    document.paragraphs.filter(pk__in=[rows[place][0] for place in places]).update(speaker=speaker)
    take_part(document, speaker, Role.SPEAKER)


def take_part(document: Document, speaker: Speaker, role: str) -> tuple[Participation, bool]:
    """Let somebody take part, after all others; and whether it is new that they do."""
    last = document.participations.aggregate(last=Max("position"))["last"] or 0
    return Participation.objects.get_or_create(
        document=document, speaker=speaker, role=role, defaults={"position": last + 1}
    )
