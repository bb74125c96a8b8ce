"""Real releases of other offices become sensible documents, or are refused for the right reason."""

from pathlib import Path

import pytest

from statements.importer.extract import Extract
from statements.importer.manifest import DocumentEntry, Manifest
from statements.importer.pipeline import make_draft
from statements.importer.read import decode

FOLDER = Path(__file__).parent.parent.parent / ".." / "shared" / "fixtures"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="../shared/fixtures, the folder of real releases, is not here"
)


def drafts(folder):
    for file in sorted((FOLDER / folder).iterdir()):
        text = decode(file.read_bytes(), 20_000_000).text
        yield file, text, make_draft(Extract(text, "text/plain"), DocumentEntry(file.name), Manifest())


def test_markdown_releases_have_the_title_and_the_date_of_their_record():
    for file, _, made in drafts("md_en_whitehouse"):
        assert made.date.value == file.name[:10], file.name
        assert not made.title_assigned, file.name
        assert "\\" not in made.title.value
        assert made.language.value == "en"


def test_wrapped_releases_are_joined_into_paragraphs():
    for file, _, made in drafts("md_en_whitehouse"):
        lengths = sorted(len(each.text) for each in made.paragraphs)
        assert lengths[len(lengths) // 2] > 72, file.name


def test_releases_in_plain_text_have_the_date_that_stands_above_them():
    found = {file.name[:10]: made.date.value for file, _, made in drafts("txt_en_whitehouse") if file.name[0] == "2"}
    assert found
    assert all(day == date for day, date in found.items())


def test_speeches_without_a_title_are_given_one_in_brackets_and_no_date():
    for file, _, made in drafts("txt_it_quirinale"):
        assert (made.title_assigned, made.title.origin, made.date.value) == (True, "guess", ""), file.name
        assert made.language.value == "it"


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["md_en_whitehouse", "txt_en_whitehouse", "txt_it_quirinale"])
def test_no_character_of_them_is_lost(folder):
    for file, text, made in drafts(folder):
        assert "".join(text[span.start : span.end] for span in made.spans) == text, file.name
