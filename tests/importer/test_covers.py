"""What people found on the covers of real speeches in PDF, against what the importer makes of them.

`covers.csv` has the first and the last words of each text, lines that are no part of it, and the place; the files are
not part of the project. Each miss is in the output.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from statements.importer.draft import Use
from tests.importer.test_truth import FOLDER, TABLE, is_right, made

COVERS = list(csv.DictReader((Path(__file__).parent / "covers.csv").read_text(encoding="utf-8").splitlines()))
TRUTH = {row["file"]: row for row in TABLE}
LEAST = {"title": 0.90, "date": 0.95, "first": 0.90, "last": 0.97, "furniture": 0.93, "place": 0.85}
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="../shared/fixtures, the folder of real releases, is not here"
)


@pytest.fixture(autouse=True)
def time_enough(settings):
    """What is right is told of each file, however busy the machine; and scans are refused, whatever is installed."""
    settings.IMPORT_MAX_SECONDS, settings.OCR = 600, False


def _close(text):
    """Text without spaces, capitals and the forms of apostrophes: how letters are spaced is no matter here."""
    return "".join(text.replace("’", "'").split()).casefold()


def _judged(row):
    """Each fact of a row, and whether it is right; None where the row does not state it."""
    draft, _ = made(row["file"])
    texts = [" ".join(each.text.split()) for each in draft.paragraphs]
    lasts = [_close(last) for last in row["last"].split(" | ")]
    furniture = [each for each in row["furniture"].split(" | ") if each]
    yield "title", is_right(TRUTH[row["file"]], "title", draft)
    yield "date", is_right(TRUTH[row["file"]], "date", draft)
    yield "first", _close(texts[0]).startswith(_close(row["first"]))
    yield "last", any(_close(texts[-1]).rstrip("./-").endswith(last.rstrip("./-")) for last in lasts)
    yield "furniture", not any(each in text for each in furniture for text in texts) if furniture else None
    yield "place", _close(row["place"]) in _close(draft.place.value.replace("-", " ")) if row["place"] else None


@pytest.mark.slow
def test_covers_become_facts_and_the_text_begins_and_ends_with_what_was_said():
    right, stated, misses = Counter(), Counter(), []
    for row in COVERS:
        for fact, found in _judged(row):
            stated[fact] += found is not None
            right[fact] += found is True
            if found is False:
                misses.append(f"{fact} of {row['file']}")
    shares = {fact: right[fact] / stated[fact] for fact in LEAST}
    print(*misses, {fact: f"{right[fact]} of {stated[fact]}" for fact in LEAST}, sep="\n")  # noqa: T201 - the measure
    assert all(shares[fact] >= least for fact, least in LEAST.items()), "\n".join(misses)


@pytest.mark.slow
@pytest.mark.parametrize("row", COVERS, ids=lambda row: row["file"])
def test_what_is_dropped_of_a_cover_has_a_reason(row):
    draft, text = made(row["file"])
    dropped = [span for span in draft.spans if span.use == Use.DROPPED and text[span.start : span.end].strip()]
    assert all(span.reason for span in dropped)
