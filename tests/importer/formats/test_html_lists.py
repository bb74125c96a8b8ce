"""The items of a list on a page have the numbers that a browser shows, and belong under the item that they are in."""

import pytest

from statements.importer.extract import Limits
from statements.importer.formats.html.page import read_html
from statements.importer.manifest import DocumentEntry, Manifest
from statements.importer.pipeline import compose

TEXT = "We met at sea with our allies, and we spoke of the harbour, of the light and of all who keep it burning. "


def draft(body):
    """The paragraphs of a page below an opening one."""
    head = "<html lang=en><head><title>The harbour of Oslo</title></head><body><main><h1>The harbour of Oslo</h1>"
    page = f"{head}<p>{TEXT * 3}</p>{body}</main>"
    return compose(read_html(page.encode(), Limits()), DocumentEntry("x.html"), Manifest()).paragraphs[1:]


def numbers(body):
    return [f"{each.under}/{each.number}" if each.under else each.number for each in draft(body)]


ITEMS = "<li>We sail to the harbour.<li>We land at the harbour."


@pytest.mark.parametrize(
    ("start_tag", "shown"),
    [
        ("<ol>", ["1", "2"]),
        ("<ol start=5>", ["5", "6"]),
        ("<ol start='-1'>", ["-1", "0"]),
        ("<ol start=x>", ["1", "2"]),
        ("<ol type=a>", ["a", "b"]),
        ("<ol type=A start=3>", ["C", "D"]),
        ("<ol type=i>", ["i", "ii"]),
        ("<ol type=I start=9>", ["IX", "X"]),
        ("<ol type=a start=26>", ["z", "aa"]),
        ("<ol type=a start=27>", ["aa", "ab"]),
        ("<ol type=1>", ["1", "2"]),
        ("<ol reversed>", ["2", "1"]),
        ("<ol reversed start=10>", ["10", "9"]),
        ("<ol style='list-style-type: lower-alpha'>", ["a", "b"]),
        ("<ol style='list-style-type:upper-roman'>", ["I", "II"]),
        ("<ol style='list-style-type: decimal-leading-zero' start=9>", ["09", "10"]),
        ("<ol style='list-style: none'>", ["", ""]),
        ("<ol style='list-style-type: disc'>", ["", ""]),
        ("<ol style='color: red; list-style: inside lower-latin'>", ["a", "b"]),
        ("<ol type=I style='list-style-type: decimal'>", ["1", "2"]),
        ("<ol type=a start=0>", ["0", "a"]),
        ("<ul>", ["", ""]),
        ("<ul style='list-style-type: decimal'>", ["1", "2"]),
        ("<ul type=square>", ["", ""]),
    ],
)
def test_a_list_is_numbered_as_a_browser_does(start_tag, shown):
    assert numbers(f"{start_tag}{ITEMS}</ol></ul>") == shown


class TestItems:
    def test_an_item_may_have_a_value_from_which_the_list_goes_on(self):
        assert numbers("<ol><li>We sail.<li value=7>We land.<li>We rest.</ol>") == ["1", "7", "8"]

    def test_and_a_type_of_its_own(self):
        assert numbers("<ol><li>We sail.<li type=a>We land.<li style='list-style-type:none'>We rest.</ol>") == [
            "1", "b", "",
        ]  # fmt: skip

    def test_what_is_not_shown_is_not_counted(self):
        assert numbers("<ol><li>We sail.<li hidden>No.<li style='display:none'>No.<li>We land.</ol>") == ["1", "2"]

    def test_further_paragraphs_belong_under_the_item(self):
        assert numbers("<ol><li><p>We sail.</p><p>And on.</p><li><p>We land.</p></ol>") == ["1", "1/", "2"]

    def test_the_number_is_not_in_the_text(self):
        assert [each.text for each in draft("<ol><li>We <b>sail</b>.<li>We land.</ol>")] == ["We sail.", "We land."]

    def test_a_page_that_writes_its_numbers_keeps_them_once(self):
        assert numbers("<p>1. We sail.</p><p>2. We land.</p>") == ["1", "2"]


DECLARATIONS = [
    ("We decide:", "to meet;", "We thank our hosts."),
    ("Nous décidons :", "de nous réunir ;", "Nous remercions nos hôtes."),
    ("Decidiamo:", "di riunirci;", "Ringraziamo gli ospiti."),
]


class TestListsInLists:
    @pytest.mark.parametrize(("decide", "meet", "thank"), DECLARATIONS)
    def test_letters_belong_under_the_number_that_they_are_in(self, decide, meet, thank):
        body = f"<ol><li>{decide}<ol type=a><li>{meet}<li>{meet}</ol><li>{thank}</ol>"
        assert numbers(body) == ["1", "1/a", "1/b", "2"]

    @pytest.mark.parametrize(("decide", "meet", "thank"), DECLARATIONS)
    def test_or_right_below_it(self, decide, meet, thank):
        body = f"<ol><li>{decide}</ol><ol type=a><li>{meet}<li>{meet}</ol><ol start=2><li>{thank}</ol>"
        assert numbers(body) == ["1", "1/a", "1/b", "2"]

    def test_a_list_in_a_list_that_is_no_item_of_it(self):
        assert numbers("<ol><li>We decide<ol type=i><li>to meet<li>to eat</ol><li>We end.</ol>") == [
            "1", "1/i", "1/ii", "2",
        ]  # fmt: skip

    def test_bullets_belong_under_the_number(self):
        assert numbers("<ol><li>We want<ul><li>peace<li>bread</ul></li><li>We end.</ol>") == ["1", "1/", "1/", "2"]

    def test_numbers_in_bullets_belong_under_nothing(self):
        assert numbers("<ul><li>We want<ol><li>peace<li>bread</ol></li><li>We end.</ul>") == ["", "1", "2", ""]

    def test_three_lists_in_each_other(self):
        body = "<ol><li>We<ol type=a><li>want<ol type=i><li>peace<li>bread</ol><li>and</ol><li>We end.</ol>"
        assert numbers(body) == ["1", "1/a", "a/i", "a/ii", "1/b", "2"]

    def test_words_go_on_below_a_list_in_an_item(self):
        assert numbers("<ol><li>We want<ul><li>peace</ul>and no war.<li>We end.</ol>") == ["1", "1/", "1/", "2"]

    def test_a_list_after_other_words_begins_for_itself(self):
        assert numbers("<ol><li>We want:</ol><p>Words between.</p><ol><li>peace<li>bread</ol>") == ["1", "", "1", "2"]

    def test_lists_a_thousand_deep_end(self):
        assert len(draft("<ol><li>We sail." * 200)) == 200
