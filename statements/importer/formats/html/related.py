"""Dropping what follows the document on a web page: "See also" with links or cards, and contacts for the press."""

from __future__ import annotations

import re

from statements.importer.clean import CONTACTS, REACHED
from statements.importer.date_lines import says_only_a_date
from statements.importer.formats.html.blocks import Block
from statements.importer.formats.html.outline import PageBlocks
from statements.importer.vocabulary import alternatives
from statements.languages import LANGUAGES

_RELATED = re.compile(rf"\W*{alternatives('around.related')}\W*", re.I)
_LEAD, _TEASER = 80, 400  # characters of a heading above other documents; of a card's text
_SECTION = 2  # the level of a heading that ends cards if neither their titles nor their lead are headings


def drop_related(page: PageBlocks) -> None:
    """Drop "See also" and the links after it, up to running text or the next heading; also cards without links."""
    _drop_cards(page)
    below = teaser = False
    for place, block in page.kept():
        lead = _RELATED.match(block.text) if block.linked > 0.3 and not block.running else None
        if lead and block.text[: lead.end()].rstrip().endswith(":"):  # "Leggi anche: " and a link
            page.drop(place, place + 1, "related links")
            continue
        teaser = below and (block.linked > 0.8 if block.level else teaser)  # a heading that links to its own page
        entry = not block.running and (not block.level or block.linked > 0.8)
        below = _is_lead(block) or (below and (entry or teaser))
        if below:
            page.drop(place, place + 1, "related links")


def contacts(page: PageBlocks) -> None:
    """Drop a section of press contacts below the text: its heading, names, telephone numbers."""
    kept = list(page.kept())
    first = next((place for place, block in kept if block.sentence and not page.is_title(place)), len(page.blocks))
    for place, block in kept:
        if place > first and block.level and len(block.text) < _LEAD and CONTACTS.fullmatch(block.text):
            below = range(place + 1, len(page.blocks))
            ends = (each for each in below if page.blocks[each].running or 0 < page.blocks[each].level <= block.level)
            end = next(ends, len(page.blocks))
            if any(REACHED.search(each.text) for each in page.blocks[place + 1 : end]):
                page.drop(place, end, "contacts")


def _is_lead(block: Block) -> bool:
    return len(block.text) < _LEAD and bool(_RELATED.fullmatch(block.text))


def _drop_cards(page: PageBlocks) -> None:
    """Drop cards below the text (each a heading, perhaps a day, and a few words) and the heading above them all."""
    kept = list(page.kept())
    blocks = [block for _, block in kept]
    first = next((place for place, block in kept if block.sentence and not page.is_title(place)), len(page.blocks))
    for number, (place, block) in enumerate(kept):
        leads = _is_lead(block) or (block.level > 0 and _are_cards(blocks[number + 1 : number + 5]))
        if place > first and not block.dropped and leads:
            for each, _ in kept[number : _end_of_cards(blocks, number)]:
                page.drop(each, each + 1, "related links")


def _are_cards(blocks: list[Block]) -> bool:
    """Whether four blocks are two titles, each with a day and no text: no document has such sections."""
    dates = [says_only_a_date(each.text, list(LANGUAGES)) for each in blocks]
    titles = [each.level > 0 for each in blocks]
    return sorted([dates, titles]) == [[False, True, False, True], [True, False, True, False]]


def _end_of_cards(blocks: list[Block], lead: int) -> int:
    """Where the cards below a heading end: at a heading of its level or higher, or before text that is not a teaser.

    A section of the document may follow them: such text is kept whole, its heading included.
    """
    if lead + 1 == len(blocks):
        return lead + 1
    highest = _highest(blocks[lead], blocks[lead + 1])
    for place in range(lead + 1, len(blocks)):
        block = blocks[place]
        if 0 < block.level <= highest:
            return place
        if block.running and not _is_teaser(blocks, place):
            headings = [above for above in range(lead + 1, place) if blocks[above].level]
            return headings[-1] if headings else place
    return len(blocks)


def _highest(lead: Block, first: Block) -> int:
    """The level of headings that end the cards: that of the heading above them, or one above their own titles."""
    if first.level and (not lead.level or first.level <= lead.level):
        return first.level - 1
    return lead.level or _SECTION


def _is_teaser(blocks: list[Block], place: int) -> bool:
    """Whether running text directly follows the title of a card, or its day, and no more running text follows."""
    after = blocks[place + 1] if place + 1 < len(blocks) else None
    above = place - 1
    if says_only_a_date(blocks[above].text, list(LANGUAGES)):
        above -= 1
    alone = after is None or not after.running
    return alone and len(blocks[place].text) <= _TEASER and (blocks[above].level > 0 or blocks[above].linked > 0.8)
