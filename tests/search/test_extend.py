"""Other spellings of what is typed: of the glossary, of speakers, of countries."""

import pytest

from statements.models import Speaker, Term
from statements.search.extend import extend
from statements.search.grammar import parse
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db


def extended(typed):
    return extend(parse(typed, {}))[0].understood


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
    _, extensions = extend(parse("Italie pace", {}))
    assert [(each.typed, each.added) for each in extensions] == [("Italie", ("Italy", "Italia"))]
