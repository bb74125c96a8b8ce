"""The formats of feeds, by the ending of their addresses."""

from __future__ import annotations

from collections.abc import Callable

from statements.following import atom, json_feed, rss
from statements.following.feed import Feed

MEDIA_TYPES = {"atom": atom.MEDIA_TYPE, "rss": rss.MEDIA_TYPE, "json": json_feed.MEDIA_TYPE}
NAMES = {atom.MEDIA_TYPE: "Atom", rss.MEDIA_TYPE: "RSS", json_feed.MEDIA_TYPE: "JSON Feed"}
WRITERS: dict[str, Callable[[Feed], bytes]] = {
    "atom": atom.write_atom,
    "rss": rss.write_rss,
    "json": json_feed.write_json,
}
