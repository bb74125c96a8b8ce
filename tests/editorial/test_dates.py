"""Dates as editors write them: understood, shown back in words, and asked about where they have two meanings."""

import pytest
from django.urls import reverse

from statements.models import Document, Office
from tests.admin_forms import form_of
from tests.cast import make_document, make_speaker
from tests.editorial.test_desk import contributor, do, editor, review, typed

__all__ = ["contributor", "editor"]
pytestmark = pytest.mark.django_db

WORDS = reverse("admin:statements_document_date")


@pytest.fixture
def draft():
    return make_document("We met at sea.", status="draft", date="")


def save(client, document, date, **more):
    return do(client, document, "facts", **typed(title="Remarks at the dock", date_edtf=date), **more)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("14/03/2024", "2024-03-14"),
        ("14.3.2024", "2024-03-14"),
        ("14 marzo 2024", "2024-03-14"),
        ("le 1er avril 2024", "2024-04-01"),
        ("March 14, 2024", "2024-03-14"),
        ("giovedì 14 marzo 2024", "2024-03-14"),
        ("marzo 2024", "2024-03"),
        ("2024", "2024"),
        ("10-12 July 2023", "2023-07-10/2023-07-12"),
        ("11 e 12 luglio 2023", "2023-07-11/2023-07-12"),
        ("31 July and 1 August 2023", "2023-07-31/2023-08-01"),
        ("2024-02/2024-05", "2024-02/2024-05"),
        ("03/03/2024", "2024-03-03"),
        ("", ""),
    ],
)
def test_a_date_is_saved_no_more_precise_than_it_was_written(editor, draft, written, edtf):
    save(editor, draft, written)
    assert draft.date_edtf == edtf


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("31/02/2024", "February 2024 has 29 days"),
        ("14/13/2024", "there is no month"),
        ("spring 2024", "is not a date"),
        ("since 2022", "no beginning or no end"),
        ("3 and 7 July 2023", "is not a date"),
        ("14/03/24", "a year of two digits"),
        ("2024-05/2024-02", "ends before it starts"),
        ("x" * 5000, "is not a date"),
        ("<b>14</b>", "is not a date"),
        ("14 marzo\0 2024", "Null characters are not allowed"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason_and_kept_in_its_field(editor, draft, written, reason):
    response = save(editor, draft, written)
    assert response.status_code == 400
    assert reason in response.content.decode()
    assert "<b>14</b>" not in response.content.decode()
    assert Document.objects.get(pk=draft.pk).date_edtf == ""


def test_a_date_with_two_meanings_is_asked_about_and_nothing_that_was_typed_is_lost(editor, draft):
    response = save(editor, draft, "03/04/2024", **{"fact-place": "Bergen"})
    html = response.content.decode()
    assert response.status_code == 400
    assert "This may be two dates" in html
    assert "> 3 April 2024</label>" in html and "> 4 March 2024</label>" in html
    assert 'value="Bergen"' in html and 'value="03/04/2024"' in html
    save(editor, draft, "03/04/2024", **{"fact-date_edtf-meant": "2024-03-04"})
    assert draft.date_edtf == "2024-03-04"


def test_a_meaning_that_nobody_offered_is_not_taken(editor, draft):
    response = save(editor, draft, "03/04/2024", **{"fact-date_edtf-meant": "1999-01-01"})
    assert response.status_code == 400
    save(editor, draft, "14/03/2024", **{"fact-date_edtf-meant": "2024-03-04"})
    assert draft.date_edtf == "2024-03-14"


def test_the_same_day_in_other_words_is_no_change(editor, draft):
    save(editor, draft, "14 March 2024")
    before = draft.updated
    save(editor, draft, "14/03/2024")
    assert draft.updated == before


def test_what_is_understood_is_said_in_words_while_it_is_typed(contributor):
    said = contributor.get(WORDS, {"typed": "le 1er avril 2024"}).json()
    assert said == {"readings": [{"edtf": "2024-04-01", "words": "1 April 2024"}], "error": ""}
    both = contributor.get(WORDS, {"typed": "03/04/2024"}).json()["readings"]
    assert [each["words"] for each in both] == ["3 April 2024", "4 March 2024"]
    assert "29 days" in contributor.get(WORDS, {"typed": "31/02/2024"}).json()["error"]
    assert contributor.get(WORDS).json() == {"readings": [], "error": ""}
    assert contributor.get(WORDS, {"typed": "\0"}).status_code == 200


def test_strangers_are_told_no_dates(client):
    assert client.get(WORDS, {"typed": "2024"}).status_code == 302


def test_the_form_of_the_admin_and_the_days_of_offices_take_the_same(editor, draft):
    address = reverse("admin:statements_document_change", args=[draft.pk])
    editor.post(address, form_of(editor.get(address)) | {"date_edtf": "marzo 2024"})
    assert Document.objects.get(pk=draft.pk).date_edtf == "2024-03"
    ada = make_speaker("Ada Quist")
    page = reverse("admin:statements_speaker_change", args=[ada.pk])
    office = {"offices-TOTAL_FORMS": "1", "offices-0-title_en": "Harbour master", "offices-0-speaker": ada.pk}
    sent = form_of(editor.get(page)) | office | {"offices-0-since": "14 marzo 2020", "offices-0-until": "March 2024"}
    assert "Write the day, the month and the year" in editor.post(page, sent).content.decode()
    editor.post(page, sent | {"offices-0-until": "03/04/2024", "offices-0-until-meant": "2024-04-03"})
    assert [(str(each.since), str(each.until)) for each in Office.objects.filter(speaker=ada)] == [
        ("2020-03-14", "2024-04-03")
    ]


def test_the_review_shows_the_date_in_words(editor):
    dated = make_document("We met.", status="draft", date="2024-02/2024-05")
    assert "February 2024 – May 2024</output>" in editor.get(review(dated)).content.decode()
