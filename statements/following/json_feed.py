"""Feeds as JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/, which has no deletions: `_withdrawn` tells of them."""

from __future__ import annotations

import json
from typing import Any

from statements.citing.citation import ARCHIVE
from statements.following.atom import write_moment
from statements.following.feed import Feed, FeedEntry, FeedNotice
from statements.following.texts import write_html
from statements.following.wording import more_words, notice_words

MEDIA_TYPE = "application/feed+json"


def write_json(feed: Feed) -> bytes:
    """The feed as JSON, in UTF-8."""
    values = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "next_url": feed.following,
        "language": feed.language,
        "authors": [{"name": ARCHIVE}],
        "items": [_write_notice(each) if isinstance(each, FeedNotice) else _write_entry(each) for each in feed.items],
    }
    kept = {name: value for name, value in values.items() if value or name == "items"}
    return json.dumps(kept, ensure_ascii=False, indent=1).encode()


def _write_entry(entry: FeedEntry) -> dict[str, Any]:
    citation = entry.citation
    values = {
        "id": entry.identity,
        "url": entry.address,
        "external_url": citation.source_url,
        "title": entry.title,
        "content_html": write_html(entry.passages, citation.language, more_words(entry.more)),
        "date_published": write_moment(entry.first),
        "date_modified": write_moment(entry.updated),
        "authors": [{"name": name} for name in entry.authors],
        "tags": [entry.kind],
        "language": citation.language,
        "_archive": {
            "about": "https://www.loc.gov/standards/datetime/",
            "date": citation.date,
            "version": citation.version,
            "sha256": entry.sha256,
            "pinned": citation.address,
            "publisher": citation.publisher,
            "translations": [{"language": language, "url": address} for language, address in entry.translations],
        },
    }
    return {name: value for name, value in values.items() if value}


def _write_notice(notice: FeedNotice) -> dict[str, Any]:
    told = notice_words(notice)
    return {
        "id": notice.identity,
        "url": notice.address,
        "title": told,
        "content_text": told,
        "date_modified": write_moment(notice.at),
        "_withdrawn": {"at": write_moment(notice.at), "reason": notice.reason, "deleted": notice.deleted},
    }
