"""What is wrong with an address is named in words, with what may be meant, and nothing typed is lost."""

import re
from html import unescape

import pytest
from django.http import QueryDict

from statements.search.request import NotUnderstoodError
from tests.search.searching import asked

pytestmark = pytest.mark.django_db


def problem(address):
    with pytest.raises(NotUnderstoodError) as caught:
        asked(address)
    return caught.value.problems[0]


def links(response):
    """The (words, address) of the offers on a page."""
    offered = re.findall(r'<ul class="offers">(.*?)</ul>', response.content.decode(), re.DOTALL)
    found = (each for part in offered for each in re.findall(r'href="([^"]*)"[^>]*>(.*?)</a>', part))
    return [(words, unescape(url)) for url, words in found]


class TestDates:
    @pytest.mark.parametrize(
        ("address", "first", "last"),
        [
            ("date_from=31/12/2022", "2022-12-31", ""),
            ("date_from=dicembre 2022&date_to=31/12/2023", "2022-12", "2023-12-31"),
            ("date_from=since March 2022", "2022-03", ""),
            ("date_to=since March 2022", "2022-03", ""),
            ("date_from=until 2020", "", "2020"),
            ("date_to=avant mai 2022", "", "2022-04"),
            ("date_from=dal 2022 al 2023", "2022", "2023"),
            ("date_from=Q1 2023", "2023-01", ""),
            ("date_to=Q1 2023", "", "2023-03"),
        ],
    )
    def test_links_have_what_was_understood_in_edtf(self, address, first, last):
        found = asked(address)
        assert (found.typed("date_from"), found.typed("date_to")) == (first, last)
        kept = QueryDict(found.url(sort="newest")[1:])
        assert (kept.get("date_from", ""), kept.get("date_to", "")) == (first, last)

    def test_the_chips_and_the_fields_say_it_in_the_words_of_the_page(self, client):
        for prefix, words in (("", "31 December 2021"), ("/it", "31 dicembre 2021"), ("/fr", "31 décembre 2021")):
            html = client.get(f"{prefix}/documents/?date_from=31/12/2021").content.decode()
            assert f"<span>{words}</span>" in html
            assert f'name="date_from" value="{words}"' in html

    def test_a_day_is_the_day_that_the_words_say(self, client):
        for typed in ("10/11/2022", "10 novembre 2022", "November 10, 2022"):
            response = client.get("/documents/", {"date_from": typed, "date_to": typed})
            assert response.context["total"] == 1, typed

    def test_an_order_that_may_be_meant_otherwise_is_one_click_away_in_english(self, client):
        response = client.get("/documents/?date_from=03/04/2022&language=it")
        html = response.content.decode()
        assert "The date was read as <b>3 April 2022</b>" in html
        assert re.search(r'href="\?date_from=2022-03-04&amp;language=it"[^>]*>I meant 4 March 2022', html)
        assert "2022-03-04" not in client.get("/it/documents/?date_from=03/04/2022").content.decode()

    @pytest.mark.parametrize(
        ("typed", "message", "offers"),
        [
            ("31/02/2022", "February 2022 has 28 days", ["28 February 2022", "February 2022"]),
            ("31/12/22", "two digits", ["31 December 2022", "31 December 1922"]),
            ("2023..2022", "ends before it starts", ["2022 – 2023"]),
            ("soon", "is not a date", []),
        ],
    )
    def test_what_is_no_date_is_explained_and_stays_in_the_form(self, client, typed, message, offers):
        response = client.get("/search/", {"q": "NATO", "date_from": typed, "language": "it"})
        html = response.content.decode()
        assert response.status_code == 400
        assert "<strong>From</strong>" in html and message in html
        assert f'name="date_from" value="{typed}"' in html
        assert 'name="language" value="it"' in html and 'name="q" value="NATO"' in html
        assert [words for words, _ in links(response)] == offers
        for _, url in links(response):
            assert "q=NATO" in url and "language=it" in url
            assert client.get(f"/search/{url}").status_code == 200

    @pytest.mark.parametrize(("prefix", "words"), [("/it", "febbraio 2022 ha 28 giorni"), ("/fr", "février 2022 a 28")])
    def test_it_is_explained_in_the_language_of_the_page(self, client, prefix, words):
        assert words in client.get(f"{prefix}/documents/?date_from=31/02/2022").content.decode()

    def test_a_range_that_ends_before_it_starts_is_offered_the_other_way_round(self, client):
        response = client.get("/documents/?date_from=2023&date_to=2022&kind=speech")
        assert links(response) == [("2022 – 2023", "?date_from=2022&date_to=2023&kind=speech")]

    def test_a_range_in_one_field_leaves_none_for_the_other(self):
        assert "leave the other empty" in problem("date_from=dal 2022 al 2023&date_to=2024").message

    @pytest.mark.parametrize("typed", ["%00", "2022%00", "x" * 5000, "%25(date)s %25s {}", "<script>"])
    @pytest.mark.parametrize("page", ["/documents/", "/search/", "/api/search"])
    def test_nonsense_is_a_clear_400(self, client, page, typed):
        response = client.get(f"{page}?date_from={typed}&language=it")
        assert response.status_code == 400
        assert "<script>" not in response.content.decode() or page == "/api/search"


class TestValues:
    @pytest.mark.parametrize(
        ("page", "address", "label", "offer"),
        [
            ("/documents/", "sort=foo&language=it", "Order", ("Newest first", "?sort=newest&language=it")),
            ("/search/", "q=NATO&sort=foo", "Order", ("Best first", "?q=NATO&sort=relevance")),
            ("/search/", "q=NATO&language=xx", "Language", ("French", "?q=NATO&language=fr")),
            ("/search/", "q=NATO&language=xx&language=it", "Language", ("French", "?q=NATO&language=it&language=fr")),
            ("/documents/", "language=-xx", "Language", ("Italian", "?language=it")),
            ("/documents/", "kind=foo", "Kind", ("Speech", "?kind=speech")),
            ("/documents/", "year=marzo 2022", "Year", ("March 2022", "?year=2022-03")),
            ("/timeline/", "by=foo&q=NATO", "Split by", ("Kind", "?by=kind&q=NATO")),
            ("/timeline/", "year=March 2022", "Year", ("March 2022", "?year=2022-03")),
            ("/timeline/", "kind=foo&by=kind", "Kind", ("Speech", "?kind=speech&by=kind")),
            ("/frequency/", "by=foo&q=NATO&q=pace", "Lines", ("The first, by language", "?by=language&q=NATO&q=pace")),
            ("/frequency/", "language=xx&q=NATO&q=pace", "Language", ("French", "?language=fr&q=NATO&q=pace")),
        ],
    )
    def test_it_is_named_with_the_values_that_there_are_and_the_rest_kept(self, client, page, address, label, offer):
        response = client.get(f"{page}?{address}")
        assert response.status_code == 400
        assert f"<strong>{label}</strong>" in response.content.decode()
        assert offer in links(response)
        for _, url in links(response):
            assert client.get(f"{page}{url}").status_code == 200

    def test_it_can_be_left_out_with_the_rest_kept(self, client):
        html = client.get("/search/?q=NATO&sort=foo&language=it").content.decode()
        assert 'href="?q=NATO&amp;language=it"' in html

    def test_a_year_that_is_none_is_explained_without_an_offer(self, client):
        response = client.get("/documents/?year=abc")
        assert "“abc” is not a year or a month: write 2022 or 2022-03" in response.content.decode()
        assert links(response) == []

    def test_what_it_says_is_in_the_language_of_the_page(self, client):
        assert "qui «foo» non esiste" in client.get("/it/documents/?sort=foo").content.decode()
        assert "« foo » n’existe pas ici" in client.get("/fr/timeline/?by=foo").content.decode()

    @pytest.mark.parametrize("page", ["x", "99", "0"])
    def test_a_page_that_is_not_there_leads_to_those_that_are(self, client, page, settings):
        settings.PAGE_SIZE = 2
        response = client.get(f"/documents/?sort=oldest&page={page}")
        assert response.status_code == 404
        assert links(response) == [
            ("The first page", "?sort=oldest"),
            ("The last page, 3", "?sort=oldest&page=3"),
        ]

    def test_programs_are_told_the_parameter_and_its_values(self, client):
        response = client.get("/api/search?sort=foo&date_from=31/02/2022")
        assert response.status_code == 400
        error = response.json()["error"]
        assert "sort: there is no “foo” here; possible: relevance, newest, oldest" in error
        assert "date_from: “31/02/2022” is not in the calendar: February 2022 has 28 days" in error
        assert "possible: 2022-02-28, 2022-02" in error
