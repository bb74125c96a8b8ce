"""Words are looked up many at a time, and found in texts by how they begin, as if each were looked at alone."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from statements.search.words import tokens, tokens_beginning

pytestmark = pytest.mark.django_db

WORDS = st.one_of(
    st.sampled_from(
        ["about", "us", "US", "Us", "NATO", "Nato", "nato", "era", "WHO", "avions", "città", "ÉTÉ", "œuvre", "straße"]
    ),
    st.text("abcdeiostuéèàçñøœß", min_size=1, max_size=8),
    st.text("ABCDEIOSTUÉÈ", min_size=1, max_size=8),
    st.sampled_from(["32000", "6d2", "%", "f16", "ˆa", "ª", "µ", "x" * 41]),
)
SIGNS = [" ", ", ", "’", "'", "-", " – ", "\u00a0", "\u202f", "\u00ad", "\u0301", "²", "½", "«", "€", "%", "_", "…"]
TEXTS = st.lists(st.one_of(WORDS, st.sampled_from(SIGNS)), max_size=25).map("".join)


def ask(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


@given(st.lists(WORDS, min_size=1, max_size=12, unique=True))
def test_words_together_have_the_lexemes_that_they_have_alone(words):
    codes = ["en", "fr", "it", ""]
    alone = ask(
        "SELECT each, code, (tsvector_to_array(CASE code WHEN '' THEN archive_exact_words(each)"
        " ELSE archive_words(code, each) END))[1] FROM unnest(%s) AS each, unnest(%s) AS code",
        words,
        codes,
    )
    assert sorted(ask("SELECT * FROM archive_lexemes(%s, %s)", codes, words), key=str) == sorted(alone, key=str)


def test_so_do_more_words_than_a_vector_has_places():
    words = ["".join(c.upper() if n >> i & 1 else c for i, c in enumerate("heronheron")) for n in range(600)]
    found = {word: lexeme for word, _, lexeme in ask("SELECT * FROM archive_lexemes(%s, %s)", [""], words)}
    assert found == dict.fromkeys(words, "heronheron")


@given(TEXTS, st.lists(st.text("abcdeiostu", min_size=1, max_size=3), min_size=1, max_size=3))
def test_words_are_found_in_a_text_by_how_they_begin(text, beginnings):
    """Words with letters that may be written otherwise are found as well, and so is every word where some letter does
    not show: no word is missing, and none is another than the text has."""
    found, whole = tokens_beginning(text, frozenset(beginnings)), tokens(text)
    strip = str.maketrans("éèàçñ", "eeacn")
    wanted = [each for each in whole if each.word.translate(strip).startswith(tuple(beginnings)) or each.word == "%"]
    assert [each for each in found if each in wanted] == wanted
    assert [each for each in whole if each in found] == found
