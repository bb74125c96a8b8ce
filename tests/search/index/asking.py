"""Asking the derived index and PostgreSQL for the same."""

from datetime import date

import pytest
from django.http import QueryDict

from statements.search.filters import search_request
from statements.search.index.answers import IndexAnswers
from statements.search.memory import archive_state
from statements.search.selection import select
from statements.web.paging import Page

PAGE = 20


def selected(address=""):
    return select(search_request(QueryDict(address)), archive_state())


def is_answered(address=""):
    """Whether the index answers."""
    return isinstance(selected(address).answers, IndexAnswers)


def pages_of(total):
    return [Page(number, total, PAGE) for number in range(1, Page(1, total, PAGE).last + 1)]


def assert_same(address):
    """Assert that the index answers, and as PostgreSQL does: every count, every page of every list."""
    selection = selected(address)
    by_index, by_sql = selection.answers, selection.sql_answers()
    assert isinstance(by_index, IndexAnswers), address
    tally, expected = by_index.tally(), by_sql.tally()
    if tally != expected:
        assert archive_state() == selection.state, "somebody else has written to the archive of the test"
        again = selected(address)
        pytest.fail(f"{address}\n{tally}\n{expected}\n{again.answers.tally()}\n{again.sql_answers().tally()}")
    assert by_index.has_any() == by_sql.has_any() == bool(tally.total), address
    assert by_index.all_keys() == by_sql.all_keys(), address
    first, last = date(2024, 2, 28), date(2024, 3, 31)
    assert by_index.days(first, last) == by_sql.days(first, last), address
    pages = pages_of(tally.total)
    for sort in ("newest", "oldest"):
        assert [by_index.keys(sort, page) for page in pages] == [by_sql.keys(sort, page) for page in pages], address
    best, ranked = ([key for page in pages for key in each.keys("relevance", page)] for each in (by_index, by_sql))
    assert sorted(best) == sorted(ranked), address
    return tally.total
