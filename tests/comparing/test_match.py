"""Which paragraph of one text is which of another: kept, changed, moved, only in one of them."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from statements.comparing.documents import compare
from statements.comparing.match import Pair, matches
from statements.models import Content, ContentParagraph

SAILS = "We sail from the harbour of Oslo in the early morning."
LANDS = "They land on the northern coast under a heavy fog."
RESTS = "Everybody rests in the old fortress above the town."


def content(*texts):
    rows = (ContentParagraph(f"p{place}", text=text, language="en") for place, text in enumerate(texts, 1))
    return Content("Orders", paragraphs=tuple(rows))


def became(left, right):
    return [
        (each.what, each.left and each.left.key, each.right and each.right.key)
        for each in compare(content(*left), content(*right)).paragraphs
    ]


class TestMatches:
    def test_the_same_text_is_kept_throughout(self):
        assert matches([SAILS, LANDS], [SAILS, LANDS]) == ([Pair(0, 0, 1.0), Pair(1, 1, 1.0)], [])

    def test_texts_without_anything_in_common_have_no_pairs(self):
        assert matches([SAILS], [RESTS]) == ([], [])
        assert matches([], [SAILS]) == matches([SAILS], []) == ([], [])

    def test_the_heaviest_chain_is_found(self):
        """Against trying all of them, for texts that are small."""
        random.seed(7)
        words = [f"word{number}" for number in range(12)]
        for _ in range(40):
            left, right = ([" ".join(random.choices(words, k=4)) for _ in range(5)] for _ in range(2))
            found = matches(left, right).ordered
            assert all(one.left < two.left and one.right < two.right for one, two in pairwise(found))
            assert sum(pair.likeness for pair in found) >= _best(left, right) - 1e-9

    @given(st.lists(st.text(max_size=12), max_size=8), st.lists(st.text(max_size=12), max_size=8))
    def test_each_paragraph_is_in_one_pair_at_most(self, left, right):
        pairs = [pair for found in matches(left, right) for pair in found]
        assert len({pair.left for pair in pairs}) == len({pair.right for pair in pairs}) == len(pairs)


def _best(left, right):
    """The weight of the heaviest chain, by trying what each pair adds."""
    pairs = [
        Pair(i, j, found.ordered[0].likeness)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if (found := matches([a], [b])).ordered
    ]
    best = {}
    for pair in sorted(pairs):
        before = [weight for (i, j), weight in best.items() if i < pair.left and j < pair.right]
        best[pair.left, pair.right] = pair.likeness + max(before, default=0)
    return max(best.values(), default=0)


class TestCompare:
    def test_what_became_of_each_paragraph(self):
        changed = SAILS.replace("early", "late")
        assert became([SAILS, LANDS], [RESTS, changed]) == [
            ("added", None, "p1"),
            ("changed", "p1", "p2"),
            ("removed", "p2", None),
        ]

    def test_a_paragraph_that_moved_is_shown_where_it_went_and_where_it_was(self):
        assert became([LANDS, SAILS, RESTS], [SAILS, RESTS, LANDS]) == [
            ("moved", "p1", None),
            ("kept", "p2", "p1"),
            ("kept", "p3", "p2"),
            ("moved", "p1", "p3"),
        ]

    def test_words_are_marked_and_none_is_lost(self):
        [paragraph] = compare(content(SAILS), content(SAILS.replace("early", "late"))).paragraphs
        marks = [(piece.text, piece.mark) for piece in paragraph.pieces if piece.mark]
        assert marks == [("early", "removed"), ("late", "added")]

    def test_shares_are_of_the_words_of_each(self):
        found = compare(content(SAILS), content(SAILS, LANDS))
        assert (found.left_percent, found.right_percent) == (100, 52)

    def test_empty_texts_are_compared(self):
        assert compare(content(), content()).paragraphs == []

    @given(st.lists(st.text(max_size=12), max_size=6), st.lists(st.text(max_size=12), max_size=6))
    def test_every_paragraph_of_both_is_there_once(self, left, right):
        found = became(left, right)
        shown_left = [key for what, key, other in found if key and not (what == "moved" and other)]
        shown_right = [key for _, _, key in found if key]
        assert sorted(shown_left) == sorted(f"p{n}" for n in range(1, len(left) + 1))
        assert shown_right == [f"p{n}" for n in range(1, len(right) + 1)]
