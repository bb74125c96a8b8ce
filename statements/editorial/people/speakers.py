"""Who speaks in a transcript: the labels of its turns, and the people in the archive who may be meant."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from statements.editorial.people.likely import LikelyEntry, Rank, find_people, surely_meant
from statements.editorial.people.somebody import day_of
from statements.importer.labels.label import Label
from statements.importer.turns import beginnings, turn_of
from statements.models import Document, Participation, Role, Speaker


@dataclass(frozen=True)
class UnknownTurn:
    """A label without a speaker: how many turns it has, the name in it, and who may be meant.

    sure: the only one who can be meant; None where nobody or several can, or another label has the same name.
    """

    label: str
    count: int
    name: str
    likely: list[LikelyEntry[Speaker]]
    sure: Speaker | None


def unknown_turns(document: Document) -> list[UnknownTurn]:
    """Return the labels of a transcript whose paragraphs have no speaker yet, including labels of questions."""
    rows = list(document.paragraphs.order_by("position").values_list("text", "speaker"))
    begun = beginnings([text for text, _ in rows])
    given = {label.written for label, (_, speaker) in zip(begun, rows, strict=True) if label and speaker}
    labels = {label.written: label for label in begun if label and label.written not in given}
    counts = Counter(label.written for label in begun if label)
    same_name = Counter(label.person for label in {each.written: each for each in begun if each}.values())
    likely = find_people((_sought(label) for label in labels.values()), day_of(document))
    return [
        _unknown(label, counts[written], likely[_sought(label)], alone=same_name[label.person] == 1)
        for written, label in labels.items()
    ]


def _sought(label: Label) -> str:
    """Who is looked for: the name in a label; the whole of it where it is only an office."""
    return label.person or label.written.title()


def _unknown(label: Label, count: int, likely: list[LikelyEntry[Speaker]], *, alone: bool) -> UnknownTurn:
    """Describe a label without a speaker. alone: no other label has the same name, as MRS. QUIST and MR. QUIST do."""
    likely = [each for each in likely if label.person or each.rank is Rank.OFFICE]
    name = label.person if alone or not label.person else label.written.title()
    return UnknownTurn(label.written, count, name, likely, surely_meant(likely) if alone else None)


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
