"""A date is shown no more precisely than it is known."""

from datetime import date

import pytest

from statements.dates import date_words, parse_edtf


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("2022-11-10", date(2022, 11, 10), date(2022, 11, 10)),
        ("2022-10", date(2022, 10, 1), date(2022, 10, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-02/2024-05", date(2024, 2, 1), date(2024, 5, 31)),
        ("2023/2024-01-15", date(2023, 1, 1), date(2024, 1, 15)),
        ("2023-07-11/2023-07-11", date(2023, 7, 11), date(2023, 7, 11)),
        ("", None, None),
    ],
)
def test_a_date_covers_all_the_days_that_it_may_be(edtf, start, end):
    interval = parse_edtf(edtf)
    assert (interval.start, interval.end) == (start, end)


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2022-13", "2022-02-29", "22-11-10", "2022-1-1", "10/11/2022", "2023/2022", "2022/", "/2022",
     "2022-10?", "0999", "3000", " 2022", "2022 ", "2022-11-10T10:00", "\u0662\u0660\u0662\u0662", "2022/2023/2024",
     "2022-11-10\n"],
)  # fmt: skip
def test_anything_else_is_refused_with_words_for_an_editor(text):
    with pytest.raises(ValueError, match=r"is not a date|is not a day of the calendar|ends before it starts"):
        parse_edtf(text)


@pytest.mark.parametrize(
    ("edtf", "locale", "words"),
    [
        ("2022-11-10", "en_GB", "10 November 2022"),
        ("2022-10", "en_GB", "October 2022"),
        ("2022-10", "it", "ottobre 2022"),
        ("2023", "en_GB", "2023"),
        ("2024-02/2024-05", "en_GB", "February 2024 – May 2024"),
        ("", "en_GB", "Undated"),
    ],
)
def test_it_is_worded_as_precisely_as_it_is_known(edtf, locale, words):
    assert date_words(edtf, locale) == words
