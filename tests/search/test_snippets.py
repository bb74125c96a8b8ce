"""The paragraphs shown with a hit, and the marks in them."""

from itertools import chain, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.languages import LANGUAGES
from statements.letters import strip_accents
from statements.models import VocabularyWord
from statements.search.lexemes import EXACT, lexemes
from statements.search.snippets import highlights, snippets
from statements.search.words import beginning_of, plain, tokens
from tests.cast import make_document
from tests.search.searching import matcher_of

COMMON = Path(__file__).parents[2] / "statements/importer/vocabulary"
pytestmark = pytest.mark.django_db


def marked(text, typed, language="it"):
    return [text[start:end] for start, end in highlights(text, language, matcher_of(typed))]


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("La deterrenza è un deterrente.", "deterrenza", ["deterrenza", "deterrente"]),
        ("Perché no? PERCHE si.", '"perche"', ["Perché", "PERCHE"]),
        ("Il sistema SAMP/T, e la T.", "samp/t", ["SAMP/T"]),
        ("Il sistema SAMP/T.", "SAMP", ["SAMP"]),
        ("sfide che l'Alleanza affronta", "dell'Alleanza", ["Alleanza"]),
        ("i capi di Stato e di governo", '"Stato e di Governo"', ["Stato e di governo"]),
        ("capi di Stato, Stato di capi", '"capi di stato"', ["capi di Stato"]),
        ("la de\u0301cade har\u00admonica", "décade harmonica", ["de\u0301cade", "har\u00admonica"]),
        ("un <b>testo</b> & altro", "testo", ["testo"]),
        ("pace e pace", "-pace", []),
    ],
)
def test_the_words_found_are_the_words_marked(text, typed, expected):
    assert marked(text, typed) == expected


@pytest.mark.parametrize(
    ("language", "text", "typed", "expected"),
    [
        ("fr", "La se\u0301curite\u0301 europe\u0301enne.", "sécurité", ["se\u0301curite\u0301"]),
        ("fr", "La sécu\u200brité, toute la sécurité.", '"securite"', ["sécu\u200brité", "sécurité"]),
        ("fr", "Nos \u200eallié\u00ads\u200f partent.", "allies", ["allié\u00ads\u200f"]),
        ("it", "La liberta\u0300 e\u0300 unita\u0300.", '"libertà è unità"', ["liberta\u0300 e\u0300 unita\u0300"]),
        ("it", "La sicu\u2060rezza europea.", "sicurezza", ["sicu\u2060rezza"]),
        ("en", "Our secu\u200drity and zo\u0308e.", "security Zoë", ["secu\u200drity", "zo\u0308e"]),
        ("en", "Our security.", "secu\u00adri\u200bty", ["security"]),
        ("en", "\ufeffSecurity first.", "security", ["Security"]),
    ],
)
def test_marks_stand_at_the_letters_of_the_text_however_they_are_coded(language, text, typed, expected):
    assert marked(text, typed, language) == expected


WORDS = (
    *("NATO", "nato", "US", "us", "WHO", "who", "Élysée", "elysee", "E\u0301lyse\u0301e", "œuvre", "oeuvre", "Ørsted"),
    *("sky", "skies", "dying", "die", "paix", "capi", "di", "Stato", "stati", "S-400", "follow-up", "SAMP/T", "40"),
    *(
        "se\u00adcurity",
        "security",
        "Kyiv",
        "\u212ayiv",
        "ſecurity",
        "Ştefan",
        "Київ",
        "київ",
        "中国",
        "l'Alleanza",
        "№1",
    ),
)
QUERIES = (
    *("nato", "us who", "elysee", "oeuvre OR orsted", "skies die", '"capi di stato"', '"di stato"', "samp/t", "s-400"),
    *(
        '"nato us who"',
        "sec*",
        "follow-up",
        "kyiv Київ",
        "stefan",
        '"security kyiv"',
        "l'alleanza",
        '"中国"',
        "40",
        "n*",
    ),
)


@given(
    text=st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", ", ", "\n", "-", "/", "…"]))),
    typed=st.sampled_from(QUERIES),
    language=st.sampled_from(list(LANGUAGES)),
)
def test_no_mark_is_missed_by_looking_at_few_words(text, typed, language):
    text = "".join(word + between for word, between in text)
    assert highlights(text, language, matcher_of(typed)) == marks_of_every_word(text, typed, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_begins_as_its_stem_does(language):
    """Words of all three languages, in each of them, and those whose stems are the least like them."""
    common = [(COMMON / f"common.{code}.txt").read_text(encoding="utf-8").split() for code in LANGUAGES]
    unlike = (
        "dying vying lying tying flying skies aging publication mastication indépendamment récemment sociaux deterrenza"
    )
    words = {*unlike.split(), *VocabularyWord.objects.values_list("word", flat=True), *chain(*common)}
    words |= {word.upper() for word in words if len(word) < 6}
    known = lexemes(word for word in words if strip_accents(word).isascii())
    stems = [(word, row[kind]) for word, row in known.items() for kind in (language, EXACT) if row[kind]]
    assert len(stems) > 10_000
    assert [(word, stem) for word, stem in stems if not plain(word).startswith(beginning_of(stem))] == []


def marks_of_every_word(text, typed, language):
    """What every word of a text is, one after the other, against what is searched for."""
    words, matcher = tokens(text), matcher_of(typed)
    known = lexemes(token.form for token in words)
    inside = [False] * (len(text) + 1)
    for kind, patterns in ((language, matcher.words[language]), (EXACT, matcher.exact_patterns(language))):
        for pattern in patterns:
            for start in range(len(words) - len(pattern.lexemes) + 1):
                row = words[start : start + len(pattern.lexemes)]
                if all(is_meant(*each, pattern, known, kind) for each in zip(row, range(len(row)), strict=True)):
                    inside[row[0].start : row[-1].end] = [True] * (row[-1].end - row[0].start)
    edges = [place for place, (before, here) in enumerate(pairwise([False, *inside])) if before != here]
    return list(zip(edges[::2], edges[1::2], strict=True))


def is_meant(token, place, pattern, known, kind):
    wanted, lexeme = pattern.lexemes[place], known[token.form][kind]
    begins = pattern.prefix and place == len(pattern.lexemes) - 1 and (lexeme or "").startswith(wanted)
    return wanted in (None, lexeme) or begins


def test_overlapping_marks_become_one():
    assert marked("una pace giusta e duratura", 'giusta "pace giusta"') == ["pace giusta"]


def test_a_hit_shows_its_best_paragraphs_cut_around_the_words():
    far = "Molte parole prima di questa. " * 40 + "Poi una chitarra suona." + " E molte dopo." * 40
    document = make_document("Nulla qui.", far, "Una chitarra.", language="it", title="Al mare")
    matcher = matcher_of("chitarra")
    shown = snippets([document], matcher)[document.pk]
    assert [snippet.paragraph.position for snippet in shown] == [2, 3]
    text = "".join(piece.text for piece in shown[0].pieces)
    assert "Poi una chitarra suona." in text
    assert text.startswith("… ") and text.endswith(" …") and len(text) < 400
    assert [piece.text for piece in shown[0].pieces if piece.mark] == ["chitarra"]


def test_words_and_a_phrase_may_stand_in_different_paragraphs_and_both_are_shown():
    document = make_document("The grey heron stood.", "Nothing.", "A jetty fell.", title="At sea")
    matcher = matcher_of('"grey heron" jetty')
    shown = snippets([document], matcher)[document.pk]
    assert [snippet.paragraph.position for snippet in shown] == [1, 3]


def test_all_the_snippets_of_a_page_take_a_fixed_number_of_queries(django_assert_max_num_queries):
    documents = [make_document(f"Una viola numero {n}.", "Altra viola.", language="it") for n in range(20)]
    matcher = matcher_of("viola")
    with django_assert_max_num_queries(4):
        assert len(snippets(documents, matcher)) == 20
