"""Whose words these are is said where the text says it, and left open where it does not."""

import pytest

from tests.importer.parts import MELONI, STOLTENBERG, draft

BOTH = ((STOLTENBERG.slug, "quoted"), (MELONI.slug, "quoted"))


def quoted(text, participations=BOTH[:1]):
    [only] = draft(text, participations=participations).paragraphs
    return [(each.speaker, only.text[each.start : each.end]) for each in only.quotations]


@pytest.mark.parametrize(
    "text",
    [
        "Stoltenberg said “{}” in Vilnius.",
        'Stoltenberg ha detto "{}" a Vilnius.',
        "Stoltenberg a dit «\u00a0{}\u00a0» à Vilnius.",
        "Stoltenberg a dit « {} » à Vilnius.",
        "Stoltenberg a dit «\u202f{}\u202f» à Vilnius.",
        "“{}”, ha concluso Stoltenberg.",
        'Stoltenberg (che aggiunge: "{}") a Vilnius.',
    ],
)
def test_quotation_marks_of_three_languages_hold_the_words(text):
    assert quoted(text.format("noi restiamo sempre uniti")) == [("jens-stoltenberg", "noi restiamo sempre uniti")]


@pytest.mark.parametrize(
    "text",
    [
        "Stoltenberg spoke of “out of area” missions.",
        'Stoltenberg difende l\'"ordine" internazionale.',
        "Stoltenberg a parlé d'un « monde plus sûr ».",
        'Stoltenberg measured 12" pipes and then again 14 of those 16" pipes.',
        "Stoltenberg opened “a quotation that never ends at all.",
    ],
)
def test_scare_quotes_inches_and_open_quotes_are_nobodys_words(text):
    assert quoted(text) == []


def test_an_apostrophe_before_the_mark_opens_a_quotation():
    found = quoted('Stoltenberg difende l\'"ordine internazionale basato sulle regole" a Vilnius.')
    assert found == [("jens-stoltenberg", "ordine internazionale basato sulle regole")]


def test_of_two_quoted_speakers_the_one_named_nearest_has_the_words():
    text = "Stoltenberg said “we shall stand with Ukraine”, and Meloni added “Italy will do its part”."
    assert quoted(text, BOTH) == [
        ("jens-stoltenberg", "we shall stand with Ukraine"),
        ("giorgia-meloni", "Italy will do its part"),
    ]


def test_a_name_inside_the_quotation_does_not_make_it_hers():
    text = "Stoltenberg said “I thank Giorgia Meloni for her words”."
    assert quoted(text, BOTH) == [("jens-stoltenberg", "I thank Giorgia Meloni for her words")]


def test_where_nobody_is_named_the_only_one_quoted_has_the_words_and_of_two_neither():
    text = "He said “we shall stand with Ukraine” yesterday."
    assert quoted(text) == [("jens-stoltenberg", "we shall stand with Ukraine")]
    assert quoted(text, BOTH) == []


def test_a_name_within_another_word_is_no_name():
    assert quoted("Melonistan said “we shall stand with Ukraine”.", BOTH) == []


@pytest.mark.parametrize("role", ["speaker", "interlocutor", "mentioned", "author"])
def test_quotations_are_looked_for_only_where_somebody_is_quoted(role):
    assert quoted("Stoltenberg said “we shall stand with Ukraine”.", ((STOLTENBERG.slug, role),)) == []


@pytest.mark.parametrize(
    ("roles", "turn"),
    [
        (["speaker"], "jens-stoltenberg"), (["author"], "jens-stoltenberg"), (["quoted"], None), (["mentioned"], None),
        (["interlocutor"], None), (["speaker", "speaker"], None), (["speaker", "interlocutor"], "jens-stoltenberg"),
    ],
)  # fmt: skip
def test_a_paragraph_is_the_turn_of_the_only_one_who_speaks(roles, turn):
    participations = tuple(zip((STOLTENBERG.slug, MELONI.slug), roles, strict=False))
    [only] = draft("Siamo uniti.", participations=participations).paragraphs
    assert only.speaker == turn
