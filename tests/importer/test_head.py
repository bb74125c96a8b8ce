"""Title and date are taken where the source has them, and never made of a sentence."""

import pytest

from tests.importer.parts import draft

BODY = "\n\nL'Alleanza è unita.\n\nResterà unita."


def head(text):
    found = draft(text + BODY)
    title = None if found.title_assigned else found.title.value
    return title, found.date.value, found.date.origin if found.date.value else ""


class TestDateField:
    @pytest.mark.parametrize("field", [" date 2022-10 ", "date: 2022-10 ", "Date 2022-10\t"])
    def test_it_is_a_field_and_the_words_after_it_are_the_texts(self, field):
        found = draft(f"{field}Il 12 ottobre i ministri si incontrano.")
        assert (found.date.value, found.date.origin) == ("2022-10", "text")
        assert found.paragraphs[0].text == "Il 12 ottobre i ministri si incontrano."

    @pytest.mark.parametrize(
        "text",
        [
            "The date 2022-10 was chosen.",
            "date 2022-13 nobody knows.",
            "date 2022-1000 is a number.",
            "dates 2022-10 x.",
        ],
    )
    def test_look_alikes_stay_in_the_text(self, text):
        found = draft(text)
        assert (found.date.value, found.paragraphs[0].text) == ("", text)

    def test_a_field_further_down_is_prose(self):
        assert draft("Si parte.\n\ndate 2022-10 e poi via.").date.value == ""


class TestTitleLine:
    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("# Dichiarazioni del Presidente", "Dichiarazioni del Presidente"),
            ("# Grazie", "Grazie"),
            ("#   Che cosa fare?  ", "Che cosa fare?"),
            ("Joint statement on Ukraine", "Joint statement on Ukraine"),
            ("  Déclaration à la presse  ", "Déclaration à la presse"),
            ("Comunicato stampa\n=================", "Comunicato stampa"),
            ("Comunicato stampa\n---", "Comunicato stampa"),
        ],
    )
    def test_a_heading_or_a_line_that_stands_alone_is_the_title(self, text, title):
        assert head(text)[0] == title

    @pytest.mark.parametrize(
        "text",
        [
            "Siamo uniti.",
            "Care concittadine e cari concittadini,",
            "Siamo qui per tre ragioni:",
            "«Siamo uniti»",
            "he said what he had to say",
            "Buonasera",
            "1. Noi, Capi di Stato e di Governo",
            "- Primo punto della giornata",
            "## A heading further down",
            "Una riga che va avanti\nnella riga dopo",
            "Molte parole " * 30,
        ],
    )
    def test_a_sentence_a_salutation_or_a_numbered_line_is_no_title(self, text):
        assert head(text)[0] is None

    def test_a_title_alone_is_the_text(self):
        found = draft("Joint statement on Ukraine")
        assert ([each.text for each in found.paragraphs], found.title_assigned) == (
            ["Joint statement on Ukraine"],
            True,
        )

    def test_no_title_is_assigned_from_the_first_words(self):
        found = draft("uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici.")
        assert found.title_assigned
        assert found.title.origin == "guess"
        assert found.title.value == "uno due tre quattro cinque sei sette otto nove dieci undici dodici…"

    @pytest.mark.parametrize(
        ("bracket", "edtf"),
        [
            ("25 November 2022", "2022-11-25"),
            ("giovedì 10 novembre 2022", "2022-11-10"),
            ("1er juillet 2023", "2023-07-01"),
        ],
    )
    def test_a_date_in_brackets_at_its_end_is_the_documents(self, bracket, edtf):
        assert head(f"Telephone conversation ({bracket})") == ("Telephone conversation", edtf, "heading")

    @pytest.mark.parametrize("bracket", ["Brussels", "2022", "31 February 2022", "25 November 2022, Brussels", ""])
    def test_other_brackets_are_of_the_title(self, bracket):
        assert head(f"Telephone conversation ({bracket})") == (f"Telephone conversation ({bracket})", "", "")


class TestDateLine:
    @pytest.mark.parametrize(
        ("line", "edtf"),
        [
            ("Giovedì, 10 Novembre 2022", "2022-11-10"),
            ("10 November 2022", "2022-11-10"),
            ("March 19, 2014", "2014-03-19"),
            ("mardi 11 juillet 2023", "2023-07-11"),
            ("2023-07-11", "2023-07-11"),
        ],
    )
    def test_a_line_with_a_date_alone_is_the_documents_date_above_the_title_and_below(self, line, edtf):
        assert head(f"# Il vertice di Vilnius\n\n{line}") == ("Il vertice di Vilnius", edtf, "text")
        assert head(f"{line}\n\n# Il vertice di Vilnius") == ("Il vertice di Vilnius", edtf, "text")

    @pytest.mark.parametrize("line", ["Il 10 novembre 2022 era giovedì.", "31 February 2022", "12 Brumaire 1799"])
    def test_a_date_among_other_words_or_of_no_calendar_is_not(self, line):
        assert head(f"# Il vertice\n\n{line}")[1] == ""

    def test_a_date_deep_in_the_text_is_not_the_documents(self):
        assert draft("# Il vertice\n\nSiamo uniti.\n\n10 novembre 2022\n\nFine.").date.value == ""


def test_the_manifests_word_is_before_the_texts():
    found = draft("# Il vertice" + BODY, title="The summit", date="2023", language="fr")
    assert [(fact.value, fact.origin) for fact in (found.title, found.date, found.language)] == [
        ("The summit", "manifest"), ("2023", "manifest"), ("fr", "manifest"),
    ]  # fmt: skip


def test_a_date_beside_the_release_notice_and_a_title_in_capitals_over_two_lines():
    made = draft(
        "THE WHITE HOUSE\n\nOffice of the Press Secretary\n______\n"
        "For Immediate Release            September 17, 2009\n\n"
        "REMARKS BY THE PRESIDENT\n  ON MISSILE DEFENSE IN EUROPE\n\nGood morning.\n"
    )
    assert made.title.value == "REMARKS BY THE PRESIDENT ON MISSILE DEFENSE IN EUROPE"
    assert made.date.value == "2009-09-17"
    assert [each.text for each in made.paragraphs] == ["Good morning."]


def test_a_sentence_in_capitals_is_no_title():
    made = draft("WE STAND TOGETHER.\nWE ALWAYS WILL.\n\nGood morning.\n")
    assert made.title_assigned
