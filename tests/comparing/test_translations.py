"""A text and its translation: numbers first, then lengths and cognates; a gap shifts nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.comparing.translations import align
from statements.models import ContentParagraph

ITALIAN = [
    "Il Presidente Rossi ha incontrato oggi a Roma il Segretario Generale della NATO.",
    "Sono stati discussi 12 punti, tra cui la difesa aerea integrata dell'Alleanza.",
    "Grazie.",
    "La riunione del Consiglio Nord Atlantico si terrà a Bruxelles il 15 marzo 2024.",
]
ENGLISH = [
    "President Rossi met the Secretary General of NATO in Rome today.",
    "12 points were discussed, among them the integrated air defence of the Alliance.",
    "Thank you.",
    "The meeting of the North Atlantic Council will take place in Brussels on 15 March 2024.",
]


def rows(texts, numbers=()):
    numbers = [*numbers, *[""] * len(texts)]
    return [ContentParagraph("", number, text=text) for text, number in zip(texts, numbers, strict=False)]


def pairs(left, right):
    return [(tuple(bead.left), tuple(bead.right)) for bead in align(left, right)]


def test_paragraphs_answer_to_each_other():
    assert pairs(rows(ITALIAN), rows(ENGLISH)) == [((n,), (n,)) for n in range(4)]


def test_what_a_translation_leaves_out_is_a_gap_and_shifts_nothing():
    assert pairs(rows(ITALIAN), rows([ENGLISH[0], *ENGLISH[2:]])) == [
        ((0,), (0,)), ((1,), ()), ((2,), (1,)), ((3,), (2,)),
    ]  # fmt: skip


def test_two_paragraphs_may_be_one_in_the_other():
    joined = rows([f"{ENGLISH[0]} {ENGLISH[1]}", *ENGLISH[2:]])
    assert pairs(rows(ITALIAN), joined) == [((0, 1), (0,)), ((2,), (1,)), ((3,), (2,))]


def test_numbers_go_before_lengths():
    left = rows(["A " * 90, "B", "C " * 40, "D"], ["1", "2", "3", "4"])
    right = rows(["A", "C", "D " * 70], ["1", "3", "4"])
    assert pairs(left, right) == [((0,), (0,)), ((1,), ()), ((2,), (1,)), ((3,), (2,))]


def test_what_follows_a_number_stays_with_it():
    left = rows(["one", "its list", "two", "three"], ["1", "", "2", "3"])
    right = rows(["uno", "due", "tre"], ["1", "2", "3"])
    assert pairs(left, right)[-2:] == [((2,), (1,)), ((3,), (2,))]


@pytest.mark.parametrize("sizes", [(0, 0), (3, 0), (0, 3), (1, 200), (200, 1)])
def test_texts_of_very_different_lengths_are_aligned(sizes):
    left, right = (rows([f"words {number}" for number in range(size)]) for size in sizes)
    found = align(left, right)
    assert [place for bead in found for place in bead.left] == list(range(sizes[0]))
    assert [place for bead in found for place in bead.right] == list(range(sizes[1]))


@given(st.lists(st.text(max_size=30), max_size=9), st.lists(st.text(max_size=30), max_size=9))
def test_every_paragraph_of_both_is_there_once_and_in_order(left, right):
    found = align(rows(left), rows(right))
    assert [place for bead in found for place in bead.left] == list(range(len(left)))
    assert [place for bead in found for place in bead.right] == list(range(len(right)))
