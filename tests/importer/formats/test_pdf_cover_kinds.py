"""Covers as offices print them: names of speeches, letterheads, mottos, headings, addresses below the text."""

import pytest

from tests.importer.formats.drawn import centred, draft_of, facts_of, texts_of, written
from tests.importer.formats.speeches import TEXTS


def spoken(language, *greeting, top=600, more=()):
    """The text of a speech, with lines above and below it."""
    lines = [each for line in greeting for each in (line, "")]
    return written([*lines, *TEXTS[language], "", *TEXTS[language], *more], top=top)


@pytest.mark.parametrize(
    ("language", "cover", "heading", "salutation"),
    [
        (
            "en",
            ["*Speech by the Minister of Defence", "Oslo, 12 June 2024"],
            "1. Introduction",
            "Ladies and gentlemen,",
        ),
        ("en", ["*Speech by the Minister of Defence", "Oslo, 12 June 2024"], "The light at sea", "Mr. President,"),
        ("fr", ["*Discours de la ministre", "Oslo, le 12 juin 2024"], "La lumière en mer", "Monsieur le Président,"),
        ("it", ["*Discorso della ministra", "Oslo, 12 giugno 2024"], "La luce in mare", "Signor Presidente,"),
    ],
)
def test_a_heading_between_a_cover_and_the_salutation_stays(language, cover, heading, salutation):
    draft = draft_of([*centred(cover), *spoken(language, heading, salutation)])
    first = draft.paragraphs[0]
    assert f"{first.number}. {first.text}" == heading if first.number else first.text == heading
    assert texts_of(draft)[1] == salutation
    assert facts_of(draft) == (cover[0].lstrip("*"), "2024-06-12", "Oslo")


@pytest.mark.parametrize(
    ("language", "title", "heading", "salutation"),
    [
        ("en", "#Speech by the Chief of Defence", "*A harder age", "Ladies and gentlemen,"),
        ("fr", "#Discours du chef d'état-major", "*Un âge plus dur", "Mesdames et Messieurs,"),
        ("it", "#Discorso del Capo di Stato Maggiore", "*Un'età più dura", "Signore e signori,"),
    ],
)
def test_a_heading_at_the_edge_of_the_text_is_no_line_of_a_title_over_the_middle(language, title, heading, salutation):
    drawn = (60, 660, 12, heading.lstrip("*"), "bold")
    draft = draft_of([*centred([title]), drawn, *spoken(language, salutation, top=630)])
    assert draft.title.value == title.lstrip("#")
    assert [(each.kind, each.text) for each in draft.paragraphs[:2]] == [
        ("heading", heading.lstrip("*")),
        ("body", salutation),
    ]


@pytest.mark.parametrize(
    ("language", "title", "salutation"),
    [
        ("en", "#Statement by Ada Quist", "Secretary-General More, Excellencies,"),
        ("en", "#Statement by Ada Quist", "Talofa lava"),
        ("en", "#Statement by Ada Quist", "My neighbours at sea,"),
        ("en", "#Statement by Ada Quist", "It is an honour to speak in this Assembly."),
        ("fr", "#Discours de Mme Ada Quist", "Secrétaire général More, Excellences,"),
        ("fr", "#Discours de Mme Ada Quist", "Honorable assistance,"),
        ("fr", "#Discours de Mme Ada Quist", "C'est un honneur de parler devant cette Assemblée."),
        ("it", "#Discorso di Ada Quist", "Segretario generale More, Eccellenze,"),
        ("it", "#Discorso di Ada Quist", "Augusta Assemblea,"),
        ("it", "#Discorso di Ada Quist", "È un onore parlare in questa Assemblea."),
    ],
)
def test_the_first_words_of_a_speech_below_its_title_are_no_part_of_it(language, title, salutation):
    draft = draft_of([*centred([title]), *spoken(language, salutation, top=660)])
    assert (draft.title.value, texts_of(draft)[0]) == (title.lstrip("#"), salutation)


@pytest.mark.parametrize(
    "note", ["Word count: 812", "(Delivered in Arabic)", "Original : Français", "(Traduzione)", "[Durée 5 minutes]"]
)
def test_a_note_between_a_cover_and_the_salutation_is_no_heading(note):
    cover = centred(["*Statement by Ada Quist", "Oslo, 12 June 2024"])
    assert texts_of(draft_of([*cover, *spoken("en", note, "Mr. President,")]))[0] == "Mr. President,"


@pytest.mark.parametrize(
    ("language", "title", "greeting"),
    [
        ("en", "Intervention by Utopia", ["Comrades in arms,", "Secretary General More,", "Excellencies,"]),
        ("fr", "Intervention de l'Utopie", ["Compagnons de route,", "Secrétaire général More,", "Excellences,"]),
        ("it", "Intervento dell'Utopia", ["Compagni di viaggio,", "Segretario generale More,", "Eccellenze,"]),
    ],
)
def test_all_who_are_addressed_in_lines_of_their_own_are_spoken_to(language, title, greeting):
    draft = draft_of([*centred([f"*{title}"]), *spoken(language, *greeting)])
    assert draft.title.value == title
    assert texts_of(draft)[:3] == greeting


@pytest.mark.parametrize(
    ("language", "salutation", "next_one"),
    [
        ("en", "SECRETARY-GENERAL MORE,", "EXCELLENCIES,"),
        ("fr", "SECRÉTAIRE GÉNÉRAL MORE,", "EXCELLENCES,"),
        ("it", "SEGRETARIO GENERALE MORE,", "ECCELLENZE,"),
    ],
)
def test_a_name_in_capitals_is_addressed_above_another_salutation(language, salutation, next_one):
    draft = draft_of([*centred(["*Statement by Ada Quist", "12 June 2024"]), *spoken(language, salutation, next_one)])
    assert texts_of(draft)[:2] == [salutation, next_one]


@pytest.mark.parametrize(
    ("language", "cover", "title"),
    [
        (
            "en",
            ["#Deterrence after innocence", "*Lecture by Admiral Thomas More", "Berlin, 3 May 2024"],
            "Deterrence after innocence Lecture by Admiral Thomas More",
        ),
        (
            "en",
            ["*Peace through strength", "*Address to the College of Defence", "Oslo, 3 May 2024"],
            "Peace through strength Address to the College of Defence",
        ),
        (
            "fr",
            ["#Garder la lumière des ports", "*Discours de Mme Ada Quist", "Paris, le 3 mai 2024"],
            "Garder la lumière des ports Discours de Mme Ada Quist",
        ),
        (
            "it",
            ["#«La luce dei porti»", "*Lectio magistralis del Ministro", "Roma, 3 maggio 2024"],
            "«La luce dei porti» Lectio magistralis del Ministro",
        ),
        (
            "it",
            ["*“La luce dei porti”", "*Intervento del Governatore", "Roma, 3 maggio 2024"],
            "“La luce dei porti” Intervento del Governatore",
        ),
    ],
)
def test_the_name_of_a_speech_stands_in_its_title(language, cover, title):
    draft = draft_of([*centred(cover), *spoken(language)])
    assert (draft.title.value, draft.date.value) == (title, "2024-05-03")


@pytest.mark.parametrize(
    ("language", "cover", "title"),
    [
        (
            "fr",
            ["*REPUBLIQUE D'UTOPIE", "#Fraternité * Justice * Travail", "*DISCOURS DE MME ADA QUIST", "3 mai 2024"],
            "DISCOURS DE MME ADA QUIST",
        ),
        (
            "en",
            ["*REPUBLIC OF UTOPIA", "#One sea with one light", "*STATEMENT BY ADA QUIST", "3 May 2024"],
            "STATEMENT BY ADA QUIST",
        ),
        (
            "fr",
            ["#PARLEMENT D'UTOPIE", "*Allocution devant la Diète", "3 mai 2024"],
            "Allocution devant la Diète",
        ),
        (
            "it",
            ["#CORTE DEI CONTI", "*DISCORSO", "*Discorso della Presidente", "3 maggio 2024"],
            "Discorso della Presidente",
        ),
    ],
)
def test_a_letterhead_and_a_motto_are_no_title_however_large(language, cover, title):
    draft = draft_of([*centred(cover), *spoken(language)])
    assert (draft.title.value, draft.date.value) == (title, "2024-05-03")


@pytest.mark.parametrize(
    ("label", "title"),
    [
        ("SPEECH", "Speech by the Minister of Defence"),
        ("DISCOURS", "Discours de la ministre de la Défense"),
        ("DISCORSO", "Discorso della Ministra della Difesa"),
    ],
)
def test_a_label_above_a_title_that_says_the_same_is_no_part_of_it(label, title):
    draft = draft_of([*centred([label, "", f"*{title}", "Oslo, 3.5.2024"]), *spoken("en")])
    assert draft.title.value == title


@pytest.mark.parametrize(
    ("cover", "title"),
    [
        (
            [
                "*Utopia's National Statement",
                "Senator the Hon Ada Quist",
                "Minister for Foreign Affairs",
                "27 May 2024",
            ],
            "Utopia's National Statement Senator the Hon Ada Quist Minister for Foreign Affairs",
        ),
        (
            ["*Holding the line: Utopian statement to the Council", "27 May 2024"],
            "Holding the line: Utopian statement to the Council",
        ),
        (
            ["*NATO Defence Ministers: opening statement by Ada Quist", "27 May 2024"],
            "NATO Defence Ministers: opening statement by Ada Quist",
        ),
        (
            ["*La lumière en mer – Discours de M. Thomas More", "27 mai 2024"],
            "La lumière en mer – Discours de M. Thomas More",
        ),
        (
            ["*La luce in mare - Intervento di Thomas More", "27 maggio 2024"],
            "La luce in mare - Intervento di Thomas More",
        ),
        (["*Explanation of vote by Ambassador Quist", "27 May 2024"], "Explanation of vote by Ambassador Quist"),
        (["*Explication de vote de l'Utopie", "27 mai 2024"], "Explication de vote de l'Utopie"),
        (["*Audition de Mme Quist, ministre", "27 mai 2024"], "Audition de Mme Quist, ministre"),
        (["*Audizione della Ministra", "27 maggio 2024"], "Audizione della Ministra"),
    ],
)
def test_more_words_for_what_a_speech_is_begin_its_title(cover, title):
    draft = draft_of([*centred(cover), *spoken("en", "In the year of the great storm, my country built a lighthouse.")])
    assert (draft.title.value, draft.date.value) == (title, "2024-05-27")
    assert texts_of(draft)[0] == "In the year of the great storm, my country built a lighthouse."


@pytest.mark.parametrize(
    ("above", "place"),
    [
        ("NATO HQ, Brussels", "NATO HQ, Brussels"),
        ("Sofia, Bulgarie", "Sofia, Bulgarie"),
        ("Vilnius", "Vilnius"),
        ("Canberra", "Canberra"),
        ("UN HEADQUARTERS, NEW YORK", "UN Headquarters, New York"),
        ("Place: Poseidonis", "Poseidonis"),
        ("Lieu : Poseidonis", "Poseidonis"),
        ("Luogo: Poseidonis", "Poseidonis"),
        ("Ada Quist", ""),
    ],
)
def test_the_place_may_stand_in_a_line_above_the_day(above, place):
    draft = draft_of([*centred(["*Address to the Parliament", above, "3 May 2024"]), *spoken("en", "Mr. Speaker,")])
    assert draft.place.value == place
    assert draft.title.value == ("Address to the Parliament" if place else "Address to the Parliament Ada Quist")


@pytest.mark.parametrize("day", ["NEW YORK, LES 24 ET 25 SEPTEMBRE 2024", "New York, les 24 et 25 septembre 2024"])
def test_the_place_before_several_days_is_without_their_article(day):
    draft = draft_of([*centred(["*Déclaration de Mme Ada Quist", day]), *spoken("fr", "Monsieur le Président,")])
    assert (draft.place.value, draft.date.value) == ("New York", "2024-09-24/2024-09-25")


def test_a_long_line_of_a_title_above_the_day_does_not_begin_the_text():
    cover = [
        "*Opening remarks",
        "by Secretary General Ada Quist at the start of the Council of Ministers",
        "3 May 2024",
    ]
    drawn = [(60, 700 - 16 * n, 12, line.lstrip("*"), *(["bold"] * (n == 0))) for n, line in enumerate(cover)]
    draft = draft_of([*drawn, *spoken("en", "Welcome, everyone.")])
    assert draft.title.value == f"Opening remarks {cover[1]}"
    assert (draft.date.value, texts_of(draft)[0]) == ("2024-05-03", "Welcome, everyone.")


@pytest.mark.parametrize(
    "below",
    [
        ["For further information, please contact:", "Ada Quist, Special Adviser, tel. +358 295 350 000"],
        ["Délégation d'Utopie auprès de l'OSCE", "Place du Port 4, 1090 Vienne", "Tél. +43 1 505 89 25"],
        ["Per informazioni:", "stampa@esempio.example"],
    ],
)
def test_the_address_below_a_speech_is_no_part_of_it(below):
    cover = centred(["*Statement by Ada Quist", "3 May 2024"])
    draft = draft_of([*cover, *spoken("en", "Mr. President,", more=["", "Thank you.", "", *below])])
    assert texts_of(draft)[-1] == "Thank you."


def test_a_last_sentence_with_a_web_page_stays():
    cover = centred(["*Statement by Ada Quist", "3 May 2024"])
    last = "Read more of it at www.utopia.example."
    draft = draft_of([*cover, *spoken("en", "Mr. President,", more=["", last])])
    assert texts_of(draft)[-1] == last
