"""The cover of a speech as PDF: its facts, and the text that begins at the salutation."""

import pytest

from tests.importer.formats.drawn import centred, draft_of, facts_of, texts_of, written
from tests.importer.formats.speeches import SPEECHES, TEXTS


def _spoken(speech):
    greeting = [line for each in speech.greeting for line in (each, "")]
    return [*greeting, *TEXTS[speech.language], "", *TEXTS[speech.language]]


@pytest.mark.parametrize("speech", SPEECHES, ids=lambda speech: speech.title[:40])
@pytest.mark.parametrize("alone", [True, False], ids=["a page of its own", "above the text"])
def test_a_cover_becomes_facts_and_the_text_begins_with_the_salutation(speech, alone):
    cover = centred(speech.lines)
    text = _spoken(speech)
    pages = [cover, written(text)] if alone else [[*cover, *written(text, top=740 - 24 * len(speech.lines))]]
    draft = draft_of(*pages)
    place = draft.place.value if speech.place and draft.place.value.endswith(speech.place) else speech.place
    assert facts_of(draft) == (speech.title, speech.date, place)
    assert texts_of(draft)[0] == speech.greeting[0]
    assert len(draft.paragraphs) == len(speech.greeting) + 4
    assert {each.kind for each in draft.paragraphs} == {"body"}


@pytest.mark.parametrize(
    ("title", "day", "salutation", "date"),
    [
        ("Discours de la Présidente d'Utopie", "26 septembre 2024", "Monsieur le Président,", "2024-09-26"),
        ("Statement by the President of Utopia", "26 September 2024", "Mr. President,", "2024-09-26"),
        ("Discorso della Presidente d'Utopia", "26 settembre 2024", "Signor Presidente,", "2024-09-26"),
    ],
)
def test_the_foot_of_a_cover_is_no_footnote(title, day, salutation, date):
    cover = [(100, 600, 20, title), (250, 60, 9, day)]
    draft = draft_of(cover, written([salutation, "", *TEXTS["en"]], size=14))
    assert (draft.date.value, texts_of(draft)[0]) == (date, salutation)


@pytest.mark.parametrize("language", TEXTS)
def test_a_line_in_bold_inside_of_a_paragraph_is_no_heading(language):
    lines = [line for line in TEXTS[language] if line]
    drawn = [(60, 700 - 15 * n, 12, line, *(["bold"] if n == 1 else [])) for n, line in enumerate(lines)]
    draft = draft_of([*drawn, *written(TEXTS[language], top=560)])
    assert texts_of(draft)[0] == " ".join(lines)
    assert {each.kind for each in draft.paragraphs} == {"body"}


@pytest.mark.parametrize("language", TEXTS)
def test_a_speech_in_bold_capitals_is_no_row_of_headings(language):
    text = [line.upper() for line in TEXTS[language]]
    draft = draft_of(written([*text, "", *text, "", *text], size=9, style=["bold"]))
    assert [each.kind for each in draft.paragraphs] == ["body"] * 6


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "The light of the harbour"), ("fr", "La lumière du port"), ("it", "LA LUCE DEL PORTO")],
)
def test_a_heading_over_a_paragraph_stays_one(language, heading):
    text = TEXTS[language]
    drawn = [*written([*text, ""], top=780), (60, 680, 12, heading, "bold"), *written(text, top=660)]
    kinds = [(each.kind, each.text) for each in draft_of(drawn).paragraphs]
    assert kinds[2] == ("heading", heading)
    assert [kind for kind, _ in kinds] == ["body", "body", "heading", "body", "body"]


@pytest.mark.parametrize(
    "source",
    [
        "Source: Statement by Ada Quist (presidency.example)",
        "Fonte: www.presidenza.example",
        "Source : www.exemple.org",
    ],
)
def test_where_a_speech_is_from_is_no_part_of_it(source):
    speech = SPEECHES[0]
    draft = draft_of(centred(speech.lines), written([*_spoken(speech), "", "Thank you.", "", source]))
    assert texts_of(draft)[-1] == "Thank you."


@pytest.mark.parametrize(
    "day", ["Managua, September 30th 2024", "Rome, le 30 septembre 2024", "Roma, 30 settembre 2024"]
)
def test_a_day_below_a_speech_is_its_date_where_the_cover_has_none(day):
    speech = next(each for each in SPEECHES if not each.date)
    draft = draft_of(centred(speech.lines), written([*_spoken(speech), "", "Merci.", "", day]))
    assert draft.date.value == "2024-09-30"


def test_a_title_that_stands_apart_is_a_heading():
    """A line between the lines of a title parts them: no kind reaches the database that it does not know."""
    cover = centred(["#79th Session of the Assembly", "", "*SPEAKING ENGAGEMENT 3", "", "#UTOPIA", "#The light"])
    kinds = {each.kind for each in draft_of([*cover, *written(TEXTS["en"], top=560)]).paragraphs}
    assert kinds <= {"body", "heading"}


@pytest.mark.parametrize(
    ("language", "title", "day", "addressed"),
    [
        (
            "en",
            "Statement by Ada Quist",
            "19 September 2017",
            ["President of the General Assembly", "Secretary-General", "Excellencies"],
        ),
        (
            "fr",
            "Discours de Mme Ada Quist",
            "19 septembre 2017",
            ["Président de l'Assemblée générale", "Secrétaire général", "Mesdames et Messieurs"],
        ),
        (
            "it",
            "Discorso di Ada Quist",
            "19 settembre 2017",
            ["Presidente dell'Assemblea generale", "Segretario generale", "Signore e signori"],
        ),
    ],
)
def test_offices_addressed_in_lines_without_a_comma_are_spoken(language, title, day, addressed):
    text = [line for each in addressed for line in (each, "")]
    draft = draft_of([*centred([f"*{title}", day]), *written([*text, *TEXTS[language]], top=660)])
    assert draft.title.value == title
    assert texts_of(draft)[0].split("\n")[0] == addressed[0]


@pytest.mark.parametrize(
    ("title", "office", "salutation"),
    [
        ("Statement by Ada Quist,", "Secretary-General", "Excellencies,"),
        ("Discours de Mme Ada Quist,", "Secrétaire général", "Excellences,"),
        ("Discorso di Ada Quist,", "Segretario generale", "Eccellenze,"),
    ],
)
def test_the_office_of_who_speaks_is_not_addressed(title, office, salutation):
    draft = draft_of(written([title, office, salutation, "", *TEXTS["en"], "", *TEXTS["en"]]))
    assert draft.title.value == f"{title} {office}"
    assert texts_of(draft)[0] == salutation


def test_a_title_that_comes_again_on_the_next_page_keeps_who_speaks_below_the_first():
    cover = centred(
        ["#UTOPIA: National Statement", "Delivered by Ada Quist,", "Permanent Representative", "25 May 2022"]
    )
    again = centred(["#UTOPIA: National Statement"], top=700)
    draft = draft_of(cover, [*again, *written(["Mr President,", "", *TEXTS["en"]], top=660)])
    assert draft.title.value == "UTOPIA: National Statement Delivered by Ada Quist, Permanent Representative"
    assert texts_of(draft)[0] == "Mr President,"


@pytest.mark.parametrize(
    ("language", "title", "day", "salutation"),
    [
        ("en", "Statement by Ada Quist", "26 September 2024", "President Yang,"),
        ("en", "Statement by Ada Quist", "26 September 2024", "Mr. Philemon Yang,"),
        ("en", "Statement by Ada Quist", "26 September 2024", "Co-Chairs,"),
        ("en", "Statement by Ada Quist", "26 September 2024", "Hon. President,"),
        ("fr", "Discours de Mme Ada Quist", "26 septembre 2024", "Monsieur Philémon Yang,"),
        ("fr", "Discours de Mme Ada Quist", "26 septembre 2024", "Président Yang,"),
        ("fr", "Discours de Mme Ada Quist", "26 septembre 2024", "Coprésidents,"),
        ("it", "Discorso di Ada Quist", "26 settembre 2024", "Presidente Yang,"),
        ("it", "Discorso di Ada Quist", "26 settembre 2024", "Signor Philemon Yang,"),
        ("it", "Discorso di Ada Quist", "26 settembre 2024", "Copresidenti,"),
    ],
)
def test_a_form_of_address_with_a_name_begins_the_text(language, title, day, salutation):
    draft = draft_of([*centred([f"*{title}", day]), *written([salutation, "", *TEXTS[language]], top=660)])
    assert (draft.title.value, texts_of(draft)[0]) == (title, salutation)


@pytest.mark.parametrize(
    ("title", "name", "office", "salutation"),
    [
        ("STATEMENT", "Mr. Thomas More,", "Minister of Defence of Utopia", "Excellencies,"),
        ("DISCOURS", "Monsieur Thomas More,", "Ministre de la Défense d'Utopie", "Excellences,"),
        ("DISCORSO", "Signor Thomas More,", "Ministro della Difesa d'Utopia", "Eccellenze,"),
    ],
)
def test_the_name_of_who_speaks_is_no_salutation(title, name, office, salutation):
    cover = centred([f"*{title}", f"*{name}", f"*{office}"])
    draft = draft_of(cover, written([salutation, "", *TEXTS["en"], "", *TEXTS["en"]]))
    assert draft.title.value == f"{title} {name} {office}"
    assert texts_of(draft)[0] == salutation
