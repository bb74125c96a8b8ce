"""Which of the first lines of a plain text are its title, and which only stand beside it."""

import pytest

from tests.importer.parts import draft

TEXTS = {
    "en": [
        "The minister spoke of the harbour today, of the light and of all who keep it burning at night.",
        "He left.",
    ],
    "fr": [
        "Le ministre a parlé du port aujourd’hui, de son phare et de tous ceux qui le gardent.",
        "Il partit.",
    ],
    "it": ["Il ministro ha parlato oggi del porto, del faro e di tutti coloro che lo tengono acceso.", "È partito."],
}
TITLES = {
    "en": "Remarks by the minister of defence",
    "fr": "Allocution du ministre de la défense",
    "it": "Intervento del ministro della difesa",
}
BESIDE = [
    ("en", "unofficial translation"),
    ("en", "posted by the press office on 11 July 2023"),
    ("en", "5 or 6 May 2022"),
    ("en", "29 February 2023"),
    ("en", "Harbour Forum, Old Town"),
    ("en", "(courtesy translation)"),
    ("fr", "traduction de courtoisie"),
    ("fr", "le 14 juin dernier"),
    ("fr", "14, 15 et 17 juin 2023"),
    ("fr", "Forum du port"),
    ("it", "testo provvisorio"),
    ("it", "estate 2023"),
    ("it", "scadenza 4 dicembre 2023"),
    ("it", "per la stampa"),
]
CONTINUED = [
    ("en", "on the security of the sea lanes"),
    ("fr", "sur la sécurité des routes maritimes"),
    ("it", "sulla sicurezza delle rotte marittime"),
]
SALUTATIONS = [
    ("en", "Ladies and Gentlemen"), ("en", "Mr President"), ("en", "Dear friends and colleagues"),
    ("fr", "Mesdames et Messieurs"), ("fr", "Mes chers compatriotes"), ("fr", "Monsieur le Président"),
    ("it", "Signore e Signori"), ("it", "Onorevoli colleghi"), ("it", "Cari amici"),
]  # fmt: skip
GAPS = ["\n\n", "\n"]


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize(("language", "line"), BESIDE)
def test_a_line_beside_a_title_is_none_of_it_and_stays(language, line, gap):
    made = draft("\n\n".join([f"{TITLES[language]}{gap}{line}", *TEXTS[language]]))
    assert (made.title.value, made.title_assigned, made.date.value) == (TITLES[language], False, "")
    assert [each.text for each in made.paragraphs] == [line, *TEXTS[language]]


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize(("language", "line"), CONTINUED)
def test_a_title_goes_on_in_the_next_line(language, line, gap):
    made = draft("\n\n".join([f"{TITLES[language]}{gap}{line}{gap}4 May 2022", *TEXTS[language]]))
    assert (made.title.value, made.title_assigned) == (f"{TITLES[language]} {line}", False)
    assert (made.date.value, [each.text for each in made.paragraphs]) == ("2022-05-04", TEXTS[language])


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize(("language", "line"), SALUTATIONS)
def test_to_whom_a_speech_is_addressed_is_no_title(language, line, gap):
    made = draft(f"{line}{gap}" + "\n\n".join(TEXTS[language]))
    assert made.title_assigned
    assert "\n".join(each.text for each in made.paragraphs).startswith(line)


def test_a_text_with_every_other_line_empty_has_no_title():
    lines = [
        "The minister of defence spoke of the harbour today and of the",
        "lighthouse at its mouth, and he said that all who keep it burning",
        "Northern Harbour had to be thanked for what they did last winter.",
    ]
    assert draft("\n\n".join(lines)).title_assigned


def test_a_title_with_a_colon_that_speaks_to_somebody_is_one():
    made = draft("\n\n".join(["Dear Europe: a letter by the minister", *TEXTS["en"]]))
    assert (made.title.value, made.title_assigned) == ("Dear Europe: a letter by the minister", False)


@pytest.mark.parametrize(
    ("label", "title", "language", "kind"),
    [
        ("READOUT", "Call of the minister with the secretary general", "en", "readout"),
        ("Joint statement", "Ministers meet in Oslo", "en", "declaration"),
        ("Déclaration commune", "Les ministres se réunissent à Oslo", "fr", "declaration"),
        ("Dichiarazione congiunta", "I ministri si riuniscono a Oslo", "it", "declaration"),
    ],
)
def test_what_a_release_is_stands_above_its_title(label, title, language, kind):
    made = draft("\n\n".join([label, title, "13/07/2024", *TEXTS[language]]))
    assert (made.title.value, made.title_assigned, made.kind.value) == (title, False, kind)
    assert draft("\n\n".join([label, *TEXTS[language]])).title.value == label
