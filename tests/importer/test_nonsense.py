"""Bytes that are no text become no draft, whatever they are called; a text of the wrong name is read, and told."""

import base64
import random
import zlib

import pytest

from statements.importer.draft import Refused
from statements.importer.extract import Limits
from statements.importer.files import import_file
from statements.importer.formats.choose import extract
from statements.importer.formats.mails.listing import list_mail
from tests.importer.formats.making_msg import attachment, msg

CHANCE = random.Random(8)
NAMES = ["a.zip", "a.exe", "a.eml", "a.msg", "a.docx", "a.pdf", "a.txt", "a.html", "a"]
TEXT = "The harbour of Oslo\n\nWe met at sea with our allies, and we spoke of the light that they keep at night."
HEADERS = b"MIME-Version: 1.0\nSubject: The light\nContent-Type: text/plain\n\n"


def junk(length, low=0, high=256):
    return bytes(CHANCE.randrange(low, high) for _ in range(length))


NONSENSE = {
    "random bytes": junk(4_000),
    "a few random bytes": b"\x00\x01" + junk(60),
    "bytes above ASCII": junk(2_000, 128),
    "bytes called UTF-16": b"\xff\xfe" + junk(4_000),
    "control characters in UTF-16": "".join(chr(CHANCE.randrange(1, 32)) for _ in range(300)).encode("utf-16"),
    "packed data": zlib.compress(TEXT.encode() * 50),
    "data in base64": base64.encodebytes(junk(3_000)),
    "data in hexadecimal digits": junk(2_000).hex().encode(),
    "signs of no text in UTF-8": "".join(chr(CHANCE.randrange(0x80, 0xA0)) for _ in range(500)).encode(),
    "letters for private use": "".join(chr(CHANCE.randrange(0xE000, 0xF000)) for _ in range(500)).encode(),
    "lost letters": ("\ufffd" * 500).encode(),
    "a zip cut off": b"PK\x03\x04" + junk(200),
    "a later part of a zip": b"PK\x07\x08" + junk(400),
    "a program": b"MZ" + junk(900),
    "a page of junk": b"<!doctype html><html><body>" + junk(4_000),
    "a mail of junk": HEADERS + junk(2_000),
    "a mail of packed junk": HEADERS.replace(b"\n\n", b"\nContent-Transfer-Encoding: base64\n\n")
    + base64.encodebytes(junk(2_000)),
    "a PDF of junk": b"%PDF-1.7\n" + junk(500),
    "an OLE2 file of junk": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + junk(2_000),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_is_refused_with_a_reason_whatever_it_is_called(what, name):
    with pytest.raises(Refused) as refusal:
        extract(NONSENSE[what], name, Limits())
    assert len(str(refusal.value)) > 20


@pytest.mark.parametrize("what", ["random bytes", "packed data", "a page of junk"])
def test_the_reason_says_that_it_is_no_text_and_what_to_do(what):
    with pytest.raises(Refused, match="this is no text: 1[0-9] of 100 characters.*open it in the program that made it"):
        extract(NONSENSE[what], "release.html", Limits())


def test_data_in_letters_is_said_to_have_no_words():
    with pytest.raises(Refused, match="no text but data in letters, without words"):
        extract(NONSENSE["data in base64"], "release.txt", Limits())


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "北大西洋公約組織的部長們在奧斯陸的港口會面，他們談到了夜間燃燒的燈光，以及守護它的人們。" * 20,
        f"{TEXT} See https://www.nato.int/{'a-long-address-' * 20}",
        "A page\x0cbreak and a lost \ufffd letter. " + TEXT,
        "L\ufffdItalia \ufffd pi\ufffd unita. " * 3 + TEXT,
    ],
)
def test_a_text_with_odd_letters_is_one(text):
    assert extract(text.encode(), "a.txt", Limits()).text == text


def test_a_page_with_a_stray_control_character_is_one():
    page = f"<!doctype html><html><body><h1>The harbour</h1><p>{TEXT}\x00\x03</p><p>{TEXT}</p></body></html>"
    assert "We met at sea" in extract(page.encode(), "a.html", Limits()).text


@pytest.mark.parametrize("name", ["a.zip", "a.exe", "a.eml", "a.msg", "a.docx", "A.PDF"])
def test_a_text_under_another_name_is_read_with_a_warning(name):
    read = extract(TEXT.encode(), name, Limits())
    assert (read.text, read.media_type) == (TEXT, "text/plain")
    ending = name[1:].lower()
    assert read.warnings == (f"its name ends in {ending}, but it is a plain text: is it the file that was meant?",)


def test_a_page_under_another_name_is_read_with_a_warning():
    page = f"<!doctype html><html><body><h1>The harbour</h1><p>{TEXT}</p><p>{TEXT}</p></body></html>"
    assert "but it is a web page" in extract(page.encode(), "a.pdf", Limits()).warnings[0]
    assert extract(page.encode(), "a.html", Limits()).warnings == ()


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a", "statement of 3.5"])
def test_a_text_under_its_own_name_needs_no_warning(name):
    assert extract(TEXT.encode(), name, Limits()).warnings == ()


def test_what_has_no_header_of_a_mail_is_none_and_keeps_its_first_line():
    text = f"Oslo: we met at sea\nand we spoke of the light.\n\n{TEXT}"
    read = extract(text.encode(), "a.eml", Limits())
    assert (read.text, read.media_type) == (text, "text/plain")


@pytest.mark.parametrize("header", ["Subject: The light", "From: Ada Quist", "Received: by harbour.example"])
def test_one_header_makes_a_mail(header):
    assert extract(f"{header}\n\n{TEXT}".encode(), "a.eml", Limits()).media_type == "message/rfc822"


def test_nonsense_in_a_mail_is_no_release_and_a_file_beside_it_is():
    boundary = b"MIME-Version: 1.0\nSubject: The light\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    words = b"Content-Type: text/plain\nContent-Transfer-Encoding: 8bit\n\n" + NONSENSE["random bytes"] + b"\n--b\n"
    files = [
        b'Content-Type: text/plain; name="%s"\nContent-Transfer-Encoding: base64\n\n%s\n--b' % (name, content)
        for name, content in [
            (b"data.txt", base64.encodebytes(NONSENSE["packed data"])),
            (b"release.zip", base64.encodebytes(TEXT.encode())),
        ]
    ]
    mail = boundary + words + b"\n".join(files) + b"--\n"
    listing = list_mail(mail, "a.eml", Limits())
    assert ["no text" in each.why_not for each in listing.parts] == [True, True, False]
    assert extract(mail, "a.eml", Limits()).text == TEXT


def test_nonsense_in_a_mail_of_outlook_is_no_release():
    listing = list_mail(msg("The light", "The note.", attached=[attachment("a.exe", junk(900))]), "a.msg", Limits())
    assert [bool(each.why_not) for each in listing.parts] == [False, True]


@pytest.mark.parametrize("name", NAMES)
def test_nonsense_in_a_folder_is_refused(tmp_path, name):
    (tmp_path / name).write_bytes(NONSENSE["random bytes"])
    assert import_file(tmp_path / name).result == "refused"
