"""Whose words these are: the speaker of the text, or of the turns of a transcript."""

from collections.abc import Iterable
from dataclasses import replace

from statements.importer.draft import DraftParagraph
from statements.importer.labels.label import Label
from statements.importer.labels.words import fold
from statements.importer.manifest import SpeakerEntry
from statements.importer.turns import beginnings, continue_turns


def attribute_turns(
    paragraphs: list[DraftParagraph], participations: tuple[tuple[str, str], ...], speakers: dict[str, SpeakerEntry]
) -> list[DraftParagraph]:
    """Give every paragraph to the one who speaks, where exactly one does; a text about somebody is nobody's turn.

    In a text with labels those paragraphs are hers whose label is surely hers; the questions of reporters, the words
    of moderators and all that stands above the first label are nobody's.

    Reads: participations, the names and aliases of `speakers`. Writes: speaker of paragraphs.
    Example: one participation ("giorgia-meloni", "speaker") -> each paragraph is hers; with "Giornalista: Quando?"
    and "Presidente Meloni: Presto." only the second is.
    """
    speaking = [speaker for speaker, role in participations if role in ("speaker", "author")]
    if len(speaking) != 1:
        return paragraphs
    [slug] = speaking
    begun = beginnings([each.text for each in paragraphs], least=1)
    if not any(begun):
        return [replace(paragraph, speaker=slug) for paragraph in paragraphs]
    own = labels_of_person((label for label in begun if label), speakers[slug].name, speakers[slug].aliases)
    turns = zip(paragraphs, continue_turns(begun), strict=True)
    return [replace(each, speaker=slug if label and label.written in own else None) for each, label in turns]


def labels_of_person(labels: Iterable[Label], name: str, aliases: Iterable[str]) -> set[str]:
    """The one label that is surely that of somebody with that `name`, as a set; empty where none or several may be.

    A label with the whole name or an alias is. One with the surname is, with an office, or where nobody else in the
    text goes without a name: "MRS. QUIST" beside "THE PRESIDENT" may not be President Quist.
    """
    known = {tuple(fold(each).split()) for each in (name, *aliases)}
    alike, whole, nameless = dict[str, Label](), set[str](), False
    for label in labels:
        nameless = nameless or not (label.name or label.asks)
        if label.name in known and (len(label.name) > 1 or not label.title):
            whole.add(label.written)
        if label.name and any(label.name == each[-len(label.name) :] for each in known):
            alike[label.written] = label
    if len(alike) != 1:
        return whole if len(whole) == 1 else set()
    [(written, only)] = alike.items()
    sure = whole or only.names_office or not nameless
    return {written} if sure else set()


def names_another(label: Label, names: Iterable[str]) -> bool:
    """Whether a label is surely not that of somebody with those names: that of a question, or of other words."""
    return label.asks or bool(label.name and not any(set(label.name) & set(fold(name).split()) for name in names))
