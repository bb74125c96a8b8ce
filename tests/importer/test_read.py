"""Bytes become text and lines, or are refused with a word on what to do."""

import codecs

import pytest

from statements.importer.draft import Refused
from statements.importer.read import Decoded, decode, lines
from tests.importer.parts import draft, paragraphs

LIMIT = 1_000


def test_utf_8_is_read():
    assert decode("È l'Alleanza".encode(), LIMIT).text == "È l'Alleanza"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (codecs.BOM_UTF8 + "Öl".encode(), "utf-8-sig"),
        ("Öl".encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + "Öl".encode("utf-16-be"), "utf-16"),
    ],
    ids=["UTF-8 with a mark", "UTF-16 little-endian", "UTF-16 big-endian"],
)
def test_a_byte_order_mark_is_understood_and_no_part_of_the_text(content, encoding):
    decoded = decode(content, LIMIT)
    assert (decoded.text, decoded.encoding) == ("Öl", encoding)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no text"),
        (b"\n \n\t\r\n", "no text"),
        ("\u200b\ufeff\u00ad".encode(), "no text"),
        (b"\x80\x81\x8d \xf0\xfe", "byte 0 is wrong. Save it as UTF-8"),
        ("Oil".encode("utf-32"), "NUL"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "not utf-16 text"),
        (b"x\x01\x02\x03", "control characters .U.0001."),
        (b"Oil\x1b[31m", "control characters"),
        (b"%PDF-1.7 ...", "PDF files are not text"),
        (b"PK\x03\x04...", "Word or zip files are not text"),
        (b"{\\rtf1 Oil}", "Rich Text Format"),
        (b"bplist00 Oil", "save the page as HTML"),
        (b"Oil " + b"\xed\xa0\x80", "not utf-8 text"),
        (b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b", "a page saved as one file"),
        (b"Subject: a\nContent-Transfer-Encoding: quoted-printable\n\nOil=20", "a page saved as one file"),
        (b"x" * (LIMIT + 1), "more than the limit of 1,000"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(content, reason):
    with pytest.raises(Refused, match=reason):
        decode(content, LIMIT)


def test_the_mark_with_which_dos_ended_a_file_is_no_text():
    assert decode(b"Oil\r\n\x1a", LIMIT).text == "Oil\r\n"


def test_a_file_as_large_as_the_limit_is_read():
    assert len(decode(b"x " * (LIMIT // 2), LIMIT).text) == LIMIT


def test_each_sort_of_line_end_ends_a_line_and_positions_count_its_characters():
    text = "one\r\ntwo\rthree\nfour"
    found = [line for line in lines(text) if line.text]
    assert [line.text for line in found] == ["one", "two", "three", "four"]
    assert [text[line.start : line.end] for line in found] == ["one", "two", "three", "four"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_paragraphs_are_the_same_whatever_ends_the_lines(line_end):
    text = "Siamo uniti.\n\nSiamo forti.\n".replace("\n", line_end)
    assert paragraphs(text) == ["Siamo uniti.", "Siamo forti."]


@pytest.mark.parametrize("character", ["\f", "\v", "\u2028", "\u00a0", "\u200b", "\t"])
def test_odd_white_space_inside_a_line_stays_in_the_text_and_ends_no_paragraph(character):
    assert paragraphs(f"Siamo{character}uniti.") == [f"Siamo{character}uniti."]


@pytest.mark.parametrize("line", ["\f", "\u200b", "\ufeff\u200b", "\u00a0", "\u2028", " \t "])
def test_a_line_in_which_nothing_can_be_seen_is_a_blank_line(line):
    assert paragraphs(f"Siamo uniti.\n{line}\nSiamo forti.") == ["Siamo uniti.", "Siamo forti."]


def test_white_space_around_a_paragraph_is_no_part_of_it():
    [only] = draft("  \t Siamo uniti.  \t\n").paragraphs
    assert (only.text, only.start, only.end) == ("Siamo uniti.", 4, 16)


def test_a_file_of_one_word_is_a_document_of_one_word():
    found = draft("Grazie")
    assert [each.text for each in found.paragraphs] == ["Grazie"]
    assert (found.title.value, found.title_assigned) == ("Grazie", True)


def test_one_endless_line_is_refused():
    with pytest.raises(Refused, match="200,001 characters, more than 200,000: break it into lines"):
        draft("x" * 200_001)


@pytest.mark.parametrize("marks", ["\u0301\u0327", "\u0301\u200b", "\u0483\u0327"])
def test_a_letter_with_more_accents_than_any_is_refused_before_any_work(marks):
    with pytest.raises(Refused, match="a letter has .* accents, more than 100: this is not text"):
        draft("Salpiamo all'alba, e poi a" + marks * 5_000)


def test_a_text_of_too_many_lines_is_refused_before_any_work():
    with pytest.raises(Refused, match="more than 500,000 lines"):
        draft("Sì" + "\n" * 500_001)


@pytest.mark.slow
def test_a_text_of_too_many_paragraphs_is_refused():
    with pytest.raises(Refused, match="50,001 paragraphs"):
        draft("Sì.\n\n" * 50_001)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Là, l'été dure", "cp1252"),
        ("L’été n’est pas fini : « voilà »", "cp1252"),
        ("Perché l'unità è più forte della libertà", "cp1252"),
        ("L’été n’est pas fini : « voilà »", "mac-roman"),
        ("L’été n’est pas fini : « voilà »".replace("’", "'"), "cp850"),
        ("Perché l'unità è più forte della libertà", "cp850"),
        ("Perché l'unità è più forte della libertà", "mac-roman"),
        ("Le cœur coûte 3 € à l'œuvre", "iso8859-15"),
        ("Le cœur coûte 3 € à l’œuvre", "cp1252"),
        ("È VERO: LA LIBERTÀ, È COSÌ", "cp1252"),
        ("Öl", "utf-16-le"),
        ("Oil on the sea, and none in the harbour", "utf-16-be"),
    ],
)
def test_old_encodings_are_told_by_their_letters(text, encoding):
    assert decode(text.encode(encoding), LIMIT) == Decoded(text, encoding)


def test_bytes_that_may_be_two_encodings_are_refused_with_what_to_do():
    with pytest.raises(Refused, match="Save it as UTF-8"):
        decode("LIBERTÀ".encode("mac-roman"), LIMIT)


def test_signs_that_turn_the_order_of_what_is_shown_are_taken_out():
    assert decode("We \u202emet\u202c at sea".encode(), LIMIT).text == "We met at sea"
