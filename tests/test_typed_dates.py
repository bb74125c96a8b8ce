"""A date is understood as people write it, in three languages, and never as one that they did not mean."""

import tomllib
from importlib.resources import files

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from statements.dates import date_words
from statements.languages import LANGUAGES
from statements.typed_dates.errors import DateNotReadError
from statements.typed_dates.read import read_date
from statements.typed_dates.wording import range_words
from statements.typed_dates.words import fold

DAYS = """
31/12/2022 31.12.2022 31-12-2022 31/12/2022. 2022-12-31 2022/12/31 2022.12.31 20221231 12/31/2022
31 December 2022|31 dec 2022|31st of December, 2022|December 31, 2022|Dec. 31 2022|Saturday 31 December 2022|31 12 2022
31 dicembre 2022|sabato 31 dicembre 2022|il 31 dic. 2022|31 DICEMBRE 2022|del 31 dicembre 2022
31 décembre 2022|le 31 décembre 2022|samedi 31 déc. 2022|31 decembre 2022|31 de\u0301cembre 2022|du 31 décembre 2022
"""
FIRSTS = "1er mars 2024|1º marzo 2024|1° marzo 2024|primo marzo 2024|premier mars 2024|1st March 2024|March 1st, 2024"


@pytest.mark.parametrize(
    "typed", [each for line in DAYS.strip().splitlines() for each in (line.split("|") if "|" in line else line.split())]
)
def test_a_day_is_one_day_however_it_is_written(typed):
    found = read_date(typed)
    assert (found.edtf, found.whole, found.other) == ("2022-12-31", True, None)


@pytest.mark.parametrize("typed", FIRSTS.split("|"))
def test_the_first_of_a_month_has_a_word_of_its_own(typed):
    assert read_date(typed).edtf == "2024-03-01"


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("2022", "2022"),
        ("nel 2022", "2022"),
        ("en 2022", "2022"),
        ("in the year 2022", "2022"),
        ("dicembre 2022", "2022-12"),
        ("nel mese di dicembre del 2022", "2022-12"),
        ("au mois de décembre 2022", "2022-12"),
        ("Sept 2022", "2022-09"),
        ("sett. 2022", "2022-09"),
        ("déc. 2022", "2022-12"),
        ("genn. 2022", "2022-01"),
        ("mai 2022", "2022-05"),
        ("December, 2022", "2022-12"),
        ("2022 December", "2022-12"),
        ("10/2022", "2022-10"),
        ("2022/10", "2022-10"),
        ("2022-10", "2022-10"),
        ("Q1 2023", "2023-01..2023-03"),
        ("2023-Q4", "2023-10..2023-12"),
        ("T2 2023", "2023-04..2023-06"),
        ("primo trimestre 2023", "2023-01..2023-03"),
        ("premier trimestre 2023", "2023-01..2023-03"),
        ("third quarter of 2023", "2023-07..2023-09"),
        ("the 1990s", "1990..1999"),
        ("anni 1990", "1990..1999"),
        ("les années 1990", "1990..1999"),
        ("199X", "1990..1999"),
    ],
)
def test_a_longer_time_is_named_in_words_or_digits(typed, edtf):
    found = read_date(typed)
    assert (found.edtf, found.whole) == (edtf, True)


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("since March 2022", "2022-03.."),
        ("since the 3rd of March 2022", "2022-03-03.."),
        ("from 2022 to today", "2022.."),
        ("2022 onwards", "2022.."),
        ("after 2020", "2021.."),
        ("after 31 December 2022", "2023-01-01.."),
        (">= 2022-03", "2022-03.."),
        (">2022", "2023.."),
        ("2022..", "2022.."),
        ("dal 2022", "2022.."),
        ("da marzo 2022", "2022-03.."),
        ("dall'8 marzo 2022", "2022-03-08.."),
        ("a partire dal 3 marzo 2022", "2022-03-03.."),
        ("dal 2022 in poi", "2022.."),
        ("dopo il 2020", "2021.."),
        ("depuis mars 2022", "2022-03.."),
        ("depuis le 1er janvier 2020", "2020-01-01.."),
        ("à partir du 3 mars 2022", "2022-03-03.."),
        ("dès 2022", "2022.."),
        ("après 2020", "2021.."),
        ("until 2020", "..2020"),
        ("up to May 2022", "..2022-05"),
        ("before May 2022", "..2022-04"),
        ("before 1 January 2022", "..2021-12-31"),
        ("before 2020", "..2019"),
        ("..2020", "..2020"),
        ("fino al 2020", "..2020"),
        ("fino all’11 marzo 2022", "..2022-03-11"),
        ("entro il 2022", "..2022"),
        ("prima di maggio 2022", "..2022-04"),
        ("jusqu'à mai 2022", "..2022-05"),
        ("jusqu’en 2020", "..2020"),
        ("jusqu'au 3 mars 2022", "..2022-03-03"),
        ("avant le 3 mars 2022", "..2022-03-02"),
    ],
)
def test_a_range_may_be_open(typed, edtf):
    found = read_date(typed)
    assert (found.edtf, found.whole) == (edtf, False)


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("2022-10..2023", "2022-10..2023"),
        ("2022/2023", "2022..2023"),
        ("2022 – 2023", "2022..2023"),
        ("2022-10/2023-02", "2022-10..2023-02"),
        ("dal 2022 al 2023", "2022..2023"),
        ("du 3 mars au 5 avril 2022", "2022-03-03..2022-04-05"),
        ("dal 3 al 5 marzo 2022", "2022-03-03..2022-03-05"),
        ("3-5 March 2022", "2022-03-03..2022-03-05"),
        ("March 3–5, 2022", "2022-03-03..2022-03-05"),
        ("from 3 March to 5 April 2022", "2022-03-03..2022-04-05"),
        ("between March and May 2022", "2022-03..2022-05"),
        ("tra il 3 e il 5 marzo 2022", "2022-03-03..2022-03-05"),
        ("entre 2020 et 2022", "2020..2022"),
        ("d'avril à octobre 2022", "2022-04..2022-10"),
        ("da marzo a maggio 2022", "2022-03..2022-05"),
        ("after 2020 and before May 2022", "2021..2022-04"),
        ("15 dicembre - 15 gennaio 2023", "2022-12-15..2023-01-15"),
        ("15 December 2022 to 15 January", "2022-12-15..2023-01-15"),
        ("13/02/2022 - 14/03/2022", "2022-02-13..2022-03-14"),
    ],
)
def test_a_range_may_have_both_ends(typed, edtf):
    assert read_date(typed).edtf == edtf


@pytest.mark.parametrize(
    ("typed", "edtf", "other"),
    [
        ("03/04/2024", "2024-04-03", "2024-03-04"),
        ("3-4-2024", "2024-04-03", "2024-03-04"),
        ("since 3/4/2024", "2024-04-03..", "2024-03-04.."),
        ("01/02/2022 - 03/04/2022", "2022-02-01..2022-04-03", "2022-01-02..2022-03-04"),
        ("3.4.2024", "2024-04-03", ""),
        ("04/04/2024", "2024-04-04", ""),
        ("13/04/2024", "2024-04-13", ""),
        ("04/13/2024", "2024-04-13", ""),
        ("12/31/2022 - 01/02/2023", "2022-12-31..2023-01-02", ""),
    ],
)
def test_where_the_numbers_have_two_orders_the_other_one_is_told(typed, edtf, other):
    found = read_date(typed)
    assert (found.edtf, found.other.edtf if found.other else "") == (edtf, other)


@pytest.mark.parametrize(
    ("typed", "message", "offers"),
    [
        ("31/02/2022", "February 2022 has 28 days", ("2022-02-28", "2022-02")),
        ("31 June 2022", "June 2022 has 30 days", ("2022-06-30", "2022-06")),
        ("29 febbraio 2023", "February 2023 has 28 days", ("2023-02-28", "2023-02")),
        ("2022-13", "there is no month 13", ()),
        ("45/13/2022", "there is no month 13", ()),
        ("12.31.2022", "there is no month 31", ("2022-12-31",)),
        ("31/12/22", "a year of two digits", ("31/12/2022", "31/12/1922")),
        ("dic 22", "has no year", ()),
        ("3 March", "has no year", ()),
        ("from 2023 to 2022", "ends before it starts", ("2022..2023",)),
        ("dal 5 al 3 marzo 2022", "ends before it starts", ("2022-03-03..2022-03-05",)),
        ("febuary 2022", "is not a date", ("february 2022",)),
        ("yesterday", "is not a date", ()),
        ("00/00/2022", "is not a date", ()),
        ("Q5 2022", "is not a date", ()),
        ("anni 2022", "is not a date", ()),
        ("since", "is not a date", ()),
        ("spring 2022", "is not a date", ()),
        ("end of 2022", "is not a date", ()),
        ("3 and 5 March 2022", "is not a date", ()),
        ("2022 2023", "is not a date", ()),
        ("0999", "is not a date", ()),
        ("3000", "is not a date", ()),
        ("before 1000", "is not a date", ()),
        ("2022?", "is not a date", ()),
        ("2022-11-10T10:00", "is not a date", ()),
        ("\u0662\u0660\u0662\u0662", "is not a date", ()),
        ("2022\0", "is not a date", ()),
        ("..", "is not a date", ()),
        ("", "is not a date", ()),
        ("2022 " * 50, "is not a date", ()),
    ],
)
def test_what_is_no_date_is_said_with_what_may_be_meant(typed, message, offers):
    with pytest.raises(DateNotReadError, match=message) as caught:
        read_date(typed)
    assert caught.value.offers == offers
    for offer in offers:
        assert read_date(offer)


@pytest.mark.parametrize("language", ["en-gb", "it", "fr"])
@pytest.mark.parametrize(
    "typed",
    ["31/12/2022", "8/3/2022", "1/3/2022", "2022-12", "2022", "..2020", "2022-03-11..", "2022-04..", "..2022-10",
     "..2022-03-08", "2022-10..2023", "2022-08-01..2022-09-02"],
)  # fmt: skip
def test_what_is_shown_can_be_typed_again(typed, language):
    found = read_date(typed)
    with translation.override(language):
        shown = range_words(found.first, found.last)
    assert read_date(shown).edtf == found.edtf, shown


@pytest.mark.parametrize(
    ("language", "typed", "words"),
    [
        ("en-gb", "2022-03..", "since March 2022"),
        ("it", "2022-03-08..", "dall’8 marzo 2022"),
        ("it", "..2022", "fino al 2022"),
        ("it", "2022-04..", "da aprile 2022"),
        ("fr", "..2022-05", "jusqu’en mai 2022"),
        ("fr", "2022-03-01..", "depuis le 1er mars 2022"),
        ("fr", "2022..2023", "2022 – 2023"),
    ],
)
def test_it_is_shown_in_words(language, typed, words):
    found = read_date(typed)
    with translation.override(language):
        assert range_words(found.first, found.last) == words


@given(st.dates(), st.sampled_from(["en_GB", "en_US", "it", "fr"]))
def test_every_day_in_words_is_that_day(day, locale):
    if 1000 <= day.year <= 2999:
        assert read_date(date_words(day.isoformat(), locale)).edtf == day.isoformat()


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(
    ["2022", "3", "march", "from", "al", "-", "..", "/", "31/12/2022", "q1", "quarter", "e", "before", "anni", " "]
), max_size=8).map(" ".join)))  # fmt: skip
def test_anything_is_a_date_or_refused(typed):
    try:
        found = read_date(typed)
    except DateNotReadError:
        return
    assert read_date(found.edtf).edtf == found.edtf
    assert not found.is_reversed


def test_the_files_of_words_have_the_same_lists_in_the_form_in_which_they_are_compared():
    folder = files("statements.typed_dates.vocabulary")
    tables = [tomllib.loads(folder.joinpath(f"{code}.toml").read_text("utf-8")) for code in LANGUAGES]
    shapes = [{(name, key) for name, table in each.items() for key in table} for each in tables]
    assert shapes[0] == shapes[1] == shapes[2]
    for table in tables:
        for name, words in [*table["around"].items(), *table["parts"].items()]:
            assert [fold(word) for word in words] == words, name
            assert words == sorted(words) or name == "numbers", name
