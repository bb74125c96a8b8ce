"""Speeches drawn on pages of a PDF, and what the importer makes of them: for the tests of covers."""

from statements.importer.extract import Limits
from statements.importer.formats.pdf.document import read_pdf
from statements.importer.manifest import DocumentEntry, Manifest
from statements.importer.pipeline import make_draft
from tests.importer.formats.making import make_pdf

_WIDTH = 595


def centred(lines, top=760, step=24):
    """A cover: "*" prints a line in bold, "#" large; an empty line leaves room."""
    drawn, y = [], top
    for line in lines:
        size = 18 if line.startswith("#") else 12
        text = line.lstrip("*#")
        style = ["bold"] if line[:1] in ("*", "#") else []
        if text:
            drawn.append((max(40, (_WIDTH - len(text) * size * 0.5) // 2), y, size, text, *style))
        y -= step
    return drawn


def written(lines, top=780, size=12, style=()):
    """A text of paragraphs, parted by empty lines."""
    drawn, y = [], top
    for line in lines:
        if line:
            drawn.append((60, y, size, line, *style))
        y -= 1.25 * size if line else size
    return drawn


def draft_of(*pages):
    extract = read_pdf(make_pdf(*pages), Limits())
    draft = make_draft(extract, DocumentEntry("speech.pdf"), Manifest())
    assert "".join(extract.text[span.start : span.end] for span in draft.spans) == extract.text
    return draft


def facts_of(draft):
    return draft.title.value, draft.date.value, draft.place.value


def texts_of(draft):
    return [each.text for each in draft.paragraphs]
