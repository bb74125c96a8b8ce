"""Whatever stands in a text comes out of a table as it went in."""

import csv
import io
import re
from itertools import groupby

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from statements.exporting.csv_file import write_csv
from statements.exporting.workbook import MOST_UNITS, PART, split_row, write_workbook

ODD = st.text(
    st.one_of(
        st.sampled_from(list("\",;=+-@\t\r\n'\\\x01\x0b\x1f\x7f\u2028\u2029\ufeff\ufffe\uffff😀é<>&_x")),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=40,
)
ROWS = st.lists(st.tuples(ODD, st.one_of(st.none(), ODD), st.booleans(), st.integers(0, 10**6)), max_size=5)
COLUMNS = ["one", "two", "three", "four"]


@given(ROWS)
@example([('=HYPERLINK("http://x")', "+1", True, 0), ("-2", "@x\r\ny", False, 1)])
def test_csv_is_read_back_word_for_word(rows):
    file = io.BytesIO()
    assert write_csv(COLUMNS, map(list, rows), file, marked=True) == len(rows)
    read = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))
    assert read == [COLUMNS, *([one, two or "", str(three).lower(), str(four)] for one, two, three, four in rows)]


def unescape(text):
    """As Excel does: ECMA-376, 22.9.2.19 (ST_Xstring)."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text or "")


def read_book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


@given(ROWS)
@example([('=HYPERLINK("http://x")', "http://example.org", True, 0), (" a ", "_x0041_", False, 1)])
def test_a_workbook_is_read_back_word_for_word(rows):
    file = io.BytesIO()
    assert write_workbook("documents", COLUMNS, map(list, rows), [("List", "x")], file) == len(rows)
    sheet = read_book(file.getvalue())["documents"]
    head, *lines = sheet.iter_rows()
    assert [cell.value for cell in head] == [*COLUMNS, PART]
    for cells, (one, two, three, four) in zip(lines, rows, strict=True):
        assert all(cell.data_type != "f" and not cell.hyperlink for cell in cells), "text is text"
        wanted = [(each or "").replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") for each in (one, two)]
        assert [unescape(cell.value) for cell in cells[:2]] == wanted
        assert [cell.value for cell in cells[2:4]] == [three, four]


@given(st.lists(st.sampled_from("ab😀"), min_size=1, max_size=6), st.integers(9_000, 30_000))
def test_a_text_that_is_too_long_for_a_cell_goes_on_in_the_next_row(letters, times):
    text = "".join(letters) * (times // len(letters))
    parts = list(split_row(["id", text, 7]))
    assert "".join(row[1] for row in parts) == text
    assert all(len(row[1].encode("utf-16-le")) // 2 <= MOST_UNITS for row in parts)
    assert {(row[0], row[2]) for row in parts} == {("id", 7)}
    numbers = [f"{each}/{len(parts)}" for each in range(1, len(parts) + 1)]
    assert [row[3] for row in parts] == (numbers if len(parts) > 1 else [None])


def test_a_workbook_says_that_a_text_goes_on():
    file = io.BytesIO()
    note = ("part", "goes on in the next row")
    assert write_workbook("paragraphs", ["text"], [["a" * 70_000], ["b"]], [note], file) == 2
    book = read_book(file.getvalue())
    rows = [[cell.value for cell in row] for row in book["paragraphs"].iter_rows()][1:]
    assert [part for _, part in rows] == ["1/3", "2/3", "3/3", None]
    assert "".join(text for text, _ in rows) == "a" * 70_000 + "b"
    assert [cell.value for cell in next(book["notes"].iter_rows())] == list(note)


@pytest.mark.parametrize("number", [0, 1, 3, 4, 9])
def test_more_rows_than_a_sheet_holds_go_on_in_the_next(number):
    file = io.BytesIO()
    assert write_workbook("documents", ["n"], ([each] for each in range(number)), [], file, most_rows=4) == number
    book = read_book(file.getvalue())
    sheets = [name for name in book.sheetnames if name != "notes"]
    assert sheets == ["documents", *(f"documents {each}" for each in range(2, -(-number // 3) + 1))]
    read = [row[0].value for name in sheets for row in list(book[name].iter_rows())[1:]]
    assert read == list(range(number))
    assert all(len(list(group)) == 1 for _, group in groupby(read))
