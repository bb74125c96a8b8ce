"""Somebody succeeds somebody else in an office: its titles are typed once, and it never has two holders."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from statements.models import Office, Speaker
from tests.cast import make_speaker
from tests.editorial.test_desk import contributor, editor

__all__ = ["contributor", "editor"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db):
    return make_speaker("Ada Quist")


@pytest.fixture
def office(ada):
    titles = {"title_en": "Minister of Harbours", "title_fr": "Ministre des Ports", "title_it": "Ministro dei Porti"}
    return Office.objects.create(speaker=ada, since=date(2020, 1, 1), **titles)


@pytest.fixture
def bo(db):
    return make_speaker("Bo Dahl")


def page(speaker):
    return reverse("admin:statements_speaker_succeed", args=[speaker.pk])


def save(client, speaker, office, **values):
    sent = {"office": office.pk, "since": "2024-03-04", "ended": office.until or "", **values}
    return client.post(page(speaker), sent)


@pytest.mark.parametrize("words", ["harbours", "des ports", "PORTI", "quist"])
def test_an_office_is_found_by_any_title_or_by_who_holds_it(editor, bo, office, words):
    shown = editor.get(page(bo), {"words": words}).content.decode()
    assert "Minister of Harbours, Ada Quist (1 January 2020 –)" in shown


def test_one_sees_what_becomes_of_both_before_it_is_saved(editor, bo, office):
    shown = editor.get(page(bo), {"words": "harbours", "office": office.pk, "since": "4 March 2024"}).content.decode()
    assert "Ministre des Ports" in shown
    assert "3 March 2024 is the last on which it was held" in " ".join(shown.split())
    office.refresh_from_db()
    assert (office.until, bo.offices.count()) == (None, 0)


def test_titles_are_copied_and_the_predecessor_ends_on_the_same_day(editor, bo, office):
    assert save(editor, bo, office).status_code == 302
    office.refresh_from_db()
    new = bo.offices.get()
    assert (new.titles, new.since, new.until) == (office.titles, date(2024, 3, 4), None)
    assert office.until == new.since
    day_before, day = date(2024, 3, 3), date(2024, 3, 4)
    assert office.is_held_throughout(day_before, day_before)
    assert not office.is_held_throughout(day, day)
    assert new.is_held_throughout(day, day)


def test_the_log_of_both_says_it(editor, ada, bo, office):
    save(editor, bo, office)
    logged = {int(each.object_id): each.change_message for each in LogEntry.objects.filter(action_flag=2)}
    assert logged[bo.pk] == "Succeeds Ada Quist as Minister of Harbours from 2024-03-04."
    assert logged[ada.pk] == "Succeeded by Bo Dahl as Minister of Harbours: it ends on 2024-03-04."


def test_an_office_that_ended_earlier_keeps_its_day(editor, bo, office):
    Office.objects.filter(pk=office.pk).update(until=date(2023, 12, 1))
    office.refresh_from_db()
    shown = editor.get(page(bo), {"office": office.pk, "since": "2024-03-04"}).content.decode()
    assert "has ended" in shown
    save(editor, bo, office)
    office.refresh_from_db()
    assert office.until == date(2023, 12, 1)


def test_what_somebody_else_changed_meanwhile_is_shown_again(editor, bo, office):
    Office.objects.filter(pk=office.pk).update(until=date(2024, 1, 1))
    answer = save(editor, bo, office)
    assert answer.status_code == 400
    assert "has been changed in the meantime" in answer.content.decode()
    assert not bo.offices.exists()


@pytest.mark.parametrize(
    ("since", "why"),
    [("2019-01-01", "did not hold it yet"), ("2020-01-01", "did not hold it yet"), ("March 2024", "Write the day")],
)
def test_a_day_that_cannot_be_is_refused(editor, bo, office, since, why):
    answer = save(editor, bo, office, since=since)
    assert (answer.status_code, why in editor.get(page(bo), {
        "office": office.pk, "since": since, "words": "quist"}).content.decode()) == (400, True)  # fmt: skip
    assert not bo.offices.exists()


def test_nobody_succeeds_themselves_or_twice(editor, ada, bo, office):
    assert save(editor, ada, office).status_code == 400
    save(editor, bo, office)
    office.refresh_from_db()
    assert "Bo Dahl holds this office already" in save(editor, bo, office).content.decode()
    assert Office.objects.filter(title_en="Minister of Harbours").count() == 2


def test_who_was_merged_into_another_holds_nothing(editor, ada, bo, office):
    Speaker.objects.filter(pk=ada.pk).update(merged_into=make_speaker("Anna Kvist"))
    assert save(editor, bo, office).status_code == 400
    assert "Harbours" not in editor.get(page(bo), {"words": "quist"}).content.decode().split("</form>")[-1]


def test_who_may_not_change_speakers_may_not(contributor, bo, office):
    assert contributor.get(page(bo)).status_code == 403
    assert save(contributor, bo, office).status_code == 403
