"""The best first, and no document twice or never across pages."""

import pytest

from statements.search import rank
from tests.cast import make_document
from tests.search.searching import matcher_of, matching

pytestmark = pytest.mark.django_db


def found(typed, start=0, length=20):
    matcher = matcher_of(typed)
    return rank.rank_entries(matching(typed), matcher, start, length)


def test_a_word_in_the_title_counts_more_than_one_in_the_text():
    text = make_document("An oboe was heard.", title="At sea")
    title = make_document("Nothing was heard.", title="The oboe")
    assert found("oboe") == [title.pk, text.pk]


def test_a_text_that_speaks_of_it_comes_before_one_that_mentions_it():
    filler = "Other things were said about many matters. " * 20
    mention = make_document(filler, f"{filler} An oboe.", title="At sea")
    subject = make_document(filler, "The oboe, the oboe and the oboe again: an oboe for all.", title="On land")
    assert found("oboe") == [subject.pk, mention.pk]


def test_equal_ones_come_by_date_then_by_key():
    old, new, same = (make_document("An oboe.", title="At sea", date=date) for date in ("2020", "2024", "2024"))
    assert found("oboe") == [same.pk, new.pk, old.pk]


def test_phrases_alone_come_by_date():
    old, new = (make_document("The second oboe.", title="At sea", date=date) for date in ("2020", "2024"))
    assert found('"second oboe"') == [new.pk, old.pk]


@pytest.mark.parametrize("typed", ["oboe", '"an oboe"', "oboe -harp"])
def test_pages_hold_each_document_once_also_past_the_best(typed, monkeypatch):
    monkeypatch.setattr(rank, "BEST", 10)
    documents = {make_document("An oboe." * (1 + n % 3), title=f"Concert {n % 2}", date="2024").pk for n in range(35)}
    pages = [key for start in range(0, 40, 5) for key in found(typed, start, 5)]
    assert len(pages) == len(documents) == 35
    assert set(pages) == documents


def test_some_of_the_words_are_ranked_once_each_the_rarest_first(monkeypatch):
    monkeypatch.setattr("statements.search.rank.BEST", 6)
    rare = [make_document("A heron and a jetty.", title=f"Rare {number}").pk for number in range(7)]
    common = [make_document("A jetty, again.", title=f"Common {number}").pk for number in range(9)]
    matcher, everything = matcher_of("heron OR jetty"), matching("heron OR jetty")
    pages = [rank.rank_by_some(everything, matcher, start, 3) for start in range(0, 18, 3)]
    listed = [pk for page in pages for pk in page]
    assert sorted(listed) == sorted(rare + common), "each once, on whatever page"
    assert set(listed[:7]) == set(rare)
