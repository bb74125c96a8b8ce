"""Whoever kills the one who watches, between whatever statements: every release becomes one draft, and never two."""

import pytest
from django.utils import timezone

from statements.models import Document, SourceItem, WatchedSource
from tests.conftest import make_groups
from tests.editorial.watching.making import rss

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]


@pytest.fixture
def astrid(transactional_db, django_user_model):
    make_groups()
    return django_user_model.objects.create_user("astrid", is_staff=True)


def test_nothing_is_lost_and_nothing_comes_twice_however_often_it_is_killed(office, releases, add_source, run_until):
    office.show("/feed", rss(office.url, *releases[:3]))
    source, number, kills = add_source(), 0, 0
    was_killed = True
    while was_killed:
        WatchedSource.objects.update(next_at=timezone.now())
        number += 9
        was_killed = run_until("watch", number)
        kills += was_killed
    assert kills > 3
    titles = list(Document.objects.filter(title__startswith="The harbour of").values_list("title", flat=True))
    assert sorted(titles) == ["The harbour of Bergen", "The harbour of Oslo", "The harbour of Rome"]
    assert set(SourceItem.objects.filter(source=source).values_list("became", flat=True)) == {"draft"}
    assert all(each.arrivals.count() == 1 for each in Document.objects.filter(title__in=titles))
