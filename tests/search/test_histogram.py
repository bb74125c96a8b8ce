"""The picture of when the documents found are from."""

import re

import pytest

from statements.search.histogram import make_histogram
from statements.search.tally import Tally
from tests.search.searching import asked


def bars(years, months=None, address=""):
    tally = Tally(1, {"year": {str(year): count for year, count in years.items()}}, months or {})
    histogram = make_histogram(tally, asked(address))
    return histogram and [(bar.label, bar.documents) for bar in histogram.bars]


def test_years_without_documents_are_gaps_and_undated_documents_are_in_none():
    assert bars({2020: 3, 2022: 1, 0: 7}) == [("2020", 3), ("2021", 0), ("2022", 1)]


def test_inside_a_year_there_are_months():
    months = bars({2020: 3, 2022: 5}, {2022 * 12 + 2: 5}, "year=2022")
    assert len(months) == 12
    assert months[2] == ("March 2022", 5)


def test_a_month_is_chosen_in_place_of_its_year():
    histogram = make_histogram(Tally(1, {"year": {"2022": 5}}, {2022 * 12 + 2: 5}), asked("q=pace&year=2022&page=2"))
    assert histogram.bars[2].url == "?q=pace&year=2022-03"
    assert histogram.all_url == "?q=pace"


def test_a_long_time_is_shown_by_decades():
    decades = bars({1795: 1, 1799: 2, 2024: 4})
    assert decades[0] == ("1790–1799", 3)
    assert decades[-1] == ("2020–2029", 4)
    assert len(decades) == 24


@pytest.mark.parametrize("years", [{}, {2022: 3}, {0: 4}])
def test_where_there_is_nothing_to_compare_there_is_no_picture(years):
    assert bars(years) is None


def test_a_bar_is_as_high_as_its_share_and_never_invisible():
    histogram = make_histogram(Tally(1, {"year": {"2020": 1, "2021": 1000, "2022": 500}}), asked())
    assert [bar.height for bar in histogram.bars] == [1, histogram.height, histogram.height // 2]
    assert all(bar.y + bar.height == histogram.height for bar in histogram.bars)


def test_the_last_month_given_up_leaves_its_year_and_what_is_excluded_from_it():
    tally = Tally(1, {"year": {"2022": 5}}, {2022 * 12 + 2: 5})
    march, *_ = [bar for bar in make_histogram(tally, asked("year=2022-03&year=-2022-05")).bars if bar.chosen]
    assert march.url == "?year=-2022-05&year=2022"
    march, _ = [bar for bar in make_histogram(tally, asked("year=2022-03&year=2022-04")).bars if bar.chosen]
    assert march.url == "?year=2022-04"


def test_a_year_and_a_decade_lead_to_their_documents_and_keep_the_rest():
    years = make_histogram(Tally(1, {"year": {"2020": 1, "2022": 2}}), asked("q=pace&page=3"))
    assert years.bars[0].url == "?q=pace&year=2020"
    decades = make_histogram(Tally(1, {"year": {"1911": 1, "2022": 2}}), asked("q=pace&page=3"))
    assert decades.bars[0].url == "?q=pace&date_from=1910&date_to=1919"


def test_an_excluded_year_is_not_one_that_is_chosen():
    histogram = make_histogram(Tally(1, {"year": {"2020": 1, "2022": 2}}), asked("year=-2022"))
    assert (histogram.unit, [bar.chosen for bar in histogram.bars]) == ("year", [False] * 3)


def test_however_long_the_time_there_are_few_bars():
    centuries = bars({1066: 1, 2024: 4})
    assert (centuries[0], centuries[-1], len(centuries)) == (("1000–1099", 1), ("2000–2099", 4), 11)


def test_the_page_has_the_numbers_in_a_table_and_no_inline_style(client, db):
    html = client.get("/documents/").content.decode()
    table = re.search(r'(?s)<div class="histogram.*?<table>(.*?)</table>', html)[1]
    assert re.findall(r">(\d{4})</a></th><td>(\d+)</td>", table) == [("2022", "3"), ("2023", "1")]
    assert "style=" not in html
