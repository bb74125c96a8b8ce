"""Transcripts: a label begins a turn, which goes on until the next one."""

import pytest

from statements.importer.labels.detect import label_at
from statements.importer.turns import labels_of, turn_of, turns_of
from tests.importer.parts import draft

TALK = [
    "THE PRESIDENT:  Good morning.",
    "We met at sea.",
    "Q  When was that?",
    "THE PRESIDENT:  Yesterday.",
    "MR. KIRBY: Two days ago.",
]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("THE PRESIDENT:  Good morning.", "THE PRESIDENT"),
        ("PRESIDENT TRUMP: Thank you.", "PRESIDENT TRUMP"),
        ("MR. KIRBY: So.", "MR. KIRBY"),
        ("Presidente Meloni: Buongiorno.", "Presidente Meloni"),
        ("Mr. Kirby: So.", "Mr. Kirby"),
        ("JENS STOLTENBERG (NATO Secretary General): Thank you.", "JENS STOLTENBERG (NATO Secretary General)"),
        ("PRÉSIDENT MACRON : Merci.", "PRÉSIDENT MACRON"),
        ("Q  When?", "Q"),
        ("Q: When?", "Q"),
        ("Q – When?", "Q"),
        ("**THE PRESIDENT:** Thank you.", "THE PRESIDENT"),
        ("THE PRESIDENT:** Thank you.", "THE PRESIDENT"),
        ("LEADER McCONNELL: So.", "LEADER McCONNELL"),
        ("SECRETARY RICE: So.", "SECRETARY RICE"),
        ("MODERATOR: So.", "MODERATOR"),
        ("Jens Stoltenberg: Thank you.", "Jens Stoltenberg"),
        ("M. Dupont. Je vous remercie.", "M. Dupont"),
        ("M. Dupont. – Je vous remercie.", "M. Dupont"),
        ("Le Président. Merci.", "Le Président"),
        ("Le Président : Merci.", "Le Président"),
        ("Mme la présidente. Merci.", "Mme la présidente"),
        ("DOMANDA: Quando?", "DOMANDA"),
        ("WHO: the ministers", ""),
        ("He said: we met.", ""),
        ("As Mr. Kirby said: we met.", ""),
        ("Note: see below.", ""),
        ("NOTE: see below.", ""),
        ("Paris: the talks go on.", ""),
        ("We agreed on this: peace.", ""),
        ("Q and A were held.", ""),
        ("The President said: good morning.", ""),
    ],
)
def test_what_is_a_label(text, label):
    found = label_at(text)
    assert (found.written if found and found.possible else "") == label


def test_labels_are_counted_and_one_alone_is_none():
    assert labels_of(TALK) == {"THE PRESIDENT": 2, "Q": 1, "MR. KIRBY": 1}
    assert labels_of(["OSLO: the talks go on.", "We met at sea."]) == {}
    assert labels_of(["OSLO: at nine.", "ROME: at ten.", "PARIS: at noon."]) == {}
    assert labels_of(["Ada Quist: We met.", "Jens Holm: When?", "Ada Quist: At noon."]) == {
        "Ada Quist": 2,
        "Jens Holm": 1,
    }


def test_a_turn_goes_on_until_the_next():
    assert turn_of(TALK, "THE PRESIDENT") == [0, 1, 3]
    assert turn_of(TALK, "Q") == [2]
    assert turns_of(TALK) == ["THE PRESIDENT", "THE PRESIDENT", "Q", "THE PRESIDENT", "MR. KIRBY"]
    assert turns_of(["We met at sea.", "He said: no."]) == ["", ""]


def test_stage_directions_are_kept_and_marked():
    made = draft("The harbour of Oslo\n\nWe met at sea.\n\n(Applause.)\n\n(We met again.)\n")
    assert [(each.kind, each.text) for each in made.paragraphs] == [
        ("body", "We met at sea."),
        ("stage-direction", "(Applause.)"),
        ("body", "(We met again.)"),
    ]
