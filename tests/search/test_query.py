"""What is typed into the search box, and what it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.search.query import Query, parse


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Query()),
        ("   ", Query()),
        ("deterrenza nucleare", Query(words=("deterrenza", "nucleare"))),
        ('"ogni centimetro"', Query(phrases=("ogni centimetro",))),
        ("“ogni centimetro”", Query(phrases=("ogni centimetro",))),
        ("«ogni centimetro»", Query(phrases=("ogni centimetro",))),
        ("OTAN -Italie", Query(words=("OTAN",), excluded_words=("Italie",))),
        ('OTAN -"force alliée"', Query(words=("OTAN",), excluded_phrases=("force alliée",))),
        ("SAMP/T F-16 dell'Alleanza", Query(words=("SAMP/T", "F-16", "dell'Alleanza"))),
        ("NATO NATO", Query(words=("NATO",))),
    ],
)
def test_words_phrases_and_exclusions_are_told_apart(typed, meant):
    assert parse(typed) == meant


def test_a_quotation_mark_without_partner_is_closed_and_said():
    query = parse('pace "giusta e duratura')
    assert (query.words, query.phrases) == (("pace",), ("giusta e duratura",))
    assert query.repairs == ("a quotation mark without its partner was closed at the end",)


@pytest.mark.parametrize("typed", ["-", "***", '""', "& | !", '-"  "'])
def test_operators_without_words_are_left_out_and_said(typed):
    query = parse(typed)
    assert not query.asks
    assert query.repairs


@given(st.text(max_size=300))
def test_anything_is_a_query(typed):
    query = parse(typed)
    assert all(word.strip() for word in query.words + query.phrases + query.excluded_words + query.excluded_phrases)
