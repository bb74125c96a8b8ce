"""Read what a source lists in a separate process, and answer in JSON, as statements/importer/worker.py does for files.

python -m statements.editorial.watching.worker < request: a line of JSON, followed by the bytes
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from statements.editorial.watching.feeds import read_feed, read_json_feed
from statements.editorial.watching.listing import SourceListing, UnreadableError
from statements.editorial.watching.pages import read_links, read_map
from statements.importer.worker import limit_process

_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(rss|rdf|feed|urlset|sitemapindex|html|body|head)[\s/>]", re.IGNORECASE)
_WITHIN = 10_000  # bytes


def main() -> None:
    """Limit the process, then read."""
    request = json.loads(sys.stdin.buffer.readline())
    limit_process(request["seconds"], request["memory"])
    json.dump(answer(sys.stdin.buffer.read(), request), sys.stdout)


def answer(content: bytes, request: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is listed, or why it is unreadable."""
    try:
        return {"listing": asdict(read_listing(content, request["address"], request["content_type"]))}
    except UnreadableError as error:
        return {"unreadable": str(error)}
    except (MemoryError, RecursionError):
        return {"unreadable": "It takes more memory to read than is allowed."}


def read_listing(content: bytes, address: str, content_type: str) -> SourceListing:
    """What a source lists; its form is told by its first bytes. Raises UnreadableError."""
    top = content[:_WITHIN].replace(b"\0", b"")  # UTF-16
    if top.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return read_json_feed(content, address)
    found = _ROOT.search(top)
    root = found[1].lower() if found else b""
    if root in (b"rss", b"rdf", b"feed"):
        return read_feed(content, address, content_type)
    if root in (b"urlset", b"sitemapindex"):
        return read_map(content, address)
    if root or "html" in content_type:
        return read_links(content, address)
    raise UnreadableError("This is neither a feed, nor the map of a site, nor a page of links.")


if __name__ == "__main__":
    main()
