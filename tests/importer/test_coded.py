"""A text whose letters are coded in another way is read in the same way, and keeps its bytes."""

import unicodedata
from pathlib import Path

import pytest

from statements.importer.extract import Extract, Limits
from statements.importer.formats.html.page import read_html
from statements.importer.manifest import DocumentEntry, Manifest, SpeakerEntry
from statements.importer.pipeline import compose
from statements.letters import comparable

SEEDS = sorted((Path(__file__).parent.parent.parent / "seeds").glob("*.txt"))
ELISE = SpeakerEntry("elise-foret", "Élise Forêt", "Forêt, Élise", ("Forêt",))
FRENCH = """Déclaration de la ministre sur la sécurité européenne

Paris, le 3 février 2024

La sécurité européenne n’est pas négociable. Élise Forêt a déclaré : « Nous protégerons nos alliés jusqu’à l’été. »

L’élève officier a été félicité à Besançon par le général Noël Crépeau, âgé de près de soixante ans, en février.
"""
ITALIAN = """Dichiarazione del ministro: perché la libertà è unità

Città di Castello, lunedì 5 febbraio 2024

La libertà è la nostra unità, e non c'è sicurezza senza verità. Così è stato detto già più volte a Forlì.

1. Perché l'unità è necessaria.

2. Perché è già realtà.
"""
ENGLISH = """Remarks by Minister Zoë Brontë at the Café de l’Europe

12 March 2024

We met our naïve friends, and the coöperation between us goes on as it was decided at the café in Besançon.

The façade of the résumé was shown to Élise Forêt and to Noël Crépeau, who said no more than that.
"""
TEXTS = [FRENCH, ITALIAN, ENGLISH, *(path.read_text("utf-8") for path in SEEDS)]


def draft(extract):
    entry = DocumentEntry("x.txt", participations=(("elise-foret", "quoted"),))
    return compose(extract, entry, Manifest({ELISE.slug: ELISE}))


def plain(text):
    return draft(Extract(text, "text/plain"))


def decomposed(text):
    return unicodedata.normalize("NFD", text)


def strewn(text):
    """With characters that nobody sees: within words, at their ends, and at the beginning."""
    return "\ufeff" + text.replace("ri", "r\u00adi").replace(" l", " \u200bl").replace(". ", ".\u200e ").replace(
        "é", "é\u2060"
    )


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("code", [decomposed, strewn, lambda text: strewn(decomposed(text))])
class TestTexts:
    @pytest.mark.slow
    def test_what_is_read_is_the_same(self, code, text):
        one, other = plain(text), plain(code(text))
        for name in ("date", "kind", "place", "reference", "title_assigned"):
            assert getattr(one, name) == getattr(other, name), name
        assert comparable(other.title.value) == comparable(one.title.value)
        rows = [[(each.number, each.kind, comparable(each.text)) for each in made.paragraphs] for made in (one, other)]
        assert rows[0] == rows[1]

    @pytest.mark.slow
    def test_every_character_is_accounted_for_and_the_words_keep_their_bytes(self, code, text):
        coded = code(text)
        made = plain(coded)
        assert "".join(coded[each.start : each.end] for each in made.spans) == coded
        for each in made.paragraphs:
            for span in each.spans:
                assert coded[span.start : span.end] in each.text


@pytest.mark.parametrize("code", [str, decomposed, strewn])
def test_a_quotation_stands_where_its_words_are(code):
    coded = code(FRENCH)
    [quoted] = [(each.text, quotation) for each in plain(coded).paragraphs for quotation in each.quotations]
    text, quotation = quoted
    assert (
        comparable(text[quotation.start : quotation.end]).strip("«» ") == "Nous protégerons nos alliés jusqu’à l’été."
    )


@pytest.mark.parametrize("code", [decomposed, strewn])
def test_so_it_is_with_the_parts_of_a_page(code):
    body = "".join(f"<p>{line}</p>" for line in FRENCH.split("\n\n")[1:])
    page = f"<html lang=fr><head><title>x</title></head><body><main><h1>{FRENCH.splitlines()[0]}</h1>{body}</main>"
    one, other = (draft(read_html(each.encode(), Limits())) for each in (page, code(page)))
    assert (one.date.value, other.date.value) == ("2024-02-03", "2024-02-03")
    assert [comparable(each.text) for each in one.paragraphs] == [comparable(each.text) for each in other.paragraphs]
