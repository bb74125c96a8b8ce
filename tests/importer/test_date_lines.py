"""Lines above a text that say when it is from, in plain text; and agencies' datelines."""

import pytest

from statements.importer.date_lines import date_of_line, says_only_a_date
from tests.importer.parts import draft

LANGUAGES = ["en", "fr", "it"]
TEXT = "We met at sea with our allies, and we spoke of the harbour, of the light and of all who keep it burning."


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Madrid, 29 June 2022", "2022-06-29"),
        ("Issued on 11 Jul. 2023 14:31", "2023-07-11"),
        ("Washington, DC — Tuesday, Sept. 3rd, 2019", "2019-09-03"),
        ("26 and 27 May 2004", "2004-05-26/2004-05-27"),
        ("Bruxelles, 1er et 2 mars 2012", "2012-03-01/2012-03-02"),
        ("Paris, février 2012", "2012-02"),
        ("2016-07-08", "2016-07-08"),
        ("25/11/2022", "2022-11-25"),
        ("10/11/2022", ""),
        ("27 and 26 May 2004", ""),
        ("On 24 February 2022 war began", ""),
        ("Last updated: 5 April 2024", ""),
        ("31 February 2022", ""),
        ("4 July 2999", ""),
    ],
)
def test_a_line_says_a_day_or_says_more(line, day):
    assert date_of_line(line, LANGUAGES) == day


def test_a_place_is_more_than_a_date():
    assert says_only_a_date("Thursday, 5 May 2022", LANGUAGES)
    assert not says_only_a_date("Oslo, 5 May 2022", LANGUAGES)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Statement by the Council\n4 December 1997\n", "1997-12-04"),
        ("Statement by the Council\n\nBrussels, 4 December 1997\n", "1997-12-04"),
        ("Brussels, 4 December 1997\n\nStatement by the Council\n", "1997-12-04"),
        ("Statement by the Council\n\nIssued by the Heads of State\n\n*4 December 1997*\n", "1997-12-04"),
        ("Statement by the Council\n", ""),
    ],
)
def test_title_and_date_stand_above_the_text_in_any_order(head, day):
    made = draft(f"{head}\n{TEXT}\n\n{TEXT}")
    assert (made.title.value, made.title_assigned, made.date.value) == ("Statement by the Council", False, day)


def test_a_place_above_the_text_is_a_fact():
    made = draft(f"Statement by the Council\n\nOslo, 4 May 1997\n\n{TEXT}")
    assert (made.place.value, made.date.value, made.paragraphs[0].text) == ("Oslo", "1997-05-04", TEXT)


def test_a_day_in_digits_is_read_as_in_the_language_of_the_text():
    text = "Ci siamo incontrati in mare con i nostri alleati e abbiamo parlato del porto e della luce che lo illumina."
    assert draft(f"Dichiarazione del Presidente\n04/03/2022\n\n{text}\n\n{text}").date.value == "2022-03-04"


def test_an_agency_says_the_day_before_or_below_the_text():
    title = "L'OTAN renforce son flanc est"
    assert draft(f"{title}\n\nBruxelles, 4 juil 2023 (AFP) - {TEXT}\n\n{TEXT}").date.value == "2023-07-04"
    made = draft(f"NATO: PIÙ FONDI\n(ANSA) - BRUXELLES, 4 LUG - {TEXT}\n{TEXT}\n04-LUG-23 16:42 NNNN")
    assert (made.title.value, made.date.value) == ("NATO: PIÙ FONDI", "2023-07-04")
    assert draft(f"{title}\n\nBRUSSELS, July 4 (Agency) - {TEXT}\n\n{TEXT}").date.value == ""
