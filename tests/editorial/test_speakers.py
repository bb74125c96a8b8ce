"""The turns of a transcript go to people of the archive, or to new ones."""

import pytest

from statements.editorial.speakers import likely_speakers, unknown_turns
from statements.models import Document, Speaker
from tests.cast import make_document, make_speaker
from tests.editorial.test_desk import do, editor

__all__ = ["editor"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    return make_document(
        "SECRETARY GENERAL STOLTENBERG: Good morning.", "We met.", "Q  When?", "MS. QUIST: Yesterday.", status="draft"
    )


def test_labels_are_offered_with_who_may_be_meant(talk):
    found = {turn.label: ([each.name for each in turn.likely], turn.name) for turn in unknown_turns(talk)}
    assert found == {
        "SECRETARY GENERAL STOLTENBERG": (["Jens Stoltenberg"], "Stoltenberg"),
        "Q": ([], ""),
        "MS. QUIST": ([], "Quist"),
    }


def test_two_with_one_name_are_not_made_one():
    talk = make_document("MRS. QUIST: Good morning.", "PRESIDENT QUIST: Good evening.", status="draft")
    assert [(turn.name, turn.sure) for turn in unknown_turns(talk)] == [
        ("Mrs. Quist", False),
        ("President Quist", False),
    ]


def test_an_alias_or_a_slip_is_enough():
    ada = make_speaker("Ada Zelenskyy")
    Speaker.objects.filter(pk=ada.pk).update(aliases=["Zelensky", "Zelenskij"])
    assert ada in likely_speakers("Zelenskij")
    assert Speaker.objects.get(slug="jens-stoltenberg") in likely_speakers("Stoltenburg")


def test_turns_are_given_to_somebody_known_and_to_somebody_new(editor, talk):
    jens = Speaker.objects.get(slug="jens-stoltenberg")
    do(editor, talk, "turns", label="SECRETARY GENERAL STOLTENBERG", speaker=jens.pk)
    do(editor, talk, "turns", label="MS. QUIST", speaker="", name="Ada  Quist")
    ada = Speaker.objects.get(name="Ada Quist")
    assert (ada.slug, ada.sort_name) == ("ada-quist", "Quist, Ada")
    assert list(talk.paragraphs.order_by("position").values_list("speaker", flat=True)) == [
        jens.pk,
        jens.pk,
        None,
        ada.pk,
    ]
    assert set(talk.participations.values_list("speaker", "role")) == {(jens.pk, "speaker"), (ada.pk, "speaker")}
    assert [turn.label for turn in unknown_turns(Document.objects.get(pk=talk.pk))] == ["Q"]


@pytest.mark.parametrize(
    "values", [{"label": "NOBODY", "name": "Ada"}, {"label": "MS. QUIST"}, {"label": "MS. QUIST", "speaker": "0"}]
)
def test_nonsense_gives_nothing(editor, talk, values):
    do(editor, talk, "turns", **values)
    assert not talk.participations.exists()


def test_turns_end_where_somebody_unknown_begins_and_go_on_under_a_note(editor):
    talk = make_document(
        "PRESIDENT KALLAS: Good morning.",
        "Reporter: When?",
        "Ursula von der Leyen: Next week.",
        "We are glad.",
        "President Kallas (continuing): And so are we.",
        "PRESIDENT KALLAS AND PRESIDENT OZOLS: Thank you.",
        status="draft",
    )
    assert [(turn.label, turn.count, turn.name) for turn in unknown_turns(talk)] == [
        ("PRESIDENT KALLAS", 2, "Kallas"),
        ("Reporter", 1, ""),
        ("Ursula von der Leyen", 1, "Ursula von der Leyen"),
        ("PRESIDENT KALLAS AND PRESIDENT OZOLS", 1, ""),
    ]
    do(editor, talk, "turns", label="PRESIDENT KALLAS", name="Ada Kallas")
    ada = Speaker.objects.get(name="Ada Kallas")
    given = talk.paragraphs.order_by("position").values_list("speaker", flat=True)
    assert list(given) == [ada.pk, None, None, None, ada.pk, None]
    assert [turn.label for turn in unknown_turns(Document.objects.get(pk=talk.pk))] == [
        "Reporter",
        "Ursula von der Leyen",
        "PRESIDENT KALLAS AND PRESIDENT OZOLS",
    ]
