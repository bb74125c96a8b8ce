"""The templates can be read, and no line that is broken in them puts white space into the words of a text."""

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from statements.marks import Piece

MOST = 160
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_line_is_longer_than_can_be_read(path):
    long = [number for number, line in enumerate(path.read_text().splitlines(), 1) if len(line) > MOST]
    assert not long, f"break these at tags: {long}"


def test_the_words_of_a_paragraph_are_shown_as_they_are():
    paragraph = {"pieces": [{"words": "They said: "}, {"words": "We sail.", "mark": "Ada Quist"}, {"words": "\n Aye."}]}
    html = render_to_string("includes/pieces.html", {"paragraph": paragraph})
    assert html == 'They said: <span class="quotation" title="Ada Quist">We sail.</span>\n Aye.'


def test_a_difference_is_shown_as_it_is():
    marks = ("removed", "added", "moved", None)
    html = render_to_string("includes/difference.html", {"pieces": [Piece(f" {mark}\n", mark) for mark in marks]})
    assert html == '<del> removed\n</del><ins> added\n</ins><span class="moved"> moved\n</span> None\n'


def test_a_source_is_shown_as_it_was_received():
    kept, dropped = {"use": "paragraph", "start": 1}, {"use": "dropped", "start": 7, "reason": "page number"}
    run = {"pieces": [Piece("We sail.\n", kept), Piece(" 2 ", dropped), Piece("\n")]}
    html = render_to_string("desk/source_run.html", {"run": run})
    assert html.split(">", 1)[1].startswith("We sail.\n</span><del")
    assert html.endswith("> 2 </del>\n")


def test_each_form_of_a_step_says_what_its_editor_saw():
    html = render_to_string("includes/step_form.html", {"seen": "2024-03-01 <1>"})
    assert html == '<input type="hidden" name="seen" value="2024-03-01 &lt;1&gt;">'
