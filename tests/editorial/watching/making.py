"""Feeds of a press office in three formats, its map and its list of links; and its releases."""

import json
from xml.sax.saxutils import escape

PLACES = ["Oslo", "Rome", "Bergen", "Bari", "Lyon", "Turku", "Gdansk", "Porto"]


def page(place, more="", day=10):
    """A release about a place, different in its words from all others."""
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>The harbour of {place}</title></head><body>
<nav><a href="/">Home</a></nav><main><h1>The harbour of {place}</h1><p>{day} November 2022</p>
<p>{place} keeps a light at the end of its pier, and the {place} keepers told us how it burns in {place} at night.</p>
<p>From {place} we sailed home, for {place} had given us all that {place} could give. {more}</p></main></body></html>"""


def rss(url, *items, channel="", prologue=""):
    """items: (identity, path, title, summary)."""
    entries = "".join(
        f"<item><guid isPermaLink='false'>{escape(identity)}</guid><link>{escape(url + path)}</link>"
        f"<title>{escape(title)}</title><description>{escape(summary)}</description></item>"
        for identity, path, title, summary in items
    )
    head = f'<?xml version="1.0"?>{prologue}<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
    return f"{head}<channel><title>Quist Press</title>{channel}{entries}</channel></rss>"


def atom(url, *items):
    entries = "".join(
        f"<entry><id>{escape(identity)}</id><link href='{escape(path)}'/><summary>{escape(summary)}</summary>"
        f"<title type='html'>&lt;b&gt;{escape(title)}&lt;/b&gt;</title>"
        f"<updated>2022-11-{10 + number}T10:00:00Z</updated></entry>"
        for number, (identity, path, title, summary) in enumerate(items)
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='{url}'><title>Quist Press</title>{entries}</feed>"


def json_feed(url, *items):
    listed = [
        {
            "id": identity,
            "url": url + path,
            "title": title,
            "summary": summary,
            "date_published": f"2022-11-{10 + number}",
        }
        for number, (identity, path, title, summary) in enumerate(items)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Quist Press", "items": listed})


def sitemap(url, *paths):
    """paths: (path, lastmod)."""
    pages = "".join(f"<url><loc>{url}{path}</loc><lastmod>{moment}</lastmod></url>" for path, moment in paths)
    return f"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{pages}</urlset>"


def sitemap_index(url, *paths):
    maps = "".join(f"<sitemap><loc>{url}{path}</loc></sitemap>" for path in paths)
    return (
        f"<?xml version='1.0'?><sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{maps}</sitemapindex>"
    )


def links(*items):
    """items: (href, title)."""
    rows = "".join(f"<li><a href='{href}'>{title}</a></li>" for href, title in items)
    return f"<!doctype html><title>News</title><nav><a href='/about'>About us</a></nav><main><ul>{rows}</ul></main>"
