"""Word files: what their styles say of paragraphs, and what is no part of the text."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from statements.importer.draft import Refused
from statements.importer.formats.docx import read_docx
from statements.importer.formats.extract import Limits


def bytes_of(document):
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def parts(document):
    extract = read_docx(bytes_of(document), Limits())
    return [(part.dropped or part.kind, extract.text[part.start : part.end]) for part in extract.parts]


def test_styles_tell_what_a_paragraph_is_and_headers_are_dropped():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Press office"
    document.add_heading("The harbour of Oslo", 0)
    document.add_heading("At sea", 1)
    document.add_paragraph("We met at sea.")
    document.add_paragraph("a boat", style="List Bullet")
    document.add_paragraph("We rest.", style="Quote")
    assert parts(document) == [
        ("header", "Press office"), ("title", "The harbour of Oslo"), ("heading", "At sea"), ("body", "We met at sea."),
        ("list-item", "a boat"), ("quotation", "We rest."),
    ]  # fmt: skip


def test_tables_are_read_in_their_place():
    document = docx.Document()
    document.add_paragraph("Before.")
    document.add_table(1, 2).rows[0].cells[1].text = "Inside."
    document.add_paragraph("After.")
    assert [words for _, words in parts(document)] == ["Before.", "Inside.", "After."]


def test_what_was_deleted_is_not_in_the_text_and_what_was_inserted_is():
    document = docx.Document()
    paragraph = document.add_paragraph("We met ")
    for tag, text_tag, words in (("w:del", "w:delText", "never "), ("w:ins", "w:t", "at sea.")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        text.text = words
        text.set(qn("xml:space"), "preserve")
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    assert parts(document) == [("body", "We met at sea.")]


def test_a_day_on_the_cover_of_a_speech_is_its_date_and_the_day_of_the_file_is_not():
    document = docx.Document()
    for text in ("Remarks by Ada Quist", "Oslo, 24 September 2024", "Mr. President,", "We met at sea."):
        document.add_paragraph(text)
    assert read_docx(bytes_of(document), Limits()).facts["date"].value == "2024-09-24"


def zipped(**files):
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 broken", "broken zip or Word file"),
        (zipped(other_xml="<a/>"), "no Word file"),
        (zipped(word__document_xml="<broken"), "the Word file is broken"),
        (zipped(word__document_xml=b" " * 201_000_000), "far too large once it is unpacked"),
        (bytes_of(docx.Document()), "has no text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(content, reason):
    with pytest.raises(Refused, match=reason):
        read_docx(content, Limits())
