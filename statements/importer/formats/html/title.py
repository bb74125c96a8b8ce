"""The title of a web page, and what the head of the page states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree  # type: ignore[import-untyped]

from statements.importer.extract import Fact
from statements.importer.formats.html.blocks import SPACE, WORD, TreeWalk
from statements.importer.formats.html.furniture import mark_covered
from statements.importer.formats.html.outline import PageBlocks

_SEPARATOR = re.compile(r"\s+(?:[|–—·•:»«>/-]|::|\|\|)\s+")
_PARTS = re.compile(rf"{_SEPARATOR.pattern}|:\s+")  # "Site: title" too, if a heading agrees
_TITLE_LENGTH = 500
_SITE_WORDS = 6
_SHOWN_LENGTH, _WORDS = 250, 3  # characters and words of a title found only by layout


@dataclass(frozen=True)
class Stated:
    """What the head of the page states: meta values by lower-case name, title, address."""

    meta: dict[str, str]
    title: str
    lang: str
    canonical: str
    classes: frozenset[str]
    linked_data: str
    saved_from: str


def read_stated(root: etree._Element, markup: str) -> Stated:
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("http-equiv") or element.get("itemprop")
        content = _line(element.get("content") or "")
        if name and content:
            meta.setdefault(name.strip().lower(), content)
    title = next(root.iter("title"), None)
    body = next(root.iter("body"), None)
    canonical = (link.get("href") or "" for link in root.iter("link") if "canonical" in (link.get("rel") or "").split())
    scripts = (script.text or "" for script in root.iter("script") if script.get("type") == "application/ld+json")
    saved = re.search(r"<!--\s*saved from url=\(\d+\)(\S+)", markup[:10_000])
    return Stated(
        meta,
        _line("".join(title.itertext())) if title is not None else "",
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or "",
        next(canonical, "").strip(),
        frozenset(body.get("class", "").lower().split() if body is not None else ()),
        "\n".join(scripts),
        saved[1] if saved else "",
    )


def _line(text: str) -> str:
    return SPACE.sub(" ", text).strip()


def _key(text: str) -> str:
    """`text` reduced for comparison: its words in lower case."""
    return " ".join(WORD.findall(text.casefold()))


def titles_of_head(stated: Stated) -> list[tuple[str, str]]:
    """The titles stated in the head, the most trusted first, each with its origin."""
    found = [
        (f"meta {name}", stated.meta.get(name, ""))
        for name in ("og:title", "dcterms.title", "dc.title", "twitter:title")
    ]
    return [(origin, text) for origin, text in [*found, ("title", stated.title)] if text]


def title_block(walk: TreeWalk, stated: Stated) -> tuple[int | None, int, int]:
    """The block that shows the title, how many of its lines are title (0: all), and how many blocks below continue it.

    It is the longest heading that agrees with the head of the page; failing that, the first h1, a block whose class
    calls it the title, the first heading above the text, or a bold line there.
    <title>Budget 2015 | Assemblée</title>, <h1>Assemblée</h1>, <h2>Budget 2015</h2> -> the h2
    """
    place, lines = _find_agreed(walk, stated)
    if place is None or lines:  # the first line may be a label, with the heading below
        shown = _find_by_layout(walk, stated)
        if place is None or (shown is not None and walk.blocks[shown].level in (1, 2)):
            place, lines = shown, 0
    return place, lines, 0 if place is None or lines else _goes_on(walk, stated, place)


def _find_agreed(walk: TreeWalk, stated: Stated) -> tuple[int | None, int]:
    whole = [_key(text) for _, text in titles_of_head(stated)]
    pieces = {_key(piece) for _, text in titles_of_head(stated) for piece in pieces_of_title(text)}
    sites = _site_names(stated)
    ranked: list[tuple[int, int, float, int, int]] = []
    for place, block in enumerate(walk.blocks):
        first, *others = block.text.split("\n", 1)
        key = _key(block.text) if len(block.text) <= _TITLE_LENGTH else ""
        within = block.level in (1, 2, 3) and len(key.split()) > 2 and any(f" {key} " in f" {text} " for text in whole)
        longer = block.level == 1 and any(len(piece.split()) > 2 and f" {piece} " in f" {key} " for piece in pieces)
        if key and key not in sites and (key in pieces or within or longer):
            ranked.append((len(key), -(block.level or 9), -block.linked, -place, 0))
        elif others and len(first) <= _TITLE_LENGTH and (key := _key(first)) in pieces - sites and " " in key:
            ranked.append((len(key), -9, -block.linked, -place, 1))
    if not ranked:
        return None, 0
    *_, place, lines = max(ranked)
    return -place, lines


def _find_by_layout(walk: TreeWalk, stated: Stated) -> int | None:
    """The title found by layout, for pages whose head states a different one or none."""
    sites = _site_names(stated)
    first = _first_heading(walk, sites)
    if first is not None:
        return first
    covered = mark_covered(walk.regions, len(walk.blocks))
    text = next((place for place, block in enumerate(walk.blocks) if block.running and not covered[place]), 0)
    above = [
        (place, block)
        for place, block in enumerate(walk.blocks[:text])
        if not covered[place]
        and len(block.text) <= _SHOWN_LENGTH
        and block.linked < 0.5
        and _key(block.text) not in sites
    ]
    named = [place for place, block in above if block.titled]
    headings = [place for place, block in above if block.level and len(block.text.split()) >= _WORDS]
    bold = [place for place, block in above if block.bold and len(block.text.split()) > _WORDS]
    alone = [place for place, block in above if _stands_alone(block.text)] if not titles_of_head(stated) else []
    return next(iter([*named, *headings, *bold, *alone]), None)


def _stands_alone(text: str) -> bool:
    return len(text.split()) > _WORDS and text[-1] not in ".!?:;," and not text[0].islower() and "\n" not in text


def _goes_on(walk: TreeWalk, stated: Stated, place: int) -> int:
    """1 if, going by the head, the block below continues the title ("Press conference", "by the President"), else 0."""
    titles = {_key(piece) for _, text in titles_of_head(stated) for piece in pieces_of_title(text)}
    below = walk.blocks[place + 1 : place + 2]
    return int(any(f"{_key(walk.blocks[place].text)} {_key(block.text)}" in titles for block in below))


def pieces_of_title(title: str) -> set[str]:
    """A title with and without possible site names: "NATO - Visit - Rome" -> itself, "Visit - Rome", …"""
    found = list(islice(_PARTS.finditer(title), 10))
    pieces = [title, *(title[: cut.start()] for cut in found), *(title[cut.end() :] for cut in found)]
    return {piece for piece in [*pieces, *_SEPARATOR.split(title)[:20]] if piece.strip()}


def _first_heading(walk: TreeWalk, sites: set[str]) -> int | None:
    """The first <h1> that is neither the site's name nor inside an element that its tag marks as furniture."""
    covered = mark_covered([region for region in walk.regions if not region.named], len(walk.blocks))
    headings = (place for place, block in enumerate(walk.blocks) if block.level == 1 and _key(block.text) not in sites)
    return next((place for place in headings if not covered[place]), None)


def _site_names(stated: Stated) -> set[str]:
    host = host_of(stated.canonical or stated.meta.get("og:url", ""))
    names = [stated.meta.get("og:site_name", ""), stated.meta.get("application-name", ""), host]
    return {_key(name) for name in names if name}


def host_of(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def title_fact(page: PageBlocks, stated: Stated) -> Fact | None:
    """The title in the words shown on the page; else the stated title without the site's name."""
    shown = _line(page.shown_title())
    key = _key(shown)
    for origin, text in titles_of_head(stated):
        if shown and key in {_key(piece) for piece in pieces_of_title(text)}:
            return Fact(shown, origin)
    if shown and page.title is not None:
        return Fact(shown, f"h{page.blocks[page.title].level}" if page.blocks[page.title].level else "text")
    return next(
        (Fact(_strip_site(text, stated)[:_TITLE_LENGTH], origin) for origin, text in titles_of_head(stated)), None
    )


def _strip_site(title: str, stated: Stated) -> str:
    """Strip the site's name: "Visit to Rome | NATO" -> "Visit to Rome"; at either end if the page states that name."""
    pieces = list(_SEPARATOR.finditer(title))
    if not pieces:
        return title
    sites = _site_names(stated)
    first, last = title[: pieces[0].start()], title[pieces[-1].end() :]
    if _key(first) in sites:
        return title[pieces[0].end() :]
    short = len(last.split()) <= _SITE_WORDS and len(last) < pieces[-1].start()
    return title[: pieces[-1].start()] if short or _key(last) in sites else title
