"""A file that is hostile to its reader is refused, in time and in words."""

import json
import time
from dataclasses import asdict

import pytest

from statements.importer.draft import Refused
from statements.importer.extract import Extract, Fact, Part
from statements.importer.files import read
from statements.importer.formats.choose import extract
from statements.importer.isolated import draft_isolated, limits, read_isolated
from statements.importer.manifest import DocumentEntry, Manifest
from statements.importer.pipeline import compose, set_language
from tests.importer.formats.making import make_pdf

LINES = [(72, 700 - 14 * n, 11, f"line {n} of a page with words enough to be one") for n in range(5)]
PAGE = "<!doctype html><html><body><h1>The harbour of Oslo</h1>{}</body></html>"


def test_what_is_read_in_another_process_comes_back_whole():
    extract = read(PAGE.format("<p>We met at sea, and we sailed on land for two days.</p>").encode(), "oslo.html")
    assert "We met at sea" in extract.text
    assert extract.parts
    assert extract.media_type == "text/html"


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "Ada Quist said: “We sail for the harbour at dawn tomorrow.”\n\n1. We met at sea.\n\n2. We parted.\n",
        "Ada Quist ha detto: «Salpiamo per il porto domani all'alba.»\n\n1. Ci siamo visti.\n\n2. Poi no.\n",
        "Ada Quist a dit : « Nous partons pour le port demain à l'aube. »\n\n1. Nous voici.\n\n2. Adieu.\n",
    ],
    ids=["en", "it", "fr"],
)
def test_a_draft_comes_back_from_the_other_process_as_it_was(text):
    content = ("---\ntitle: Remarks by Ada Quist\ndate: 2024-05-06\npublisher: NATO\n---\n\n" + text).encode()
    found = extract(content, "oslo.md", limits())
    made = compose(found, DocumentEntry("oslo.md"), Manifest(), limits())
    assert made.publisher_stated
    assert draft_isolated(content, "oslo.md") == (found, set_language(made, found.facts.get("language")))


def _answer_with(monkeypatch, **changed):
    sent = Extract("We \udce9 sail.", "text/plain", parts=(Part(0, 10, page=1),), facts={"date": Fact("2024", "text")})
    answer = json.dumps({"extract": {**asdict(sent), **changed}}).encode()
    monkeypatch.setattr("statements.importer.isolated._run", lambda request, seconds: answer)
    return sent


def test_an_answer_is_what_was_sent_odd_characters_too(monkeypatch):
    sent = _answer_with(monkeypatch)
    assert read_isolated(b"", "a.txt") == sent


@pytest.mark.parametrize("changed", [{"text": 1}, {"parts": [{"start": "0", "end": 2}]}, {"facts": {"date": "2024"}}])
def test_an_answer_of_other_types_is_refused(monkeypatch, changed):
    _answer_with(monkeypatch, **changed)
    with pytest.raises(Refused, match="broke the reader"):
        read_isolated(b"", "a.txt")


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_refused(settings):
    settings.IMPORT_MAX_SECONDS = 1
    lines = [(72, 800 - n % 700, 11, f"line {n} of a page that never ends") for n in range(40_000)]
    began = time.monotonic()
    with pytest.raises(Refused, match="takes more than 1 seconds to read"):
        read(make_pdf(lines), "long.pdf")
    assert time.monotonic() - began < 60


@pytest.mark.slow
def test_a_file_that_takes_too_much_memory_is_refused(settings):
    settings.IMPORT_MAX_MEMORY = 300_000_000
    lines = [(72, 800 - n % 700, 11, f"line {n} of a page that swells") for n in range(60_000)]
    with pytest.raises(Refused, match="memory|broke the reader|seconds|letters"):
        read(make_pdf(lines), "swelling.pdf")


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        PAGE.format("<div>" * 100_000 + "deep").encode(),
        PAGE.format("<p>" + "x" * 5_000_000).encode(),
        PAGE.format("<p>a\0b &#xD800; &#0; \u202e turned</p>").encode(),
        b"<!doctype html><!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;&a;'>]><html><body><p>&c;",
        b"%PDF-1.7\n" + b"\xff" * 10_000,
        b"PK\x03\x04" + b"\0" * 10_000,
        b"\0" * 10_000,
        b"<html>",
        b"oil " * 5_000_000,
    ],
    ids=["nested", "one word", "odd characters", "entities", "PDF", "zip", "zeros", "empty page", "one line"],
)
def test_nonsense_is_read_or_refused_and_nothing_else(content):
    began = time.monotonic()
    try:
        extract = read(content, "release.html" if content[:1] == b"<" else "release.txt")
    except Refused as error:
        assert str(error)
    else:
        assert "\0" not in extract.text
        assert "\u202e" not in extract.text
        extract.text.encode("utf-8")
    assert time.monotonic() - began < 120


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "setting", "content", "reason"),
    [
        ("a.txt", "IMPORT_MAX_PARAGRAPHS", b"One here.\n\nTwo here.\n", "2 paragraphs, more than the limit of 1"),
        ("a.pdf", "IMPORT_MAX_PAGES", make_pdf(LINES, LINES), "more than 1 pages"),
        ("a.txt", "IMPORT_MAX_BYTES", b"One here.", "has 9 bytes, more than the limit of 1"),
    ],
    ids=["paragraphs", "pages", "bytes"],
)  # fmt: skip
def test_each_limit_is_a_setting_and_says_so(settings, name, setting, content, reason):
    setattr(settings, setting, 1)
    with pytest.raises(Refused, match=reason):
        draft_isolated(content, name)
