"""Turns that went too far under older rules: what the archive puts right by itself, and what it tells."""

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from statements.models import Speaker
from tests.cast import make_document, make_speaker
from tests.editorial.test_desk import do, editor

__all__ = ["editor"]
pytestmark = pytest.mark.django_db

TALK = {
    "en": ("PRESIDENT KALLAS: Good morning.", "We met.", "Reporter: When?", "Of all days.", "President Kallas: Now."),
    "fr": (
        "Présidente Kallas : Bonjour.",
        "Oui.",
        "Journaliste : Quand ?",
        "Pourquoi ?",
        "Présidente Kallas : Bientôt.",
    ),
    "it": ("Presidente Kallas: Buongiorno.", "Sì.", "Giornalista: Quando?", "Perché?", "Presidente Kallas: Presto."),
}


@pytest.fixture
def kallas():
    return make_speaker("Ada Kallas")


def speakers_of(talk):
    return list(talk.paragraphs.order_by("position").values_list("speaker", flat=True))


def take_back():
    import_module("statements.migrations.0025_turns_end_at_labels").take_back(apps, None)


@pytest.mark.parametrize("language", TALK)
def test_what_the_importer_gave_to_the_only_speaker_is_taken_back(kallas, language):
    talk = make_document(*TALK[language], status="draft")
    talk.paragraphs.update(speaker=kallas)
    take_back()
    assert speakers_of(talk) == [kallas.pk, kallas.pk, None, None, kallas.pk]


@pytest.mark.parametrize("language", TALK)
def test_what_the_button_gave_too_much_is_taken_back(editor, kallas, language):
    talk = make_document(*TALK[language], status="draft")
    label = TALK[language][0].partition(":")[0].strip()
    do(editor, talk, "turns", label=label, speaker=kallas.pk, name="")
    talk.paragraphs.update(speaker=kallas)  # as it would have been, had the question not ended the turn
    take_back()
    assert speakers_of(talk) == [kallas.pk, kallas.pk, None, None, kallas.pk]


def test_what_an_editor_may_have_decided_stays(editor, kallas):
    talk = make_document(*TALK["en"], status="draft")
    do(editor, talk, "turns", label="PRESIDENT KALLAS", speaker=kallas.pk, name="")
    third = talk.paragraphs.get(position=3)
    do(editor, talk, "attribute", paragraph=third.key, kind="body", speaker=kallas.pk)
    take_back()
    assert speakers_of(talk) == [kallas.pk, kallas.pk, kallas.pk, None, kallas.pk]


def test_a_speech_and_what_is_published_stay(kallas):
    speech = make_document("Dear Friends: We meet.", "First Pillar: Defence.", "Dear Friends: We stay.", status="draft")
    public = make_document(*TALK["en"])
    for each in (speech, public):
        each.paragraphs.update(speaker=kallas)
    take_back()
    assert set(speakers_of(speech)) == set(speakers_of(public)) == {kallas.pk}


def test_verify_names_words_under_the_label_of_somebody_else(kallas):
    talk = make_document(*TALK["en"], "MR. OAKES: Last question.", status="draft")
    talk.paragraphs.update(speaker=kallas)
    with pytest.raises(CommandError):
        call_command("verify_archive", stdout=(out := StringIO()))
    told = [line.split("/ ", 1)[-1] for line in out.getvalue().splitlines() if "is in the turn of" in line]
    assert [line.partition("paragraph ")[2] for line in told] == [
        "3 is in the turn of “Reporter” but attributed to Ada Kallas",
        "4 is in the turn of “Reporter” but attributed to Ada Kallas",
        "6 is in the turn of “MR. OAKES” but attributed to Ada Kallas",
    ]
    Speaker.objects.filter(pk=kallas.pk).update(aliases=["Kirby"])
    talk.paragraphs.filter(position__in=(3, 4, 6)).update(speaker=None)
    call_command("verify_archive", stdout=(out := StringIO()))
    assert "0 with problems" in out.getvalue()
