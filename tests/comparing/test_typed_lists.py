"""A list of quotations is read in whatever form programs save it, or refused with the line that is wrong."""

import pytest

from statements.comparing.typed_lists import (
    MOST_BYTES,
    MOST_QUOTATIONS,
    ListNotReadError,
    decode_list,
    read_list,
    write_list,
)


def texts(typed, name=""):
    return [each.text for each in read_list(typed, name)]


class TestCoding:
    @pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
    def test_programs_save_in_many(self, coding):
        assert texts(decode_list("Così è l’Alleanza\nperché sì".encode(coding))) == ["Così è l’Alleanza", "perché sì"]

    def test_what_is_in_none_is_refused_with_its_line(self):
        with pytest.raises(ListNotReadError, match=r"line 3: .*UTF-8"):
            decode_list(b"one\ntwo\nthr\x81e")

    def test_a_megabyte_is_the_most(self):
        assert len(decode_list(b"x" * MOST_BYTES)) == MOST_BYTES
        with pytest.raises(ListNotReadError, match="too long"):
            decode_list(b"x" * (MOST_BYTES + 1))


class TestLines:
    def test_each_line_is_a_quotation_whatever_signs_it_has(self):
        typed = 'We sail, and we land; "both".\r\n\r\n  We "sail home.\rAnd so on.'
        assert [(each.line, each.text) for each in read_list(typed)] == [
            (1, 'We sail, and we land; "both".'),
            (3, 'We "sail home.'),
            (4, "And so on."),
        ]

    def test_a_first_line_that_begins_with_the_name_of_a_column_is_a_quotation(self):
        typed = "Text, however often it is read, is only text.\nWe sail, she said, and left."
        assert texts(typed) == typed.split("\n")
        assert len(texts("text " * 30_000)) == 1


class TestTables:
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    @pytest.mark.parametrize("name", ["quotation", "Quote", "text ", "citation", "CITAZIONE"])
    def test_the_named_column_is_read_wherever_it_is(self, separator, name):
        rows = [["id", name, "who"], ["7", '"We sail, and; land"', "Ada"], ["8", "We stay", ""]]
        typed = "\n".join(separator.join(row) for row in rows)
        assert [(each.line, each.text) for each in read_list(typed)] == [(2, "We sail, and; land"), (3, "We stay")]

    def test_a_table_with_one_column_may_have_commas_outside_of_quotation_marks(self):
        assert texts('quotation\nWe sail, and land\n"We ""stay"", too"') == ["We sail, and land", 'We "stay", too']

    def test_without_a_named_column_the_first_one_is_read(self):
        assert texts("We sail;Ada\nWe stay;Bo", "list.CSV") == ["We sail", "We stay"]
        assert texts("We sail, she said", "list.txt") == ["We sail, she said"]
        assert texts("We sail\nWe stay, all of us", "list.csv") == ["We sail", "We stay, all of us"]

    def test_a_quotation_of_several_lines_has_the_line_where_it_begins(self):
        found = read_list('quotation,who\n"We sail.\nWe land.",Ada\nWe stay,Bo')
        assert [(each.line, each.text) for each in found] == [(2, "We sail.\nWe land."), (4, "We stay")]

    @pytest.mark.parametrize(
        ("typed", "name", "why"),
        [
            ("We sail, now\nWe stay, all, of us\n", "list.csv", "line 2: it has 3 columns, the first line has 2"),
            ("id,quote\n1,We sail\n2,We stay, all of us", "", "line 3: it has 3 columns, the first line has 2"),
            ('id,quote\n1,We sail\n2,"We stay', "", "line 3: its quotation marks do not match"),
            ('id,quote\n1,"We" sail', "", "line 2: its quotation marks do not match"),
            ("", "", "there is no quotation in it"),
            (" \n\n", "", "there is no quotation in it"),
            ("quotation\n", "", "there is no quotation in it"),
        ],
    )
    def test_nothing_is_cut_in_silence(self, typed, name, why):
        with pytest.raises(ListNotReadError, match=why):
            read_list(typed, name)


def test_a_list_has_a_bound():
    assert len(read_list("We sail\n" * MOST_QUOTATIONS)) == MOST_QUOTATIONS
    with pytest.raises(ListNotReadError, match="line 1001: a list may have 1,000 quotations"):
        read_list("We sail\n" * (MOST_QUOTATIONS + 1))


def test_what_is_written_is_read_again_as_it_was():
    quotations = ["We sail, and;\tland", 'He said "aye".', "Two\nlines", "quotation", "=1+1"]
    assert texts(write_list(quotations)) == quotations
