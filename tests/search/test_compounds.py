"""Compounds are found in one word and in two, where the archive has both."""

import pytest

from statements.search.compounds import find_compounds
from statements.search.extend import extend
from statements.search.grammar import parse
from statements.search.memory import archive_state
from statements.search.selection import select
from tests.cast import make_document
from tests.search.searching import asked, matcher_of, matching_query

pytestmark = pytest.mark.django_db

COMPOUNDS = [
    ("en", "counterterrorism", "counter-terrorism", "counter terrorism"),
    ("it", "vicepresidente", "vice-presidente", "vice presidente"),
    ("fr", "multiethnique", "multi-ethnique", "multi ethnique"),
]


def keys(address):
    return set(select(asked(address), archive_state()).entries.values_list("pk", flat=True))


@pytest.fixture
def documents():
    return {
        joined: {
            make_document(f"Oboe, {form}.", title=f"Day {number}", language=language).pk
            for form in (joined, hyphened, apart)
            for number in range(3)
        }
        for language, joined, hyphened, apart in COMPOUNDS
    }


@pytest.mark.parametrize(("language", "joined", "hyphened", "apart"), COMPOUNDS)
def test_a_compound_is_found_in_one_word_and_in_two(documents, language, joined, hyphened, apart):
    for typed in (joined, hyphened, f"l'{joined}", f"oboe {joined}"):
        assert keys(f"q={typed}") == documents[joined], typed
    assert keys(f"q={apart}") >= documents[joined], "two words may stand apart"
    assert len(keys(f"q={joined}&extend=no")) == 3
    assert len(keys(f"q={hyphened}&extend=no")) == 6, "in two words, with or without the hyphen"


@pytest.mark.parametrize(("language", "joined", "hyphened", "apart"), COMPOUNDS)
def test_in_quotation_marks_it_is_found_as_written(documents, language, joined, hyphened, apart):
    assert len(keys(f'q="{joined}"')) == 3
    assert len(keys(f'q="{hyphened}"')) == len(keys(f'q="{apart}"')) == 6
    for typed in (f'"{joined}"', f"-{joined}", f"{joined}*", f"{joined} NEAR/3 oboe"):
        assert extend(parse(typed, {}), archive_state())[1] == ()


def test_the_page_lists_the_other_form(client, documents):
    response = client.get("/search/", {"q": "counterterrorism"})
    assert "<i>counter-terrorism</i>" in response.content.decode()
    assert response.context["total"] == len(matching_query(parse('counterterrorism OR "counter terrorism"', {}))) == 9


def test_a_word_cut_at_the_end_of_a_line_is_no_compound():
    for number in range(2):
        make_document("An inter-national oboe.", title=f"Cut {number}")
    for number in range(3):
        make_document("An international oboe.", title=f"Whole {number}")
    assert find_compounds(["international"], archive_state()) == {}, "two documents are not several"


def test_a_form_that_is_much_rarer_than_the_one_typed_is_not_added(monkeypatch):
    monkeypatch.setattr("statements.search.compounds._SELDOM", 2)
    for number in range(7):
        make_document("A multinational oboe.", title=f"Often {number}")
    for number in range(3):
        make_document("A multi-national oboe.", title=f"Seldom {number}")
    assert find_compounds(["multinational"], archive_state()) == {}
    assert find_compounds(["multi", "national"], archive_state()) == {"multi national": "multinational"}


def test_two_words_that_only_look_like_parts_are_no_compound():
    for number in range(3):
        make_document("We're members. She remembers.", title=f"Members {number}")
    assert find_compounds(["remembers"], archive_state()) == {}


def test_drafts_are_not_counted():
    for number in range(3):
        make_document("A multinational oboe.", title=f"Public {number}")
        make_document("A multi-national oboe.", title=f"Draft {number}", status="draft")
    assert find_compounds(["multinational"], archive_state()) == {}


@pytest.mark.parametrize("typed", ["transonic", "reform", "counter", "terrorism", "contrordine", "over time", "re x"])
def test_other_words_are_not_looked_up(typed, django_assert_max_num_queries):
    state = archive_state()
    find_compounds(typed.split(), state)
    with django_assert_max_num_queries(0):
        assert find_compounds(typed.split(), state) == {}


def test_in_a_long_query_compounds_are_left_as_they_are(documents):
    assert find_compounds(["counterterrorism"], archive_state())
    assert find_compounds(["counterterrorism", *"abcdefgh"], archive_state()) == {}


def test_documents_are_not_ranked_by_the_parts(documents):
    query = extend(parse("counterterrorism", {}), archive_state())[0]
    matcher = type(matcher_of("x"))(query, archive_state())
    assert set(matcher.ranking()) == {"counterterrorism"}
