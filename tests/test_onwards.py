"""From a search one link leads to its frequency and one to its timeline, and from there one leads back."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from statements.search.filters import DocumentFilter
from tests.cast import make_document

pytestmark = pytest.mark.django_db


def links(response, page):
    """The addresses on a page that lead to another `page`."""
    found = re.findall(r'href="([^"]*)"', response.content.decode())
    return [address for each in found if page in (address := unescape(each)).split("?")[0] and "?" in address]


def follow(client, address, page):
    """The one way from `address` to a page."""
    [way] = dict.fromkeys(each for each in links(client.get(address), page) if "q=" in each)
    return way


def asked(address):
    return parse_qs(urlsplit(address).query)


@pytest.fixture(autouse=True)
def documents():
    make_document("A dock.", date="1907", kind="speech", speakers={"Ada Quist": "speaker"})
    make_document("A dock.", date="1908", kind="readout", speakers={"Jens Holm": "speaker"})


@pytest.mark.parametrize("prefix", ["", "/it", "/fr"])
def test_the_query_and_the_filters_go_along_and_come_back(client, prefix):
    search = f"{prefix}/search/?q=dock&kind=speech&language=en&speaker=ada-quist"
    frequency = follow(client, search, "/frequency/")
    assert frequency.startswith(f"{prefix}/frequency/?")
    response = client.get(frequency)
    assert response.context["all"].cells[0].documents == 1
    kept = {each.value for each in response.context["kept"]}
    assert kept == {"speech", "ada-quist"}, "what has no field is carried along"
    [(words, back)] = response.context["back"]
    assert (words, asked(back)) == ("dock", asked(search))
    assert client.get(back).context["total"] == 1
    timeline = follow(client, search, "/timeline/")
    response = client.get(timeline)
    assert (response.context["counted"].total, response.context["back"]) == (1, [])
    assert client.get(response.context["list_url"]).context["total"] == 1


def test_the_order_and_the_page_of_a_list_stay_behind(client):
    search = "/search/?q=dock&sort=oldest&page=1&all=speaker&in_speaker=ada"
    for page in ("/frequency/", "/timeline/"):
        assert asked(follow(client, search, page)) == {"q": ["dock"]}


def test_every_filter_of_a_search_narrows_a_frequency_or_is_named_as_not_kept(client):
    values = {"language": "en", "kind": "speech", "speaker": "ada-quist", "publisher": "nato", "year": "1907"}
    values |= dict.fromkeys(["date_from", "date_to"], "1907")
    for name in DocumentFilter.base_filters:
        if name in ("q", "sort"):
            continue
        response = client.get("/frequency/", {"q": "dock", name: values.get(name, "x")})
        named = {each.name for each in (*response.context["kept"], *response.context["not_kept"])}
        assert name in named or name in ("language", "said"), "they have fields"


def test_a_range_of_dates_narrows_the_frequency_and_the_year_does_not(client):
    ranged = client.get("/frequency/?q=dock&date_from=1908&date_to=1908").context
    assert ranged["all"].cells[0].documents == 1
    response = client.get("/frequency/?q=dock&year=1908")
    assert response.context["all"].cells[0].documents == 2
    assert "Not kept" in response.content.decode()
    assert client.get(response.context["back"][0][1]).context["total"] == 1, "the way back has the year again"


@pytest.mark.parametrize(
    "dates", ["date_from=1908", "date_to=1907&date_from=1907", "year=1907&year=1908", "year=-1907", "year=undated"]
)
def test_dates_that_do_not_narrow_the_timeline_are_named_and_come_back(client, dates):
    search = f"/search/?q=dock&{dates}"
    response = client.get(follow(client, search, "/timeline/"))
    assert response.status_code == 200 and response.context["counted"].total == 2
    assert "Not kept, because all dates are counted here:" in response.content.decode()
    [(words, back)] = response.context["back"]
    assert (words, asked(back)) == ("dock", asked(search))


def test_one_year_of_a_search_is_the_one_that_its_timeline_shows(client):
    response = client.get(follow(client, "/search/?q=dock&year=1908", "/timeline/"))
    assert (response.context["counted"].level, response.context["counted"].total) == ("month", 1)
    assert response.context["not_kept"] == []


def test_documents_without_words_have_a_timeline_but_no_frequency(client):
    html = client.get("/documents/?language=en").content.decode()
    assert 'href="/timeline/?language=en"' in html and "/frequency/?" not in html


def test_a_name_typed_at_the_frequency_is_a_filter_of_the_search_behind_it(client):
    [(_, back)] = client.get("/frequency/?q=dock&speaker=Ada+Quist").context["back"]
    assert client.get(back).context["total"] == 1


def test_filters_are_named_in_words_and_nobody_unknown_to_the_public(client):
    make_document("A dock.", status="draft", speakers={"Mia Berg": "speaker"})
    asked_for = "said=ada-quist&said=mia-berg&publisher=-nato&kind=speech"
    kept = client.get(f"/timeline/?q=dock&{asked_for}").context["kept"]
    named = [(each.label, each.words) for each in kept]
    assert named == [("Said by", "Ada Quist"), ("Said by", "mia-berg"), ("Publisher", "not NATO")]


def test_several_words_have_several_ways_back(client):
    assert [words for words, _ in client.get("/frequency/?q=dock&q=ship").context["back"]] == ["dock", "ship"]


@pytest.mark.parametrize("query", ["year=%00", "kind=%00&q=a", "date_from=x&q=a", "publisher=" + "x" * 500 + "&q=a"])
def test_nonsense_is_answered(client, query):
    for page in ("/frequency/", "/timeline/"):
        assert client.get(f"{page}?{query}").status_code in (200, 400, 404)
