"""What is not the statement is dropped with its reason; what only looks like it stays."""

import pytest

from statements.importer import clean
from statements.importer.draft import Refused
from tests.importer.parts import draft, dropped, paragraphs, working

BODY = "L'Alleanza è unita e resterà unita per tutto il tempo necessario."


class TestPageHeaders:
    @pytest.mark.parametrize(
        "header", ["{}/3", " {} / 3 ", "Page {} of 3", "Pagina {} di 3", "page {} sur 3", "Pag. {}/3"]
    )
    def test_rising_headers_are_dropped(self, header):
        text = "\n".join(f"{BODY}\n\n{header.format(page)}\n" for page in (1, 2, 3))
        assert [reason for reason, _ in dropped(text, clean.page_headers)] == ["page header"] * 3

    def test_headers_and_indented_lines_together_give_all_pages(self):
        under_way = working(" Uno.\nsegue.\n\n2/3\n\nDue.\n Tre.\n")
        clean.page_headers(under_way)
        assert list(under_way.pages.values()) == [1, 2, 3]

    def test_no_page_is_guessed_where_some_are_missing(self):
        under_way = working("Uno.\n\n2/5\n\nDue.\n\n4/5\n\nTre.\n")
        clean.page_headers(under_way)
        assert (len(under_way.spans), under_way.pages) == (2, {})

    @pytest.mark.parametrize(
        "text",
        [
            "Uno.\n\n9/11\n\nDue.",
            "Uno.\n\n1/2\n\nDue.\n\n3/4\n\nTre.",
            "Uno.\n\n2/3\n\nDue.\n\n1/3\n\nTre.",
            "Uno.\n\n1/3\n\nDue.\n\n4/3\n\nTre.",
            "Il rapporto è 1/2\ndel totale, poi 2/2\ndel resto.",
        ],
        ids=["a day of terror", "two totals", "falling", "beyond the last", "in a sentence"],
    )
    def test_other_fractions_stay(self, text):
        assert dropped(text, clean.page_headers) == []


class TestCookieNotice:
    @pytest.mark.parametrize(
        "notice",
        [
            "This site uses cookies.\nBy continuing to browse, you agree.",
            "Questo sito utilizza cookie tecnici. Continuando a navigare accetti.",
            "Nous utilisons des cookies : votre consentement est requis.",
        ],
    )
    def test_a_notice_above_the_text_is_dropped(self, notice):
        found = dropped(f"{notice}\n\n{BODY}", clean.cookie_notice)
        assert {reason for reason, _ in found} == {"cookie notice"}
        assert len(found) == len(notice.splitlines())

    @pytest.mark.parametrize(
        "text",
        [
            f"{BODY}\n\nThis site uses cookies.",
            f"This site uses cookies. {'The Alliance stands. ' * 20}\n\n{BODY}",
            f"The minister brought cookies to the soldiers.\n\n{BODY}",
        ],
        ids=["below the text", "in a long statement", "cookies one eats"],
    )
    def test_a_cookie_in_a_statement_is_no_notice(self, text):
        assert dropped(text, clean.cookie_notice) == []


class TestReleaseNotice:
    @pytest.mark.parametrize(
        "notice", ["For Immediate Release", "PER PUBBLICAZIONE IMMEDIATA", "Pour diffusion immédiate :"]
    )
    def test_a_notice_to_the_press_is_dropped(self, notice):
        assert dropped(f"10 July 2023\n{notice}\n\n{BODY}", clean.release_notice) == [("release notice", notice)]

    @pytest.mark.parametrize("text", ["Cite: \nhttps://nato.int/a", "Fonte: https://nato.int/a"])
    def test_the_address_of_the_source_is_dropped(self, text):
        found = dropped(f"{text}\n\n{BODY}", clean.release_notice)
        assert {reason for reason, _ in found} == {"address of the source"}
        assert len(found) == len(text.splitlines())

    @pytest.mark.parametrize(
        "text",
        ["We ask for immediate release of the prisoners.", "Source:\nthe minister", "See https://nato.int for more."],
    )
    def test_words_that_look_like_it_stay(self, text):
        assert dropped(f"{text}\n\n{BODY}", clean.release_notice) == []


class TestRelatedLinks:
    @pytest.mark.parametrize(
        "heading",
        ["## Per saperne di più", "You might also be interested in..", "**Pour en savoir plus**", "Lire aussi :"],
    )
    def test_the_heading_and_its_links_are_dropped(self, heading):
        text = f"{BODY}\n\n{heading}\n\n[Il vertice](#)\n- [La nota](https://nato.int)\n\n{BODY}"
        found = dropped(text, clean.drop_related_links)
        assert [words for _, words in found] == [heading, "[Il vertice](#)", "- [La nota](https://nato.int)"]

    @pytest.mark.parametrize(
        "text",
        [
            "Per saperne di più, visitate il quartier generale.",
            "[Il vertice](#)",
            "Read more books, the minister told the students.",
        ],
        ids=["a sentence", "a link alone", "an advice"],
    )
    def test_look_alikes_stay(self, text):
        assert dropped(f"{BODY}\n\n{text}\n\n{BODY}", clean.drop_related_links) == []


class TestEndMark:
    @pytest.mark.parametrize("mark", ["###", "# # #", r"\###", r"\# \# \#", "-30-", "- END -", "— FINE —"])
    def test_a_mark_below_the_text_is_dropped(self, mark):
        assert dropped(f"{BODY}\n\n{mark}\n", clean.end_mark) == [("end mark", mark)]

    @pytest.mark.parametrize("text", [f"###\n\n{BODY}", f"{BODY}\n\n30", f"{BODY}\n\nThe end", f"{BODY}\n\n## Fine"])
    def test_look_alikes_stay(self, text):
        assert dropped(text, clean.end_mark) == []


class TestFooter:
    @pytest.mark.parametrize(
        "footer",
        [
            "## Contatti\n\nUfficio stampa\n\nCentralino: (+39) 06.6779.1",
            "Contact us\n\nTel. 02 555 12 34",
            "**OTAN**\n\n1110 Bruxelles\n\nContactez-nous\n\n+32 2 707 41 11",
        ],
        ids=["it", "en", "fr"],
    )
    def test_addresses_and_numbers_below_the_text_are_dropped(self, footer):
        assert paragraphs(f"{BODY}\n\n{footer}") == [BODY]

    @pytest.mark.parametrize(
        "ending",
        [
            "**Giorgia Meloni**",
            "**Giorgia Meloni**\n**Presidente del Consiglio**",
            "Roma, 10/11/2022",
            "Vilnius, 11.07.2023",
            "2022-11-10",
            "Viva l'Italia!\n\nViva l'Alleanza!",
            "00186 Roma",
        ],
    )
    def test_a_signature_or_a_place_and_date_below_a_statement_is_no_footer(self, ending):
        assert dropped(f"{BODY}\n\n{ending}", clean.footer) == []

    def test_a_telephone_number_in_a_sentence_is_no_footer(self):
        text = f"{BODY}\n\nCall the ministry at +39 06 67791 before Monday and ask for the press office."
        assert dropped(text, clean.footer) == []

    def test_contacts_with_text_below_are_no_footer(self):
        assert dropped(f"## Contacts\n\n{BODY}", clean.footer) == []

    def test_the_last_sentences_above_a_footer_stay(self):
        assert paragraphs(f"{BODY}\n\nGrazie a tutti\n\n## Contatti\n\nTel. 06 67791234")[-1] == "Grazie a tutti"


def test_a_file_of_nothing_but_furniture_is_refused():
    with pytest.raises(Refused, match="nothing is left"):
        draft("This site uses cookies.\n\n## Contacts\n\nTel. 06 67791234")
