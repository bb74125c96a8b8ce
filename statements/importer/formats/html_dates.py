"""Lines of a web page that say when it is from, or when it was changed: they are no part of the document's text."""

from __future__ import annotations

import re

from statements.importer.date_lines import CHANGED, says_only_a_date
from statements.importer.formats.html_around import Page
from statements.importer.formats.html_facts import language_order, near_title
from statements.importer.formats.html_title import Stated

_CHANGE_LENGTH = 160
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_CHANGE_LABEL = re.compile(
    r"\W*(?:(?:page|pagina|last|latest|dernière|ultim[oa]|date|data|de|of|this page was|cette page a été"
    r"|questa pagina è stata)\W+)*"
    rf"(?:{CHANGED.pattern})",
    re.I,
)


def drop_dates(page: Page, stated: Stated) -> None:
    """Drop "Last updated: 5 April 2024", and near the title what is nothing but a date, which is known by now."""
    languages, near = language_order(stated), near_title(page)
    for place, block in page.kept():
        lines = block.shown.split("\n")
        if len(block.text) <= _CHANGE_LENGTH and _YEAR.search(block.text) and _CHANGE_LABEL.match(block.text):
            page.drop(place, place + 1, "date of a change")
        elif place in near and not block.level and all(says_only_a_date(line, languages) for line in lines):
            page.drop(place, place + 1, "date")
