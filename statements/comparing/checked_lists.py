"""Check many quotations in a limited time: first those for which one look suffices, then the others in their order.

What there is no time for is said to be unchecked, never to be missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic

from django.conf import settings

from statements.comparing.changes import ADDED, REMOVED
from statements.comparing.difference import MOVED
from statements.comparing.passages import LEAST_WORDS
from statements.comparing.quotations import EXACT, MOST_CHARACTERS, Checked, DocumentMatch, check, check_at_once
from statements.comparing.typed_lists import ListedQuotation
from statements.marks import Piece
from statements.search.words import tokens
from statements.web.limits import TooSlowError, limit_to

PAGES = 30  # whose time a list may take
_CHECKING = 0.9  # of this time, after which nothing more is looked for
_EACH = 2  # pages whose time a single quotation may take, as on its own page
NOWHERE, UNCHECKED, TOO_SHORT, TOO_LONG = "none", "not-checked", "too-short", "too-long"


@dataclass(frozen=True)
class ListedAnswer:
    """A quotation of a list, and what was found. what: a verdict of quotations.py, or one of the four above."""

    listed: ListedQuotation
    what: str
    found: list[DocumentMatch]
    more: bool = False  # whether there may be others, too

    @property
    def best(self) -> DocumentMatch | None:
        return self.found[0] if self.found else None

    @property
    def difference(self) -> list[Piece]:
        """How the words stand in the archive, with what differs marked; empty for the very words."""
        return list(_differences(self.best)) if self.best and self.what != EXACT else []


def check_list(quotations: list[ListedQuotation]) -> list[ListedAnswer]:
    """Answer as many as there is time for, in the order of the list; the same words once."""
    until = monotonic() + _CHECKING * PAGES * settings.PAGE_TIMEOUT / 1000
    texts = list(dict.fromkeys(each.text for each in quotations if not find_obstacle(each.text)))
    found = _check_all(texts, check_at_once, until)
    found |= _check_all([each for each in texts if each not in found], check, until)
    return [_answer(each, found.get(each.text)) for each in quotations]


def find_obstacle(text: str) -> str:
    """Why a text cannot be checked at all; empty where it can."""
    if len(text) > MOST_CHARACTERS:
        return TOO_LONG
    return TOO_SHORT if len(tokens(text)) < LEAST_WORDS else ""


def _check_all(texts: list[str], look: Callable[[str], Checked | None], until: float) -> dict[str, Checked]:
    """What `look` finds for each text, for as long as there is time."""
    found = dict[str, Checked]()
    for text in texts:
        if monotonic() > until:
            break
        try:
            with limit_to(_EACH * settings.PAGE_TIMEOUT):
                checked = look(text)
        except TooSlowError:
            continue
        if checked is not None:
            found[text] = checked
    return found


def _answer(listed: ListedQuotation, checked: Checked | None) -> ListedAnswer:
    if why_not := find_obstacle(listed.text):
        return ListedAnswer(listed, why_not, [])
    if checked is None:
        return ListedAnswer(listed, UNCHECKED, [])
    return ListedAnswer(listed, checked.what or NOWHERE, checked.found, checked.more)


def _differences(match: DocumentMatch) -> Iterator[Piece]:
    """All parts as one text, with what stands between them here and there."""
    for place, part in enumerate(match.parts):
        yield from _between(" " if place else "", part.typed, part.between)
        yield from part.difference
    yield from _between("", match.typed_after, match.after, before=" ")


def _between(space: str, typed: str, stands: str, before: str = "") -> Iterator[Piece]:
    if not typed and not stands:
        yield from [Piece(space)] if space else []
        return
    yield Piece(before or space)
    for text, mark in ((typed, ADDED), (stands, REMOVED)):
        if text:
            yield Piece(text, mark)
            yield Piece(" ")


def write_difference(pieces: list[Piece]) -> str:
    """As plain text, in the manner of wdiff: "[-only in the archive-]", "{+only in the list+}"; "{~in both~}" for words
    that stand elsewhere."""
    signs = {ADDED: "{{+{}+}}", REMOVED: "[-{}-]", MOVED: "{{~{}~}}"}
    return "".join(signs.get(piece.mark, "{}").format(piece.text) for piece in pieces).strip()
