"""The labels of one person in one text: "FOREIGN MINISTER DAHL", "Minister Dahl (continuing)" and "DAHL" are one."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from statements.importer.labels.label import Label
from statements.importer.labels.words import STEPS


def unify_people(labels: list[Label | None]) -> list[Label | None]:
    """The labels, each in the form in which that person's is written most often, the first of them among equals.

    Two forms are one person's where they differ in letters only, or where one is the other without a part of the
    title or the first names, and nobody else in the text has that surname. "Minister Dahl" and "Prime Minister Dahl"
    are left two, and so are "ROSSI (PD)" and "ROSSI (M5S)".
    """
    keys = _keys([label for label in labels if label])
    forms = defaultdict[str, Counter[str]](Counter)
    for label in labels:
        if label:
            forms[keys[_form(label)]][label.written] += 1
    usual = {key: counted.most_common(1)[0][0] for key, counted in forms.items()}
    return [label and replace(label, written=usual[keys[_form(label)]]) for label in labels]


def _form(label: Label) -> tuple[str, str]:
    return label.key, label.bracket


def _keys(labels: list[Label]) -> dict[tuple[str, str], str]:
    """What stands for the person of each form of a label: the key of the fullest form, with a bracket if need be."""
    brackets = defaultdict[str, set[str]](set)
    for label in labels:
        brackets[label.key].add(label.bracket)
    fullest = _fullest(labels)
    return {
        _form(label): f"{label.key} ({label.bracket})"
        if len(brackets[label.key] - {""}) > 1
        else fullest.get(label.key, label.key)
        for label in labels
    }


def _fullest(labels: list[Label]) -> dict[str, str]:
    """For the key of each label with a name that of the fullest label of that person."""
    surnames = defaultdict[str, dict[str, Label]](dict)
    for label in labels:
        if label.name:
            surnames[label.name[-1]][label.key] = label
    found = dict[str, str]()
    for same in surnames.values():
        ordered = sorted(same.values(), key=lambda label: len(label.title) + len(label.name))
        if all(_is_part(shorter, longer) for shorter, longer in zip(ordered, ordered[1:], strict=False)):
            found.update({label.key: ordered[-1].key for label in ordered})
    return found


def _is_part(shorter: Label, longer: Label) -> bool:
    """Whether the shorter label leaves out of the longer one nothing but a part of the title and first names."""
    more = set(longer.title) - set(shorter.title)
    return (
        set(shorter.title) <= set(longer.title)
        and longer.name[-len(shorter.name) :] == shorter.name
        and not more & STEPS
        and not (more and not shorter.title and shorter.name != longer.name)
    )
