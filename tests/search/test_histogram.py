"""The picture of when the documents found are from."""

import re
from datetime import date
from itertools import pairwise

import pytest
from django.utils import translation

from statements.search.histogram import make_histogram
from statements.search.tally import Tally
from tests.cast import make_document
from tests.search.searching import asked


@pytest.fixture
def october(db):
    """Of October 2022: a day, a day and the next, and the month without a day; the seeds have another month."""
    make_document("A", date="2022-10-03")
    make_document("B", date="2022-10-03/2022-10-04")
    make_document("C", date="2022-10")


def bars(years, months=None, address=""):
    tally = Tally(1, {"year": {str(year): count for year, count in years.items()}}, months or {})
    histogram = make_histogram(tally, asked(address))
    return histogram and [(bar.place.label, bar.place.total) for bar in histogram.bars.bars]


def chosen(histogram):
    return [bar.place for bar in histogram.bars.bars if bar.place.chosen]


def test_years_without_documents_are_gaps_and_undated_documents_are_in_none():
    assert bars({2020: 3, 2022: 1, 0: 7}) == [("2020", 3), ("2021", 0), ("2022", 1)]


def test_inside_a_year_there_are_months():
    months = bars({2020: 3, 2022: 5}, {2022 * 12 + 2: 5}, "year=2022")
    assert len(months) == 12
    assert months[2] == ("March 2022", 5)


def test_a_month_is_chosen_in_place_of_its_year():
    histogram = make_histogram(Tally(1, {"year": {"2022": 5}}, {2022 * 12 + 2: 5}), asked("q=pace&year=2022&page=2"))
    assert histogram.bars.bars[2].place.url == "?q=pace&year=2022-03"
    assert histogram.all_url == "?q=pace"


def test_documents_of_one_year_are_shown_by_month_if_they_are_of_several():
    march, may = 2022 * 12 + 2, 2022 * 12 + 4
    assert [each for each in bars({2022: 5}, {march: 2, may: 3}) if each[1]] == [("March 2022", 2), ("May 2022", 3)]
    assert bars({2022: 5}, {march: 5}) is None
    assert make_histogram(Tally(5, {"year": {"2022": 5}}, {march: 2, may: 3}), asked()).all_url == ""


def test_from_and_to_in_one_year_leave_its_months_between_them_and_a_way_back():
    tally = Tally(5, {"year": {"2022": 5, "2021": 1}}, {2022 * 12 + 2: 5})
    histogram = make_histogram(tally, asked("q=pace&date_from=2022-02&date_to=2022-05"))
    places = [bar.place for bar in histogram.bars.bars]
    assert [(place.label, place.total) for place in places] == [
        ("February 2022", 0),
        ("March 2022", 5),
        ("April 2022", 0),
        ("May 2022", 0),
    ]
    assert places[1].url == "?q=pace&date_from=2022-02&date_to=2022-05&year=2022-03"
    assert histogram.all_url == "?q=pace"


def test_from_and_to_in_one_month_leave_its_days():
    def count_days(first, last):
        assert (first, last) == (date(2022, 2, 1), date(2022, 2, 28))
        return {date(2022, 2, 3): 4}

    histogram = make_histogram(Tally(4, {"year": {"2022": 4}}), asked("date_from=2022-02&date_to=2022-02"), count_days)
    third = histogram.bars.bars[2].place
    assert (len(histogram.bars.bars), histogram.unit, third.label, third.total) == (28, "day", "3 February 2022", 4)
    assert third.url == "?date_from=2022-02-03&date_to=2022-02-03"
    assert make_histogram(Tally(0, {"year": {}}), asked("date_from=2022-02-03&date_to=2022-02-03"), count_days) is None


def test_every_bar_of_a_month_says_how_many_documents_its_page_has(client, october):
    histogram = client.get("/documents/?date_from=2022-10&date_to=2022-10").context["histogram"]
    counted = {bar.place.label: bar.place.total for bar in histogram.bars.bars}
    assert (len(counted), counted["2 October 2022"], counted["3 October 2022"]) == (31, 2, 4)
    for bar in histogram.bars.bars:
        assert client.get(f"/documents/{bar.place.url}").context["total"] == bar.place.total


def test_labels_stand_within_the_drawing_and_never_touch():
    years = make_histogram(Tally(9, {"year": {"1951": 1, "2009": 2}}), asked()).bars.labels
    assert [(label.text, label.minor) for label in years] == [
        ("1951", False),
        ("1960", True),
        ("1970", False),
        ("1980", False),
        ("1990", False),
        ("2000", True),
        ("2009", False),
    ]
    translation.activate("fr")
    months = make_histogram(Tally(9, {"year": {"2022": 2}}, {}), asked("year=2022")).bars.labels
    assert [label.text for label in months][::11] == ["janv.", "déc."]
    for letter, labels in ((0.9, months), (2.5, [label for label in months if not label.minor])):
        assert labels[0].span(letter)[0] >= 0 and labels[-1].span(letter)[1] <= 100
        assert all(label.is_before(after, letter) for label, after in pairwise(labels))


def test_a_long_time_is_shown_by_decades():
    decades = bars({1795: 1, 1799: 2, 2024: 4})
    assert decades[0] == ("1790–1799", 3)
    assert decades[-1] == ("2020–2029", 4)
    assert len(decades) == 24


@pytest.mark.parametrize("years", [{}, {2022: 3}, {0: 4}])
def test_where_there_is_nothing_to_compare_there_is_no_picture(years):
    assert bars(years) is None


def test_a_bar_is_as_high_as_its_share_and_never_invisible():
    drawing = make_histogram(Tally(1, {"year": {"2020": 1, "2021": 1000, "2022": 500}}), asked()).bars
    heights = [block.height for bar in drawing.bars for block in bar.blocks]
    assert heights == [2, drawing.height, drawing.height / 2]
    assert all(bar.blocks[0].y + bar.blocks[0].height == drawing.height for bar in drawing.bars)


def test_the_last_month_given_up_leaves_its_year_and_what_is_excluded_from_it():
    tally = Tally(1, {"year": {"2022": 5}}, {2022 * 12 + 2: 5})
    march, *_ = chosen(make_histogram(tally, asked("year=2022-03&year=-2022-05")))
    assert march.url == "?year=-2022-05&year=2022"
    march, _ = chosen(make_histogram(tally, asked("year=2022-03&year=2022-04")))
    assert march.url == "?year=2022-04"


def test_a_year_and_a_decade_lead_to_their_documents_and_keep_the_rest():
    years = make_histogram(Tally(1, {"year": {"2020": 1, "2022": 2}}), asked("q=pace&page=3"))
    assert years.bars.bars[0].place.url == "?q=pace&year=2020"
    decades = make_histogram(Tally(1, {"year": {"1911": 1, "2022": 2}}), asked("q=pace&page=3"))
    assert decades.bars.bars[0].place.url == "?q=pace&date_from=1910&date_to=1919"


def test_an_excluded_year_is_not_one_that_is_chosen():
    histogram = make_histogram(Tally(1, {"year": {"2020": 1, "2022": 2}}), asked("year=-2022"))
    assert (histogram.unit, chosen(histogram)) == ("year", [])


def test_however_long_the_time_there_are_few_bars():
    centuries = bars({1066: 1, 2024: 4})
    assert (centuries[0], centuries[-1], len(centuries)) == (("1000–1099", 1), ("2000–2099", 4), 11)


def test_the_page_has_the_numbers_in_a_table_and_no_inline_style(client, db):
    html = client.get("/documents/").content.decode()
    table = re.search(r'(?s)<details class="histogram.*?<table>(.*?)</table>', html)[1]
    assert re.findall(r">(\d{4})</a></th><td>(\d+)</td>", table) == [("2022", "3"), ("2023", "1")]
    assert "style=" not in html
