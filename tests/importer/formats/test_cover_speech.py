"""The cover of a speech in a Word file without styles, and in plain text."""

from xml.sax.saxutils import escape

import pytest

from statements.importer.extract import Extract, Limits
from statements.importer.formats.docx.document import read_docx
from statements.importer.manifest import DocumentEntry, Manifest
from statements.importer.pipeline import make_draft
from tests.importer.formats.making import make_docx
from tests.importer.formats.speeches import SPEECHES, TEXTS


def paragraphs_of(speech):
    body = " ".join(TEXTS[speech.language]).split("  ")
    cover = [line.lstrip("*#") for line in speech.lines if line]
    return [*cover, *speech.greeting, *body, *body]


def of_word(speech):
    xml = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs_of(speech))
    return read_docx(make_docx(xml), Limits())


def of_text(speech):
    return Extract("\n\n".join(paragraphs_of(speech)), "text/plain")


NAMED = [speech for speech in SPEECHES if "NATIONAL STATEMENT" not in speech.title]


@pytest.mark.parametrize("speech", NAMED, ids=lambda speech: speech.title[:40])
@pytest.mark.parametrize("extract_of", [of_word, of_text])
def test_a_cover_becomes_facts_and_the_text_begins_with_the_salutation(speech, extract_of):
    extract = extract_of(speech)
    draft = make_draft(extract, DocumentEntry("speech.docx"), Manifest())
    assert "".join(extract.text[span.start : span.end] for span in draft.spans) == extract.text
    assert (" ".join(draft.title.value.split()), draft.date.value) == (speech.title, speech.date)
    assert draft.place.value.endswith(speech.place)
    assert draft.paragraphs[0].text == speech.greeting[0]


@pytest.mark.parametrize(
    "text",
    [
        "Statement by the ministers\n\nWe met in Oslo, and spoke of the harbour all day long.\n\nMr. President,",
        "Note of the office\n\nMr. President,\n\nWe met in Oslo.",
    ],
)
def test_lines_that_are_no_cover_stay(text):
    draft = make_draft(Extract(text, "text/plain"), DocumentEntry("a.txt"), Manifest())
    kept = " ".join([draft.title.value, *(each.text for each in draft.paragraphs)])
    assert all(word in kept for word in text.split())
