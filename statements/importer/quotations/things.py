"""Words in quotation marks that nobody said: titles, names of plans and books, expressions."""

from __future__ import annotations

import re

from statements.importer.quotations.marks import Quoted
from statements.importer.quotations.subjects import Subjects
from statements.importer.vocabulary import alternatives

_BEFORE, _BEHIND = 60, 40  # characters around the marks in which a word may show that they enclose a name
_TITLE_WORD = 4  # least letters of a word that a title capitalises
_KNOWN_AS = re.compile(rf"\s+{alternatives('saying.copulas')}\s+{alternatives('saying.known_as')}")


def names_a_thing(subjects: Subjects, quoted: Quoted, start: int, end: int) -> bool:
    """Whether words in quotation marks are a name: "the book “…”", "the “…” plan", "as the “…” is known".

    start, end: of the sentence.
    """
    text, wording = subjects.text, subjects.wording
    things = wording.of("names_of_things")
    before = text[max(start, quoted.outer - _BEFORE) : quoted.outer].rstrip()
    behind = text[quoted.after : min(end, quoted.after + _BEHIND)]
    if re.search(rf"{things}$", before, re.IGNORECASE) or _KNOWN_AS.match(behind):
        return True
    article = re.search(r"([^\W\d_]+)$", before)
    thing = re.match(rf"\s+{things}", behind, re.IGNORECASE)
    return bool(thing and article and wording.has(article[1], "determiners"))


def is_title(words: str) -> bool:
    """Whether quoted words are capitalised like a title in English: "A Short History of the Alliance"."""
    long = [word for word in words.split() if len(word) >= _TITLE_WORD]
    return len(long) > 2 and not words.isupper() and all(word[0].isupper() for word in long)
