"""Sitemaps: which pages there are and when each last changed, for crawlers; https://www.sitemaps.org/protocol.html.

Documents stand in files by ranges of their keys, so that a file changes only with what is in it. The translations of a
text stand beside it: https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from statements.connecting.rows import read_rows
from statements.following.atom import write_moment
from statements.models import Entry
from statements.search.memory import write_statement

_SITEMAP, _XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
RANGE = 10_000  # keys of documents in a file; a file may have 50,000 addresses
_KEPT = timedelta(days=30)  # for which the addresses of what is gone are listed, so that crawlers ask there again

_RANGES = """
SELECT entry.document_id / %s, max(at) FROM ({published}) AS entry
JOIN statements_publication AS event ON event.document_id = entry.document_id AND at <= %s GROUP BY 1 ORDER BY 1
"""
_DOCUMENTS = """
SELECT document.slug, document.language, translation_group::text, (
    SELECT max(at) FROM statements_publication WHERE document_id = document.id AND at <= %s)
FROM ({published}) AS entry JOIN statements_document AS document ON document.id = entry.document_id
ORDER BY document.id
"""
_GROUPS = """
SELECT translation_group::text, document.language, slug
FROM ({published}) AS entry JOIN statements_document AS document ON document.id = entry.document_id
WHERE translation_group = ANY (%s::uuid[]) ORDER BY document.language, document.id
"""
_GONE = """
SELECT slug, at FROM statements_publication AS event
WHERE event IN ('withdrawn', 'deleted') AND at <= %(moment)s AND at > %(since)s AND NOT EXISTS (
    SELECT FROM statements_publication AS later
    WHERE later.document_id = event.document_id AND later.id > event.id AND later.at <= %(moment)s)
ORDER BY at DESC, id DESC
"""


@dataclass(frozen=True)
class SitemapAddress:
    """A page. path: of its address; changed: when, if that is known; others: language and path of each translation of
    what is on it, itself among them."""

    path: str
    changed: datetime | None = None
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ListedDocument:
    """A public document. others: language and slug of each translation, itself among them; none without any."""

    slug: str
    changed: datetime | None
    others: tuple[tuple[str, str], ...]


def list_ranges(moment: datetime) -> list[tuple[int, datetime]]:
    """The numbers of the ranges that have public documents, each with the last event of one of them."""
    published, parameters = write_statement(Entry.objects.published(), "document_id")
    return [(number, at) for number, at in read_rows(_RANGES.format(published=published), [RANGE, *parameters, moment])]


def list_range(number: int, moment: datetime) -> list[ListedDocument]:
    """The public documents of a range, with their translations."""
    own = Entry.objects.published().filter(pk__gte=number * RANGE, pk__lt=(number + 1) * RANGE)
    published, parameters = write_statement(own, "document_id")
    rows = read_rows(_DOCUMENTS.format(published=published), [moment, *parameters])
    groups = _list_groups({group for _, _, group, _ in rows if group})
    return [ListedDocument(slug, changed, groups.get(group, ())) for slug, _, group, changed in rows]


def _list_groups(groups: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Language and slug of the documents of each group that has more than one, one for each language."""
    published, parameters = write_statement(Entry.objects.published(), "document_id")
    found = defaultdict[str, dict[str, str]](dict)
    for group, language, slug in read_rows(_GROUPS.format(published=published), [*parameters, list(groups)]):
        found[group].setdefault(language, slug)
    return {group: tuple(each.items()) for group, each in found.items() if len(each) > 1}


def list_gone(moment: datetime) -> list[tuple[str, datetime]]:
    """The slugs of what was withdrawn or deleted in the last month, and when."""
    return [(slug, at) for slug, at in read_rows(_GONE, {"moment": moment, "since": moment - _KEPT})]


def write_sitemap(addresses: Iterable[SitemapAddress], host: str) -> bytes:
    """A sitemap. host: what the addresses begin with, "https://example.org"."""
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP, "xhtml": _XHTML})
    for each in addresses:
        element = _add(root, "url")
        _add(element, "loc", f"{host}{each.path}")
        if each.changed:
            _add(element, "lastmod", write_moment(each.changed))
        for language, path in each.others:
            attributes = {"rel": "alternate", "hreflang": language, "href": f"{host}{path}"}
            etree.SubElement(element, f"{{{_XHTML}}}link", attributes)
    return _write(root)


def write_index(files: Sequence[tuple[str, datetime | None]], host: str) -> bytes:
    """An index of sitemaps: their paths, each with when it last changed."""
    root = etree.Element(f"{{{_SITEMAP}}}sitemapindex", nsmap={None: _SITEMAP})
    for path, changed in files:
        element = _add(root, "sitemap")
        _add(element, "loc", f"{host}{path}")
        if changed:
            _add(element, "lastmod", write_moment(changed))
    return _write(root)


def _add(parent: Any, tag: str, text: str = "") -> Any:
    made = etree.SubElement(parent, f"{{{_SITEMAP}}}{tag}")
    made.text = text or None
    return made


def _write(root: Any) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")
