"""Feeds as Atom, RFC 4287; with deletions, RFC 6721, and pages, RFC 5005, section 3.

Django's feedgenerator has neither texts in XHTML nor several authors nor deletions.
"""

from __future__ import annotations

from datetime import UTC, datetime

from lxml import etree  # type: ignore[import-untyped]

from statements.citing.citation import ARCHIVE
from statements.following.feed import Feed, FeedEntry, FeedNotice
from statements.following.texts import readable, write_passages
from statements.following.wording import more_words, notice_words

ATOM, DELETED, DUBLIN_CORE = (
    "http://www.w3.org/2005/Atom",
    "http://purl.org/atompub/tombstones/1.0",
    "http://purl.org/dc/terms/",
)
OURS = "urn:ietf:params:xml:ns:press-statements"
NAMESPACES = {None: ATOM, "at": DELETED, "dc": DUBLIN_CORE, "archive": OURS}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MEDIA_TYPE = "application/atom+xml"


def write_atom(feed: Feed) -> bytes:
    """The feed as a document of XML, in UTF-8."""
    root = etree.Element(f"{{{ATOM}}}feed", {_LANGUAGE: feed.language}, nsmap=NAMESPACES)
    _add(root, "id", feed.identity)
    _add(root, "title", feed.title)
    _add(root, "updated", write_moment(feed.updated))
    _add(_add(root, "author"), "name", ARCHIVE)
    _link(root, "self", feed.address, MEDIA_TYPE)
    _link(root, "alternate", feed.page, "text/html")
    _link(root, "first", feed.first, MEDIA_TYPE)
    if feed.following:
        _link(root, "next", feed.following, MEDIA_TYPE)
    for item in feed.items:
        if isinstance(item, FeedNotice):
            add_notice(root, item)
        else:
            _add_entry(root, item)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _add_entry(root: etree._Element, entry: FeedEntry) -> None:
    citation = entry.citation
    element = _add(root, "entry")
    element.set(_LANGUAGE, citation.language)
    _add(element, "id", entry.identity)
    _add(element, "title", entry.title)
    _add(element, "published", write_moment(entry.first))
    _add(element, "updated", write_moment(entry.updated))
    for name in entry.authors:
        _add(_add(element, "author"), "name", name)
    _link(element, "alternate", entry.address, "text/html")
    _link(element, "bookmark", citation.address, "text/html")
    if citation.source_url:
        _link(element, "via", citation.source_url)
    for language, address in entry.translations:
        _link(element, "related", address, "text/html").set("hreflang", language)
    _add(element, "category").attrib.update({"term": citation.kind, "label": readable(entry.kind)})
    _add(element, "category").attrib.update({"term": citation.language, "scheme": "urn:ietf:bcp:47"})
    if citation.date:
        etree.SubElement(element, f"{{{DUBLIN_CORE}}}date").text = citation.date
    if citation.publisher:
        etree.SubElement(element, f"{{{DUBLIN_CORE}}}publisher").text = readable(citation.publisher)
    if entry.sha256:
        version = etree.SubElement(element, f"{{{OURS}}}version", {"sha256": entry.sha256})
        version.text = str(citation.version)
    content = _add(element, "content")
    content.attrib.update({"type": "xhtml", _LANGUAGE: citation.language})
    content.append(write_passages(entry.passages, citation.language, more_words(entry.more)))


def add_notice(root: etree._Element, notice: FeedNotice) -> None:
    """A deletion: RFC 6721, section 3."""
    element = etree.SubElement(
        root, f"{{{DELETED}}}deleted-entry", {"ref": notice.identity, "when": write_moment(notice.at)}
    )
    etree.SubElement(element, f"{{{DELETED}}}comment").text = readable(notice_words(notice))
    etree.SubElement(element, f"{{{ATOM}}}link", {"rel": "alternate", "href": notice.address})


def _add(parent: etree._Element, tag: str, text: str = "") -> etree._Element:
    made = etree.SubElement(parent, f"{{{ATOM}}}{tag}")
    made.text = readable(text) or None
    return made


def _link(parent: etree._Element, relation: str, address: str, media_type: str = "") -> etree._Element:
    link = _add(parent, "link")
    link.attrib.update({"rel": relation, "href": readable(address)})
    if media_type:
        link.set("type", media_type)
    return link


def write_moment(moment: datetime) -> str:
    """A moment as RFC 3339 has it, to the microsecond: two events are never the same to who sorts them."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
