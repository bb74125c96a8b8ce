"""What a search finds in the five documents, and in made-up ones."""

import pytest
from django.db import connection

from statements.models import Document, Paragraph
from statements.search.fields import is_numbered
from statements.search.snippets import highlights, snippets
from tests.cast import make_document
from tests.search.searching import found, matcher_of

pytestmark = pytest.mark.django_db

MELONI, TAJANI, COMMENTARY, REPORT, VILNIUS = (f"seed-00{number}" for number in range(5))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Zelenskyy", {VILNIUS}),
        ("deterrenza", {REPORT, VILNIUS}),
        ('"ogni centimetro del territorio alleato"', {VILNIUS}),
        ("defence ministers", {TAJANI}),
        ("défense aérienne", {COMMENTARY}),
        ("defense aerienne", {COMMENTARY}),
        ("DÉFENSE", {COMMENTARY}),
        ("dell'Alleanza", {MELONI, VILNIUS}),
        ("dell’Alleanza", {MELONI, VILNIUS}),
        ("SAMP/T", {COMMENTARY}),
        ("SAMP", {COMMENTARY}),
        ("samp-t", {COMMENTARY}),
        ("Türkiye", {VILNIUS}),
        ("Turkiye", {VILNIUS}),
        ("OTAN", {COMMENTARY}),
        ("l'OTAN", {COMMENTARY}),
        ("l\u02bcOTAN", {COMMENTARY}),
        ("OTAN -Italie", set()),
        ("NATO", {MELONI, TAJANI, REPORT, VILNIUS}),
        ("NATO -Meloni", {TAJANI, REPORT, VILNIUS}),
        ("NATO-Ucraina", {VILNIUS}),
        ("euro-atlantica", {MELONI, VILNIUS}),
        ("Da'esh", {VILNIUS}),
        ("CD/1299", {VILNIUS}),
        ("zzyzx", set()),
    ],
)
def test_it_finds_what_a_person_would_expect_and_nothing_else(typed, expected):
    assert found(typed) == expected


def test_words_are_stemmed_by_the_rules_of_the_documents_language():
    assert VILNIUS in found("alleato"), "alleati"
    assert TAJANI in found("contribution"), "contributions"
    assert COMMENTARY in found("effort"), "efforts"


def test_all_the_words_must_be_there_but_not_in_one_paragraph():
    document = make_document("A heron stood.", "The jetty fell.", title="At sea")
    assert found("heron jetty") == {document.external_id}
    assert found("heron harpsichord") == set()


def test_a_phrase_stays_inside_one_paragraph():
    document = make_document("They saw the grey heron", "stand on the jetty.", title="At sea")
    assert found('"grey heron"') == {document.external_id}
    assert found('"grey heron stand"') == set()


def test_a_phrase_is_exact_but_for_case_accents_and_punctuation():
    document = make_document("He asked: to be, or not to be? Thé l’ami.", title="At sea")
    for phrase in ('"to be or not to be"', '"TO BE OR NOT"', '"the l\'ami"', '"thé l’ami"'):
        assert found(phrase) == {document.external_id}, phrase
    assert found('"not to being"') == set(), "nothing is stemmed"
    assert found('"to or be"') == set(), "the order counts"


def test_the_title_counts_too():
    document = make_document("Words.", title="A harpsichord in Reykjavík")
    assert found("harpsichords Reykjavik") == {document.external_id}
    assert found('"harpsichord in reykjavik"') == {document.external_id}


def test_stop_words_alone_are_searched_as_written():
    matcher = matcher_of("di il")
    assert matcher.exact_languages == ["en", "fr", "it"], "they ask for nothing in any language"
    assert found("di il") == {MELONI, REPORT, VILNIUS}
    assert found("to the") >= {TAJANI}


def test_only_exclusions_ask_for_all_the_rest():
    assert found("-NATO") == {COMMENTARY}
    assert found('-"des"') == {MELONI, TAJANI, REPORT, VILNIUS}


@pytest.mark.parametrize(
    "token",
    [
        "F-16",
        "COVID-19",
        "2%",
        "24/7",
        "nato.int",
        "UNSCR 2231",
        "n. 1244",
        "a@b.eu",
        "<b>",
        "C++",
        "R&D",
        "75°",
        "5 €",
        "km²",
        "a→b",
    ],
)
def test_tokens_that_parsers_mangle_are_found_whole_and_in_part(token):
    document = make_document(f"Here stands {token}, and so on.", title="At sea", language="en")
    assert document.external_id in found(f'"stands {token} and so"')
    assert document.external_id in found(token)


@pytest.mark.parametrize("language", ["en", "fr", "it"])
def test_accents_written_as_marks_of_their_own_and_soft_hyphens_are_the_same_word(language):
    document = make_document("La de\u0301pe\u0302che har\u00admonisa.", title="At sea", language=language)
    assert document.external_id in found("dépêche")
    assert document.external_id in found('"depeche harmonisa"')


@pytest.mark.parametrize(
    "typed", ["'", "\\", "'\\''", "a'b\\c", "!|&<->", ":*", "()", "$$", "%s", "{}", "\u2028", "ﬁ ½ ß İ"]
)
def test_nothing_typed_reaches_the_database_as_a_query(typed):
    found(typed)
    found(f'"{typed}"')
    found(f"-{typed}")


@pytest.mark.slow
def test_a_very_long_document_is_found_by_its_last_words():
    words = [f"{chr(97 + n % 26)}{n:x}q{n:o}" for n in range(60_000)]
    paragraphs = [" ".join(words[start : start + 10_000]) for start in range(0, len(words), 10_000)]
    document = make_document(*paragraphs, "And the ultimate harpsichord.", title="At sea")
    assert found(f"{words[-1]} harpsichord") == {document.external_id}


def test_compounds_are_found_late_in_a_long_document_and_never_across_paragraphs():
    long = " ".join(f"parola{number % 997}" for number in range(20_000))
    late = make_document(long, "Infine il SAMP/T e un F-16.", title="Al mare", language="it")
    split = make_document("The plan was called F", "16 countries came.", title="At sea")
    assert found("F-16") == {late.external_id}
    assert found("SAMP/T") == {late.external_id, COMMENTARY}
    assert late.external_id not in found("parola1 -SAMP/T")
    assert split.external_id in found("F 16")


def test_a_compound_in_the_title_is_found():
    document = make_document("Words.", title="The F-16 deal")
    assert found("f-16") == {document.external_id}


def test_an_excluded_stop_word_is_excluded_as_written_where_it_is_one():
    assert found("NATO -il") == {TAJANI}
    assert TAJANI not in found("-the")


def test_the_index_follows_every_change():
    document = make_document("A heron.", title="At sea")
    paragraph = document.paragraphs.get()
    Paragraph.objects.filter(pk=paragraph.pk).update(text="A cormorant.")
    assert (found("heron"), found("cormorant")) == (set(), {document.external_id})
    Document.objects.filter(pk=document.pk).update(title="Oboe", language="it")
    assert found("oboe cormorant") == {document.external_id}
    other = make_document("Words.", title="On land")
    Paragraph.objects.filter(pk=paragraph.pk).update(document=other, position=2)
    assert found("cormorant") == {other.external_id}
    paragraph.delete()
    assert found("cormorant") == set()


class TestNatoAndNato:
    """In Italian «nato» is "born"; the Alliance is written NATO or Nato."""

    @pytest.fixture
    def documents(self):
        texts = {
            "alliance": "La NATO decide oggi.",
            "newspaper": "La Nato decide oggi.",
            "born": "Il ministro è nato a Roma.",
            "she": "La ministra è nata a Roma.",
            "title": "Decide oggi.",
        }
        made = {
            name: make_document(text, language="it", title="La NATO" if name == "title" else "Oggi")
            for name, text in texts.items()
        }
        return {document.external_id: name for name, document in made.items()}

    @pytest.mark.parametrize(
        ("typed", "names"),
        [
            ("NATO", {"alliance", "newspaper", "title"}),
            ("Nato", {"alliance", "newspaper", "title"}),
            ("nato", {"alliance", "newspaper", "title"}),
            ("nata", {"born", "she"}),
            ('"è nato"', {"born"}),
            ('"la nato"', {"alliance", "newspaper", "title"}),
            ("NATO NEAR/2 decide", {"alliance", "newspaper"}),
            ("-NATO", {"born", "she"}),
            ("nat*", {"alliance", "newspaper", "title", "born", "she"}),
        ],
    )
    def test_each_is_found_by_itself(self, documents, typed, names):
        assert {documents[each] for each in found(typed) if each in documents} == names

    def test_each_is_marked_by_itself(self):
        text = "Nato a Roma, parla della NATO e di chi vi è nato e nata."
        marked = [text[start:end] for start, end in highlights(text, "it", matcher_of("nato"))]
        assert marked == ["Nato", "NATO"], "a sentence that begins with it is not told apart"
        marked = [text[start:end] for start, end in highlights(text, "it", matcher_of("nata"))]
        assert marked == ["nato", "nata"]

    def test_other_languages_know_one_of_them_only(self):
        document = make_document("We count on nato, NATO and Nato.", title="Today")
        assert document.external_id in found("NATO") & found("nato")
        text = document.paragraphs.get().text
        assert len(highlights(text, "en", matcher_of("NATO"))) == 3


class TestNumbers:
    """Paragraphs by the number of the source: made-up treaties in three languages, and the communiqué of Vilnius."""

    @pytest.fixture
    def documents(self):
        """The names of the documents by their ids."""
        made = {
            "english": numbered(
                "en", ("34", "", "We keep the heron."), ("a", "34", "On the jetty."), ("IV", "", "No.")
            ),
            "french": numbered("fr", ("34.", "", "Le héron reste."), ("(b)", "34", "Sur le quai."), ("iv", "", "Non.")),
            "italian": numbered("it", ("34.1", "", "Resta l'airone."), ("A", "2", "Sul molo."), ("i", "2(a)", "Sì.")),
            "unnumbered": numbered("en", ("", "", "Article 34 (a) of the heron."), ("", "34", "Under it.")),
            "draft": numbered("en", ("34", "", "The heron is secret."), ("a", "2", "No."), status="draft"),
        }
        return {document.external_id: name for name, document in made.items()}

    @pytest.mark.parametrize(
        ("typed", "names"),
        [
            ("number:34", {"english", "french"}),
            ("number:34.", {"english", "french"}),
            ('number:"34)"', {"english", "french"}),
            ("number:34.1", {"italian"}),
            ("number:3", set()),
            ("number:iv", {"english", "french"}),
            ("number:IV", {"english", "french"}),
            ("number:a", {"english", "italian"}),
            ("number:(A)", {"english", "italian"}),
            ("number:34(a)", {"english"}),
            ("number:34(B)", {"french"}),
            ("number:2(a)", {"italian"}),
            ("number:2(a)(i)", {"italian"}),
            ("number:2(i)", set()),
            ("number:34 keep", {"english"}),
            ("number:34 keep jetty", {"english"}),
            ("number:34 héron", {"english", "french"}),
            ("number:34 -keep", {"french"}),
            ("number:34 OR molo", {"english", "french", "italian"}),
            ("number:34 OR number:34.1", {"english", "french", "italian"}),
            ("(number:34.1 OR number:b) language:fr", {"french"}),
            ("-number:34", {"italian", "unnumbered"}),
            ("-number:34 airone", {"italian"}),
            ("number:34 -number:34(a)", {"french"}),
        ],
    )
    def test_documents_with_such_a_paragraph_are_found(self, documents, typed, names):
        assert {documents[each] for each in found(typed) if each in documents} == names

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("number:34 kind:communiqué", {VILNIUS}),
            ("number:90", {VILNIUS}),
            ("number:91", set()),
            ("number:999", set()),
            ("number:34 zzyzx", set()),
        ],
    )
    def test_the_communique_has_its_ninety(self, typed, expected):
        assert found(typed) == expected

    def test_the_hit_shows_that_paragraph(self):
        vilnius = Document.objects.get(external_id=VILNIUS)
        (shown,) = snippets([vilnius], matcher_of("number:34"))[vilnius.pk]
        assert shown.paragraph.number == "34"
        beside_words = snippets([vilnius], matcher_of("number:34 Alleanza"))[vilnius.pk]
        assert len(beside_words) == 3 and "34" in [each.paragraph.number for each in beside_words]
        assert snippets([vilnius], matcher_of("-number:34")) == {}

    def test_the_index_answers(self, documents):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        paragraphs = Paragraph.objects.filter(is_numbered("2(a)")).order_by().values("document")
        assert "paragraph_number" in paragraphs.explain()


def numbered(language, *paragraphs, **fields):
    """A document with the paragraphs, each as number, number above it, and text."""
    document = make_document(*(text for *_, text in paragraphs), language=language, title="Oggi", **fields)
    for row, (number, under, _) in zip(document.paragraphs.order_by("position"), paragraphs, strict=True):
        Paragraph.objects.filter(pk=row.pk).update(number=number, under=under)
    return document
