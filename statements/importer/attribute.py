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
    """Assign every paragraph to the speaker, if there is exactly one; a text about somebody is nobody's words.

    In a text with labels, a person gets only the paragraphs whose label is certainly hers; reporters' questions,
    moderators' words and everything above the first label belong to nobody.

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
    """The one label that certainly belongs to the person called `name`, as a set; empty where none or several may.

    A label with the whole name or an alias does. One with the surname does if it also has an office, or if nobody else
    in the text goes without a name: "MRS. QUIST" beside "THE PRESIDENT" may not be President Quist.
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
    """Whether a label certainly does not belong to somebody with those names: a question's, or one with other words."""
    return label.asks or bool(label.name and not any(set(label.name) & set(fold(name).split()) for name in names))
