"""Pages for the tests of their reader: a small one around any body, and what became of it."""

from statements.importer.extract import Limits
from statements.importer.formats.html.page import read_html
from statements.importer.manifest import DocumentEntry, Manifest
from statements.importer.pipeline import make_draft

TEXT = "We met at sea with our allies, and we spoke of the harbour, of the light and of all who keep it burning."


def page(body, title="The harbour | Ministry", head="", lang="en"):
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def draft_of(markup, encoding="utf-8"):
    """The document that a page becomes; its spans tile the text."""
    extract = read_html(markup.encode(encoding) if isinstance(markup, str) else markup, Limits())
    draft = make_draft(extract, DocumentEntry("page.html"), Manifest())
    assert "".join(extract.text[span.start : span.end] for span in draft.spans) == extract.text
    return draft


def kept(markup):
    return [each.text for each in draft_of(markup).paragraphs]


def dropped(markup):
    """Reason to words, of all that is no part of the document."""
    extract = read_html(markup.encode(), Limits())
    return [(part.dropped, extract.text[part.start : part.end]) for part in extract.parts if part.dropped]
