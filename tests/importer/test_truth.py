"""Real files of other offices, against a table of what people found in them: language, title, date, or why not.

The table holds facts only; the files are not part of the project. Each miss is in the output.
"""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from statements.importer.draft import Refused
from statements.importer.files import read
from statements.importer.manifest import DocumentEntry, Manifest
from statements.importer.pipeline import make_draft

FOLDER = Path(__file__).parent.parent.parent / ".." / "shared" / "fixtures"
TABLE = list(csv.DictReader((Path(__file__).parent / "fixtures.csv").read_text(encoding="utf-8").splitlines()))
LEAST = {"language": 0.95, "date": 0.90, "title": 0.85}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/fixtures, the folder of real releases, is not here"),
]


@pytest.fixture(autouse=True)
def _without_ocr(settings):
    """What a scan is read as by OCR depends on the machine."""
    settings.OCR = False


@pytest.fixture(autouse=True)
def time_enough(settings):
    """What is right is told of each file, however busy the machine; and scans are refused, whatever is installed."""
    settings.IMPORT_MAX_SECONDS, settings.OCR = 600, False


@cache
def made(name):
    """The draft that a file becomes, or the reason why it is refused."""
    path = FOLDER / name
    try:
        extract = read(path.read_bytes(), path.name)
        return make_draft(extract, DocumentEntry(path.name), Manifest()), extract.text
    except Refused as error:
        return str(error), ""


def plain(text):
    return " ".join(text.split())


def is_right(row, fact, draft):
    """Whether a fact is the one of the table; None where the file does not state it.

    The language "none" is one that the archive does not have: nothing is right there.
    """
    if not row[fact]:
        return None
    if fact != "title":
        return getattr(draft, fact).value == row[fact].replace("none", "")
    wanted = {plain(each) for each in (row["title"], *row["title"].split(" | "))}
    return plain(draft.title.value) in wanted


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["file"])
def test_each_file_is_imported_or_refused_as_it_should(row):
    draft, text = made(row["file"])
    if row["outcome"] == "refused":
        assert isinstance(draft, str), "it became a document"
        return
    assert not isinstance(draft, str), draft
    assert "".join(text[span.start : span.end] for span in draft.spans) == text


def test_languages_dates_and_titles_are_those_of_the_files():
    right, stated, misses = Counter(), Counter(), []
    for row in (row for row in TABLE if row["outcome"] == "document"):
        draft, _ = made(row["file"])
        for fact in LEAST:
            found = None if isinstance(draft, str) else is_right(row, fact, draft)
            stated[fact] += found is not None
            right[fact] += found is True
            if found is False:
                misses.append(f"{fact} of {row['file']}: {getattr(draft, fact).value!r}, not {row[fact]!r}")
    shares = {fact: right[fact] / stated[fact] for fact in LEAST}
    print(*misses, {fact: f"{right[fact]} of {stated[fact]}" for fact in LEAST}, sep="\n")  # noqa: T201 - the measure
    assert all(shares[fact] >= least for fact, least in LEAST.items()), "\n".join(misses)


def test_a_date_that_is_not_stated_is_not_made_up():
    drafts = {row["file"]: made(row["file"])[0] for row in TABLE if row["outcome"] == "document" and not row["date"]}
    invented = {name: draft.date for name, draft in drafts.items() if not isinstance(draft, str) and draft.date.value}
    assert not invented


def test_the_mislabelled_file_is_flagged():
    path = FOLDER / "txt_mislabelled" / "ep-96-05-21.it.txt"
    draft = make_draft(read(path.read_bytes(), path.name), DocumentEntry(path.name, language="it"), Manifest())
    assert draft.warnings == ("the text reads as French, but manifest says Italian",)
