"""Lines become the paragraphs that the author wrote."""

import pytest

from statements.importer.read import lines
from statements.importer.segment import wrap_width
from tests.importer.parts import draft, paragraphs, working

WRAPPED = """\
Noi, Capi di Stato e di Governo, ci siamo riuniti a Vilnius mentre la
guerra continua nel continente europeo, per riaffermare il nostro legame
transatlantico, unità, coesione e solidarietà in un momento critico per
la nostra sicurezza e la pace e stabilità internazionale di tutti noi."""


def numbers(text):
    return [(each.number, each.text) for each in draft(text).paragraphs]


class TestWrappedLines:
    def test_lines_wrapped_at_72_are_one_paragraph(self):
        assert paragraphs(WRAPPED) == [" ".join(WRAPPED.split("\n"))]

    def test_each_line_is_a_paragraph_where_nothing_is_wrapped(self):
        assert paragraphs("Una riga breve.\nUn'altra.\nE la terza riga di tutte.\nFine.") == [
            "Una riga breve.", "Un'altra.", "E la terza riga di tutte.", "Fine.",
        ]  # fmt: skip

    def test_one_long_address_does_not_hide_that_the_others_are_wrapped(self):
        blocks = working("\n\n".join([WRAPPED] * 10 + [f"https://example.org/{'x' * 200}\nfine."])).blocks()
        assert wrap_width(blocks) == 72

    def test_a_short_complete_line_before_a_capital_ends_a_paragraph(self):
        found = paragraphs(
            f"{WRAPPED}\nFine.\nAltro capitolo che comincia qui con la maiuscola e va a capo come gli\naltri."
        )
        assert [each.split()[0] for each in found] == ["Noi,", "Altro"]

    @pytest.mark.parametrize("last", [".", ") e poi.", ", e poi."])
    def test_what_takes_no_space_before_it_is_joined_without(self, last):
        assert paragraphs(f"{WRAPPED[:-1]}\n{last}")[0].endswith(f"tutti noi{last}")

    def test_trailing_spaces_and_tabs_do_not_matter(self):
        assert paragraphs(WRAPPED.replace("\n", " \t \n\t")) == paragraphs(WRAPPED)


class TestHyphens:
    def text(self, cut, rest, elsewhere=""):
        return f"{WRAPPED[:-1]} {cut}\n{rest} di tutti. {elsewhere}"

    def test_a_hyphen_that_only_the_wrapping_put_there_is_undone_and_accounted_for(self):
        found = draft(self.text("allean-", "za", "La alleanza."))
        assert "noi alleanza di" in found.paragraphs[0].text
        assert "hyphen at the end of a line" in {span.reason for span in found.spans}

    @pytest.mark.parametrize("elsewhere", ["", "L'area euro-atlantica.", "Euroatlantica o euro-atlantica."])
    def test_a_hyphen_that_belongs_to_the_word_stays(self, elsewhere):
        assert "noi euro-atlantica di" in paragraphs(self.text("euro-", "atlantica", elsewhere))[0]

    def test_a_dash_between_spaces_is_no_hyphen(self):
        assert "noi - atlantica di" in paragraphs(self.text("-", "atlantica"))[0]


class TestNumbers:
    def test_a_sequence_is_numbered(self):
        assert numbers("1. Uno.\n\n2. Due.\n\n3) Tre.") == [("1", "Uno."), ("2", "Due."), ("3", "Tre.")]

    def test_one_missing_number_does_not_take_the_numbers_from_those_after_it(self):
        found = numbers("1. Uno.\n\n2. Due.\n\n4. Quattro.\n\n5. Cinque.")
        assert [number for number, _ in found] == ["1", "2", "4", "5"]

    def test_an_excerpt_begins_with_its_own_number(self):
        assert [number for number, _ in numbers("23. Le ambizioni.\n\n24. I mezzi.")] == ["23", "24"]

    @pytest.mark.parametrize("year", ["2008. Affinché l'Ucraina", "10 del Trattato", "28. anche questo"])
    def test_a_number_at_the_start_of_a_wrapped_line_is_no_paragraphs(self, year):
        impegno = "Ricordiamo a tutti l'impegno che fu preso al Vertice di Bucarest del"
        text = f"1. {WRAPPED}\n{impegno}\n{year} diventi membro.\n\n2. Due."
        assert [number for number, _ in numbers(text)] == ["1", "2"]

    def test_a_year_at_the_start_of_a_paragraph_is_no_number(self):
        assert numbers("2008. Un anno difficile.\n\n2009. Un altro.")[0] == ("", "2008. Un anno difficile.")

    def test_a_lone_number_is_part_of_the_text(self):
        assert numbers("Siamo uniti.\n\n7. Sette sono le ragioni.") == [
            ("", "Siamo uniti."),
            ("", "7. Sette sono le ragioni."),
        ]

    def test_a_numbered_list_inside_a_paragraph_does_not_break_the_sequence(self):
        found = numbers("1. Uno.\n\n2. Due cose: 1. la prima; 2. la seconda.\n\n3. Tre.")
        assert [number for number, _ in found] == ["1", "2", "3"]
        assert found[1][1] == "Due cose: 1. la prima; 2. la seconda."

    def test_numbers_without_a_space_are_no_paragraph_numbers(self):
        assert numbers("1.5 miliardi.\n\n2.5 miliardi.")[0] == ("", "1.5 miliardi.")

    def test_what_a_colon_announces_belongs_under_its_number(self):
        found = draft("1. Abbiamo:\n\nDeciso questo.\n\nDeciso quello.\n\n2. Fine.\n\nIn fede.").paragraphs
        assert [(each.number, each.under, each.kind) for each in found] == [
            ("1", "", "body"), ("", "1", "list-item"), ("", "1", "list-item"), ("2", "", "body"), ("", "", "body"),
        ]  # fmt: skip


class TestPageBreaks:
    def text(self, before, after):
        return f" Prefazione.\n\n{before}\n\n2/3\n\n{after}\n Terza pagina."

    def test_a_paragraph_cut_by_a_page_is_whole(self):
        found = draft(self.text("Il nostro vantaggio", "tecnologico continua.")).paragraphs
        assert [(each.text, each.page) for each in found] == [
            ("Prefazione.", 1), ("Il nostro vantaggio tecnologico continua.", 1), ("Terza pagina.", 3),
        ]  # fmt: skip

    def test_a_sentence_that_ends_the_page_ends_the_paragraph(self):
        found = draft(self.text("Il nostro vantaggio.", "Continua.")).paragraphs
        assert [each.page for each in found] == [1, 1, 2, 3]


class TestMarkdown:
    def test_headings_are_headings_without_their_mark(self):
        found = draft("Siamo uniti.\n\n## La difesa\nSiamo forti.\n### E poi\n").paragraphs
        assert [(each.kind, each.text) for each in found] == [
            ("body", "Siamo uniti."), ("heading", "La difesa"), ("body", "Siamo forti."), ("heading", "E poi"),
        ]  # fmt: skip

    @pytest.mark.parametrize("mark", ["-", "*", "•", "–"])
    def test_list_items_are_list_items_without_their_mark(self, mark):
        found = draft(f"Siamo:\n\n{mark} uniti;\n{mark}   forti.\n").paragraphs
        assert [(each.kind, each.text) for each in found[1:]] == [("list-item", "uniti;"), ("list-item", "forti.")]

    @pytest.mark.parametrize("text", ["#NATO è unita.", "-5 gradi a Vilnius.", "#", "1)"])
    def test_look_alikes_are_text(self, text):
        [only] = draft(text).paragraphs
        assert (only.kind, only.text, only.number) == ("body", text, "")

    @pytest.mark.parametrize("rule", ["---", "* * *", "_____"])
    def test_ruled_lines_are_dropped(self, rule):
        assert paragraphs(f"Siamo uniti.\n\n{rule}\n\nSiamo forti.") == ["Siamo uniti.", "Siamo forti."]


def test_lines_of_a_text_are_lines_of_it():
    assert [line.text for line in lines(WRAPPED) if line.text] == WRAPPED.split("\n")


def test_lines_with_an_empty_one_between_them_are_one_paragraph():
    spaced = WRAPPED.replace("\n", "\n\n")
    assert paragraphs(f"{spaced}\n\n\n{spaced}\n\n\n{spaced}") == [" ".join(WRAPPED.split("\n"))] * 3


def test_numbers_of_pages_that_rise_are_no_paragraphs_and_one_alone_stays():
    assert paragraphs("Una riga.\n\n- 2 -\n\nUn'altra.\n\n- 3 -\n\nUna terza.") == [
        "Una riga.",
        "Un'altra.",
        "Una terza.",
    ]
    assert paragraphs("Una riga.\n\n- 2 -\n\nUn'altra.")[1] == "2 -"
