"""What is suggested for a word that no document has."""

from urllib.parse import urlencode

import pytest

from statements.models import Document, Status
from statements.search.memory import archive_state
from statements.search.selection import select
from statements.search.suggest import suggest
from tests.cast import make_document
from tests.search.searching import asked

pytestmark = pytest.mark.django_db


def suggested(typed, **filters):
    found = suggest(select(asked(urlencode({"q": typed, **filters})), archive_state()))
    return found and found.typed


@pytest.mark.parametrize(
    ("typed", "better"),
    [("deterenza", "deterrenza"), ("Zelensky pace", "zelenskyy pace"), ("stoltemberg", "stoltenberg")],
)
def test_a_misspelt_word_gets_the_nearest_word_of_the_archive(typed, better):
    assert suggested(typed) == better


def test_words_that_are_known_phrases_and_short_words_are_left_alone():
    assert suggested("deterrenza") is None
    assert suggested("deterrenze") is None, "it has the same stem"
    assert suggested('"deterenza"') is None
    assert suggested("xyz") is None
    assert suggested("-deterenza") is None


def test_other_words_of_the_query_stay():
    assert suggested('deterenza "della NATO" -Meloni') == 'deterrenza "della NATO" -Meloni'


def test_words_of_drafts_are_never_suggested():
    document = make_document("A harpsichord.", title="At sea", status=Status.DRAFT)
    assert suggested("harpsicord") is None
    Document.objects.filter(pk=document.pk).update(status=Status.PUBLISHED)
    assert suggested("harpsicord") == "harpsichord"
    document.withdraw("An error")
    assert suggested("harpsicord") is None


def test_the_filters_count():
    make_document("A harpsichord.", title="At sea", language="en")
    assert suggested("harpsicord", language="it") is None


def test_among_equally_near_words_the_commoner_one_is_suggested():
    make_document("A rocker.", title="At sea")
    for number in range(3):
        make_document("A rocket.", title=f"At sea {number}")
    assert suggested("rockex") == "rocket"
