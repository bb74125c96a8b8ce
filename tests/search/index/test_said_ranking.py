"""What somebody says is ranked by what she says, by the index as by PostgreSQL."""

import pytest

from statements.search.index.writing import bring_up_to_date
from statements.search.results import list_found
from statements.web.paging import page_of
from tests.cast import make_document, make_speaker
from tests.search.index.asking import is_answered, selected

pytestmark = pytest.mark.django_db


def others(number):
    return " ".join(f"dock{n}" for n in range(number))


@pytest.fixture(autouse=True)
def documents():
    """Ada says heron often, once, and once beside Jens, who says it often; the last document has nothing of hers."""
    author = {"Ada Quist": "author"}
    often = make_document("A heron, a heron, a heron.", title="Often", speakers=author, date="1907")
    once = make_document(f"A heron {others(60)}.", title="Once", speakers=author, date="1909")
    beside = make_document(
        f"A heron {others(20)}.",
        "A heron, heron, heron, heron.",
        title="Beside",
        speakers={"Ada Quist": "speaker", "Jens Holm": "speaker"},
        date="1908",
    )
    for position, name in ((1, "Ada Quist"), (2, "Jens Holm")):
        beside.paragraphs.filter(position=position).update(speaker=make_speaker(name))
    oboe = make_document("An oboe.", title="Others", speakers={"Jens Holm": "author"}, date="1910")
    bring_up_to_date()
    return {"often": often.pk, "beside": beside.pk, "once": once.pk, "oboe": oboe.pk}


def listed(address):
    """The keys of the first page, by the index and by PostgreSQL."""
    selection = selected(address)
    page = page_of("1", selection.tally.total)
    return [each.keys("relevance", page) for each in (selection.answers, selection.sql_answers())]


@pytest.mark.parametrize("address", ["q=heron&said=ada-quist", "q=said:quist heron", 'q=said:quist "a heron"'])
def test_the_more_she_says_it_the_higher_it_stands(documents, address):
    assert is_answered(address)
    expected = [documents["often"], documents["beside"], documents["once"]]
    assert listed(address) == [expected, expected]


def test_of_several_people_the_one_who_says_it_most_counts(documents):
    by_index, by_postgresql = listed("q=heron&said=ada-quist&said=jens-holm")
    assert by_index == by_postgresql
    assert set(by_index[:2]) == {documents["beside"], documents["often"]}


def test_where_she_may_say_it_or_something_else_is_found_all_is_listed(documents):
    selection = selected("q=said:quist OR oboe")
    assert selection.tally.total == 4
    assert [set(each) for each in listed("q=said:quist OR oboe")] == [set(documents.values())] * 2
    assert len(list_found(selection).hits) == 4


def test_too_many_are_left_to_postgresql(documents, monkeypatch):
    monkeypatch.setattr("statements.search.index.answers._MOST_EQUAL", 2)
    by_index, by_postgresql = listed("q=heron&said=ada-quist")
    assert by_index == by_postgresql
