"""Other spellings of what is typed: of the glossary, of speakers, of countries."""

import pytest

from statements.models import Speaker, Term
from statements.search.extend import extend
from statements.search.grammar import parse
from statements.search.memory import archive_state
from statements.search.spellings import countries, terms
from statements.search.words import plain
from tests.cast import make_document, make_speaker
from tests.search.searching import matching_query

pytestmark = pytest.mark.django_db


def extended(typed):
    return extend(parse(typed, {}), archive_state())[0].plain_form


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["OTAN", "l'OTAN", "l’OTAN", "nato"])
def test_an_organisation_is_found_by_its_name_in_the_other_languages(typed):
    words = extended(typed)
    assert words.startswith(f"{typed} OR ")
    assert ("OTAN" if typed == "nato" else "NATO") in words.split()
    assert '"Alleanza atlantica"' in words


def test_several_words_are_extended_together_and_the_longest_first():
    words = extended("pace consiglio nord atlantico")
    assert words.startswith("pace ((consiglio nord atlantico) OR ")
    assert '"North Atlantic Council"' in words and '"Conseil de l\'Atlantique Nord"' in words


def test_a_country_is_found_by_its_name_in_the_other_languages():
    assert extended("Italie") == "Italie OR Italy OR Italia"
    assert "Turchia" in extended("turkiye")


def test_what_is_quoted_excluded_near_or_a_beginning_is_never_extended():
    for typed in ('"OTAN"', "-OTAN", "OTAN*", "(OTAN NEAR/5 Italie)", "-(OTAN pace)"):
        assert extended(typed) == typed


def test_words_inside_a_group_are_extended_too():
    assert "NATO" in extended("pace (OTAN OR guerra)")


def test_a_surname_stands_for_other_surnames_and_a_full_name_for_full_names():
    ada = make_speaker("Ada Kvist")
    Speaker.objects.filter(pk=ada.pk).update(aliases=["Kvist", "Quist", "Ada Quist"])
    assert extended("Quist") == "Quist", "nobody knows of her yet"
    make_document("Words.", speakers={"Ada Kvist": "speaker"})
    assert extended("Quist") == "Quist OR Kvist"
    assert extended("ada quist") == '(ada quist) OR "Ada Kvist"'
    assert extended("ada") == "ada"


def test_an_edit_of_the_glossary_shows_at_once():
    assert extended("oboe") == "oboe"
    term = Term.objects.create(name="oboe", words_en=["oboe"], words_fr=["hautbois"])
    assert extended("oboe") == "oboe OR hautbois"
    term.words_it = ["oboe", "piffero"]
    term.save()
    assert extended("oboe") == "oboe OR hautbois OR piffero"
    term.delete()
    assert extended("oboe") == "oboe"


def test_what_was_added_is_told():
    _, extensions = extend(parse("Italie pace", {}), archive_state())
    assert [(each.typed, each.added) for each in extensions] == [("Italie", ("Italy", "Italia"))]


# What is typed, and what of it is extended; the rest stays as it is.
ELIDED = [
    ("politica agricola dell'Unione europea", "dell'Unione europea"),
    ("politica agricola dell’Unione europea", "dell’Unione europea"),
    ("POLITICA AGRICOLA DELL'UNIONE EUROPEA", "dell'unione europea"),
    ("POLITICA dell'Unione Europea", "dell'Unione Europea"),
    ("banane dell'Alleanza atlantica", "dell'Alleanza atlantica"),
    ("nell'Unione europea banane", "nell'Unione europea"),
    ("all'ONU banane", "all'ONU"),
    ("dall'Alleanza atlantica banane", "dall'Alleanza atlantica"),
    ("quest'Alleanza atlantica", "quest'Alleanza atlantica"),
    ("banane dell'OTAN guerra", "dell'OTAN"),
    ("banane l'Italia", "l'Italia"),
    ("vertice sull'Ucraina domani", "sull'Ucraina"),
    ("un'Unione europea forte", "un'Unione europea"),
    ("sommet de l'Alliance atlantique", "l'Alliance atlantique"),
    ("sommet de l’Alliance atlantique demain", "l’Alliance atlantique"),
    ("jusqu'OTAN bananes", "jusqu'OTAN"),
    ("qu'Italie bananes", "qu'Italie"),
    ("bananes d'Italie", "d'Italie"),
    ("la politique de l'Union européenne agricole", "l'Union européenne"),
    ("aujourd'hui l'ONU", "l'ONU"),
    ("pace (dell'Unione europea OR guerra)", None),
    ("bananas of the European Union", "European Union"),
    ("the Alliance's Atlantic Alliance", "Atlantic Alliance"),
]


@pytest.mark.parametrize(("typed", "expected"), ELIDED)
def test_an_article_before_a_name_takes_no_other_word_with_it(typed, expected):
    extensions = extend(parse(typed, {}), archive_state())[1]
    assert [each.typed for each in extensions] == ([expected] if expected else [])


WORDS = [
    "un accordo", "un soldat", "un piano", "un porte-avions", "l'un", "l’un et l’autre", "quelqu'un", "un vertice",
    "qualcuno un", "us", "with us", "it", "who", "eu", "il a eu", "ai", "grenade", "grenades", "une grenade", "réunion",
    "reunion", "la réunion", "une réunion", "réunion des ministres", "d'une réunion", "riunione", "la riunione",
    "mali estremi", "i mali", "Maurice", "maurice", "Maurice Faure", "Dominique", "dominique", "Dominique de Villepin",
    "Jordan Bardella", "jordan bardella", "Michael Jordan", "Georgia Meloni", "Chad Smith", "François Hollande",
    "hollande", "Un accordo", "UN ACCORDO", "LA RÉUNION DES MINISTRES",
    "Us", "équateur", "family reunion", "a turning point", "sommes",
]  # fmt: skip


@pytest.mark.parametrize("typed", WORDS)
def test_a_word_of_the_language_or_a_given_name_is_no_term(typed):
    assert extend(parse(typed, {}), archive_state())[1] == ()


NAMES = [
    ("UN", "ONU"), ("ONU", "UN"), ("l'ONU", "United Nations"), ("EU", "Union européenne"), ("UE", "European Union"),
    ("US", "Stati Uniti"), ("USA", "États-Unis"), ("nato", "OTAN"), ("otan", "NATO"), ("turkey", "Turquie"),
    ("Turkey", "Türkiye"), ("Türkiye", "Turkey"), ("turchia", "Turkey"), ("Turquie", "Turchia"), ("ucraina", "Ukraine"),
    ("germania", "Germany"), ("russie", "Russia"), ("china", "Cina"), ("Jordan", "Giordania"), ("jordan", "Jordanie"),
    ("Jordan Syria", "Giordania"), ("Georgia", "Géorgie"), ("chad", "Tchad"), ("Grenade", "Grenada"),
    ("Czech Republic", "Czechia"), ("Cechia", "République tchèque"), ("Tchéquie", "Czech Republic"),
    ("Repubblica ceca", "Czechia"), ("Swaziland", "Eswatini"), ("Eswatini", "Swaziland"), ("Burma", "Myanmar"),
    ("Myanmar", "Birmania"), ("birmanie", "Burma"),
    ("Macedonia", "North Macedonia"), ("Macedonia del Nord", "macedoine"),
    ("North Macedonia", "Macedonia"), ("Ivory Coast", "Costa d'Avorio"), ("Côte d’Ivoire", "Ivory Coast"),
    ("Cape Verde", "Cabo Verde"), ("Capo Verde", "Cap-Vert"), ("East Timor", "Timor-Leste"),
    ("Timor Est", "East Timor"),
    ("Kiev", "Kyiv"), ("kyiv", "Kiev"), ("Holland", "Paesi Bassi"), ("Olanda", "Netherlands"), ("Zaire", "DR Congo"),
    ("République démocratique du Congo", "Zaire"), ("île Maurice", "Mauritius"), ("Mauritius", "île Maurice"),
    ("Bosnia", "Bosnie-Herzégovine"), ("Belarus", "Bielorussia"), ("Moldova", "Moldavie"), ("UK", "Regno Unito"),
    ("Great Britain", "Royaume-Uni"), ("Pékin", "Pechino"), ("Iles Malouines", "Falkland Islands"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "other"), NAMES)
def test_old_and_new_names_find_each_other_in_three_languages(typed, other):
    added = [each for extension in extend(parse(typed, {}), archive_state())[1] for each in extension.added]
    assert plain(other) in map(plain, added)


@pytest.mark.parametrize("typed", ["Grenada", "Mauritius", "Dominica", "La Réunion", "United Nations", "Stati Uniti"])
def test_what_is_added_is_never_a_word_of_the_language_or_a_given_name(typed):
    added = {each for extension in extend(parse(typed, {}), archive_state())[1] for each in extension.added}
    assert not added & {"Grenade", "Maurice", "Dominique", "Réunion", "Riunione", "La Réunion"}


AROUND = ["{} banane", "banane {}", "banane {} guerra", "banane ({} OR guerra)", "({}) banane", "banane -guerra {}",
          "banane {} -guerra", "banane OR {}", "(banane NEAR/3 guerra) {}", '"banane" {}', "ban* {}"]  # fmt: skip
BEFORE = ["", "dell'", "dell’", "l'", "nell'", "d'", "un'", "qu'", "jusqu’", "quest'"]


@pytest.mark.slow
def test_other_spellings_only_add_and_all_other_words_stay():
    """For every term and country, in any place: the documents of the words around it have all that is found, and what
    is found without other spellings is found with them."""
    spellings = sorted(
        {each for group in (terms(archive_state()), countries()) for several in group.values() for each in several}
    )
    texts = [" ".join(spellings[start : start + 7]) for start in range(0, len(spellings), 7)]
    for number, text in enumerate(texts):
        language, other = ("en", "fr", "it")[number % 3], ("banane", "guerra", "banane guerra")[number // 3 % 3]
        make_document(f"{text} {other if number % 2 else 'words'}", title="At sea", language=language)
    for number, spelling in enumerate(spellings[::3]):
        around, before = AROUND[number % len(AROUND)], BEFORE[number % len(BEFORE)]
        typed = around.format(before + spelling)
        query = parse(typed, {})
        with_others, without = matching_query(extend(query, archive_state())[0]), matching_query(query)
        assert without <= with_others, typed
        if " OR " not in around:
            assert with_others <= matching_query(parse(around.format(""), {})), typed


@pytest.mark.parametrize("typed", ["U.S.", "u.s.", "US", "Stati Uniti", "états-unis"])
def test_initials_with_stops_are_the_country(typed):
    document = make_document("The U.S. will help.", title="Words", language="en")
    assert document.pk in matching_query(extend(parse(typed, {}), archive_state())[0])


@pytest.mark.parametrize(
    ("typed", "text", "language"),
    [
        ("EU", "The E.U. will help.", "en"),
        ("E.U.", "The EU will help.", "en"),
        ("E.U.", "L'Union européenne aidera.", "fr"),
        ("l'U.E.", "L'UE aidera.", "fr"),
        ("l’UE", "Les pays de l'U.E. aideront.", "fr"),
        ("UK", "The U.K. will help.", "en"),
        ("U.N.", "L'ONU aiuterà.", "it"),
        ("ONU", "La O.N.U. aiuterà.", "it"),
        ("SEM", "Con S.E.M. Rossi.", "it"),
        ("S.E.M.", "Avec SEM Rossi.", "fr"),
    ],
)
def test_initials_are_found_with_and_without_stops(typed, text, language):
    document = make_document(text, title="Words", language=language)
    assert document.pk in matching_query(extend(parse(typed, {}), archive_state())[0])
    assert document.pk not in matching_query(extend(parse(f'"{typed}"', {}), archive_state())[0])


@pytest.mark.parametrize("typed", ["eu", "C.E.", "c'e", "A.I.", "un", "p.m."])
def test_letters_that_may_be_words_are_not_joined(typed):
    assert extend(parse(typed, {}), archive_state())[1] == ()
