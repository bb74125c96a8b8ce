"""Readers at the same moment keep one result, and no more than the limit allows."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from statements.models import FrozenResult, KeptInHour

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("seeds_come_back")]
READERS = 6


def press(query):
    try:
        return Client().post(f"/results/?{query}")
    finally:
        connection.close()


def test_the_same_result_is_kept_once_by_all_who_press_at_the_same_moment():
    with ThreadPoolExecutor(READERS) as readers:
        answers = list(readers.map(press, ["q=NATO"] * READERS))
    assert [each.status_code for each in answers] == [302] * READERS
    assert {each["Location"] for each in answers} == {FrozenResult.objects.get().get_absolute_url()}


@pytest.mark.slow
def test_the_limit_holds_for_those_who_come_at_once(settings):
    settings.RESULTS_PER_CLIENT = 3
    with ThreadPoolExecutor(READERS) as readers:
        answers = sorted(each.status_code for each in readers.map(press, [f"q=word{n}" for n in range(READERS)]))
    assert answers == [302] * 3 + [429] * (READERS - 3)
    assert FrozenResult.objects.count() == 3
    assert set(KeptInHour.objects.values_list("results", flat=True)) == {3}
