"""Markdown: words are shown, marks are not, and what only looks like a mark is left alone."""

import time

import pytest

from statements.importer.markdown import markdown_blocks, plain
from tests.importer.parts import draft, dropped, paragraphs

TITLE = "# The harbour of Oslo\n\n"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**THE MINISTER:** We met.", "THE MINISTER: We met."),
        ("We said _never again_, and ***meant*** it.", "We said never again, and meant it."),
        ('See [the treaty](https://x.example/a_(b) "Treaty").', "See the treaty."),
        ("See [the text][1] and [it][].\n\n[1]: https://x.example\n[it]: <https://y.example>", "See the text and it."),
        ("Before ![a flag](flag.png) after.", "Before after."),
        ("An `exact` word.", "An exact word."),
        ("Item 5 \\* 3, \\[Applause\\], AT\\&T.", "Item 5 * 3, [Applause], AT&T."),
        ("H<sub>2</sub>O &amp; m<sup>2</sup>&nbsp;of it.", "H2O & m2 of it."),
        ("One line<br>and another.", "One line and another."),
        ("The treaty[^1], says he.\n\n[^1]: Of 1949.", "The treaty, says he."),
        ("~~old~~ new", "new"),
    ],
)  # fmt: skip
def test_words_are_shown_without_their_marks(written, shown):
    assert paragraphs(TITLE + written) == [shown]


@pytest.mark.parametrize(
    "words", ["2 * 3 * 4", "snake_case_name", "a [remark] in brackets", "less < more > equal", "5 * a, b *"]
)
def test_what_only_looks_like_a_mark_is_a_word(words):
    assert paragraphs(TITLE + words) == [words]


def test_a_text_without_any_sign_of_markdown_keeps_its_stars():
    words = "The *first* and `second`, he_said_so \\[sic\\]."
    assert paragraphs(f"Statement by the Council\n\n{words}") == [words]


def test_a_quotation_over_wrapped_lines_is_one_paragraph_of_its_kind():
    [quoted] = draft(f"{TITLE}> We met\n> **at sea**.").paragraphs[:1]
    assert (quoted.kind, quoted.text) == ("quotation", "We met")


def test_a_table_is_shown_as_rows_of_words():
    assert paragraphs(TITLE + "| Country | 2018 |\n|---|---:|\n| Italy | *1.2* |") == ["Country 2018", "Italy 1.2"]


def test_notes_and_addresses_below_the_text_are_dropped_with_the_reason():
    text = f"{TITLE}We met[^a].\n\n[^a]: In 1949.\n\n[x]: https://x.example"
    assert dropped(text, markdown_blocks) == [
        ("footnote", "[^a]: In 1949."),
        ("link address", "[x]: https://x.example"),
    ]


def test_a_title_is_plain_and_a_closed_heading_has_no_marks():
    made = draft("# Statement \\#2 by *the* Council #\n\n## Part one ##\n\nWe met at sea with our allies.")
    assert made.title.value == "Statement #2 by the Council"
    assert [(each.kind, each.text) for each in made.paragraphs][0] == ("heading", "Part one")


def test_the_words_of_a_line_in_markdown_are_plain():
    assert plain("**Remarks** by [the Council](https://x.example)") == "Remarks by the Council"


@pytest.mark.slow
@pytest.mark.parametrize("trap", [" ", "-", "[", "](", "![", "*a ", "_x**y ", "` `` ", "<a ", "<!--", "> ", "| ", "\\"])
def test_no_run_of_marks_takes_long(trap):
    began = time.process_time()
    draft(f"{TITLE}We met.\n\n{(trap * 100_000)[:100_000]}\n\nWe left.")
    assert time.process_time() - began < 5
