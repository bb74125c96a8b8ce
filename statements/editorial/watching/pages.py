"""Maps of sites, and pages of links. https://www.sitemaps.org/protocol.html"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree  # type: ignore[import-untyped]

from statements.editorial.watching.listing import OfferList, SourceListing, UnreadableError, clean, complete
from statements.importer.draft import Refused
from statements.importer.formats.html.markup import markup_of, tree_of

_MAPS = 5  # further maps of a site that are looked at: the ones that changed last
_AROUND = frozenset({"nav", "header", "footer", "aside"})  # elements whose links lead around the site
_FEEDS = re.compile(r"application/(?:rss\+xml|atom\+xml|feed\+json)", re.IGNORECASE)


def read_map(content: bytes, address: str) -> SourceListing:
    """The pages in a map of a site, the last changed first; or the further maps that it lists.

    Raises UnreadableError where it is not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError(f"The map of the site cannot be read: {clean(str(error))}.") from None
    if etree.QName(root).localname == "sitemapindex":
        maps = OfferList(address)
        for each in root.iterfind("{*}sitemap"):
            maps.add("", _text(each, "loc"), "", moment=_text(each, "lastmod")[:40])
        return SourceListing("sitemap", maps=tuple(each.address for each in maps.newest_first()[:_MAPS]))
    offers = OfferList(address)
    for each in sorted(root.iterfind("{*}url"), key=lambda page: _text(page, "lastmod"), reverse=True):
        offers.add("", _text(each, "loc"), _text(each, ".//{*}title"), moment=_text(each, "lastmod")[:40])
    return SourceListing("sitemap", offers=offers.newest_first())


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(name if name.startswith(".") else f"{{*}}{name}") or "").strip()


def read_links(content: bytes, address: str) -> SourceListing:
    """The links of a page that lead to pages of the same server, from top to bottom; menus and footers are left out.

    Raises UnreadableError where the page cannot be read.
    """
    try:
        root = tree_of(markup_of(content)[0])
    except Refused as error:
        raise UnreadableError(f"The page cannot be read: {error}.") from None
    base = complete(address, (root.xpath("string(//base/@href)") or "")) or address
    offers, host = OfferList(address, base), _host(address)
    for link in root.iter("a"):
        title = " ".join("".join(link.itertext()).split())
        if title and _host(complete(base, link.get("href", ""))) == host and not _is_around(link):
            offers.add("", link.get("href", ""), title)
    feeds = (complete(base, each.get("href", "")) for each in root.iter("link") if _FEEDS.match(each.get("type", "")))
    title = clean(root.findtext(".//title") or "")
    return SourceListing("links", title, offers.newest_first(), feeds=tuple(filter(None, feeds))[:_MAPS])


def _host(address: str) -> str:
    """The server of an address, with or without "www."."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _is_around(link: etree._Element) -> bool:
    return any(each.tag in _AROUND for each in link.iterancestors())
