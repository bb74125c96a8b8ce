"""What holds for any text: no character is lost, nothing but a refusal is raised, and the time grows with the text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.importer.draft import Refused
from statements.importer.pipeline import digest
from tests.importer.parts import MELONI, STOLTENBERG, draft

PARTICIPATIONS = ((STOLTENBERG.slug, "quoted"), (MELONI.slug, "quoted"))
WORDS = (
    "Noi Capi di Stato e Governo dell'Alleanza the Allies stand l'OTAN défend euro-atlantica Stoltenberg Meloni 2008."
)

any_text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=300)
word = st.sampled_from(WORDS.split())
sentence = st.lists(word, min_size=1, max_size=30).map(lambda words: " ".join(words).capitalize() + ".")


def wrapped(text, width=72):
    lines = [""]
    for each in text.split():
        if len(lines[-1]) + len(each) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {each}".strip()
    return "\n".join(lines)


furniture = st.sampled_from(
    [
        "This site uses cookies. By browsing you agree.", "# Dichiarazioni alla stampa", "## La difesa",
        "Joint statement",
        "Giovedì, 10 Novembre 2022", " date 2022-10 Il 12 ottobre", "6/22", "7/22", "1/2", "2/2", " Una riga", "---",
        "\\###", "## Contatti", "Tel. 06 67791234", "00186 Roma - Italia", "**Governo Italiano**", "Lire aussi",
        "[Il vertice](#)", "- uno\n- due", ".", "euro-\natlantica", "NATO-", "“We shall stand with Ukraine”, Meloni",
        "«\u00a0nous sommes tous là\u00a0»", "\u200b", "\f", "\u2028", "\ufeff", "For Immediate Release", "Cite: \nhttp://a.b",
        "---\ntitle: 'Il vertice'\ndate: 2022-10-10\n---", "title: x", "=====", "Sommet (10 novembre 2022)",
        "**NATO** e [il testo](https://a.example/b|c)", "> **citato** e\n> altro", "[^1]: nota", "una[^1] nota",
        "| a | *b* |", "|---|---|", "\\*non\\*", "`codice`", "a&nbsp;b &amp; c", "<b>x</b><br>", "### Parte *due* ###",
        "![x](y)", "_a __b_", "From: a@b.example\nDate: 4 March 2022\nSubject: Re: Summit", "+++\ntitle = \"x\"\n+++",
        "% Title\n% Office", "- 2 -", "- 3 -", "Bruxelles, 4 LUG 2023 - Testo", "-- \nPress office", "<!-- x -->",
        "[1]: https://a.example", "[testo][1]", "```",
    ]
)  # fmt: skip
numbered = st.tuples(st.integers(1, 30), st.sampled_from([".", ")"]), sentence).map(lambda p: f"{p[0]}{p[1]} {p[2]}")
piece = st.one_of(furniture, sentence, sentence.map(wrapped), numbered.map(wrapped), any_text)
gap = st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\n \n", "\n\n\n\n", "\n\t\n"])
assembled = st.lists(st.tuples(piece, gap), max_size=20).map(lambda parts: "".join(p + g for p, g in parts))


def made_of(text):
    """The draft of `text`, or None where it is refused; any other exception is a defect."""
    try:
        return draft(text, participations=PARTICIPATIONS)
    except Refused:
        return None


def seen(text):
    return "".join(text.split())


@given(st.one_of(any_text, assembled))
def test_spans_tile_the_text_and_paragraphs_are_their_spans(text):
    made = made_of(text)
    if made is None:
        return
    assert "".join(text[span.start : span.end] for span in made.spans) == text
    assert [span.start for span in made.spans] == [0, *(span.end for span in made.spans[:-1])]
    for each in made.paragraphs:
        assert seen(each.text) == seen("".join(text[span.start : span.end] for span in each.spans))
        assert all(span in made.spans for span in each.spans)


@given(assembled)
def test_a_draft_has_what_the_database_asks_for(text):
    made = made_of(text)
    if made is None:
        return
    assert made.title.value.strip() and len(made.title.value) <= 500
    starts = [each.start for each in made.paragraphs]
    assert starts == sorted(set(starts))
    for each in made.paragraphs:
        assert each.text.strip() == each.text != ""
        assert len(each.number) <= 3 and each.start < each.end
        quotations = [(quotation.start, quotation.end) for quotation in each.quotations]
        assert all(0 <= start < end <= len(each.text) for start, end in quotations)
        assert len({start for start, _ in quotations}) == len(quotations)


@given(assembled)
def test_the_same_text_makes_the_same_document(text):
    one, other = made_of(text), made_of(text)
    assert one == other
    assert one is None or digest(one) == digest(other)


@given(st.lists(sentence, min_size=1, max_size=8))
def test_wrapping_changes_no_words(sentences):
    text = "\n\n".join(sentences)
    plain, folded = made_of(text), made_of(wrapped(text.replace("\n\n", " ")))
    assert seen("".join(each.text for each in plain.paragraphs)) == seen(text)
    assert folded is None or seen("".join(each.text for each in folded.paragraphs)) == seen(text)


# Each of these made some expression go over the line again and again.
TRAPS = [
    " ",
    "#",
    "# ",
    "(",
    ")",
    '"',
    "« ",
    "“",
    "- ",
    "---",
    "5",
    "a-",
    "* ",
    "\t",
    ".",
    '."',
    "[",
    "](",
    "1/2 ",
    "(+3",
    "\u200b",
]
AROUND = [("", ""), ("# ", "x\n\nciao"), ('«“("', "x"), ("Cite:", "x")]


@pytest.mark.slow
@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize(("before", "after"), AROUND)
def test_no_long_line_takes_long(trap, before, after):
    line = (trap * 200_000)[:200_000]
    began = time.process_time()
    made_of(before + line + after)
    assert time.process_time() - began < 10


@pytest.mark.slow
def test_five_megabytes_take_seconds(seeds):
    text = (seeds / "004_comunicato-vertice-vilnius.it.txt").read_text(encoding="utf-8")
    text *= 5_000_000 // len(text.encode())
    began = time.process_time()
    made = made_of(text)
    assert len(made.paragraphs) > 4_000
    assert time.process_time() - began < 60
