"""Whose turn it is in a transcript: which labels before the words count, and how far a turn extends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from statements.importer.draft import DraftParagraph
from statements.importer.labels.detect import label_at
from statements.importer.labels.groups import unify_people
from statements.importer.labels.label import Label, Sort
from statements.importer.labels.words import ASKED, DOUBTFUL_QUESTIONS, PAIRS, common_names
from statements.importer.vocabulary import alternatives

_LEAST = 2  # turns, at least, in a transcript
_TURNS_ABOUT = 3  # turns of two people in alternation: A, B, A
_HALF = 0.5  # share of the paragraphs that must begin with a surname, if all labels are surnames
_WORD = re.compile(r"[^\W\d_]{3,}")
_STAGE = re.compile(rf"[(\[]{alternatives('turns.stage')}[^()\[\]]{{0,60}}[)\]]\.?", re.IGNORECASE)
STAGE_DIRECTION = "stage-direction"


def beginnings(texts: Sequence[str], least: int = _LEAST) -> list[Label | None]:
    """For each paragraph, the label of the turn that it begins, or None; all None in a text without turns.

    A person's labels are given in one form, the one used most often.
    least: how many firm labels make a text a transcript.
    """
    found = _check_letters([label_at(text) for text in texts])
    found = _drop_common_words(found, texts)
    if not _is_transcript(found, least):
        return [None] * len(found)
    standing = _standing(found)
    counted = [label if label and label.key in standing else None for label in found]
    return unify_people(counted)


def labels_of(texts: Iterable[str]) -> dict[str, int]:
    """The labels of a transcript, in order, with the number of turns of each; none where the text is no transcript.

    The forms of one person's label are merged: "MINISTER DAHL", "MINISTER DAHL (continuing)", "Minister Dahl". A line
    that may be anything, such as "First Pillar: deterrence", is a label only in company.
    """
    return dict(Counter(label.written for label in beginnings(list(texts)) if label))


def turns_of(texts: Sequence[str]) -> list[str]:
    """For each paragraph, the label of the turn that it begins or belongs to, as `labels_of` writes it.

    Empty before the first label, and everywhere in a text that is not a transcript.
    ["MR. KIRBY: So.", "We met.", "Q  When?"] -> ["MR. KIRBY", "MR. KIRBY", "Q"].
    """
    return [label.written if label else "" for label in continue_turns(beginnings(texts))]


def turn_of(texts: Sequence[str], label: str) -> list[int]:
    """The positions of the paragraphs in turns labelled `label`: from each such label to the next label of any kind."""
    return [place for place, turn in enumerate(turns_of(texts)) if turn == label]


def continue_turns(begun: Iterable[Label | None]) -> list[Label | None]:
    """For each paragraph, the label of its turn, given the label of the turn that each one begins."""
    turns, current = list[Label | None](), None
    for label in begun:
        current = label or current
        turns.append(current)
    return turns


def stage_directions(paragraphs: list[DraftParagraph]) -> list[DraftParagraph]:
    """Mark stage directions: what describes the room instead of being said in it.

    Reads: text. Writes: kind.
    Example: "(Applause.)" -> a stage direction.
    """
    return [
        replace(each, kind=STAGE_DIRECTION) if each.kind == "body" and _STAGE.fullmatch(each.text.strip()) else each
        for each in paragraphs
    ]


def _check_letters(found: list[Label | None]) -> list[Label | None]:
    """One letter is a label only if its other half is one too: A with Q, D with R. Otherwise it is a list item.

    "D1" before a question, and "A1" and "R1", are labels in a text that is a transcript without them.
    """
    keys = {label.key for label in found if label}
    return [label and (label if label.sort != Sort.LETTER else _check_letter(label, keys)) for label in found]


def _check_letter(label: Label, keys: set[str]) -> Label | None:
    if keys & {each + label.key[1:] for each in PAIRS[label.key[0]]}:
        return replace(label, sort=Sort.ROLE)
    numbered = len(label.key) > 1 and label.mark == ":" and (label.question or label.key[0] not in DOUBTFUL_QUESTIONS)
    return replace(label, sort=Sort.UNKNOWN) if numbered else None


def _drop_common_words(found: list[Label | None], texts: Sequence[str]) -> list[Label | None]:
    """Remove apparent names whose words the text writes in small letters elsewhere: "Burden Sharing: Allies …"."""
    doubtful = {word for label in found if label and label.sort in (Sort.WORD, Sort.NAME) for word in label.name}
    if not doubtful:
        return found
    small = {word for text in texts for word in _WORD.findall(text) if word in doubtful}
    often = Counter(label.key for label in found if label and label.opening != "lower")
    return [
        None
        if label and label.sort in (Sort.WORD, Sort.NAME) and small.issuperset(label.name) and often[label.key] < _LEAST
        else label
        for label in found
    ]


def _is_transcript(found: list[Label | None], least: int) -> bool:
    """Whether the labels make a transcript: two firm ones, or people who take turns."""
    labels = [label for label in found if label and label.possible and label.mark and label.sort > Sort.ADDRESS]
    firm = [label for label in labels if label.firm]
    if len(firm) >= least:
        return True
    if len(firm) == 1:
        return _has_company(firm[0], labels) or (firm[0].sort == Sort.ROLE and _asks_in_earnest(firm[0]))
    alone = [label for label in found if label and not label.mark and (label.sort == Sort.ROLE or _has_title(label))]
    people = [label for label in labels if _is_person(label)]
    words = [label for label in labels if label.sort >= Sort.WORD]
    dense = len(words) >= _HALF * len(found) and any(label.question for label in words)
    return (
        _take_turns(people, _TURNS_ABOUT)
        or _take_turns(alone, _TURNS_ABOUT)
        or (dense and len({label.key for label in words}) == _LEAST and _take_turns(words, _TURNS_ABOUT + 1))
    )


def _has_title(label: Label) -> bool:
    return label.sort == Sort.TITLED and bool(label.name)


def _has_company(one: Label, labels: list[Label]) -> bool:
    """Whether somebody else has a label too; a surname has to come back."""
    often = Counter(label.key for label in labels)
    others = (label for label in labels if label.key != one.key and label.mark in ":.")
    return any(label.sort > Sort.WORD or often[label.key] >= _LEAST for label in others)


def _is_person(label: Label) -> bool:
    """Whether it is a whole name or an office before that person's own words: not “Winston Churchill: ‘Never.’”."""
    return label.sort > Sort.WORD and label.opening != "quote" and (label.mark != "–" or label.sort == Sort.NAME)


def _asks_in_earnest(label: Label) -> bool:
    """Whether a single question is a reporter's: a speech may also ask "Question: what do we do now?"."""
    return label.question and label.key not in ASKED


def _take_turns(labels: list[Label], least: int) -> bool:
    """Whether somebody speaks again after somebody else, in `least` turns or more."""
    keys = [key for key, _ in groupby(label.key for label in labels)]
    return len(keys) >= least and len(set(keys)) < len(keys)


def _standing(found: list[Label | None]) -> set[str]:
    """The keys of the labels that hold in a transcript: firm, or before a colon and words that begin a sentence."""
    labels = [label for label in found if label and (label.possible or _goes_on(label))]
    often = Counter(label.key for label in labels)
    return {
        label.key
        for label in labels
        if label.firm
        or label.mark in (":", ".")
        or (label.sort in (Sort.OFFICE, Sort.TITLED) and label.mark == "–")
        or (label.sort > Sort.WORD and label.mark == "–" and often[label.key] >= _LEAST)
        or (label.sort >= Sort.NAME and often[label.key] >= _LEAST)
    }


def _goes_on(label: Label) -> bool:
    """Whether small letters after a label are somebody's words, in a text that is a transcript without it.

    After a name they are, as in "Ada Quist: and so it is", and so are those of a question after "question"; after a
    common word, as in "Deterrence: and so on", they are not.
    """
    if label.asks and label.question and len(label.title) == 1:
        return label.mark == ":"
    named = bool(label.name) and not (label.sort == Sort.WORD and common_names().issuperset(label.name))
    return named and label.mark == ":" and label.sort in (Sort.WORD, Sort.NAME, Sort.TITLED)
