"""What the search page says, as HTML: the same words in the same order with and without scripts."""

import re

import pytest

pytestmark = pytest.mark.django_db


def read(client, address):
    return re.sub(r"\s+", " ", client.get(address).content.decode())


def test_a_search_says_how_many_documents_it_found_and_lists_them(client):
    response = client.get("/search/?q=NATO+Ucraina")
    assert response.context["total"] == len(response.context["hits"]) == 5
    assert "<strong>5</strong> documents with <b>NATO Ucraina</b>" in read(client, "/search/?q=NATO+Ucraina")


def test_other_spellings_are_named_in_one_line_the_shortest_first_and_then_word_by_word(client):
    html = read(client, "/search/?q=NATO+Ucraina")
    line = re.search(r'<span class="preview">(.*?)</span>', html)[1]
    spellings = re.findall(r"<i>(.*?)</i>", line)
    assert spellings[:2] == ["OTAN", "Ukraine"]
    assert [len(each) for each in spellings] == sorted(len(each) for each in spellings)
    assert "For <b>Ucraina</b> also <i>Ukraine</i>." in html


def test_without_other_spellings_there_is_no_such_line_but_a_way_back_to_them(client):
    html = read(client, "/search/?q=NATO+Ucraina&extend=no")
    assert 'class="spellings"' not in html
    assert '<a href="?q=NATO+Ucraina" rel="nofollow">Other spellings and languages too</a>' in html


def test_the_heading_of_the_page_is_there_for_those_who_cannot_see_the_box(client):
    assert '<h1 class="visually-hidden">Search</h1>' in read(client, "/search/?q=NATO")
    assert "<h1>Search</h1>" in read(client, "/search/")
