"""Saved web pages: all that a reader of the page sees, what of it is the document, and what the page states of itself.

The steps, in order: bytes to markup and a tree (html_markup), the tree to blocks of text and the regions they stand in
(html_blocks), the title (html_title), what is not the document (html_around), whether it is one at all, and the facts
(html_facts).
"""

from __future__ import annotations

import re
from itertools import accumulate

from statements.importer.draft import Fact, Refused, is_blank
from statements.importer.formats.extract import Extract, Limits, Part
from statements.importer.formats.html_around import Page, judge
from statements.importer.formats.html_blocks import Walk
from statements.importer.formats.html_facts import address_fact, date_fact, is_root, language_fact
from statements.importer.formats.html_markup import markup_of, tree_of
from statements.importer.formats.html_title import (
    Stated,
    pieces_of_title,
    stated_of,
    stated_titles,
    title_block,
    title_fact,
)

_MISSING = re.compile(
    r"\W*(?:(?:error|erreur|errore|http)\W*)?404\b.{0,40}"
    r"|.{0,20}\b(?:page|file|content|document)s? (?:was |is |could )?not (?:be )?found\b.{0,20}"
    r"|\W*not found\W*|.{0,20}\bpagina non (?:è stata )?(?:trovata|disponibile|esiste).{0,20}"
    r"|.{0,20}\bpage (?:est )?(?:introuvable|non trouvée|inexistante|inconnue).{0,20}"
    r"|.{0,12}\berr(?:or|eur|ore)\W{0,3}404\b.{0,20}"
    r"|(?:access denied|accesso negato|accès refusé|forbidden|403 forbidden|just a moment\W*)",
    re.I,
)
_HOME_CLASSES = frozenset([
    "home", "front", "path-frontpage", "frontpage", "homepage", "page-home", "is-front",
])  # fmt: skip
_FEW = 3


def _refuse_no_document(page: Page, stated: Stated) -> None:
    """Raise Refused for an error page, the first page of a site, or nothing but links."""
    titles = [piece for _, text in stated_titles(stated) for piece in pieces_of_title(text)]
    headings = [block.text for block in page.blocks if block.level == 1]
    missing = next((text for text in [*titles, *headings] if len(text) < 100 and _MISSING.fullmatch(text)), None)
    if missing:
        raise Refused(f"this is no document but an error page: it is called {missing!r}")
    _refuse_home(page, stated)
    kept = [block for _, block in page.kept() if block.text]
    if not any(block.sentence for block in kept) and sum(1 for block in page.blocks if block.linked > 0.5) > 10:
        raise Refused("this is no document but a page of links: it has no sentence outside them")
    if not kept:
        raise Refused("this is no document but the frame of a page: nothing of it is text of a document")


def _refuse_home(page: Page, stated: Stated) -> None:
    """One sign of a first page may be a mistake of the site's, above a text of some length; two are none."""
    addresses = [address for address in (stated.canonical, stated.meta.get("og:url", "")) if is_root(address)]
    signs = bool(addresses) + bool(_HOME_CLASSES & stated.classes)
    text = page.title is not None and sum(block.running for _, block in page.kept()) >= _FEW
    if signs and (signs > 1 or not text):
        where = f"its address is {addresses[0]}" if addresses else "it is marked as one"
        raise Refused(f"this is no document but the first page of a site: {where}")


def read_html(content: bytes, limits: Limits) -> Extract:
    """The text of a saved page, what of it is the document, and what the page states of itself.

    b"<title>Visit</title><nav>Home</nav><h1>Visit</h1><p>He came to Rome.</p>" -> text "Home\n\nVisit\n\nHe came to
    Rome.", parts "Home" (dropped: navigation), "Visit" (title) and the paragraph, facts title "Visit".
    Raises Refused where it has no text, too much of it, or is no document: an error page, the first page of a site.
    """
    markup, encoding = markup_of(content)
    if len(markup) > limits.characters:
        raise Refused(f"the page has more than {limits.characters:,} characters")
    if is_blank(markup):
        raise Refused("the page has no text")
    root = tree_of(markup)
    walk = Walk(limits.depth).over(root)
    if not walk.blocks:
        raise Refused("the page has no text")
    stated = stated_of(root, markup)
    page = Page(walk.blocks, title_block(walk, stated))
    judge(page, walk)
    _refuse_no_document(page, stated)
    return Extract(
        "\n\n".join(block.text for block in page.blocks),
        "text/html",
        encoding,
        _parts(page),
        _facts(page, walk, stated),
    )


def _parts(page: Page) -> tuple[Part, ...]:
    """The blocks as stretches of the text, a blank line between them."""
    starts = accumulate((len(block.text) + 2 for block in page.blocks), initial=0)
    return tuple(
        Part(start, start + len(block.text), "title" if place == page.title else block.kind, block.dropped)
        for place, (start, block) in enumerate(zip(starts, page.blocks, strict=False))
    )


def _facts(page: Page, walk: Walk, stated: Stated) -> dict[str, Fact]:
    found = {
        "title": title_fact(page, stated),
        "date": date_fact(page, walk, stated),
        "language": language_fact(stated),
        "source_url": address_fact(stated),
    }
    return {name: fact for name, fact in found.items() if fact}
