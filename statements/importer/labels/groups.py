"""Merge one person's labels in a text: "FOREIGN MINISTER DAHL", "Minister Dahl (continuing)" and "DAHL" are one."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from statements.importer.labels.label import Label
from statements.importer.labels.words import STEPS


def unify_people(labels: list[Label | None]) -> list[Label | None]:
    """The labels, each in that person's most frequent form, or the first of equally frequent ones.

    Two forms belong to one person if they differ only in letter case, accents and the like, or if one is the other
    without part of the title or the first names, and nobody else in the text has that surname. "Minister Dahl" and
    "Prime Minister Dahl" stay separate, and so do "ROSSI (PD)" and "ROSSI (M5S)".
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
    """A key for the person behind each form of a label: that of the fullest form, with a bracket if need be."""
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
    """For each label with a name, by key, the key of that person's fullest label."""
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
    """Whether the shorter label differs from the longer one only by leaving out part of the title and first names."""
    more = set(longer.title) - set(shorter.title)
    return (
        set(shorter.title) <= set(longer.title)
        and longer.name[-len(shorter.name) :] == shorter.name
        and not more & STEPS
        and not (more and not shorter.title and shorter.name != longer.name)
    )
