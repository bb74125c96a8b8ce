"""The search within one document: what it marks, what it says where there is nothing, and what it suggests."""

import re
from html import unescape

import pytest

from statements.models import Quotation, snapshot
from statements.search.within import find_within
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db


def find(document, typed, spellings=True):
    return find_within(snapshot(document), typed, spellings)


def words_marked(document, typed, spellings=True):
    texts = dict(document.paragraphs.values_list("key", "text"))
    return [
        texts[key][start:end] for key, marks in find(document, typed, spellings).marks.items() for start, end in marks
    ]


def page_of(client, document, **query):
    html = client.get(document.get_absolute_url(), query).content.decode()
    return unescape(html.partition('class="find"')[2].partition("</details>")[0])


def test_words_phrases_and_beginnings_are_found():
    document = make_document("The ships sail at dawn.", "Deterrence deters; a ship waits at dawn.")
    assert words_marked(document, "ship") == ["ships", "ship"]
    assert words_marked(document, '"at dawn"') == ["at dawn", "at dawn"]
    assert words_marked(document, "deterr*") == ["Deterrence"]


def test_other_spellings_are_found_and_can_be_turned_off():
    document = make_document("L'OTAN est là.", "NATO is here.", language="en")
    assert words_marked(document, "NATO") == ["OTAN", "NATO"]
    assert words_marked(document, "NATO", spellings=False) == ["NATO"]
    assert "OTAN" in [each for extension in find(document, "NATO").extensions for each in extension.added]


def test_what_the_text_has_not_is_answered_with_what_it_has():
    document = make_document("The harbour master of Oslo spoke of deterrence.")
    assert find(document, '"master harbour"').better == ("master harbour",)
    assert find(document, "harb").better == ("harb*",)
    assert find(document, "detterence").better == ("deterrence",)
    assert find(document, "zzzz").better == ()


@pytest.mark.parametrize("typed", ["", " ", "date:2022", "NOT NATO", "number:3", "(", "a OR " * 90])
def test_what_asks_for_no_words_finds_nothing_and_suggests_nothing(typed):
    found = find(make_document("NATO is here."), typed)
    assert (found.marks, found.better, found.asks) == ({}, (), False)


def test_the_box_holds_the_words_and_says_how_many_places_there_are(client):
    html = page_of(client, make_document("NATO here, NATO there."), q="NATO")
    assert 'name="q" value="NATO"' in html
    assert "2 places marked: <b>NATO</b>" in html


def test_a_place_that_a_quotation_cuts_in_two_is_one(client):
    document = make_document('They said "we sail at dawn" today.')
    Quotation.objects.create(paragraph=document.paragraphs.get(), speaker=make_speaker("Ada Quist"), start=10, end=18)
    html = client.get(document.get_absolute_url(), {"q": '"we sail at"'}).content.decode()
    assert "1 place marked" in html
    assert len(re.findall("<mark>", html)) == 1 and '<mark class="goes-on">' in html


def test_a_version_and_its_words_stay_together(client):
    document = make_document("NATO is here.")
    document.publish()
    document.paragraphs.update(text="Nothing is here.")
    document.publish()
    html = page_of(client, document, v="1", q="NATO")
    assert '<input type="hidden" name="v" value="1">' in html
    assert "1 place marked" in html
    assert f'href="{document.get_absolute_url()}?v=1">Without the marks' in html
    assert 'href="?v=1&q=NATO&extend=no"' in html
    now = page_of(client, document, q="NATO")
    assert "Nowhere in this document: <b>NATO</b>" in now and 'name="v"' not in now


def test_where_nothing_is_found_the_page_leads_on(client):
    document = make_document("The harbour master spoke.", language="en")
    html = page_of(client, document, q="harbor", extend="no")
    assert 'href="?q=harbour&extend=no"' in html
    assert 'href="?q=harbor" rel="nofollow">Other spellings and languages too' in html
    assert 'href="/search/?q=harbor"' in html
    assert 'name="extend" value="no"' in html, "which the next search keeps"


def test_a_search_for_facts_marks_nothing_and_says_why(client):
    assert "asks for no words" in page_of(client, make_document("NATO."), q="speaker:meloni")


@pytest.mark.parametrize("typed", ["\0", "a" * 5000, "((((", '"', "*", "é\u0301", "<b>", "NEAR/9"])
def test_nonsense_is_answered_with_a_page(client, typed):
    response = client.get(make_document("NATO is here.").get_absolute_url(), {"q": typed})
    assert response.status_code == 200
    assert "<b><b>" not in response.content.decode()
