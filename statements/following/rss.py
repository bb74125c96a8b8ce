"""Feeds as RSS 2.0, https://www.rssboard.org/rss-specification, with names and text by the modules in use: dc, content.

RSS has no deletions: a document that is gone is an item with the same guid and the reason, and one of RFC 6721 beside.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime

from lxml import etree  # type: ignore[import-untyped]

from statements.following.atom import ATOM, DELETED, add_notice
from statements.following.feed import Feed, FeedEntry, FeedNotice
from statements.following.texts import readable, write_html
from statements.following.wording import more_words, notice_words

_CONTENT, _DUBLIN_CORE = "http://purl.org/rss/1.0/modules/content/", "http://purl.org/dc/elements/1.1/"
_NAMESPACES = {"atom": ATOM, "at": DELETED, "content": _CONTENT, "dc": _DUBLIN_CORE}
MEDIA_TYPE = "application/rss+xml"


def write_rss(feed: Feed) -> bytes:
    """The feed as a document of XML, in UTF-8."""
    root = etree.Element("rss", {"version": "2.0"}, nsmap=_NAMESPACES)
    channel = _add(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.page)
    _add(channel, "description", feed.title)
    _add(channel, "language", feed.language)
    _add(channel, "lastBuildDate", _write_moment(feed.updated))
    links = {"self": feed.address, "first": feed.first, "next": feed.following}
    for relation, address in links.items():
        if address:
            attributes = {"rel": relation, "href": readable(address), "type": MEDIA_TYPE}
            etree.SubElement(channel, f"{{{ATOM}}}link", attributes)
    for item in feed.items:
        if isinstance(item, FeedNotice):
            add_notice(channel, item)
            _add_gone(channel, item)
        else:
            _add_item(channel, item)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _add_item(channel: etree._Element, entry: FeedEntry) -> None:
    citation = entry.citation
    item = _begin_item(channel, entry.title, entry.address, entry.identity, entry.updated)
    for name in entry.authors:
        _add(item, f"{{{_DUBLIN_CORE}}}creator", name)
    if citation.date:
        _add(item, f"{{{_DUBLIN_CORE}}}date", citation.date)
    _add(item, f"{{{_DUBLIN_CORE}}}language", citation.language)
    _add(item, "category", entry.kind)
    html = write_html(entry.passages, citation.language, more_words(entry.more))
    _add(item, "description", html)
    _add(item, f"{{{_CONTENT}}}encoded", html)


def _add_gone(channel: etree._Element, notice: FeedNotice) -> None:
    told = notice_words(notice)
    item = _begin_item(channel, told, notice.address, notice.identity, notice.at)
    _add(item, "description", told)


def _begin_item(channel: etree._Element, title: str, address: str, identity: str, moment: datetime) -> etree._Element:
    item = _add(channel, "item")
    _add(item, "title", title)
    _add(item, "link", address)
    _add(item, "guid", identity).set("isPermaLink", "false")
    _add(item, "pubDate", _write_moment(moment))
    return item


def _write_moment(moment: datetime) -> str:
    """As RFC 822 has it."""
    return format_datetime(moment)


def _add(parent: etree._Element, tag: str, text: str = "") -> etree._Element:
    made = etree.SubElement(parent, tag)
    made.text = readable(text) or None
    return made
