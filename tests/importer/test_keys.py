"""A link to a paragraph shows the same words after any re-import."""

import time

import pytest

from statements.keys import match_keys, new_key

STATEMENT = [
    ("pa", "We stand with Ukraine for as long as it takes."),
    ("pb", "The Alliance is united and will remain so."),
    ("pc", "Italy leads the mission in Kosovo and the one in Iraq."),
]
TEXTS = [text for _, text in STATEMENT]


def test_an_unchanged_statement_keeps_all_its_keys():
    assert match_keys(STATEMENT, TEXTS) == ["pa", "pb", "pc"]


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_paragraph_that_is_inserted_moves_no_link(place):
    expected = ["pa", "pb", "pc"]
    expected.insert(place, None)
    new = [*TEXTS[:place], "Something altogether different was added here.", *TEXTS[place:]]
    assert match_keys(STATEMENT, new) == expected


def test_a_paragraph_that_is_removed_takes_its_key_along():
    assert match_keys(STATEMENT, [TEXTS[0], TEXTS[2]]) == ["pa", "pc"]


@pytest.mark.parametrize(
    "edited",
    [
        "The Alliance is united, and will remain so.",
        "The Alliance is strong and will remain so.",
        "THE ALLIANCE IS UNITED AND WILL REMAIN SO",
        "The Alliance is united and will remain so. We thank Finland.",
    ],
)
def test_a_slightly_edited_paragraph_keeps_its_key(edited):
    assert match_keys(STATEMENT, [TEXTS[0], edited, TEXTS[2]]) == ["pa", "pb", "pc"]


def test_a_rewritten_paragraph_is_another():
    assert match_keys(STATEMENT, [TEXTS[0], "Nothing of what was said before is left.", TEXTS[2]]) == ["pa", None, "pc"]


def test_paragraphs_that_change_places_keep_their_keys():
    assert match_keys(STATEMENT, [TEXTS[2], TEXTS[0], TEXTS[1]]) == ["pc", "pa", "pb"]


def test_a_repeated_paragraph_has_each_of_its_keys_once():
    assert match_keys([("pa", "Thank you."), ("pb", "Thank you.")], ["Thank you."] * 3) == ["pa", "pb", None]


def test_two_edits_of_one_paragraph_do_not_share_its_key():
    keys = match_keys(STATEMENT[:1], [TEXTS[0] + " Always.", TEXTS[0] + " Ever and ever."])
    assert keys == ["pa", None]


def test_there_may_be_nothing_before_or_nothing_after():
    assert match_keys([], TEXTS) == [None, None, None]
    assert match_keys(STATEMENT, []) == []


def test_an_archive_built_anew_has_the_same_keys():
    assert new_key("seed-004", "Noi, Capi di Stato", set()) == new_key("seed-004", "Noi,  Capi\ndi Stato", set())
    assert new_key("seed-004", "Noi, Capi di Stato", set()) != new_key("seed-003", "Noi, Capi di Stato", set())


def test_a_key_that_is_taken_is_not_given_again():
    first = new_key("seed-004", "Grazie.", set())
    assert new_key("seed-004", "Grazie.", {first}) == new_key("seed-004", "Grazie.", set(), earlier=1) != first


def test_a_paragraph_repeated_five_thousand_times_has_five_thousand_keys_at_once():
    began, taken = time.process_time(), set()
    for earlier in range(5_000):
        taken.add(new_key("seed-004", "(Applause.)", taken, earlier))
    assert len(taken) == 5_000
    assert time.process_time() - began < 2


@pytest.mark.parametrize("texts", [
    [f"Paragraph w{i} of x{i} with y{i} words z{i}." for i in range(10_000)],
    ["(Applause.)"] * 10_000,
    [f"The number {i} of the same list of things." for i in range(10_000)],
], ids=["different", "repeated", "alike"])  # fmt: skip
def test_ten_thousand_edited_paragraphs_are_compared_in_seconds(texts):
    began = time.process_time()
    match_keys([(f"p{place}", text) for place, text in enumerate(texts)], [text + " Edited." for text in texts])
    assert time.process_time() - began < 10
