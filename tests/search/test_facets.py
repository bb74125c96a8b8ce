"""The counts beside the filters are true: each says how many documents have the value under all other filters."""

import pytest
from django.db.models import Q
from django.http import QueryDict

from statements.models import Entry, Speaker
from statements.search.facets import FACET_SIZE, YEARS_SIZE, chips, make_facets
from statements.search.filters import DocumentFilter
from statements.search.memory import ArchiveState, archive_state
from statements.search.request import UNDATED
from statements.search.selection import select
from statements.search.tally import tally
from tests.cast import make_document
from tests.search.searching import asked

pytestmark = pytest.mark.django_db


def facets(address=""):
    selection = select(asked(address), archive_state())
    assert selection.tally.total == selection.entries.count()
    return {facet.name: facet for facet in make_facets(selection.tally, selection.request)}


def counts(address, name):
    return {value.value: value.count for value in facets(address)[name].values}


def shown(address):
    filters = DocumentFilter(QueryDict(address), queryset=Entry.objects.published())
    assert filters.is_valid(), filters.form.errors
    return filters.qs.count()


def test_the_seeds_are_counted():
    assert counts("", "language") == {"it": 3, "en": 1, "fr": 1}
    assert counts("", "year") == {"2023": 1, "2022": 3, "undated": 1}
    assert counts("", "speaker")["jens-stoltenberg"] == 4
    assert counts("", "publisher")["nato"] == 1


def test_a_facet_is_counted_under_the_other_filters_and_not_under_its_own():
    assert counts("language=it", "language") == {"it": 3, "en": 1, "fr": 1}
    assert counts("language=it", "kind") == {"press-statement": 1, "news-report": 1, "communique": 1}
    assert counts("language=it&kind=communique", "language") == {"it": 1}


@pytest.mark.parametrize(
    "address",
    ["", "language=it", "year=2022&speaker=jens-stoltenberg", "kind=readout&language=fr", "date_from=2022-11"],
)
def test_every_count_is_the_number_of_documents_with_that_value_under_the_other_filters(address):
    make_document("Words.", date="2021-12/2022-02", speakers={"Ada Quist": "quoted", "Bo Lindqvist": "mentioned"})
    make_document("Words.", date="", speakers={"Ada Quist": "speaker"}, language="fr")
    for facet in facets(address).values():
        others = QueryDict(address, mutable=True)
        others.pop(facet.name, None)
        for value in facet.values:
            assert value.count == shown(f"{others.urlencode()}&{facet.name}={value.value}"), (facet.name, value)


def test_somebody_with_two_roles_in_a_document_counts_once():
    document = make_document("Words.", speakers={"Ada Quist": "quoted"})
    document.participations.create(speaker=document.participations.get().speaker, role="mentioned")
    assert counts("", "speaker")["ada-quist"] == 1
    assert shown("speaker=ada-quist") == 1


def test_several_values_of_one_filter_are_ored_and_several_filters_anded():
    assert shown("language=en&language=fr") == 2
    assert shown("language=en&language=fr&speaker=antonio-tajani") == 1


def test_a_date_known_to_the_month_is_in_every_range_that_overlaps_it():
    assert shown("date_from=2022-10-12&date_to=2022-10-13") == 1
    assert shown("date_from=2022-11&date_to=2022-11") == 2
    assert shown("date_to=2021") == 0


def test_a_document_counts_in_every_year_its_date_covers():
    make_document("Words.", date="2019-12/2021-02")
    assert {"2019": 1, "2020": 1, "2021": 1}.items() <= counts("", "year").items()
    assert shown("year=2020") == 1


def test_drafts_are_in_no_count():
    before = counts("", "language")
    make_document("Words.", status="draft", language="fr")
    assert counts("", "language") == before


def test_a_chosen_value_that_finds_nothing_is_still_there_to_be_removed():
    values = {value.value: value for value in facets("speaker=nobody")["speaker"].values}
    assert (values["nobody"].count, values["nobody"].chosen) == (0, True)


def test_names_are_not_mixed_up_between_facets():
    make_document("Words.", status="published", speakers={"NATO": "speaker"}, language="fr")
    Speaker.objects.filter(slug="nato").update(name="The Alliance")
    labels = {
        value.value: value.label for value in facets("language=en&publisher=nato&speaker=nato")["publisher"].values
    }
    assert labels["nato"] == "NATO"


def test_an_empty_value_is_no_filter():
    assert shown("speaker=&publisher=&language=&kind=&year=&date_from=") == 5
    assert shown("said=-&speaker=-&publisher=-&language=-&kind=-&year=-") == 5


def test_what_is_chosen_in_vain_goes_by_its_name():
    address = "language=fr&kind=readout&speaker=antonio-tajani&publisher=nato"
    chosen = {value.value: value.label for facet in facets(address).values() for value in facet.values if value.chosen}
    assert chosen == {"fr": "French", "readout": "Readout", "antonio-tajani": "Antonio Tajani", "nato": "NATO"}


def test_the_name_of_somebody_in_a_draft_is_not_given_away():
    make_document("Words.", status="draft", speakers={"Ada Quist": "speaker"})
    assert [value.label for value in facets("speaker=ada-quist")["speaker"].values if value.chosen] == ["ada-quist"]


def test_chips_name_what_is_on_and_lead_to_the_page_without_it():
    selection = select(asked("language=it&date_from=2022&page=2"), archive_state())
    on = chips(make_facets(selection.tally, selection.request), selection.request)
    assert [(chip.label, chip.value, chip.url) for chip in on] == [
        ("Language", "Italian", "?date_from=2022"),
        ("From", "2022", "?language=it"),
    ]


def test_a_facet_with_many_values_shows_the_most_frequent_and_leads_to_all():
    for number in range(FACET_SIZE + 5):
        make_document("Words.", speakers={f"Ada {number:02}": "quoted", "Bo Lindqvist": "mentioned"})
    short = facets("speaker=ada-19")["speaker"]
    assert short.values[0].label == "Bo Lindqvist"
    assert len(short.values) == FACET_SIZE + 1, "the first ones, and the one that is chosen"
    assert [value.label for value in short.values if value.chosen] == ["Ada 19"]
    whole = facets(short.more_url.removeprefix("?"))["speaker"]
    assert len(whole.values) == len(short.values) + short.more
    assert (whole.more, whole.more_url) == (0, "")


def test_speakers_are_counted_as_participations_come_and_go():
    document = make_document("Words.", speakers={"Ada Quist": "quoted"})
    assert counts("", "speaker")["ada-quist"] == 1
    document.participations.all().delete()
    assert "ada-quist" not in counts("", "speaker")


def test_counting_takes_one_query_and_one_more_for_each_facet_with_a_filter(django_assert_num_queries):
    state = ArchiveState(("of this test",))
    with django_assert_num_queries(1):
        tally(Entry.objects.published(), {}, state)
    with django_assert_num_queries(0):
        tally(Entry.objects.published(), {}, state)
    with django_assert_num_queries(3):
        tally(Entry.objects.published(), {"language": Q(language="it"), "kind": Q(kind="communique")}, state)


@pytest.mark.parametrize(
    "address",
    ["kind=-communique", "language=-it", "speaker=-giorgia-meloni", "publisher=-nato", "year=-2022", "year=-undated"],
)
def test_an_excluded_value_leaves_all_the_rest_those_without_any_value_too(address):
    assert 0 < shown(address) < shown("") == 5
    assert shown(address) + shown(address.replace("=-", "=")) == shown("")


def test_an_excluded_value_is_told_from_a_chosen_one_and_turned_by_its_links():
    value = next(each for each in facets("kind=-communique")["kind"].values if each.value == "communique")
    assert (value.chosen, value.excluded, value.count) == (False, True, 1)
    assert value.url == "?"
    chosen = next(each for each in facets("kind=communique")["kind"].values if each.value == "communique")
    assert chosen.exclude_url == "?kind=-communique"


def test_a_month_is_a_value_of_the_year_facet():
    years = {each.value: each for each in facets("year=2022-11")["year"].values}
    assert years["2022-11"].label == "November 2022"
    assert years["2022-11"].chosen
    assert years["2022-11"].count == shown("year=2022-11")


def test_a_long_facet_is_searched_by_the_beginnings_of_names():
    for number in range(FACET_SIZE + 5):
        make_document("Words.", speakers={f"Åsa Lindqvist {number}": "quoted", f"Bo Ek {number}": "quoted"})
    found = facets("in_speaker=asa lind")["speaker"]
    assert len(found.values) == FACET_SIZE + 5
    assert all(value.label.startswith("Åsa") for value in found.values)
    assert found.all_url == "?"
    assert facets("in_speaker=nobody")["speaker"].values == []


def test_what_is_chosen_or_excluded_stays_in_sight_whatever_name_is_searched_for():
    on = {
        each.value: each
        for each in facets("in_speaker=nobody&speaker=jens-stoltenberg&speaker=-giorgia-meloni")["speaker"].values
    }
    assert on["jens-stoltenberg"].chosen
    assert on["giorgia-meloni"].excluded
    assert len(on) == 2


def test_a_facet_that_was_searched_has_a_way_back_when_other_filters_have_made_it_short():
    searched = facets("in_speaker=nobody&language=fr")["speaker"]
    assert searched.can_be_searched
    assert searched.all_url == "?language=fr"


def test_all_of_a_facet_is_no_more_than_a_page_can_hold(monkeypatch):
    monkeypatch.setattr("statements.search.facets.EXPANDED_SIZE", FACET_SIZE + 2)
    for number in range(FACET_SIZE + 5):
        make_document("Words.", speakers={f"Ada {number:02}": "quoted"})
    short, whole = facets()["speaker"], facets("all=speaker")["speaker"]
    assert len(whole.values) == FACET_SIZE + 2
    assert len(whole.values) + whole.more == len(short.values) + short.more
    assert whole.more_url == ""


def test_of_many_years_the_latest_are_shown_those_chosen_and_undated_ones():
    for year in range(1900, 1950):
        make_document("A", date=str(year))
    facet = facets("year=1901")["year"]
    assert [each.value for each in facet.values][-2:] == ["1901", UNDATED]
    assert len(facet.values) == YEARS_SIZE + 2
    assert len(facet.values) + facet.more == 50 + 2 + 1, "all years are shown or said to be more"
    assert facets("year=1901&year=1800")["year"].more == facet.more, "what is chosen in vain takes nothing off"
    assert len(facets("all=year")["year"].values) == 50 + 2 + 1


def test_those_that_count_as_much_as_the_last_that_is_shown_stand_in_the_order_of_their_names():
    for number in range(FACET_SIZE + 5):
        make_document("A", speakers={f"Person {chr(ord('z') - number)}": "speaker"})
    facet = facets("language=en")["speaker"]
    names = [each.label for each in facet.values if each.label.startswith("Person")]
    assert names == sorted(names) and "Person g" in names
    assert len(facet.values) + facet.more == len(facets("language=en&all=speaker")["speaker"].values)
