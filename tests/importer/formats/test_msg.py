"""Mails that Outlook saved: their words, who sent them, what is attached; and files that only begin like one."""

import struct
import zlib
from datetime import UTC, datetime

import pytest

from statements.importer.draft import Refused
from statements.importer.extract import Limits
from statements.importer.formats.choose import extract, format_of
from statements.importer.formats.mails.outlook import read_outlook
from statements.importer.formats.mails.rich_text import unpack_rich_text
from tests.importer.formats.mailings import EN, FR, IT, NOTES, PNG, TEXTS, plain, word
from tests.importer.formats.making_msg import attached_mail, attachment, compound_file, letters, message, msg

LIMITS = Limits()


def read(content):
    return read_outlook(content, LIMITS)


def test_who_sent_what_and_when():
    mail = read(msg(IT, plain(IT), sent=datetime(2024, 7, 4, 7, 15, tzinfo=UTC)))
    assert (mail.sender, mail.to, mail.subject) == ("Press office <press@harbour.example>", "Desk", IT)
    assert mail.sent == "Thu, 04 Jul 2024 07:15:00 +0000"


def test_the_zone_is_that_of_the_headers_where_they_are_kept():
    tree = message(IT, plain(IT), sent=datetime(2024, 7, 4, 22, 30, tzinfo=UTC))
    tree |= letters(0x007D, "Received: x\r\nDate: Fri, 5 Jul 2024 00:30:00 +0200\r\nFrom: a\r\n")
    assert read(compound_file(tree)).sent == "Fri, 5 Jul 2024 00:30:00 +0200"


@pytest.mark.parametrize(
    ("codepage", "number"), [("cp1252", 1252), ("cp1250", 1250), ("utf-8", 65001), ("latin-1", 28591)]
)
def test_letters_of_eight_bits_are_those_of_its_code_page(codepage, number):
    text = "Mšto, čaj" if number == 1250 else "Più uniti, perché sì"
    mail = read(msg(text, text, codepage=codepage, cpid=number))
    assert (mail.subject, mail.plain) == (text, text)


def test_a_page_and_the_text_beside_it_are_one_release():
    page = "<html><head><meta charset='windows-1252'></head><body>" + "".join(f"<p>{each}</p>" for each in TEXTS[FR])
    found = extract(msg(FR, plain(FR), page.encode("cp1252"), cpid=1252), "a.msg", LIMITS)
    assert found.text.endswith(plain(FR))
    assert found.part.others == 0


def test_a_large_text_is_in_sectors_of_its_own():
    text = "The light burns. " * 40_000
    mail = read(msg(EN, text, attached=[attachment(f"{number}.docx", word(EN) * 30) for number in range(9)]))
    assert mail.plain == text
    assert [each.name for each in mail.attached] == [f"{number}.docx" for number in range(9)]
    assert mail.attached[8].content == word(EN) * 30


def test_a_mail_in_a_mail_in_a_mail():
    inner = message(IT, plain(IT), attached=[attachment("comunicato.docx", word(IT))], inside=True)
    middle = message("I: leggi", "Vedi sotto.", attached=[attached_mail(inner)], inside=True)
    mail = read(msg("I: I: leggi", "FYI", attached=[attached_mail(middle), attachment("logo.png", PNG, shown=True)]))
    deepest = mail.attached[0].attached[0]
    assert (deepest.subject, deepest.attached[0].name) == (IT, "comunicato.docx")


def as_it_is(rtf):
    """Rich text that Outlook did not pack."""
    return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf


def packed(rtf):
    """Rich text packed without any repetition: a byte of zeros before every eight letters, and the mark of the end."""
    pieces = [rtf[place : place + 8] for place in range(0, len(rtf), 8)]
    last = pieces.pop() if len(pieces[-1]) < 8 else b""
    end = (207 + len(rtf)) % 4096 << 4
    body = b"".join(b"\0" + each for each in pieces) + bytes([1 << len(last)]) + last + end.to_bytes(2, "big")
    checksum = zlib.crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF
    return struct.pack("<II4sI", len(body) + 12, len(rtf), b"LZFu", checksum) + body


# The examples of [MS-OXRTFCP], 3.1 and 3.2.
HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
CROSSING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
PAGE = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset238 Arial CE;}}"
    rb"{\colortbl\red0\green0\blue0;}{\*\generator Riched20;}\uc1\pard "
    rb"{\*\htmltag18 <html>}{\*\htmltag50 <body>}\htmlrtf \lang1033 \htmlrtf0 "
    rb"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 %b\htmlrtf\par}\htmlrtf0 {\*\htmltag72 </p>}"
    rb"{\*\mhtmltag64 <p class=other>}{\*\htmltag64 <p>}Pi\'f9 \u8220?uniti\u8221? \{sempre\}{\*\htmltag84 &amp;}"
    rb"\htmlrtf &\htmlrtf0 {\f1 \'9a}\u-10179?\u-8704?\ldblquote so\rdblquote{\*\htmltag72 </p>}"
    rb"{\*\htmltag58 </body>}{\*\htmltag27 </html>}}"
)


def test_the_examples_of_the_format_are_unpacked():
    assert unpack_rich_text(HELLO, 1_000) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpack_rich_text(CROSSING, 1_000) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert read(msg(EN, rtf=HELLO)).plain == "hello world"


def test_a_page_kept_in_rich_text_is_read_as_the_page():
    mail = read(msg(IT, rtf=packed(PAGE % TEXTS[EN][0].encode())))
    told = f"<p>{TEXTS[EN][0]}</p><p>Più “uniti” {{sempre}}&amp;š\U0001f600“so”</p>"
    assert (mail.plain, mail.html) == ("", f"<html><body>{told}</body></html>")


@pytest.mark.parametrize("keep", [packed, as_it_is])
def test_a_text_kept_in_rich_text_is_the_release(keep):
    paragraphs = rb"\par\par ".join(each.encode("cp1252") for each in TEXTS[EN])
    rtf = rb"{\rtf1\ansi\ansicpg1252\fromtext \deff0{\fonttbl{\f0 Courier;}}\pard %b\par}" % paragraphs
    found = extract(msg(EN, rtf=keep(rtf)), "a.msg", LIMITS)
    assert found.text.partition("\n\n")[2].strip() == "\n\n".join(TEXTS[EN])
    assert found.media_type == "application/vnd.ms-outlook"


def test_rich_text_that_was_written_as_such_gives_its_words():
    rtf = (
        rb"{\rtf1\ansi{\stylesheet{\s1 heading 1;}}{\info{\title Draft}}{\pict\pngblip 89504e47\bin4 }{}x}"
        rb"{\field{\*\fldinst HYPERLINK \"https://a.example\"}{\fldrslt The light}} burns.\line{\b At} night.}"
    )
    assert read(msg(EN, rtf=as_it_is(rtf))).plain == "The light burns.\nAt night."


def test_rich_text_without_words_is_no_release():
    with pytest.raises(Refused, match="the mail has no text: paste what it says"):
        extract(msg(EN, rtf=as_it_is(rb"{\rtf1\ansi\par}")), "a.msg", LIMITS)


@pytest.mark.parametrize("place", range(16, len(HELLO)))
def test_rich_text_of_which_a_bit_has_changed_is_refused(place):
    changed = HELLO[:place] + bytes([HELLO[place] ^ 1]) + HELLO[place + 1 :]
    with pytest.raises(Refused, match="the mail cannot be read"):
        extract(msg(EN, rtf=changed), "a.msg", LIMITS)


def test_rich_text_cut_or_of_another_kind_is_refused():
    for broken in [b"x", HELLO[:20], HELLO.replace(b"LZFu", b"LZFx"), struct.pack("<II4sI", 12, 9, b"LZFu", 7)]:
        with pytest.raises(Refused, match="the mail cannot be read"):
            extract(msg(EN, rtf=broken), "a.msg", LIMITS)


def test_rich_text_that_says_it_is_huge_is_refused_before_it_is_unpacked():
    with pytest.raises(Refused, match="more than .* bytes"):
        extract(msg(EN, rtf=struct.pack("<II4sI", 40, 4_000_000_000, b"LZFu", 7) + bytes(28)), "a.msg", LIMITS)


def test_rich_text_in_many_groups_ends():
    for many in (b"{" * 50_000, b"}" * 50_000, b"{\\*" * 9_000, b"\\u1" * 50_000, b"\\bin9999999999 x"):
        _try(msg(EN, rtf=as_it_is(rb"{\rtf1 " + many)))


def test_what_is_no_mail_is_called_by_its_name():
    with pytest.raises(Refused, match="an appointment"):
        extract(msg(EN, NOTES[EN], kind="IPM.Appointment"), "a.msg", LIMITS)


def test_nothing_is_inside_for_ever():
    tree = message(EN, "The innermost.", inside=True)
    for _ in range(8):
        tree = message(EN, "See below.", attached=[attached_mail(tree)], inside=True)
    with pytest.raises(Refused, match="inside one another"):
        extract(compound_file(message(EN, "x", attached=[attached_mail(tree)])), "a.msg", LIMITS)


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\a\\b\\passwd", "pass\0wd"])
def test_names_are_no_paths(name):
    mail = read(msg(EN, NOTES[EN], attached=[attachment(name, b"Words of a text.")]))
    assert mail.attached[0].name == ("passwd")


def test_a_mail_cut_anywhere_or_scrambled_is_refused_or_read():
    whole = msg(IT, plain(IT), attached=[attachment("r.docx", word(IT))])
    assert format_of(whole, "a") == "msg"
    for length in [*range(0, 1_600, 100), *range(1_600, len(whole), 700)]:
        _try(whole[:length])
    for place in range(0, len(whole), 61):
        _try(whole[:place] + b"\xff\xff\xff\x7f" + whole[place + 4 :])


def _try(content):
    try:
        extract(content, "a.msg", LIMITS)
    except Refused as refusal:
        assert str(refusal)


def test_a_chain_of_sectors_that_bites_its_tail_ends():
    whole = bytearray(msg(IT, plain(IT) * 50))
    fat = int.from_bytes(whole[76:80], "little")
    for entry in range(128):
        whole[(fat + 1) * 512 + 4 * entry : (fat + 1) * 512 + 4 * entry + 4] = entry.to_bytes(4, "little")
    _try(bytes(whole))


def test_it_cannot_be_told_by_its_name_alone():
    with pytest.raises(Refused):
        extract(b"\xd0\xcf\x11\xe0" + b"\0" * 2_000, "a.msg", LIMITS)
    assert extract(b"Words of a text in a file of the wrong name.", "a.msg", LIMITS).media_type == "text/plain"
