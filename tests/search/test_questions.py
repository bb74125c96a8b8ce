"""Questions in natural words: the words of asking are set aside, and the page says so."""

from html import unescape

import pytest

from statements.models import snapshot
from statements.search.extend import extend
from statements.search.grammar import parse
from statements.search.memory import archive_state
from statements.search.questions import set_aside
from statements.search.results import find, marks_in
from statements.search.selection import select
from tests.cast import make_document
from tests.search.searching import asked, found, matching_query

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "aside"),
    [
        ("what did Quist say about herons", "say"),
        ("What is known regarding herons?", "known regarding"),
        ("how many herons are there", "many"),
        ("in what year did they tell of herons", "tell"),
        ("cosa ha detto Quist sugli aironi", "cosa detto"),
        ("che cosa si sa degli aironi", "cosa"),
        ("dov'è l'airone", "dov'è"),
        ("qu'a dit Quist sur les hérons", "qu'a dit"),
        ("Quel est le héron", "Quel est"),
        ("Qu'est-ce que le héron", "Qu'est-ce"),
        ("que s'est-il passé avec le héron", "s'est-il"),
        ("combien de hérons", "combien"),
    ],
)
def test_the_words_of_asking_are_set_aside(typed, aside):
    query, words = set_aside(parse(typed, {}))
    assert " ".join(words) == aside
    assert not {*aside.split()} & {*query.plain_form.split()}


@pytest.mark.parametrize(
    "typed",
    [
        '"what did Quist say"', 'what "did Quist say" about herons', "what said:quist", "who said", "cosa ha detto",
        "qu'a-t-il dit", "say no to herons", "herons: much known", "WHO says herons", "what OR say herons",
        "(say OR tell) herons", "what say*", "cosa -aironi", "what did they say -herons", "dit du héron",
        "what is a NEAR/3 say",
    ],
)  # fmt: skip
def test_nothing_is_set_aside_in_quotation_marks_operators_and_fields_nor_without_another_word(typed):
    query = parse(typed, {})
    assert set_aside(query) == (query, ())


def test_the_same_word_is_searched_for_where_nobody_asks():
    heron = make_document("They say that a heron stood there.", title="Herons")
    other = make_document("A heron stood there.", title="Herons")
    assert found("say heron") == {heron.external_id}
    assert keys("q=what+did+they+say+of+the+heron") == {heron.pk, other.pk}
    assert keys("q=what+did+they+say+of+the+heron&extend=no") == {heron.pk}


def keys(address):
    return set(select(asked(address), archive_state()).entries.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("typed", "text", "language"),
    [
        ("What did they say about the heron?", "A heron stood there.", "en"),
        ("Cosa hanno detto dell'airone?", "Un airone stava lì.", "it"),
        ("Qu'ont-ils dit du héron ?", "Un héron se tenait là.", "fr"),
    ],
)
def test_a_question_counts_exactly_what_its_other_words_do(typed, text, language):
    for number in range(3):
        make_document(text, title=f"Day {number}", language=language)
    telling = {"en": "heron", "it": "airone", "fr": "héron"}[language]
    told, _ = extend(parse(telling, {}), archive_state())
    assert find(asked(f"q={typed}")).selection.tally.total == len(matching_query(told)) == 3


def test_where_the_other_words_find_nothing_all_of_them_are_looked_for():
    known = make_document("It is known.", title="Known")
    results = find(asked("q=what+is+known+regarding+zyzzyva"))
    assert results.partial
    assert known.pk in [hit.document.pk for hit in results.hits]
    assert results.selection.set_aside == (), "nothing was set aside there, and the page must not say so"


def test_some_of_the_other_words_come_before_words_of_asking():
    make_document("It is known.", title="Known")
    heron = make_document("A heron.", title="Heron")
    results = find(asked("q=what+is+known+of+the+heron+of+zyzzyva"))
    assert [hit.document.pk for hit in results.hits] == [heron.pk]
    assert results.selection.set_aside == ("known",)


def test_what_is_set_aside_is_not_marked():
    content = snapshot(make_document("They say that a heron is known."))
    [marks] = marks_in(content, "what did they say of the heron", spellings=True).values()
    assert len(marks) == 1


class TestPages:
    ASKED = "what did they say about oboe"

    @pytest.mark.parametrize(
        ("prefix", "line", "without"),
        [
            ("", "Not searched for: <i>say</i>.", "Only as typed"),
            ("/it", "Parole non cercate: <i>say</i>.", "Solo come digitato"),
            ("/fr", "Mots non cherchés : <i>say</i>.", "Uniquement tel que saisi"),
        ],
    )
    @pytest.mark.parametrize("page", ["search", "timeline"])
    def test_the_page_says_so_and_one_click_does_without(self, client, prefix, line, without, page):
        make_document("An oboe.", title="Oboe")
        html = unescape(client.get(f"{prefix}/{page}/", {"q": self.ASKED}).content.decode())
        told = " ".join(html.split()).split(line)[1].split("</p>")[0]
        assert "extend=no" in told and without in told
        response = client.get(f"{prefix}/{page}/", {"q": self.ASKED, "extend": "no"})
        assert line not in " ".join(response.content.decode().split())

    def test_frequencies_by_language_say_so_too(self, client):
        make_document("An oboe.", title="Oboe")
        html = client.get("/frequency/", {"q": self.ASKED, "by": "language"}).content.decode()
        assert "Not searched for: <i>say</i>." in " ".join(html.split())

    def test_the_box_in_a_document_says_so_too(self, client):
        document = make_document("An oboe.", title="Oboe")
        html = client.get(document.get_absolute_url(), {"q": self.ASKED}).content.decode()
        assert "Not searched for: <i>say</i>." in " ".join(html.split())

    def test_programs_are_told(self, client):
        make_document("An oboe.", title="Oboe")
        assert client.get("/api/search", {"q": self.ASKED}).json()["query"]["set_aside"] == ["say"]
