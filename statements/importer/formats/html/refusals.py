"""Refusing pages that are not documents: error pages, walls in front of a page, home pages of sites."""

from __future__ import annotations

import re

from statements.importer.draft import Refused
from statements.importer.formats.html.blocks import TreeWalk
from statements.importer.formats.html.facts import is_root
from statements.importer.formats.html.outline import PageBlocks
from statements.importer.formats.html.title import Stated, pieces_of_title, titles_of_head
from statements.importer.vocabulary import alternatives
from statements.languages import LANGUAGES


def _any(name: str) -> str:
    """A pattern for the words in the list of this name, in any language."""
    return rf"\b{alternatives(f'refusals.{name}')}\b"


def _behind(first: str, second: str, letters: int) -> str:
    """A pattern for a word of the second list at most `letters` after one of the first, in the same language."""
    pairs = [[alternatives(f"refusals.{name}", code) for name in (first, second)] for code in LANGUAGES]
    return "|".join(rf"\b{one}\b[^.!?]{{0,{letters}}}\b{other}\b" for one, other in pairs)


def _pattern(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.I)


_ERRORS, _JAVASCRIPT = _any("errors"), r"\bjavascript"
_MISSING = _pattern(
    rf"\W*(?:(?:{_ERRORS}|http)\W*)?404\b.{{0,40}}",
    rf".{{0,12}}{_ERRORS}\W{{0,3}}404\b.{{0,20}}",
    rf".{{0,20}}{_any('missing')}.{{0,20}}",
    rf"\W*{_any('not_found')}\W*",
    rf"(?:403 )?{_any('closed')}\W*",
)
# What short pages served in place of another say, by reason. A longer document may well say the same.
_IN_PLACE = {
    "an error page": _pattern(
        _behind("pages", "gone", 80),
        rf"{_ERRORS}\W{{0,3}}(?:40[0-9]|41[0-9]|50[0-9])\b",
        rf"\b50[0-4]\b.{{0,20}}{_any('troubles')}",
        _behind("servers", "temporarily", 40),
        _any("failures"),
    ),
    "a page that keeps readers out": _pattern(_any("blocked")),
    "a page that needs scripts to show its text": _pattern(
        rf"{_any('scripts')}[^.!?]{{0,40}}{_JAVASCRIPT}", rf"{_JAVASCRIPT}\b[^.!?]{{0,40}}{_any('scripts_missing')}"
    ),
    "a page that asks for consent": _pattern(rf"{_any('partners')}[^!?]{{0,300}}{_any('consent')}"),
    "a search without a result": _pattern(_any("no_results")),
    "a page to log in": _pattern(_any("login")),
    "a page that only leads to another": _pattern(_any("leads_on")),
}
_TEXT = 200  # characters in sentences that make even a short page a document
_SHORT = 600  # characters of everything outside the menus
_HOME_CLASSES = frozenset([
    "home", "front", "path-frontpage", "frontpage", "homepage", "page-home", "is-front",
])  # fmt: skip
_FEW = 3
_FURNITURE = {"navigation", "footer", "header", "language links", "breadcrumb", "share bar", "link", "above the title"}
_BESIDE = {"cookie notice", "outside the main text"}


def refuse_no_document(page: PageBlocks, walk: TreeWalk, stated: Stated) -> None:
    """Raise Refused for an error page, a wall in front of a page, the home page of a site, or a page of links."""
    titles = [piece for _, text in titles_of_head(stated) for piece in pieces_of_title(text)]
    headings = [block.text for block in page.blocks if block.level == 1]
    missing = next((text for text in [*titles, *headings] if len(text) < 100 and _MISSING.fullmatch(text)), None)
    if missing:
        raise Refused(f"this is not a document but an error page: it is called {missing!r}")
    _refuse_in_place(page, stated, walk)
    _refuse_home(page, stated)
    kept = [block for _, block in page.kept() if block.text]
    if not any(block.sentence for block in kept) and sum(1 for block in page.blocks if block.linked > 0.5) > 10:
        raise Refused("this is not a document but a page of links: it has no sentence outside them")
    if not kept:
        raise Refused("this is not a document but the frame of a page: it has no text of its own")


def _refuse_in_place(page: PageBlocks, stated: Stated, walk: TreeWalk) -> None:
    """Refuse a short page that says it is not what was asked for."""
    text = sum(len(block.text) for _, block in page.kept() if block.sentence)
    around = _FURNITURE | _BESIDE if text >= _TEXT else _FURNITURE  # a banner above a short text is not a wall
    shown = [block.text for block in page.blocks if block.dropped not in around]
    if sum(map(len, shown)) > _SHORT:
        return
    words = "\n".join([*shown, stated.title])
    for reason, pattern in _IN_PLACE.items():
        if found := pattern.search(words):
            raise Refused(f"this is not a document but {reason}: it says {' '.join(found[0].split())[:80]!r}")
    if walk.password and text < _TEXT:  # any page may have a login form at its top
        raise Refused("this is not a document but a page to log in: it asks for a password")


def _refuse_home(page: PageBlocks, stated: Stated) -> None:
    """Refuse a home page by two signs, or by one above little text: a single sign may be the site's mistake."""
    addresses = [address for address in (stated.canonical, stated.meta.get("og:url", "")) if is_root(address)]
    signs = bool(addresses) + bool(_HOME_CLASSES & stated.classes)
    text = page.title is not None and sum(block.running for _, block in page.kept()) >= _FEW
    if signs and (signs > 1 or not text):
        if addresses:
            raise Refused(f"this is not a document but the first page of a site: its address is {addresses[0]}")
        raise Refused("this is not a document but the first page of a site: it is marked as one")
