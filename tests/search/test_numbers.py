"""Numbers are found however they are written."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from statements.models import snapshot
from statements.search.memory import archive_state
from statements.search.numbers import join_numbers, part_numbers
from statements.search.results import marks_in
from statements.search.selection import select
from statements.search.words import count_words, tokens, tokens_beginning, write_numbers
from tests.cast import make_document
from tests.search.searching import asked

pytestmark = pytest.mark.django_db

WRITTEN = {
    "en": "They sent 32,000 herons.",
    "it": "Hanno inviato 32.000 aironi.",
    "fr": "Ils ont envoyé 32 000 hérons.",
    "fr-narrow": "Ils ont envoyé 32\u202f000 hérons.",
    "digits": "They sent 32000 herons.",
}


@pytest.fixture
def documents():
    make_document("They sent 32 herons and 1,000 oboes, and 000.", title="Others")
    make_document("They sent 132,000 herons, 32,000.5 or 32 000 000.", title="Others")
    return {
        make_document(text, title="Numbers", language=key[:2].replace("di", "en")).pk for key, text in WRITTEN.items()
    }


def keys(typed, **more):
    return set(
        select(
            asked("&".join(f"{n}={v}" for n, v in {"q": typed, **more}.items())), archive_state()
        ).entries.values_list("pk", flat=True)
    )


@pytest.mark.parametrize("typed", ["32000", "32.000", "32,000", "32 000", "32'000", "32\u202f000"])
def test_a_number_is_found_however_its_thousands_are_parted(documents, typed):
    assert keys(typed) == documents


@pytest.mark.parametrize("typed", ['"32 000"', '"32,000"', '"32000"'])
def test_in_quotation_marks_it_is_the_same_number(documents, typed):
    assert keys(typed) == documents


def test_it_is_the_same_number_where_no_other_spellings_are_wanted(documents):
    assert keys("32 000", extend="no") == documents


DECIMALS = [
    ("They sent 6.2 herons.", "6.2"),
    ("Spending of 1,234.5 million", "1.234,5"),
    ("Un taux de 0,125", "0.125"),
    ("(12,75)", '"12.75"'),
    ("€1,234,567.89", "1234567.89"),
    ("6.2bn", "6,2bn"),
]


@pytest.mark.parametrize(("text", "typed"), DECIMALS)
def test_a_decimal_is_found_however_it_is_written(text, typed):
    document = make_document(text, title="Decimals")
    assert keys(typed) == {document.pk}
    assert marks_in(snapshot(document), typed, spellings=True)


@pytest.mark.parametrize("typed", ["2", "6", '"2 herons"', '"500 men"', "500", "000", "5", '"5 million"', "125", "8"])
def test_no_part_of_a_number_is_found(typed):
    text = "They sent 6.2 herons, 1,500 men and 12 500, 1 500 000 and 2.5 million, 0.125 or 1.8."
    assert make_document(text, title="Parts").pk not in keys(typed)


@pytest.mark.parametrize("typed", ["4", "4.2.1", "24", "2022", "24.2.2022", "10", "S-400", "400", "1325", "3"])
def test_days_and_sections_are_found_by_their_parts(typed):
    text = "See 4.2.1 of 24.2.2022 at 10:30, S-400, Resolution 1325 (2000), items 3, 5 and 7."
    assert make_document(text, title="Days and sections").pk in keys(typed)


_PIECES = st.sampled_from(
    ["1", "2", "12", "500", "000", "34", "1234", "0", "5.1", "1,500", "1 500", "6.2", ".", ",", "'", "\u2019"]
    + [" ", "\u00a0", "\u202f", "\n", "-", "a", "é", "e\u0301", "bn", "%", "(", "€", "/", "_", "½"]
)


@given(st.lists(st.lists(_PIECES, min_size=2, max_size=10).map("".join), min_size=50, max_size=50))
def test_the_database_reads_numbers_as_python_does(texts):
    with connection.cursor() as cursor:
        cursor.execute("SELECT archive_plain(text) FROM unnest(%s::text[]) AS text", [texts])
        plain = [row[0].lower().replace("zpercent0", "%").split() for row in cursor.fetchall()]
    assert [[token.word for token in tokens(text)] for text in texts] == plain
    assert [[token.word for token in tokens(write_numbers(text))] for text in texts] == plain
    assert [count_words(text) for text in texts] == [len(words) for words in plain]
    for text in texts:
        numbers = [token for token in tokens(text) if token.word[0] in "15"]
        assert [t for t in tokens_beginning(text, frozenset("15")) if t.word[0] in "15"] == numbers


@pytest.mark.parametrize(
    ("typed", "joined"),
    [
        ("32 000 soldats", "32000 soldats"),
        ("2 000 000", "2000000"),
        ("(32 000 OR 5) x", "(32000 OR 5) x"),
        ("paid 1 250 000?", "paid 1250000?"),
        ("2 022", "2022"),
        ("article 5 20", "article 5 20"),
        ("1914 000", "1914 000"),
        ("0 000", "0 000"),
        ("NEAR/5 32", "NEAR/5 32"),
        ('"32 000" soldats', '"32 000" soldats'),
        ("«32 000» soldats", "«32 000» soldats"),
        ('"32 000', '"32 000'),
        ("date:2022-10 100", "date:2022-10 100"),
    ],
)
def test_only_the_parts_of_one_number_are_joined(typed, joined):
    assert join_numbers(typed) == joined


def test_two_numbers_beside_each_other_are_offered_where_they_are_found(client, documents):
    make_document("Tariffs by sections 301 and 232.", title="Tariffs")
    context = client.get("/search/", {"q": "301 232 tariffs"}).context
    assert [words for words, _ in context["offers"]] == ['"301" "232" tariffs']
    assert client.get(f"/search/{context['offers'][0][1]}").context["total"] == 1
    assert client.get("/search/", {"q": "32 000 herons"}).context["offers"] == []


@pytest.mark.parametrize("typed", ["32000", '"301 232"', "2 %", "5 20", ""])
def test_what_is_not_joined_is_not_parted(typed):
    assert part_numbers(typed) == typed


def test_its_parts_are_marked_as_one(documents):
    content = snapshot(make_document("They sent 32,000 herons and 32 oboes and 000.", title="Numbers"))
    [marks] = marks_in(content, "32000", spellings=True).values()
    assert marks == [(10, 16)]


def test_the_page_shows_it_as_it_was_written(client, documents):
    html = client.get("/search/", {"q": "32 000 herons"}).content.decode()
    assert "<mark>32,000</mark>" in html
    assert 'class="suggestion"' not in html, "it is what was typed"
