"""A press office whose releases are watched."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.utils import timezone

from statements.editorial.watching import asking
from statements.models import WatchedSource
from tests.editorial.watching.making import PLACES, page


@pytest.fixture(autouse=True)
def _haste(monkeypatch):
    monkeypatch.setattr(asking, "_PAUSE", 0.0)


@pytest.fixture
def astrid(db):
    user = User.objects.create_user("astrid", "", "a long enough password", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    return user


@pytest.fixture
def releases(office):
    """The releases of the office, and their entries in its feeds."""
    for place in PLACES:
        office.show(f"/{place.lower()}", page(place))
    return [(f"id-{place}", f"/{place.lower()}", f"The harbour of {place}", f"About {place}.") for place in PLACES]


@pytest.fixture
def add_source(office, astrid):
    """Add a source, as an editor does."""

    def add(path="/feed", **fields):
        return WatchedSource.objects.create(
            **{"name": "Quist Press", "address": office.url + path, "added_by": astrid} | fields
        )

    return add


@pytest.fixture
def watch():
    """Let the time come for all sources, and look at them; returns what the command says."""

    def watch():
        WatchedSource.objects.update(next_at=timezone.now())
        said = StringIO()
        call_command("watch", stdout=said, stderr=said)
        return said.getvalue()

    return watch
