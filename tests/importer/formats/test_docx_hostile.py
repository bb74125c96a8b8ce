"""Word files that are broken, of another kind, or made to harm their reader."""

import struct
import tracemalloc
from io import BytesIO
from zipfile import ZIP_LZMA, ZIP_STORED, ZipFile

import pytest

from statements.importer.draft import Refused
from statements.importer.extract import Limits
from statements.importer.formats.choose import extract
from statements.importer.formats.docx.document import read_docx
from tests.importer.formats.making import files_of, make_docx, zipped


def p(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def lying(content, real, stated):
    """A Word file of which the tables say another size."""
    return content.replace(struct.pack("<L", real), struct.pack("<L", stated))


def declared(content, encoding="utf-8"):
    files = files_of(content)
    xml = '<!DOCTYPE w:document [<!ENTITY sea "at sea">]>' + files["word/document.xml"].decode().replace("SEA", "&sea;")
    files["word/document.xml"] = f'<?xml version="1.0" encoding="{encoding}"?>{xml}'.encode(encoding)
    return zipped(files)


def twice(content):
    out = BytesIO(content)
    with ZipFile(out, "a") as packed, pytest.warns(UserWarning, match="Duplicate name"):
        packed.writestr("word/document.xml", "<a/>")
    return out.getvalue()


def with_password(content):
    """A Word file of which the table says that its parts are encrypted."""
    start, *entries = content.split(b"PK\x01\x02")
    return b"PK\x01\x02".join([start, *(each[:4] + b"\1" + each[5:] for each in entries)])


LONG = make_docx(p("x" * 99_999))
SIZE = len(files_of(LONG)["word/document.xml"])
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 broken", "broken zip or Word file: open it in Word .* save it anew as .docx, or paste the text"),
        (zipped({"other.xml": "<a/>"}), "not a Word file"),
        (zipped({"word/document.xml": "<html/>"}), "not a Word file"),
        (zipped({"word/document.xml": "<broken"}), "the Word file is broken: open it .* or paste the text"),
        (zipped({"word/document.xml": b" " * 201_000_000}), "far too large once it is unpacked"),
        (zipped({"word/document.xml": b" " * 2_000_000}), "far too large once it is unpacked"),
        (make_docx("<w:p/>"), "has no text"),
        (declared(make_docx(p("We met SEA."))), "document type declaration, which Word never writes"),
        (declared(make_docx(p("We met SEA.")), "utf-16"), "document type declaration"),
        (declared(make_docx(p("We met SEA.")), "utf-7"), "document type declaration|is broken"),
        (lying(LONG, SIZE, 200), "the Word file is broken"),
        (lying(LONG, SIZE, SIZE + 1), "the Word file is broken"),
        (make_docx(p("We met."), ZIP_LZMA), "the Word file is broken"),
        (twice(make_docx(p("We met."))), "the Word file is broken"),
        (with_password(make_docx(p("We met."))), "has a password: save it without one as .docx, or paste the text"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "has a password: save it without one as .docx, or paste"),
        (OLD + b"WordDocument", "old kind, as .doc is, which is not read: open it .* as .docx, or paste the text"),
        (make_docx("<w:p/>" * 210_000, ZIP_STORED), "more than 200,000 paragraphs: split it"),
        (make_docx("<w:r/>" * 1_000_000, ZIP_STORED), "more than 1,000,000 elements: split it, or paste the text"),
        (make_docx("<w:tbl>" * 300 + "</w:tbl>" * 300), "nested too deeply: save its text alone as .docx, or paste"),
        (make_docx(p("We met.") + "<w:altChunk/>"), "of another format within or beside it: open it in Word"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason_and_what_to_do(content, reason):
    with pytest.raises(Refused, match=reason):
        extract(content, "statement.docx", Limits())


def test_elements_are_nested_no_deeper_than_the_limit():
    body = "<w:sdt>" * 20 + p("We met.") + "</w:sdt>" * 20
    assert read_docx(make_docx(body), Limits(depth=30)).text == "We met."
    with pytest.raises(Refused, match="nested too deeply"):
        read_docx(make_docx(body), Limits(depth=20))


def test_a_part_that_states_too_little_is_not_unpacked_whole():
    content = make_docx(p("We met." + " " * 100_000_000))
    size = 100_000_000 + len(files_of(make_docx(p("We met.")))["word/document.xml"])
    tracemalloc.start()
    with pytest.raises(Refused, match="broken"):
        read_docx(lying(content, size, 500), Limits())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000
