"""Many rows are read in portions: without a cursor of the server, and without having all of them in memory."""

import pytest

from statements.models import Term, read_in_portions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_all_rows_come_once_in_the_order_of_their_keys(size):
    Term.objects.all().delete()
    made = [Term.objects.create(name=f"harbour {number}", words_en=["a", "b"]).pk for number in range(7)]
    assert [each.pk for each in read_in_portions(Term.objects.order_by("-name"), size)] == made


def test_no_more_is_asked_for_than_is_wanted(django_assert_num_queries):
    Term.objects.all().delete()
    Term.objects.bulk_create(Term(name=f"harbour {number}", words_en=["a", "b"]) for number in range(5))
    with django_assert_num_queries(1):
        next(read_in_portions(Term.objects.all(), 2))


def test_an_empty_table_has_no_portions():
    Term.objects.all().delete()
    assert list(read_in_portions(Term.objects.all(), 2)) == []
