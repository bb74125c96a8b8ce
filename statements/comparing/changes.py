"""What changed between two versions of a document: its facts, and its words paragraph by paragraph.

Paragraphs are the same if their permanent keys are. Words are compared by the method of Ratcliff and
Obershelp, as difflib has it: https://docs.python.org/3/library/difflib.html
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from statements.dates import date_words
from statements.languages import LANGUAGES
from statements.marks import Piece
from statements.models import Content, ContentParagraph, Kind, Role

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_WORDS = 4_000  # of a paragraph that is compared word by word: the method's time grows with their square
_MOST_PAIRS = 3_000_000
_FACTS = {
    "title": _("Title"),
    "date_edtf": _("Date"),
    "language": _("Language"),
    "kind": _("Kind"),
    "publisher": _("Publisher"),
    "place": _("Place"),
    "reference": _("Reference"),
    "source_url": _("Address of the source"),
}
KEPT, CHANGED, REMOVED, ADDED = "kept", "changed", "removed", "added"


@dataclass(frozen=True)
class ChangedFact:
    """A fact as it was and as it is."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedParagraph:
    """A paragraph of either version; pieces with the mark "removed" or "added" are in one of them only."""

    key: str
    what: str
    language: str
    pieces: list[Piece]


def compare_facts(before: Content, after: Content) -> list[ChangedFact]:
    """Facts that differ between two versions."""
    named = ((label, _fact(name, before), _fact(name, after)) for name, label in _FACTS.items())
    facts = [ChangedFact(str(label), old, new) for label, old, new in named if old != new]
    people, now = _people(before), _people(after)
    return facts + ([ChangedFact(gettext("Who"), people, now)] if people != now else [])


def _fact(name: str, content: Content) -> str:
    value = getattr(content, name) or ""
    if name == "date_edtf":
        return date_words(value)
    if name == "kind":
        return str(Kind(value).label)
    return LANGUAGES[value].label if name == "language" else value


def _people(content: Content) -> str:
    return ", ".join(f"{each.name} ({Role(each.role).label})" for each in content.participations)


def compare_paragraphs(before: Content, after: Content) -> list[ChangedParagraph]:
    """All paragraphs of both, in order, with what became of each."""
    old, new = before.paragraphs, after.paragraphs
    places = line_up([row.key for row in old], [row.key for row in new])
    return [
        compare_pair(*(rows[at] if at is not None else None for rows, at in zip((old, new), each, strict=True)))
        for each in places
    ]


def line_up(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """The places of the paragraphs of two versions, given by their keys, in one order; None where one has not what the
    other has. What both have in another order is removed and added."""
    found = list[tuple[int | None, int | None]]()
    for what, first, last, start, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found += zip(range(first, last), range(start, stop), strict=True)
            continue
        found += [(place, None) for place in range(first, last)]
        found += [(None, place) for place in range(start, stop)]
    return found


def compare_pair(old: ContentParagraph | None, new: ContentParagraph | None) -> ChangedParagraph:
    """What became of a paragraph that one of two versions has, or both."""
    if old and new:
        return _compare_paragraph(old, new)
    [alone] = filter(None, (old, new))
    return _make_one_sided(alone, REMOVED if old else ADDED)


def _compare_paragraph(old: ContentParagraph, new: ContentParagraph) -> ChangedParagraph:
    if old.text == new.text:
        return ChangedParagraph(new.key, KEPT, new.language, [Piece(new.text)])
    return ChangedParagraph(new.key, CHANGED, new.language, word_by_word(old.text, new.text))


def _make_one_sided(row: ContentParagraph, what: str) -> ChangedParagraph:
    return ChangedParagraph(row.key, what, row.language, [Piece(row.text, what)])


def takes_too_long(old: list[str], new: list[str], most: int = _MOST_PAIRS) -> bool:
    """Whether two sequences share so many words that finding their differences would take seconds.

    most: pairs of equal words.
    """
    times = Counter(new)
    return sum(times[word] for word in old) > most


def word_by_word(before: str, after: str) -> list[Piece]:
    """Both texts as one, with marks on what only one of them has.

    "at sea", "at the sea" -> at, " the" (added), " sea".
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS or takes_too_long(old, new):
        return [Piece(before, REMOVED), Piece(after, ADDED)]
    found = list[Piece]()
    for what, first, last, start, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Piece("".join(new[start:stop])))
            continue
        found += [Piece("".join(old[first:last]), REMOVED)] if last > first else []
        found += [Piece("".join(new[start:stop]), ADDED)] if stop > start else []
    return found
