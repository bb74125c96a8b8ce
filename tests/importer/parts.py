"""Shortcuts for the tests of the stages: a text in, what became of it out."""

from statements.importer.draft import Working
from statements.importer.extract import Extract
from statements.importer.manifest import DocumentEntry, Manifest, SpeakerEntry
from statements.importer.pipeline import make_draft
from statements.importer.read import lines

STOLTENBERG = SpeakerEntry("jens-stoltenberg", "Jens Stoltenberg", "Stoltenberg, Jens", ("Stoltenberg",))
MELONI = SpeakerEntry("giorgia-meloni", "Giorgia Meloni", "Meloni, Giorgia", ("Meloni",))


def working(text):
    return Working(text, lines(text))


def draft(text, **entry):
    manifest = Manifest({each.slug: each for each in (STOLTENBERG, MELONI)}, {}, {})
    return make_draft(Extract(text, "text/plain"), DocumentEntry("statement.txt", **entry), manifest)


def paragraphs(text):
    return [each.text for each in draft(text).paragraphs]


def dropped(text, rule):
    """What `rule` takes out of `text`, as (reason, words)."""
    under_way = working(text)
    rule(under_way)
    return [(span.reason, text[span.start : span.end]) for span in under_way.spans]
