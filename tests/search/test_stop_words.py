"""Words that PostgreSQL takes for stop words and that are nouns or initials; and articles, which ask for nothing."""

import pytest

from statements.search.snippets import highlights
from tests.cast import make_document
from tests.search.searching import found, matcher_of

pytestmark = pytest.mark.django_db

TEXTS = {
    "en": {
        "will": "They had the political will.",
        "political": "A political union.",
        "can": "A can of oil.",
        "oil": "Oil again.",
        "just": "On just war.",
        "war": "On war.",
        "beings": "Human beings are here.",
        "human": "Human rights.",
        "who": "The WHO reports.",
        "report": "He who reports is here.",
        "us": "The US sanctions stay.",
        "sanctions": "They gave us sanctions.",
        "follow": "They follow the rule.",
        "follow-up": "The follow-up is here.",
        "s400": "The S-400 is here.",
        "400": "There are 400 of them.",
        "piano": "A piano stood there.",
        "un": "The UN piano stood there.",
    },
    "fr": {
        "avions": "Les avions de chasse partent.",
        "avion": "Un avion de chasse part.",
        "chasse": "Nous avons la chasse ouverte.",
        "carriers": "Deux porte-avions partent.",
        "portant": "Un décret portant création.",
        "e-mail": "Un e-mail.",
        "mail": "Un mail de e.",
        "est": "L'Europe de l'Est change.",
        "europe": "Une Europe nouvelle.",
        "son": "Le son du canon.",
        "canon": "Un canon ancien.",
        "sommes": "Les sommes versées.",
        "somme": "La somme versée.",
        "versées": "Les aides versées.",
        "été": "Le sommet en été.",
        "ai act": "Le AI act européen.",
        "act": "J'ai lu cet act européen.",
        "eu": "Le traité de EU existe.",
        "eu lieu": "Le traité a eu lieu.",
    },
    "it": {
        "era": "Una nuova era digitale.",
        "ere": "Le ere digitali.",
        "digitale": "La firma digitale.",
        "sei": "I sei paesi.",
        "paesi": "I paesi del mondo.",
        "fosse": "Le fosse comuni.",
        "comuni": "I comuni del mondo.",
        "nostra": "La cosa nostra di ieri.",
        "cosa": "Una cosa di ieri.",
        "faccia": "Un incontro faccia a faccia.",
        "incontro": "Un incontro ieri.",
        "piano": "Il piano strategico.",
        "ai": "La AI entra nelle scuole.",
        "scuole": "Torniamo ai corsi nelle scuole.",
    },
}


@pytest.fixture
def documents():
    return {
        make_document(text, title="Oggi", language=language).external_id: f"{language} {name}"
        for language, texts in TEXTS.items()
        for name, text in texts.items()
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("avion", "fr avions, fr avion, fr carriers"),
        ("avions", "fr avions, fr avion, fr carriers"),
        ("Avions", "fr avions, fr avion, fr carriers"),
        ("AVIONS", "fr avions, fr avion, fr carriers"),
        ('"avions"', "fr avions, fr carriers"),
        ("avions chasse", "fr avions, fr avion"),
        ("avions NEAR/3 chasse", "fr avions, fr avion"),
        ("porte-avions", "fr carriers"),
        ("un porte-avions", "fr carriers"),
        ("les porte-avions", "fr carriers"),
        ("d'e-mail", "fr e-mail"),
        ("Europe de l'Est", "fr est"),
        ("europe est", "fr est"),
        ("son canon", "fr son"),
        ("sommes versées", "fr sommes, fr somme"),
        ("sommet été", "fr été"),
        ("political will", "en will"),
        ("can oil", "en can"),
        ("just war", "en just"),
        ("human being", "en beings"),
        ("WHO reports", "en who"),
        ("who reports", "en who, en report"),
        ("US sanctions", "en us"),
        ("us sanctions", "en us, en sanctions"),
        ("follow-up", "en follow-up"),
        ("rule -follow-up", "en follow"),
        ("S-400", "en s400"),
        ("AI act", "fr ai act"),
        ("ai act", "fr ai act, fr act"),
        ("EU traité", "fr eu"),
        ("AI scuole", "it ai"),
        ("era digitale", "it era, it ere"),
        ("sei paesi", "it sei"),
        ("fosse comuni", "it fosse"),
        ("cosa nostra", "it nostra"),
        ("incontro faccia a faccia", "it faccia"),
        ("piano", "en piano, en un, it piano"),
        ("un piano", "en piano, en un, it piano"),
        ("il piano", "en piano, en un, it piano"),
        ("the piano", "en piano, en un, it piano"),
        ("l'un piano", "en piano, en un, it piano"),
        ("le piano", "en piano, en un, it piano"),
        ("UN PIANO", "en piano, en un, it piano"),
        ("UN piano", "en un"),
    ],
)
def test_a_noun_is_asked_for_and_an_article_asks_for_nothing(documents, typed, names):
    assert {documents[each] for each in found(typed) if each in documents} == set(names.split(", "))


@pytest.mark.parametrize(
    ("typed", "language", "text", "marked"),
    [
        ("avion", "fr", "Les avions et l'avion que nous avions", ["avions", "avion", "avions"]),
        ("WHO", "en", "The WHO and those who know", ["WHO"]),
        ("un piano", "en", "The UN has a piano", ["piano"]),
        ("porte-avions", "fr", "Un porte-avions, des avions portant", ["porte-avions"]),
        ("follow-up report", "en", "They follow the follow-up reports", ["follow-up", "reports"]),
        ("era", "it", "Un'era nuova", ["era"]),
    ],
)
def test_what_is_marked_is_what_was_asked_for(typed, language, text, marked):
    assert [text[start:end] for start, end in highlights(text, language, matcher_of(typed))] == marked


def test_stop_words_are_found_near_others_as_they_are_written(documents):
    assert {documents.get(each) for each in found("les NEAR/1 avions")} >= {"fr avions"}
    assert "fr carriers" not in {documents.get(each) for each in found("les NEAR/1 avions")}


def test_a_heading_in_capitals_is_found_by_its_words():
    document = make_document("LE CONSEIL DE L'UNION A DÉCIDÉ", title="Oggi", language="fr")
    assert document.external_id in found("le conseil de l'union") & found("LE CONSEIL DE L'UNION") & found(
        '"de l\'union"'
    )
