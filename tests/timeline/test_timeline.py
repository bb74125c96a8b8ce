"""The timeline: every number against plain counting; a date is at a bar only where it is known as precisely."""

import pytest

from statements.models import Document
from tests.cast import make_document

pytestmark = pytest.mark.django_db


def bars(client, **asked):
    return {bar.label: bar.total for bar in client.get("/timeline/", asked).context["bars"] if bar.total}


@pytest.fixture
def october():
    make_document("A", date="1907-10-03")
    make_document("B", date="1907-10-03", language="fr", kind="communique")
    make_document("C", date="1907-10")
    make_document("D", date="1907")
    make_document("E", date="1907-12/1908-01")
    make_document("F", date="")
    make_document("G", date="1907-10-04", status="draft")


class TestLevels:
    def test_years_are_those_of_plain_counting(self, client):
        years = [each.date_start.year for each in Document.objects.exclude(date_start=None)]
        assert bars(client) == {str(year): years.count(year) for year in set(years)}

    def test_a_date_of_two_years_is_in_both(self, client, october):
        assert bars(client)["1907"] == 5
        assert bars(client)["1908"] == 1

    def test_months_have_those_that_are_known_to_the_month(self, client, october):
        assert bars(client, year="1907") == {"October 1907": 3}
        assert client.get("/timeline/?year=1907").context["imprecise"] == 2

    def test_days_have_those_that_are_known_to_the_day(self, client, october):
        assert bars(client, year="1907-10") == {"3 October 1907": 2}
        assert client.get("/timeline/?year=1907-10").context["imprecise"] == 2

    def test_each_level_leads_to_the_next_and_days_to_their_documents(self, client, october):
        [year] = [bar for bar in client.get("/timeline/").context["bars"] if bar.label == "1907"]
        [month] = [bar for bar in client.get(year.url).context["bars"] if bar.total]
        [day] = [bar for bar in client.get(month.url).context["bars"] if bar.total]
        titles = client.get(day.url).context["total"]
        assert titles == 2 + 2, "the list has those that may be of that day, too"

    def test_the_list_of_a_month_has_all_that_may_be_of_it(self, client, october):
        response = client.get("/timeline/?year=1907-10")
        assert client.get(response.context["list_url"]).context["total"] == 4


class TestParts:
    def test_bars_are_parted_by_language_or_by_kind(self, client, october):
        response = client.get("/timeline/?year=1907-10")
        assert response.context["parts"] == ["English", "French"]
        assert [bar.numbers for bar in response.context["bars"] if bar.total] == [[1, 1]]
        assert client.get("/timeline/?year=1907-10&by=kind").context["parts"] == ["Communiqué", "Speech"]

    def test_filters_narrow_it_and_stay_in_links(self, client, october):
        assert bars(client, year="1907-10", language="fr") == {"3 October 1907": 1}
        assert "language=fr" in client.get("/timeline/?language=fr").context["bars"][0].url

    def test_many_kinds_are_parted_into_the_most_common_and_the_rest(self, client):
        for kind in ("communique", "declaration", "speech", "readout", "transcript", "commentary", "other"):
            make_document("A", date="1907-10-03", kind=kind)
        response = client.get("/timeline/?year=1907&by=kind")
        assert response.context["parts"][-1] == "Others"
        assert [sum(bar.numbers) for bar in response.context["bars"] if bar.total] == [7]


@pytest.mark.parametrize("query", ["year=2022-13", "year=x", "year=%00", "year=99999", "year=1700-01&page=2", "by=x"])
def test_nonsense_is_answered(client, query):
    assert client.get(f"/timeline/?{query}").status_code in (200, 404)


def test_an_empty_archive_has_an_empty_timeline(client):
    Document.objects.all().delete()
    assert client.get("/timeline/").status_code == 200
