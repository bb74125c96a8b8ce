"""Footnotes of web pages: marks go out of the text, notes out of the document; powers and ordinals stay words."""

import re

import pytest

from tests.importer.formats.pages import TEXT, dropped, kept, page


@pytest.mark.parametrize(
    "mark",
    [
        '<sup class="reference"><a href="#cite_note-1">[1]</a></sup>',
        '<a href="#_ftn1" name="_ftnref1">[1]</a>',
        '<sup><a href="#fn1">1</a></sup>',
        '<a href="#fn1"><sup>1</sup></a>',
        '<a role="doc-noteref" href="#n">*</a>',
        '<span class="spip_note_ref">&nbsp;[<a href="#nb1">1</a>]</span>',
        '<sup class="Template-Fact">[<i>citation needed</i>]</sup>',
        "<sup>1</sup>",
    ],
)
def test_the_mark_of_a_note_is_cut_out_of_its_paragraph(mark):
    markup = page(f"<h1>The harbour</h1><p>{TEXT}{mark} And we left.</p>")
    assert kept(markup) == [f"{TEXT} And we left."]
    assert [reason for reason, _ in dropped(markup)] == ["footnote mark"]


@pytest.mark.parametrize(
    "words",
    [
        "It has 12 m<sup>2</sup>.",
        "Le 1<sup>er</sup> mars.",
        "Au XX<sup>e</sup> siècle.",
        "M<sup>me</sup> la ministre.",
        "Less CO<sub>2</sub>.",
        "Some 10<sup>6</sup> people.",
        "On 5 km<sup>2</sup> of land.",
        'See <a href="#part2">the second part</a>.',
        'In <a href="/2021/report">2021</a>.',
    ],
)
def test_what_is_raised_but_no_mark_stays(words):
    shown = words.replace("<sup>", "").replace("</sup>", "").replace("<sub>", "").replace("</sub>", "")
    last = kept(page(f"<h1>The harbour</h1><p>{TEXT}</p><p>{words}</p>"))[-1]
    assert last.split() == re.sub("<[^>]+>", "", shown).split()


@pytest.mark.parametrize(
    "notes",
    [
        '<h2>Notes</h2><ol><li id="cite_note-1"><a href="#cite_ref-1">↑</a> The treaty.</li></ol>',
        '<hr><p><a href="#_ftnref1" name="_ftn1">[1]</a> The treaty.</p>',
        '<div style="mso-element:footnote-list"><div id="ftn1"><p>The treaty.</p></div></div>',
        '<section role="doc-endnotes"><p>The treaty.</p></section>',
    ],
)
def test_the_notes_are_no_part_of_the_document(notes):
    markup = page(f"<h1>The harbour</h1><p>{TEXT}</p>{notes}")
    assert kept(markup) == [TEXT]
    assert "footnote" in {reason for reason, words in dropped(markup) if "The treaty." in words}


def test_a_mark_between_two_words_leaves_them_as_they_are_written():
    mark = '<sup class="reference">[1]</sup>'
    markup = page(f"<h1>The harbour</h1><p>{TEXT} The Allies{mark}, of NATO {mark}{mark} and others{mark}.</p>")
    assert kept(markup) == [f"{TEXT} The Allies, of NATO and others."]


def test_words_for_those_who_hear_the_page_are_cut_out_of_a_line():
    markup = page(f'<h1>The harbour</h1><p>{TEXT} <a href="/x">More<span class="visually-hidden"> of it</span></a></p>')
    assert kept(markup) == [f"{TEXT} More"]
    assert ("not shown", " of it") in dropped(markup) or ("not shown", "of it") in dropped(markup)
