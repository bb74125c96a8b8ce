"""Thirty mails of different kinds: which part of each is the release, and that its words are right, all of them."""

import re

import pytest

from statements.importer.extract import Limits
from statements.importer.formats.choose import extract
from statements.importer.manifest import DocumentEntry, Manifest
from statements.importer.pipeline import make_draft
from tests.importer.formats.mailings import Mailing, make_mailings

MAILINGS = make_mailings()


def draft_of(content, name="mail.eml", part=None):
    found = extract(content, name, Limits(), part)
    made = make_draft(found, DocumentEntry(name), Manifest())
    assert "".join(found.text[span.start : span.end] for span in made.spans) == found.text
    return found, made


def plain_words(texts):
    """The words, with the typewriter's marks that a PDF of these tests has."""
    marks = str.maketrans({"’": "'", "“": '"', "”": '"'})
    return " ".join(texts).translate(marks).split()


def test_there_are_thirty():
    assert len(MAILINGS) == 30
    assert len({each.kind for each in MAILINGS}) == 30


@pytest.mark.parametrize("mailing", MAILINGS, ids=lambda each: each.kind)
def test_the_words_of_the_release_are_right_and_nothing_else_is(mailing: Mailing):
    found, made = draft_of(mailing.content)
    texts = [each.text for each in made.paragraphs]
    several = 2 if "parcel" in mailing.kind else 1
    assert plain_words(texts) == plain_words(mailing.words) * several
    assert re.sub("’", "'", made.title.value) == mailing.title
    assert made.date.value == "2024-07-04"
    assert (found.part.name if found.part.content and mailing.attached else "") == mailing.attached
