"""Texts put together from pieces have the lexemes that PostgreSQL gives them as a whole."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from statements.search.index.lexicon import Lexicon, join_texts

pytestmark = pytest.mark.django_db

PIECES = [
    *("NATO", "Nato", "nato", "WHO", "who", "the", "US", "us", "isn't", "SAMP/T", "follow-up", "l'alleanza", "1e5"),
    *("dell’Alleanza", "2,5", "3km", "F-16", "nato.int", "État", "e\u0301tat", "a\u0338", "=\u0338", "½", "x²", "ª"),
    *("µ", "Straße", "œuvre", "日本", "\u3000", "\u212a", "\u200b", "\u00ad", "🙂b", "\x02", "a\x03b", "\x1c", "\x85"),
    *("İ", "ŉ", "http://x.y/z?q=1", "a@b.c", "&amp;", "<b>", "12.5.3", "-5", "a_b", "’tis", "«oui»", "été,", "“x”"),
    *(
        "a\ue000b",
        "٣",
        "क्षि",
        "\u2028",
        "‑",
        "AVIONS",
        "avions",
        "pas",
        "era",
        "2%",
        "%",
        "½%",
        "%\u0301x",
        "2%\u200b3",
        "क्षि2,5",
        "\u0e01\u0e342,5",
        "a\u200b2,5",
        "x\u03022,5",
        "…6.2",
        "№2,5",
        "ª2,5",
    ),
]
texts = st.one_of(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", "\n", "\t"]))).map(
        lambda pairs: "".join(piece + blank for piece, blank in pairs)
    ),
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=20),
)
LEXEMES = """
SELECT coalesce(string_agg(lexeme, ' ' ORDER BY place, lexeme), '')
FROM unnest({}) AS made, unnest(made.positions) AS place
"""


def lexemes_of(function, *given):
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES.format(function), given)
        return cursor.fetchone()[0].split()


@given(texts, st.sampled_from(["en", "it", "fr"]))
def test_every_text_has_its_own_lexemes(text, language):
    exact, stems = Lexicon().write([join_texts([text])], language, "")[0]
    assert exact.split() == lexemes_of("archive_exact_words(%s)", text)
    assert stems.split() == lexemes_of("archive_words(%s, %s)", language, text)


@pytest.mark.parametrize("first", range(1, 0x250, 64))
def test_every_character_has_the_words_that_postgresql_gives_it(first):
    text = " ".join(f"b{chr(code)}b {chr(code)}" for code in range(first, first + 64))
    exact, stems = Lexicon().write([join_texts([text])], "en", "")[0]
    assert exact.split() == lexemes_of("archive_exact_words(%s)", text)
    assert stems.split() == lexemes_of("archive_words('en', %s)", text)


def test_between_texts_stands_what_no_phrase_crosses():
    exact, stems = Lexicon().write([join_texts(["The heron.", "An oboe."])], "en", "en:")[0]
    assert exact == "the heron | an oboe"
    assert stems.split() == ["en:heron", "en:obo"]


def test_many_words_are_asked_for_at_once(django_assert_num_queries):
    words = " ".join(f"w{'abcdefghij'[n % 10]}{'abcdefghij'[n // 10]}" for n in range(100))
    with django_assert_num_queries(2):
        assert Lexicon().write([words], "en", "")[0][0] == words
