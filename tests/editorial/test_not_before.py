"""An embargo that a release states stands in the field of its review, for an editor to confirm."""

from datetime import timedelta

import pytest
from django.utils import timezone

from statements.models import Status
from tests.editorial.test_desk import WORDS, add, do, editor, review  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

DAY = timezone.now().replace(microsecond=0) + timedelta(days=40)


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    monkeypatch.setattr("statements.editorial.intake.release_views._SECONDS", 600)


def _page(client, document):
    return client.get(review(document)).content.decode()


def _field(client, document):
    """The field "Not before" of a review; empty where there is none, as in that of what is public."""
    return _page(client, document).partition('name="publish_at"')[2].split(">")[0]


@pytest.mark.parametrize(
    ("notice", "value"),
    [
        (f"EMBARGOED UNTIL {DAY:%-d %B %Y}, 18:00 GMT", f"{DAY:%Y-%m-%d}T18:00"),
        (f"Embargo: {DAY:%Y-%m-%d}", f"{DAY:%Y-%m-%d}T00:00"),
    ],
)
def test_it_is_proposed_and_told_but_not_set(editor, notice, value):  # noqa: F811
    document = add(editor, f"{notice}\n\n{WORDS}")
    assert (document.title, document.publish_at, document.status) == ("The harbour of Oslo", None, Status.DRAFT)
    assert notice in _page(editor, document)
    assert f'value="{value}"' in _field(editor, document)


def test_what_an_editor_sets_counts(editor):  # noqa: F811
    document = add(editor, f"EMBARGOED UNTIL {DAY:%-d %B %Y}, 18:00 GMT\n\n{WORDS}")
    do(editor, document, "publish", publish_at="")
    assert (document.publish_at, document.status) == (None, Status.PUBLISHED)
    assert f"{DAY:%Y-%m-%d}T18:00" not in _field(editor, document)


def test_one_that_is_over_is_not_proposed(editor):  # noqa: F811
    document = add(editor, f"EMBARGOED UNTIL 4 July 2023, 18:00 GMT\n\n{WORDS}")
    assert document.provenance["not_before"]["value"] == "2023-07-04T18:00+00:00"
    assert "2023-07-04T18:00" not in _field(editor, document)
