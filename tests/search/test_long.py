"""Phrases in paragraphs that are longer than PostgreSQL keeps the places of their words."""

import random
from itertools import pairwise

import pytest

from statements.comparing.quotations import check
from statements.models import Paragraph, Stretch
from statements.search.snippets import snippets
from tests.cast import make_document
from tests.search.searching import found, matcher_of

pytestmark = pytest.mark.django_db

WORDS = {
    "en": "the of at end day and in we our to heron jetty oboe",
    "fr": "la de à fin jour et en nous notre pour héron jetée hautbois",
    "it": "la di alla fine giorno e in noi nostra per airone molo oboe",
}


@pytest.mark.slow
@pytest.mark.parametrize("language", WORDS)
def test_every_phrase_of_a_long_paragraph_is_found_and_no_other(language):
    vocabulary, chance = WORDS[language].split(), random.Random(7)
    words = [chance.choice(vocabulary[:4] if chance.random() < 0.9 else vocabulary) for _ in range(20_000)]
    document = make_document(" ".join(words), title="Words", language=language)
    for length in (2, 3, 5, 9):
        there = {tuple(words[place : place + length]) for place in range(len(words) - length + 1)}
        typed = {tuple(chance.choice(vocabulary) for _ in range(length)) for _ in range(60)}
        late = {tuple(words[place : place + length]) for place in range(19_900, 20_000 - length, 7)}
        for row in sorted(typed | late):
            assert (document.external_id in found(f'"{" ".join(row)}"')) == (row in there), row


@pytest.mark.slow
def test_a_phrase_is_found_wherever_it_is_cut():
    words = ["the"] * 900
    for place in range(100, 640, 3):
        words[place] = f"word{place}"
    make_document(" ".join(words), title="Words")
    for left, right in pairwise(range(100, 640, 3)):
        assert found(f'"word{left} the the word{right}"'), left
        assert found(f"(word{left} NEAR/3 word{right})"), left
        assert not found(f'"word{left} the word{right}"'), left
        assert not found(f"(word{left} NEAR/2 word{right})"), left


def test_neighbours_beyond_the_last_place_are_told_from_strangers():
    words = [f"word{place % 6000}" for place in range(16_380)] + ["heron", "jetty", *["reed"] * 300, "oboe", "egret"]
    make_document(" ".join(words), title="Words")
    assert found('"heron jetty"') and found('"oboe egret"') and found("(egret NEAR/2 reed)")
    assert not found('"heron oboe"') and not found('"jetty egret"') and not found("(jetty NEAR/20 egret)")


def test_the_paragraph_of_a_late_phrase_is_shown_and_marked():
    document = make_document("First.", " ".join(["the"] * 400) + " the heron of the jetty.", title="Words")
    (shown,) = snippets([document], matcher_of('"the heron of the"'))[document.pk]
    assert "<mark>the heron of the</mark>" in shown.words


def test_a_long_paragraph_follows_its_edits():
    long = " ".join(["the"] * 300)
    document = make_document(f"{long} heron", title="Words", language="en")
    paragraph = document.paragraphs.get()
    assert found('"the heron"') == {document.external_id}
    Paragraph.objects.filter(pk=paragraph.pk).update(text=f"{long} oboe")
    assert not found('"the heron"') and found('"the oboe"')
    Paragraph.objects.filter(pk=paragraph.pk).update(text="the heron")
    assert found('"the heron"') and not found('"the oboe"') and not Stretch.objects.exists()
    Paragraph.objects.filter(pk=paragraph.pk).update(text=f"{long} oboe")
    paragraph.delete()
    assert not found('"the oboe"') and not Stretch.objects.exists()


@pytest.mark.parametrize("language", WORDS)
def test_a_quotation_from_the_end_of_a_long_paragraph_is_checked(language):
    vocabulary, chance = WORDS[language].split(), random.Random(3)
    words = [chance.choice(vocabulary) for _ in range(17_000)]
    late = " ".join(f"jetty{number}" for number in range(12))
    document = make_document(f"{' '.join(words)} {late}", title="Words", language=language)
    for quotation in (late, f"{' '.join(words[-9:])} {late}", f"{' '.join(words[-20:-12])} [...] {late}"):
        [place] = check(quotation).found
        assert place.document.pk == document.pk, quotation
