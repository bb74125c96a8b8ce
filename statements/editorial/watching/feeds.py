"""Feeds: RSS and Atom by feedparser, which is given bytes and never asks anybody, and JSON Feed 1.1.

https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287, https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from statements.editorial.watching.listing import OfferList, SourceListing, UnreadableError, clean

_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_NO_TTL = 100_000  # minutes, from which on nobody means it


def read_feed(content: bytes, address: str, content_type: str) -> SourceListing:
    """The entries of an RSS or Atom feed. Raises UnreadableError where it has none and is not well-formed."""
    import feedparser  # type: ignore[import-untyped]  # noqa: PLC0415 - only the process that reads it needs it

    told = {"content-type": content_type or "application/xml", "content-location": address}
    found = feedparser.parse(BytesIO(content), response_headers=told, sanitize_html=False)
    offers = OfferList(address)
    for entry in found.entries:
        offers.add(*_read_entry(entry))
    listed, broken = offers.newest_first(), _is_broken(found)
    if not listed and (broken or not found.version):
        raise UnreadableError(f"The feed cannot be read: {clean(str(found.get('bozo_exception', 'it is empty')))}.")
    form = "atom" if found.version.startswith("atom") else "rss"
    fault = "The feed is not well-formed; what could be read of it was." if broken else ""
    return SourceListing(form, clean(found.feed.get("title", "")), listed, _pace(found.feed), fault=fault)


def _is_broken(found: Any) -> bool:
    """Whether the XML itself is wrong; a content type that is not XML's does not matter."""
    return bool(found.bozo) and type(found.get("bozo_exception")).__name__.startswith("SAX")


def _read_entry(entry: Any) -> tuple[str, str, str, str, str]:
    """Identity, address, title, what else is said, and the moment of an entry."""
    changed = entry.get("updated_parsed") or entry.get("published_parsed")
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", changed) if changed and 0 < changed.tm_year < 10_000 else ""
    words = [entry.get("summary", ""), *(each.get("value", "") for each in entry.get("content", []))]
    return entry.get("id", ""), entry.get("link", ""), entry.get("title", ""), "\n".join(words), moment


def _pace(feed: Any) -> int | None:
    """Seconds between two looks, as the feed states them: `ttl` in minutes, or `sy:updatePeriod`."""
    ttl = str(feed.get("ttl", "")).strip()
    if ttl.isascii() and ttl.isdigit() and 0 < int(ttl[:9]) < _NO_TTL:
        return 60 * int(ttl[:9])
    period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower())
    times = str(feed.get("sy_updatefrequency", "1")).strip()
    return period // max(int(times[:4]), 1) if period and times.isascii() and times.isdigit() else period


def read_json_feed(content: bytes, address: str) -> SourceListing:
    """The items of a JSON Feed. Raises UnreadableError where it is none."""
    try:
        feed = json.loads(content)
    except (ValueError, RecursionError):
        raise UnreadableError("The feed cannot be read: it is not well-formed JSON.") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version", "")):
        raise UnreadableError("This is JSON, but no JSON Feed.")
    offers = OfferList(address)
    for item in items:
        if isinstance(item, dict):
            offers.add(*_read_item(item))
    return SourceListing("json", clean(str(feed.get("title", ""))), offers.newest_first())


def _read_item(item: Mapping[str, Any]) -> tuple[str, str, str, str, str]:
    def text(name: str) -> str:
        value = item.get(name)
        return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""

    words = "\n".join(text(name) for name in ("summary", "content_text", "content_html"))
    moment = text("date_modified") or text("date_published")
    return text("id"), text("url") or text("external_url"), text("title"), words, moment[:40]
