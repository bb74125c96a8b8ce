"""Everything on a web page around the document: menus, notices, share bars, related links, footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from statements.importer.formats.html.blocks import RUNNING, WORD, Block, Region, TreeWalk
from statements.importer.formats.html.outline import PageBlocks
from statements.importer.formats.html.related import contacts, drop_related
from statements.importer.vocabulary import alternatives, words

# Elements with these names never hold paragraphs; if one does, its name means something else.
_NEVER_TEXT = {
    "navigation", "language links", "header", "breadcrumb", "share bar", "not shown", "form", "advert",
    "about the document", "caption",
}  # fmt: skip
_COOKIES = alternatives("page.cookies")
_COOKIE = re.compile(rf"\b{_COOKIES}\b", re.I)
_CONSENT = re.compile(
    rf"\b{alternatives('page.consent')}\b|\b{alternatives('page.cookie_users')}\b[^.]{{0,60}}\b{_COOKIES}"
    rf"|\b{alternatives('page.cookie_uses')} (?:\w+ ){{0,3}}{_COOKIES}"
    rf"|^\W*{alternatives('page.consent_headings')}\W*$",
    re.I,
)
_COOKIE_LENGTH = 700
_NETWORKS = frozenset([
    "bluesky", "facebook", "instagram", "linkedin", "pdf", "pinterest", "telegram", "threads", "twitter", "whatsapp",
    "x",
])  # fmt: skip
_SHARE_WORDS = _NETWORKS.union(words("page.share"))
_KEYWORDS = re.compile(rf"\W*{alternatives('page.keywords')}\W*", re.I)
_TOOLS = re.compile(
    rf"\W*(?:{alternatives('page.tools')}(?!\w)|\d+ {alternatives('page.minutes')} {alternatives('page.read')}\b"
    rf"|(?:{alternatives('page.buttons')}|{alternatives('page.adverts')})\W*$|{alternatives('page.credits')} ?:)",
    re.I,
)
_TOOL_LENGTH = 160
_COPYRIGHT = re.compile(rf"\W*(?:©|\(c\)|{alternatives('page.copyright')}(?!\w))", re.I)


def judge(page: PageBlocks, walk: TreeWalk) -> None:
    """Record in each block that is not part of the document why it is not."""
    main = _main(page, walk)
    for place, reason in enumerate(_reasons(page, walk, main)):
        if reason:
            page.drop(place, place + 1, reason)
    if main:
        first = main.start if page.title is None else min(main.start, page.title)
        page.drop(0, first, "outside the main text")
        page.drop(max(main.end, (page.title or 0) + 1), len(page.blocks), "outside the main text")
    rules = (
        _ornaments,
        _cookie_notices,
        _share_bars,
        _copyright,
        _page_tools,
        drop_related,
        contacts,
        _keywords,
        _links,
        _drop_above_title,
    )
    for rule in (*rules, _drop_emptied_headings):
        rule(page)


def _reasons(page: PageBlocks, walk: TreeWalk, main: Region | None) -> Iterator[str]:
    """For each block, why the elements around it exclude it from the document; an inner element is more specific."""
    regions = sorted(walk.regions, key=lambda region: (region.start, -region.end))[::-1]
    within: list[tuple[int, str]] = [(len(page.blocks) + 1, "")]
    for place in range(len(page.blocks)):
        while within[-1][0] <= place:
            within.pop()
        while regions and regions[-1].start == place:
            region, outer = regions.pop(), within[-1][1]
            own = outer not in ("", "header", "footer", "sidebar") or _holds_document(region, page, main)
            within.append((region.end, outer if own else region.reason))
        yield within[-1][1]


def _main(page: PageBlocks, walk: TreeWalk) -> Region | None:
    """The smallest element marked as holding the text that does hold most of it."""
    covered = mark_covered(walk.regions, len(page.blocks))
    free = sum(
        len(block.text) for block, in_one in zip(page.blocks, covered, strict=True) if block.running and not in_one
    )
    enough = max(1, (free or page.running()) * 0.6)
    good = [region for region in walk.mains if page.running(region.start, region.end) >= enough]
    good = good or [region for region in walk.mains if page.title in range(region.start, region.end)]
    return min(good, key=lambda region: region.end - region.start, default=None)


def _holds_document(region: Region, page: PageBlocks, main: Region | None) -> bool:
    """Whether an element that looks like furniture holds the document itself, as a <form> or a wrapper often does."""
    if page.title is not None and region.start <= page.title < region.end:
        return True
    if main and region.start <= main.start and main.end <= region.end:
        return True
    if region.reason == "header" and main and main.start <= region.start and (page.title or 0) < region.start:
        return True
    running = page.running(region.start, region.end)
    if region.reason in ("cookie notice", "footnote", "comments") or not (region.named or region.reason == "form"):
        return False
    most = running > page.running() * 0.6 and main is None
    text = running > max(400, page.characters(region.start, region.end) * 0.6)
    return bool(running) and (most or (region.reason in _NEVER_TEXT and text))


def _cookie_notices(page: PageBlocks) -> None:
    """Drop notices that the site uses cookies, above or below the text."""
    running = [place for place, block in page.kept() if block.running and not _notice(block)]
    first, last = (running[0], running[-1]) if running else (0, 0)
    for place, block in page.kept():
        if not first < place < last and _notice(block):
            page.drop(place, place + 1, "cookie notice")


def _notice(block: Block) -> bool:
    return len(block.text) <= _COOKIE_LENGTH and bool(_COOKIE.search(block.text) and _CONSENT.search(block.text))


def _share_bars(page: PageBlocks) -> None:
    for place, block in page.kept():
        shown = WORD.findall(block.text[:200].lower())
        if shown and len(block.text) <= 200 and _SHARE_WORDS.issuperset(shown):
            page.drop(place, place + 1, "share bar")


def _ornaments(page: PageBlocks) -> None:
    """Drop blocks without a letter or digit: arrows, bars between links, bullets without an entry."""
    for place, block in page.kept():
        if not WORD.search(block.text):
            page.drop(place, place + 1, "ornament")


def _page_tools(page: PageBlocks) -> None:
    """Drop what the page says about itself: reading time, where it was printed from, "back to top"."""
    for place, block in page.kept():
        if len(block.text) <= _TOOL_LENGTH and not block.level and _TOOLS.match(block.text):
            page.drop(place, place + 1, "about the page")


def _keywords(page: PageBlocks) -> None:
    """Drop "Tags", "Argomenti", "Mots-clés", and the short entries under it."""
    below = False
    for place, block in page.kept():
        below = bool(_KEYWORDS.fullmatch(block.text)) or (below and not block.level and not block.sentence)
        if below:
            page.drop(place, place + 1, "keywords")


def _links(page: PageBlocks) -> None:
    """Drop blocks that are only links; a heading that is a link stays for the text below it."""
    below = False
    for place in range(len(page.blocks) - 1, -1, -1):
        block = page.blocks[place]
        link = block.linked >= 0.85 and len(block.text) < 2 * RUNNING
        if link and not block.dropped and not (block.level and below):
            page.drop(place, place + 1, "link")
        elif not block.dropped:
            below = not block.level


def _drop_above_title(page: PageBlocks) -> None:
    """Drop labels above the title: an office, "Press release", a section of the site."""
    for place in range(page.title or 0):
        if not page.blocks[place].running:
            page.drop(place, place + 1, "above the title")


def _copyright(page: PageBlocks) -> None:
    for place, block in page.kept():
        if not block.running and _COPYRIGHT.match(block.text):
            page.drop(place, place + 1, "footer")


def _drop_emptied_headings(page: PageBlocks) -> None:
    """Drop a heading if everything under it was dropped, like "Notes" above a list of footnotes."""
    kept, lost = [False] * 8, [""] * 8
    for place in range(len(page.blocks) - 1, -1, -1):
        block = page.blocks[place]
        level = block.level
        if level and not block.dropped and lost[level] and not kept[level]:
            page.drop(place, place + 1, lost[level])
        if level and not block.dropped:
            kept[level:], lost[level:] = [False] * (8 - level), [""] * (8 - level)
        elif block.dropped:
            lost = [block.dropped] * 8
        else:
            kept = [True] * 8


def mark_covered(regions: list[Region], length: int) -> list[bool]:
    """For each block, whether a region holds it."""
    edges = [0] * (length + 1)
    for region in regions:
        edges[region.start] += 1
        edges[region.end] -= 1
    return [open_ > 0 for open_ in accumulate(edges[:length])]
