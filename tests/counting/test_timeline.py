"""The timeline: every number against plain counting; a date is at a bar only where it is known as precisely."""

import pytest

from statements.models import Document, Speaker
from tests.cast import make_document

pytestmark = pytest.mark.django_db


def bars(client, **asked):
    return {place.label: place.total for place in places(client.get("/timeline/", asked))}


def places(response):
    """Those that have documents."""
    return [bar.place for bar in response.context["bars"].bars if bar.place.total]


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
        assert client.get("/timeline/").context["counted"].level == "year"
        assert bars(client) == {str(year): years.count(year) for year in set(years)}

    def test_a_date_of_two_years_is_in_both_and_once_in_the_sum(self, client, october):
        assert bars(client, year="190X") == {"1907": 5, "1908": 1}
        counted = client.get("/timeline/?year=190X").context["counted"]
        assert (counted.total, counted.again) == (5, 1)
        assert client.get("/timeline/?year=190X").context["all"] == [4, 1], "each once, by language too"

    def test_a_hundred_years_and_more_are_shown_by_decade(self, client, october):
        assert bars(client) == {"1900–1909": 5, "2020–2029": 4}
        [first, last] = places(client.get("/timeline/"))
        assert first.url == "/timeline/?year=190X"
        assert bars(client, year="202X") == {"2022": 3, "2023": 1}

    def test_rows_add_up_to_all_with_those_that_are_undated(self, client, october):
        context = client.get("/timeline/").context
        assert (context["apart"].label, context["apart"].total) == ("Undated", 2)
        assert client.get(context["apart"].url).context["total"] == 2
        rows = [row.place.total for row in context["bars"].rows] + [context["apart"].total]
        assert sum(rows) - context["counted"].again == context["counted"].total == sum(context["all"])
        assert context["counted"].total == client.get(context["list_url"]).context["total"]

    def test_years_without_documents_are_one_row(self, client, october):
        rows = client.get("/timeline/").context["bars"].rows
        assert [row.label for row in rows] == ["1900–1909", "1910–2019", "2020–2029"]
        rows = client.get("/timeline/?year=1907-10").context["bars"].rows
        assert [row.label for row in rows] == ["1–2", "3 October 1907", "4–31"]

    def test_months_have_those_that_are_known_to_the_month(self, client, october):
        assert bars(client, year="1907") == {"October 1907": 3}
        apart = client.get("/timeline/?year=1907").context["apart"]
        assert (apart.label, apart.total) == ("known less precisely", 2)

    def test_days_have_those_that_are_known_to_the_day(self, client, october):
        assert bars(client, year="1907-10") == {"3 October 1907": 2}
        assert client.get("/timeline/?year=1907-10").context["apart"].total == 2

    def test_each_level_leads_to_the_next_and_days_to_their_documents(self, client, october):
        decade = places(client.get("/timeline/"))[0]
        year = places(client.get(decade.url))[0]
        [month] = places(client.get(year.url))
        [day] = places(client.get(month.url))
        titles = client.get(day.url).context["total"]
        assert titles == 2 + 2, "the list has those that may be of that day, too"

    def test_the_list_of_a_month_has_all_that_may_be_of_it(self, client, october):
        response = client.get("/timeline/?year=1907-10")
        assert client.get(response.context["list_url"]).context["total"] == 4


class TestParts:
    def test_bars_are_parted_by_language_or_by_kind(self, client, october):
        response = client.get("/timeline/?year=1907-10")
        assert response.context["bars"].parts == ["English", "French"], "and none that has nothing"
        assert [place.numbers for place in places(response)] == [[1, 1]]
        assert client.get("/timeline/?year=1907-10&by=kind").context["bars"].parts == ["Speech", "Communiqué"]

    def test_a_language_always_has_the_same_colour(self, client, october):
        in_all = dict(client.get("/timeline/").context["bars"].key)
        assert in_all == {"English": 0, "French": 1, "Italian": 2}
        for language, name in (("fr", "French"), ("it", "Italian")):
            drawn = client.get(f"/timeline/?language={language}").context["bars"]
            assert dict(drawn.key) == {name: in_all[name]}
            assert {block.part for bar in drawn.bars for block in bar.blocks} == {in_all[name]}

    def test_filters_narrow_it_and_stay_in_links(self, client, october):
        assert bars(client, year="1907-10", language="fr") == {"3 October 1907": 1}
        assert "language=fr" in places(client.get("/timeline/?language=fr"))[0].url

    def test_how_the_bars_are_parted_stays_in_links_to_other_years_and_not_in_lists(self, client, october):
        answer = client.get("/timeline/?by=kind&year=1907")
        assert {"by=kind" in url for url in (places(answer)[0].url, answer.context["up"])} == {True}
        assert "by=" not in answer.context["list_url"]

    def test_words_narrow_it_as_they_do_a_search(self, client):
        make_document("A dock.", date="1907-10-03", title="One")
        make_document("A ship.", date="1907-10-03", title="Two")
        response = client.get("/timeline/?q=dock&year=1907-10")
        assert [place.total for place in places(response)] == [1]
        assert response.context["list_url"].startswith("/search/?q=dock")
        assert client.get(response.context["list_url"]).context["total"] == 1
        assert (
            client.get("/timeline/?q=OTAN").context["counted"].total == client.get("/search/?q=OTAN").context["total"]
        )

    def test_a_speaker_is_found_by_name(self, client):
        make_document("A dock.", date="1907-10-03", speakers={"Ada Quist": "speaker"})
        response = client.get("/timeline/?speaker=quist")
        assert response.context["counted"].total == 1
        assert "speaker=ada-quist" in response.context["list_url"]
        response = client.get("/timeline/?speaker=nemo")
        assert response.context["counted"].total == 0
        assert "Nobody in the archive is named" in response.content.decode()

    @pytest.mark.parametrize("path", ["/timeline/", "/frequency/"])
    def test_a_name_may_be_as_long_as_names_are(self, client, path):
        name = f"Ada {'Maria ' * 25}Quist"
        make_document("A dock.", date="1907-10-03", speakers={"Ada Quist": "speaker"})
        Speaker.objects.filter(slug="ada-quist").update(name=name)
        response = client.get(path, {"speaker": name, "q": "dock"})
        assert response.status_code == 200
        assert response.context["speaker"].speaker.name == name

    def test_filters_that_the_form_cannot_show_hold_and_are_kept(self, client):
        make_document("A", date="1907-10-03", speakers={"Ada Quist": "speaker"})
        make_document("B", date="1907-10-03", speakers={"Jens Holm": "speaker"})
        for query in ("speaker=-ada-quist", "speaker=ada-quist&speaker=jens-holm"):
            response = client.get(f"/timeline/?{query}")
            assert response.context["counted"].total == client.get(f"/documents/?{query}").context["total"]
            assert client.get(response.context["list_url"]).context["total"] == response.context["counted"].total
            for part in query.split("&"):
                assert f'name="speaker" value="{part.removeprefix("speaker=")}"' in response.content.decode()

    def test_many_kinds_are_parted_into_the_most_common_and_the_rest(self, client):
        for kind in ("communique", "declaration", "speech", "readout", "transcript", "commentary", "other"):
            make_document("A", date="1907-10-03", kind=kind)
        response = client.get("/timeline/?year=1907&by=kind")
        assert response.context["bars"].parts[-1] == "The rest"
        assert [place.total for place in places(response)] == [7]


@pytest.mark.parametrize(
    "query",
    [
        "year=2022-13",
        "year=x",
        "year=%00",
        "year=99999",
        "year=1700-01&page=2",
        "by=x",
        "year=19X",
        "year=X",
        "year=199X&q=%22",
    ],
)
def test_nonsense_is_answered(client, query):
    assert client.get(f"/timeline/?{query}").status_code in (200, 400)


def test_an_empty_archive_has_an_empty_timeline(client):
    Document.objects.all().delete()
    assert client.get("/timeline/").status_code == 200
