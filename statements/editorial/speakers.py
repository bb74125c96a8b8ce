"""Who speaks in a transcript: the labels of its turns, and the people in the archive who may be meant."""

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
    """A label without a speaker: how many turns it has, the name in it, and who may be meant.

    sure: nobody else in the document has the same name.
    """

    label: str
    count: int
    name: str
    likely: list[Speaker]
    sure: bool


def unknown_turns(document: Document) -> list[UnknownTurn]:
    """Return the labels of a transcript whose paragraphs have no speaker yet, including labels of questions."""
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
    """Describe a label without a speaker. alone: no other label has the same name, as MRS. QUIST and MR. QUIST do."""
    name = label.person if alone or not label.person else label.written.title()
    return UnknownTurn(label.written, count, name, likely_speakers(label.person), alone)


def likely_speakers(name: str) -> list[Speaker]:
    """Return speakers with a name or alias like `name`, likeliest first; `alike` is the similarity, up to 1.0."""
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
    """Give the turns with `label` to `speaker`, who then takes part in the document."""
    rows = list(document.paragraphs.order_by("position").values_list("pk", "text"))
    places = turn_of([text for _, text in rows], label)
    document.paragraphs.filter(pk__in=[rows[place][0] for place in places]).update(speaker=speaker)
    take_part(document, speaker, Role.SPEAKER)


def take_part(document: Document, speaker: Speaker, role: str) -> tuple[Participation, bool]:
    """Add somebody as the last participant, if they do not take part yet; and return whether they are new."""
    last = document.participations.aggregate(last=Max("position"))["last"] or 0
    return Participation.objects.get_or_create(
        document=document, speaker=speaker, role=role, defaults={"position": last + 1}
    )
