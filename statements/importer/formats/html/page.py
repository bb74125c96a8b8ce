"""Saved web pages: all that readers see, which parts are the document, and what the page states about itself.

The steps, in order: bytes to markup and a tree (markup.py), the tree to blocks of text and the regions that hold them
(blocks.py), the title (title.py), what is not the document (furniture.py), whether it is a document at all
(refusals.py), and the facts (facts.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from statements.importer.draft import Refused, is_blank
from statements.importer.extract import Extract, Fact, Limits, Part
from statements.importer.formats.html.blocks import Block, TreeWalk
from statements.importer.formats.html.dates import drop_dates
from statements.importer.formats.html.facts import address_fact, date_fact, language_fact, publisher_fact
from statements.importer.formats.html.furniture import judge
from statements.importer.formats.html.markup import markup_of, tree_of
from statements.importer.formats.html.outline import PageBlocks
from statements.importer.formats.html.refusals import refuse_no_document
from statements.importer.formats.html.struck import write_out_struck
from statements.importer.formats.html.title import Stated, read_stated, title_block, title_fact
from statements.importer.formats.lists import Outline
from statements.importer.nonsense import describe_bytes, describe_odd_signs, refuse_nonsense


def read_html(content: bytes, limits: Limits, encoding: str = "") -> Extract:
    """The text of a saved page, which parts of it are the document, and what the page states about itself.

    encoding: as stated by the server that sent it, where it is to be believed.

    b"<title>Visit</title><nav>Home</nav><h1>Visit</h1><p>He came to Rome.</p>" -> text "Home\n\nVisit\n\nHe came to
    Rome.", parts "Home" (dropped: navigation), "Visit" (title) and the paragraph, facts title "Visit".
    Raises Refused if it has no text or too much, or is not a document but an error page, say, or a site's home page.
    """
    markup, encoding = markup_of(content, encoding)
    if len(markup) > limits.characters:
        raise Refused(f"the page has more than {limits.characters:,} characters")
    if is_blank(markup):
        raise Refused("the page has no text")
    if nonsense := describe_bytes(content, encoding) or describe_odd_signs(markup):
        raise Refused(nonsense)
    root = tree_of(markup)
    write_out_struck(root)
    walk = TreeWalk(limits.depth).walk_tree(root)
    if not walk.blocks:
        raise Refused("the page has no text")
    refuse_nonsense("\n".join(block.text for block in walk.blocks))
    stated = read_stated(root, markup)
    page = PageBlocks(walk.blocks, *title_block(walk, stated))
    judge(page, walk)
    refuse_no_document(page, walk, stated)
    facts = _facts(page, walk, stated)
    drop_dates(page, stated)
    return Extract("\n\n".join(block.text for block in page.blocks), "text/html", encoding, tuple(_parts(page)), facts)


def _parts(page: PageBlocks) -> Iterator[Part]:
    """The blocks as stretches of the text, separated by blank lines; a block with cuts becomes several."""
    starts = accumulate((len(block.text) + 2 for block in page.blocks), initial=0)
    outline = Outline()
    for place, (start, block) in enumerate(zip(starts, page.blocks, strict=False)):
        end = start + len(block.text)
        if page.is_title(place):
            below = start + page.title_length(place)
            yield from _pieces(start, replace(block, text=block.text[: below - start], kind="title"), "")
            if block.text[below - start :].strip():
                yield Part(below + 1, end, block.kind)
        elif block.dropped:
            yield Part(start, end, block.kind, block.dropped)
        else:
            yield from _pieces(start, block, _number_above(block, outline))


def _number_above(block: Block, outline: Outline) -> str:
    """The number of the list item that a block belongs under: its own item's if it continues that item."""
    item = block.item
    if item is None or block.level:
        outline.leave()
        return ""
    if block.begins_item:
        item.under = outline.place(item.root, item.depth, item.number, block.text)
        return item.under
    return item.number or item.under


def _pieces(start: int, block: Block, under: str) -> Iterator[Part]:
    """Divide a block at its cuts: "A.[1] B" with "[1]" cut -> "A.", "[1]" (dropped: footnote mark), " B"."""
    position = 0
    for begin, end, reason in (cut for cut in block.cuts if cut[1] <= len(block.text)):
        if block.text[position:begin].strip():
            yield Part(start + position, start + begin, block.kind, number=block.number, under=under)
        yield Part(start + begin, start + end, block.kind, reason)
        position = end
    if block.text[position:].strip() or not block.cuts:
        yield Part(start + position, start + len(block.text), block.kind, number=block.number, under=under)


def _facts(page: PageBlocks, walk: TreeWalk, stated: Stated) -> dict[str, Fact]:
    found = {
        "title": title_fact(page, stated),
        "date": date_fact(page, walk, stated),
        "language": language_fact(stated),
        "source_url": address_fact(stated),
        "publisher": publisher_fact(stated),
    }
    return {name: fact for name, fact in found.items() if fact}
