"""Names in every format: particles, suffixes, bodies, and those that nobody has taken apart."""

import bibtexparser
import pytest
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts

from statements.citing.bibtex import bibtex
from statements.citing.csl import csl_json
from statements.citing.metadata import json_ld, meta_tags
from statements.citing.names import Name, Parts
from statements.citing.ris import ris
from tests.citing.styled import bibliography_texts, reference_texts
from tests.citing.test_formats import REMARKS, replace

# name, sort name: as APA, MLA and Chicago begin, how a text refers to it, BibTeX
PEOPLE = [
    (
        "Ursula von der Leyen",
        "Leyen, Ursula von der",
        "von der Leyen, U.",
        "von der Leyen, Ursula.",
        "Leyen, Ursula von der.",
        "von der Leyen",
        "von der Leyen, Ursula",
    ),
    (
        "Ursula von der Leyen",
        "von der Leyen, Ursula",
        "von der Leyen, U.",
        "von der Leyen, Ursula.",
        "Leyen, Ursula von der.",
        "von der Leyen",
        "von der Leyen, Ursula",
    ),
    (
        "Charles de Gaulle",
        "Gaulle, Charles de",
        "de Gaulle, C.",
        "de Gaulle, Charles.",
        "Gaulle, Charles de.",
        "de Gaulle",
        "de Gaulle, Charles",
    ),
    (
        "Mohammed bin Salman",
        "Salman, Mohammed bin",
        "bin Salman, M.",
        "bin Salman, Mohammed.",
        "Salman, Mohammed bin.",
        "bin Salman",
        "bin Salman, Mohammed",
    ),
    (
        "John F. Kennedy, Jr.",
        "Kennedy, John F., Jr.",
        "Kennedy, J. F., Jr.",
        "Kennedy, John F., Jr.",
        "Kennedy, John F., Jr.",
        "Kennedy",
        "Kennedy, Jr., John F.",
    ),
    (
        "John F. Kennedy Jr.",
        "Kennedy Jr., John F.",
        "Kennedy, J. F., Jr.",
        "Kennedy, John F., Jr.",
        "Kennedy, John F., Jr.",
        "Kennedy",
        "Kennedy, Jr., John F.",
    ),
    (
        "John F. Kennedy Jr.",
        "Kennedy, Jr., John F.",
        "Kennedy, J. F., Jr.",
        "Kennedy, John F., Jr.",
        "Kennedy, John F., Jr.",
        "Kennedy",
        "Kennedy, Jr., John F.",
    ),
    (
        "John F. Kennedy Jr.",
        "Kennedy, John F. Jr.",
        "Kennedy, J. F., Jr.",
        "Kennedy, John F., Jr.",
        "Kennedy, John F., Jr.",
        "Kennedy",
        "Kennedy, Jr., John F.",
    ),
    (
        "Adlai Stevenson III",
        "Stevenson, Adlai, III",
        "Stevenson, A., III",
        "Stevenson, Adlai, III.",
        "Stevenson, Adlai, III.",
        "Stevenson",
        "Stevenson, III, Adlai",
    ),
    (
        "Jaap de Hoop Scheffer",
        "Hoop Scheffer, Jaap de",
        "de Hoop Scheffer, J.",
        "de Hoop Scheffer, Jaap.",
        "Hoop Scheffer, Jaap de.",
        "de Hoop Scheffer",
        "de Hoop Scheffer, Jaap",
    ),
    (
        "Herman Van Rompuy",
        "Rompuy, Herman Van",
        "Van Rompuy, H.",
        "Van Rompuy, Herman.",
        "Rompuy, Herman Van.",
        "Van Rompuy",
        "Van Rompuy, Herman",
    ),
    (
        "Jean d’Ormesson",
        "Ormesson, Jean d’",
        "d’Ormesson, J.",
        "d’Ormesson, Jean.",
        "Ormesson, Jean d’.",
        "d’Ormesson",
        "d’Ormesson, Jean",
    ),
    (
        "Bashar al-Assad",
        "Assad, Bashar al-",
        "al-Assad, B.",
        "al-Assad, Bashar.",
        "Assad, Bashar al-.",
        "al-Assad",
        "al-Assad, Bashar",
    ),
    (
        "Luigi Di Maio",
        "Di Maio, Luigi",
        "Di Maio, L.",
        "Di Maio, Luigi.",
        "Di Maio, Luigi.",
        "Di Maio",
        "Di Maio, Luigi",
    ),
    (
        "Massimo D'Alema",
        "D'Alema, Massimo",
        "D'Alema, M.",
        "D'Alema, Massimo.",
        "D'Alema, Massimo.",
        "D'Alema",
        "D'Alema, Massimo",
    ),
    (
        "Benedetto Della Vedova",
        "Della Vedova, Benedetto",
        "Della Vedova, B.",
        "Della Vedova, Benedetto.",
        "Della Vedova, Benedetto.",
        "Della Vedova",
        "Della Vedova, Benedetto",
    ),
    (
        "Valéry Giscard d'Estaing",
        "Giscard d'Estaing, Valéry",
        "Giscard d'Estaing, V.",
        "Giscard d'Estaing, Valéry.",
        "Giscard d'Estaing, Valéry.",
        "Giscard d'Estaing",
        "{Giscard d'Estaing}, Valéry",
    ),
    (
        "José Ortega y Gasset",
        "Ortega y Gasset, José",
        "Ortega y Gasset, J.",
        "Ortega y Gasset, José.",
        "Ortega y Gasset, José.",
        "Ortega y Gasset",
        "{Ortega y Gasset}, José",
    ),
    (
        "Jean-Claude Juncker",
        "Juncker, Jean-Claude",
        "Juncker, J.-C.",
        "Juncker, Jean-Claude.",
        "Juncker, Jean-Claude.",
        "Juncker",
        "Juncker, Jean-Claude",
    ),
    ("Xi Jinping", "Xi, Jinping", "Xi, J.", "Xi, Jinping.", "Xi, Jinping.", "Xi", "Xi, Jinping"),
]
# Nobody has said which word is the family name, or the comma turns nothing round.
AS_WRITTEN = [
    ("Ursula von der Leyen", "Ursula von der Leyen"),
    ("Giorgia Meloni", "Giorgia Meloni"),
    ("S.A.R. le Grand-Duc Henri", "S.A.R. le Grand-Duc Henri"),
    ("Henri, Grand Duke of Luxembourg", "Henri, Grand Duke of Luxembourg"),
    ("Grand Duke Henri of Luxembourg", "Henri, Grand Duke of Luxembourg"),
    ("Charles, Prince of Wales", "Charles, Prince of Wales"),
    ("Mme la ministre", "Mme la ministre"),
    ("Il Presidente del Consiglio", "Il Presidente del Consiglio"),
    ("Suharto", "Suharto"),
    ("Colette", "Colette"),
]


def cited(name, sort, collective=False):
    return replace(REMARKS, people=(Name(name, sort, collective),))


@pytest.mark.parametrize(("name", "sort", "apa", "mla", "chicago", "short", "tex"), PEOPLE)
class TestPeople:
    def test_styles(self, name, sort, apa, mla, chicago, short, tex):
        found = bibliography_texts(cited(name, sort))
        assert found["APA"].startswith(f"{apa.removesuffix('.')}. (2024, March 1)")
        assert found["MLA"].startswith(f"{mla} “")
        assert found["Chicago"].startswith(f"{chicago} “")
        assert found["Chicago (author-date)"].startswith(f"{chicago} 2024")

    def test_a_text_refers_to_the_family_name_with_its_particle(self, name, sort, apa, mla, chicago, short, tex):
        found = reference_texts(cited(name, sort))
        assert found["APA"] == f"({short}, 2024, para. 4)"
        assert found["Chicago (author-date)"] == f"({short} 2024, para. 4)"
        assert found["Chicago"].startswith(f"{name}, “")

    def test_bibtex_reads_the_same_parts(self, name, sort, apa, mla, chicago, short, tex):
        assert f"author = {{{tex}}}," in bibtex(cited(name, sort))
        read = bibtexparser.parse_string(
            bibtex(cited(name, sort)), append_middleware=[SeparateCoAuthors(), SplitNameParts()]
        )
        [author] = read.entries[0]["author"]
        parts = Name(name, sort).parts
        family = " ".join(author.von + author.last).strip("{}")
        assert (family, " ".join(author.first), " ".join(author.jr)) == (parts.full_family, parts.given, parts.suffix)


@pytest.mark.parametrize(("name", "sort"), AS_WRITTEN)
def test_a_name_that_has_no_parts_is_as_written(name, sort):
    citation = cited(name, sort)
    assert Name(name, sort).parts is None
    assert csl_json(citation)["author"] == [{"literal": name}]
    assert f"author = {{{{{name}}}}}," in bibtex(citation)
    assert f"AU  - {name}\r\n" in ris(citation)
    assert "familyName" not in json_ld(citation)["author"][0]
    for style, text in bibliography_texts(citation).items():
        assert text.startswith(name), style
    for style, text in reference_texts(citation).items():
        assert text.lstrip("(").startswith(name), style


def test_a_body_is_whole_beside_a_person():
    body = "North Atlantic Council & Partners, Inc."
    citation = replace(REMARKS, people=(Name(body, body, True), Name("Ada Quist", "Quist, Ada")))
    assert r"author = {{North Atlantic Council \& Partners, Inc.} and Quist, Ada}," in bibtex(citation)
    assert csl_json(citation)["author"] == [{"literal": body}, {"family": "Quist", "given": "Ada"}]
    assert bibliography_texts(citation)["APA"].startswith(f"{body}, & Quist, A. (2024, March 1)")
    assert csl_json(cited("Ministère, direction A", "Direction A, Ministère", True))["author"] == [
        {"literal": "Ministère, direction A"}
    ]


def test_csl_has_particles_and_suffixes_by_themselves():
    assert csl_json(cited("Ursula von der Leyen", "Leyen, Ursula von der"))["author"] == [
        {"family": "Leyen", "given": "Ursula", "non-dropping-particle": "von der"}
    ]
    assert csl_json(cited("John F. Kennedy, Jr.", "Kennedy, John F., Jr."))["author"] == [
        {"family": "Kennedy", "given": "John F.", "suffix": "Jr."}
    ]


def test_machines_read_the_particle_with_the_family_name():
    citation = cited("Ursula von der Leyen", "Leyen, Ursula von der")
    assert "AU  - von der Leyen, Ursula\r\n" in ris(citation)
    assert dict(meta_tags(citation))["citation_author"] == "von der Leyen, Ursula"
    person = json_ld(replace(citation, key=""))["author"][0]
    assert (person["familyName"], person["givenName"]) == ("von der Leyen", "Ursula")


@pytest.mark.parametrize(
    ("name", "sort", "parts"),
    [
        ("Nguyen Thi Van", "Nguyen, Thi Van", Parts("Nguyen", "Thi Van")),
        ("Ada Quist", " Quist ,  Ada  Marie ", Parts("Quist", "Ada Marie")),
        ("Ada Quist", "Quist,", None),
        ("Ada Quist", ", ", None),
        ("Gaulle", "Gaulle, de", None),
        ("A. B.", "A, B, C, D", None),
    ],
)
def test_odd_sort_names(name, sort, parts):
    assert Name(name, sort).parts == parts


def test_several_people_are_all_turned_round_by_apa_and_the_first_by_others():
    people = tuple(Name(name, sort) for name, sort, *_ in (PEOPLE[0], PEOPLE[2], PEOPLE[4]))
    found = bibliography_texts(replace(REMARKS, people=people))
    assert found["APA"].startswith("von der Leyen, U., de Gaulle, C., & Kennedy, J. F., Jr. (2024, March 1)")
    assert found["Chicago"].startswith("Leyen, Ursula von der, Charles de Gaulle, and John F. Kennedy, Jr. “")
