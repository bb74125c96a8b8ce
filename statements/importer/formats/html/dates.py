"""Dropping lines that say when a web page was published or changed: they are not part of the document's text."""

from __future__ import annotations

import re

from statements.importer.date_lines import CHANGE_LABEL, says_another_day, says_only_a_date
from statements.importer.formats.html.facts import blocks_around_title, label_above, language_order
from statements.importer.formats.html.outline import PageBlocks
from statements.importer.formats.html.title import Stated
from statements.importer.releases import is_release, reference_of

_CHANGE_LENGTH = 160
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


def drop_dates(page: PageBlocks, stated: Stated) -> None:
    """Drop "Last updated: 5 April 2024", and near the title lines that are only a date, which has been read by now.

    A label in a block of its own, "Published on", is dropped with its date; so is the number of a release.
    """
    languages, near = language_order(stated), blocks_around_title(page)
    for place, block in page.kept():
        lines = block.shown.split("\n")
        if len(block.text) <= _CHANGE_LENGTH and _YEAR.search(block.text) and CHANGE_LABEL.match(block.text):
            page.drop(place, place + 1, "date of a change")
        elif place in near and not block.level and is_release(block.shown) and reference_of(block.shown):
            page.drop(place, place + 1, "above the title")
        elif place in near and not block.level and all(says_only_a_date(line, languages) for line in lines):
            label = label_above(page, place)
            alone = bool(label) and page.blocks[place - 1].text == label
            page.drop(place - alone, place + 1, "date of a change" if says_another_day(label) else "date")
