"""A file that is not read is told by its first bytes what it is, and what to do with it."""

import pytest

from statements.importer.draft import Refused
from statements.importer.extract import Limits
from statements.importer.files import import_file
from statements.importer.formats.choose import extract

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


def _stream(name):
    return OLE2 + name.encode("utf-16-le") + b"\0" * 100


@pytest.mark.parametrize(
    ("content", "what", "todo"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture .JPEG.", "OCR"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture .PNG.", "OCR"),
        (b"GIF89a\x01\0", "a picture .GIF.", "OCR"),
        (b"II*\0\x08\0\0\0", "a picture .TIFF.", "OCR"),
        (b"MM\0*\0\0\0\x08", "a picture .TIFF.", "OCR"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "a picture .HEIC.", "OCR"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "a picture .WebP.", "OCR"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0", "a picture .BMP.", "OCR"),
        (b"ID3\x04\0\0", "a recording .MP3.", "transcript"),
        (b"\xff\xfb\x90\0\0", "a recording .MP3.", "transcript"),
        (b"\0\0\0\x20ftypisom\0\0\2\0", "a recording .MP4", "transcript"),
        (b"\0\0\0\x20ftypM4A \0\0\2\0", "a recording .MP4", "transcript"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "a recording .WAV.", "transcript"),
        (b"OggS\0\2", "a recording .Ogg.", "transcript"),
        (b"\x1aE\xdf\xa3\x01", "a recording .WebM", "transcript"),
        (b"MZ\x90\0\3\0", "a program .Windows.", "not opened"),
        (b"\x7fELF\2\1\1", "a program .ELF.", "not opened"),
        (b"Rar!\x1a\x07\0", "a parcel of files .RAR.", "take the files out"),
        (b"7z\xbc\xaf\x27\x1c\0", "a parcel of files .7-Zip.", "take the files out"),
        (b"\x1f\x8b\x08\0", "a parcel of files .gzip.", "take the files out"),
        (b"PK\x05\x06" + b"\0" * 18, "a zip", "save the text as .docx or .txt"),
        (b"{\\rtf1\\ansi Oil}", "Rich Text Format", "save it as Word"),
        (_stream("__properties_version1.0"), "the mail cannot be read", "open it and paste its text"),
        (_stream("WordDocument"), "an Office file of the old kind, as .doc is", "save it anew as .docx"),
        (_stream("Workbook"), "a sheet of Excel", "save it as Word"),
        (_stream("PowerPoint Document"), "a presentation", "save it as Word"),
        (b"", "is empty", "send it again"),
        (
            b'<?xml version="1.0"?>\n<!-- by hand -->\n<svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>',
            "SVG",
            "OCR",
        ),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "a feed of news .RSS.", "open the page"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "a feed of news .Atom.", "paste its text"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR", "an entry of a calendar", "paste the text"),
        (b"https://www.nato.int/cps/en/natohq/news_1.htm", "only the address of a page", "save the page as HTML"),
        (b" www.governo.it/it/articolo/1\n", "only the address of a page", "paste its text"),
        (b"elysee.fr/emmanuel-macron/2024/04/01/x", "only the address of a page", "paste its text"),
        (b"https://a.example/1\nhttps://a.example/2\n", "only the address of a page", "paste its text"),
        (b"[InternetShortcut]\r\nURL=https://a.example/\r\n", "only the address of a page", "paste its text"),
    ],
)
@pytest.mark.parametrize("name", ["release.txt", "release.pdf", "release"])
def test_what_it_is_and_what_to_do(content, what, todo, name):
    with pytest.raises(Refused, match=f"(?s){what}.*{todo}"):
        extract(content, name, Limits())


@pytest.mark.parametrize(
    "text",
    [
        "MZ is the name of a paper. It came out today.",
        "BMD: the defence against missiles",
        "ID card for soldiers",
        "See https://nato.int for more.",
        "Grazie",
    ],
)
def test_a_text_is_a_text_whatever_it_begins_with(text):
    assert extract(text.encode(), "a.txt", Limits()).text == text


@pytest.mark.parametrize("name", ["foto.jpg", "mail.msg", "scan.tiff", "foto", "release.txt"])
def test_a_file_in_a_folder_is_told_by_its_bytes_whatever_it_is_called(tmp_path, name):
    (tmp_path / name).write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF")
    outcome = import_file(tmp_path / name)
    assert outcome.result == "refused"
    assert outcome.reason.startswith("this is a picture (JPEG)")
