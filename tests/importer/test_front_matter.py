"""Markdown files carry a record above their text; title and date are taken from it."""

import pytest

from statements.importer.front_matter import scalar
from tests.importer.parts import draft

BODY = "\nI congratulate Finland.\n\nIt is an ally.\n"
RECORD = """---
date: '2022-06-28'
source_url: https://example.org/a
title: "Statement by President\\_Biden on Turkey, Finland,\\
  \\ and\\_Sweden"
---
"""


def test_title_and_date_are_of_the_record_and_the_rest_of_it_is_dropped():
    found = draft(RECORD + BODY)
    assert (found.title.value, found.title_assigned) == (
        "Statement by President Biden on Turkey, Finland, and Sweden",
        False,
    )
    assert (found.date.value, found.date.origin) == ("2022-06-28", "text")
    assert [each.text for each in found.paragraphs] == ["I congratulate Finland.", "It is an ally."]
    assert [span.reason for span in found.spans].count("front matter") == 3


@pytest.mark.parametrize("value", ["2022-02-30", "yesterday", "2022-06-28garbage"])
def test_a_date_that_is_none_is_dropped_and_the_document_undated(value):
    assert draft(f"---\ndate: {value}\n---\n{BODY}").date.value == ""


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nWe met today.\n\n---\n\nWe parted.",
        "---\nThe minister said: we are united.\n---\n\nWe parted.",
        "We met.\n\n---\ntitle: The summit\n---\n\nWe parted.",
        "---\ntitle: The summit\n\nWe never close the record.",
    ],
    ids=["ruled lines", "prose with a colon", "further down", "never closed"],
)
def test_other_ruled_lines_open_no_record(text):
    assert "front matter" not in {span.reason for span in draft(text).spans}


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (["plain: text"], "plain: text"),
        (["'it''s folded", "  here'"], "it's folded here"),
        (['"Russia\\u2019s \\"war\\""'], 'Russia’s "war"'),
        (['"no \\ud83d half, no \\u0000"'], "no half, no"),
        ([""], ""),
        (['"'], '"'),
    ],
)
def test_scalars_are_read_as_yaml_writes_them(lines, value):
    assert scalar(lines) == value


@pytest.mark.parametrize(
    "record",
    [
        '+++\ntitle = "The summit"\ndate = 2022-06-28T10:00:00Z\ntags = ["nato"]\n[params]\nx = 1\n+++\n',
        "---\ntitle: The summit\ndate: 28 June 2022\n---\n",
        "% The summit\n% Press office\n% 28 June 2022\n",
    ],
    ids=["TOML", "a date in words", "Pandoc"],
)
def test_other_records_say_title_and_date_too(record):
    found = draft(record + BODY)
    assert (found.title.value, found.date.value) == ("The summit", "2022-06-28")
    assert [each.text for each in found.paragraphs] == ["I congratulate Finland.", "It is an ally."]


def test_a_record_states_where_a_text_is_from_and_who_issued_it():
    record = """---
title: The summit
source: NATO
source_url: https://example.org/a
url: https://example.org/b
place: Brussels
reference: (2022) 85
lang: en
---
"""
    found = draft(record + BODY)
    assert (found.publisher_stated.value, found.source_url.value) == ("NATO", "https://example.org/a")
    assert (found.place.value, found.reference.value) == ("Brussels", "(2022) 85")
    assert found.source_url.origin == "front matter, “source_url”"


@pytest.mark.parametrize(
    "line",
    [
        "source_url: javascript:alert(1)",
        "url: x",
        "url: https://[x/y",
        "source: https://example.org",
        "publisher:",
        f"place: {'x' * 300}",
    ],
)
def test_a_record_that_states_nonsense_states_nothing(line):
    found = draft(f"---\ntitle: The summit\n{line}\n---\n{BODY}")
    assert (found.source_url.value, found.publisher_stated, found.place.value) == ("", None, "")


LAUGHS = "a: &a [ha, ha]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdef", "bcdefg", strict=True)
)


@pytest.mark.parametrize(
    "lines",
    [
        LAUGHS,
        "tags: " + "[" * 5_000 + "\n",
        f"summary: {'x' * 100_000}\n",
        "place: 'never closed\n",
        "<<: *nowhere\n",
        "tags:\n\t- sea\n\t\t- land\n",
        "x: !!python/object/apply:os.getcwd []\n",
    ],
    ids=["laughs", "nested", "huge", "unclosed", "alias", "tabs", "a tag that runs code"],
)
def test_a_hostile_record_costs_nothing_and_hides_no_text(lines):
    found = draft(f"---\ntitle: The summit\n{lines}---\n{BODY}")
    assert [each.text for each in found.paragraphs][-2:] == ["I congratulate Finland.", "It is an ally."]


@pytest.mark.parametrize("title", ["no", "Off", "0123", "1_000", "2022-06-28", "12:30:45", "~", "Note: the summit"])
def test_a_title_is_what_is_written_and_no_value_of_yaml(title):
    assert draft(f"---\ntitle: {title}\n---\n{BODY}").title.value == title
