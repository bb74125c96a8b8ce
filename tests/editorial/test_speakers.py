"""The turns of a transcript go to people of the archive, or to new ones."""

import pytest
from django.urls import reverse

from statements.editorial.people.likely import likely_people
from statements.editorial.people.naming import find_speaker
from statements.editorial.people.speakers import unknown_turns
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
    found = {turn.label: ([each.entry.name for each in turn.likely], turn.name) for turn in unknown_turns(talk)}
    assert found == {
        "SECRETARY GENERAL STOLTENBERG": (["Jens Stoltenberg"], "Stoltenberg"),
        "Q": ([], ""),
        "MS. QUIST": ([], "Quist"),
    }


def test_two_with_one_name_are_not_made_one():
    talk = make_document("MRS. QUIST: Good morning.", "PRESIDENT QUIST: Good evening.", status="draft")
    assert [(turn.name, turn.sure) for turn in unknown_turns(talk)] == [
        ("Mrs. Quist", None),
        ("President Quist", None),
    ]


def test_an_alias_or_a_slip_is_enough():
    ada = make_speaker("Ada Zelenskyy")
    Speaker.objects.filter(pk=ada.pk).update(aliases=["Zelensky", "Zelenskij"])
    assert [each.entry for each in likely_people("Zelenskij")] == [ada]
    assert [each.entry.name for each in likely_people("Stoltenburg")] == ["Jens Stoltenberg"]


def test_turns_are_given_to_somebody_known_and_to_somebody_new(editor, talk):
    jens = Speaker.objects.get(slug="jens-stoltenberg")
    do(editor, talk, "turns", label="SECRETARY GENERAL STOLTENBERG", speaker=jens.pk)
    do(editor, talk, "new-speaker", label="MS. QUIST", name="Ada  Quist", what="person")
    ada = Speaker.objects.get(name="Ada Quist")
    assert (ada.slug, ada.sort_name) == ("ada-quist", "")
    assert list(talk.paragraphs.order_by("position").values_list("speaker", flat=True)) == [
        jens.pk,
        jens.pk,
        None,
        ada.pk,
    ]
    assert set(talk.participations.values_list("speaker", "role")) == {(jens.pk, "speaker"), (ada.pk, "speaker")}
    assert [turn.label for turn in unknown_turns(Document.objects.get(pk=talk.pk))] == ["Q"]


@pytest.mark.parametrize(
    "values",
    [
        {"label": "NOBODY", "name": "Jens Stoltenberg"},
        {"label": "MS. QUIST"},
        {"label": "MS. QUIST", "speaker": "0"},
        {"label": "MS. QUIST", "name": "Ada Quist"},
    ],
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
    ada = make_speaker("Ada Kallas")
    do(editor, talk, "turns", label="PRESIDENT KALLAS", name="Ada Kallas")
    given = talk.paragraphs.order_by("position").values_list("speaker", flat=True)
    assert list(given) == [ada.pk, None, None, None, ada.pk, None]
    assert [turn.label for turn in unknown_turns(Document.objects.get(pk=talk.pk))] == [
        "Reporter",
        "Ursula von der Leyen",
        "PRESIDENT KALLAS AND PRESIDENT OZOLS",
    ]


@pytest.fixture
def guido():
    guido = make_speaker("Guido Crosetto")
    Speaker.objects.filter(pk=guido.pk).update(
        sort_name="Crosetto, Guido", aliases=["Crosetto", "il Ministro Crosetto"]
    )
    return guido


@pytest.mark.parametrize(
    "typed",
    [
        *("crosetto", "Guido Crosetto", "GUIDO CROSETTO", "Crosetto, Guido", "crosetto, guido", "il ministro crosetto"),
        *("Guído Crosètto", "Minister Crosetto", "CROSETTO,  Guido"),
    ],
)
def test_a_known_name_is_found_however_it_is_typed(guido, typed):
    assert find_speaker(typed) == guido


def test_a_family_name_without_alias_finds_the_only_one_and_of_two_nobody():
    ada = make_speaker("Ada Bruni Neri")
    assert find_speaker("neri") == ada
    carla = make_speaker("Carla Neri")
    assert find_speaker("neri") is None
    assert {each.entry for each in likely_people("neri")} == {ada, carla}


def test_what_is_typed_in_part_goes_to_the_one_who_is_meant(editor, talk, guido):
    do(editor, talk, "take-part", name="crosetto", role="quoted")
    assert talk.participations.get().speaker == guido


def test_the_form_leaves_a_sort_name_empty_that_nobody_stated(editor):
    add = reverse("admin:statements_speaker_add")
    assert "Never guessed" in editor.get(add).content.decode()
    offices = {f"offices-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    editor.post(add, {"name": "Ursula von der Leyen", "slug": "ursula-von-der-leyen", "aliases": "", **offices})
    assert Speaker.objects.get(slug="ursula-von-der-leyen").sort_name == ""
