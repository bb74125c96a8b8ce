"""What became of addresses that were quoted: the words then, the words now, and whether there still are any."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, RawPostDataException
from django.utils.translation import gettext

from statements.api.answers import GoneError, answer_json, refuse_others, to_read
from statements.api.documents import find_version
from statements.records.published import PublishedVersion
from statements.search.request import NotUnderstoodError, Problem
from statements.web.interface import canonical, link_paragraph, pinned

MOST, MOST_BYTES = 200, 200_000
_LANGUAGES = "|".join(code[:2] for code, _ in settings.LANGUAGES)
_PATH = re.compile(
    rf"(?:/(?:{_LANGUAGES}))?/(?:api/)?documents/(?P<slug>[-\w]+)/?(?:(?:cite|paragraphs)/(?P<key>[-\w]+)/?)?"
)
_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_KEY = re.compile(r"[-\w]+")


class QuotedAddress(NamedTuple):
    """An address of ours. version: 0 where it names none; key: of a paragraph, empty for the whole document."""

    slug: str
    version: int
    key: str


@to_read(3, methods=("POST",), remember=False)
def resolve(request: HttpRequest) -> HttpResponse:
    """Say of each address, in its order, what is there today."""
    refuse_others(request.GET)
    find = lru_cache(maxsize=None)(_find_version)
    return answer_json({"items": [_resolve(request, each, find) for each in _read_addresses(request)]})


def _read_addresses(request: HttpRequest) -> list[str]:
    """Those in the body. Raises NotUnderstoodError."""
    try:
        body = request.body if int(request.headers.get("Content-Length") or 0) <= MOST_BYTES else b""
        values = msgspec.json.decode(body, type=dict[str, list[str]])
    except (msgspec.DecodeError, RawPostDataException, UnicodeDecodeError, ValueError):
        raise _wrong() from None
    if set(values) != {"addresses"} or len(values["addresses"]) > MOST:
        raise _wrong()
    return values["addresses"]


def _wrong() -> NotUnderstoodError:
    told = gettext('send {"addresses": ["…"]} as JSON, with at most %(most)s of them') % {"most": MOST}
    return NotUnderstoodError(Problem("addresses", "addresses", told))


def _resolve(request: HttpRequest, address: str, find: Any) -> dict[str, Any]:
    """status: current, changed since, removed from the text, withdrawn, deleted, or unknown. text, text_now: the words
    of the paragraph, in the version that the address names and in the last one."""
    answer: dict[str, Any] = dict.fromkeys(
        ("slug", "version", "latest", "key", "url", "text", "text_now", "said_by", "reason")
    )
    answer = {"address": address, "status": "unknown", **answer}
    quoted = read_address(address)
    if quoted is None:
        return answer
    answer |= {"slug": quoted.slug, "version": quoted.version or None, "key": quoted.key or None}
    try:
        latest: PublishedVersion = find(quoted.slug, 0)
        then: PublishedVersion = find(quoted.slug, quoted.version)
    except GoneError as gone:
        return {**answer, "status": "deleted" if gone.more["deleted"] else "withdrawn", "reason": gone.more["reason"]}
    except Http404:
        return answer
    return {**answer, **_compare(request, quoted, then, latest)}


def _find_version(slug: str, number: int) -> PublishedVersion:
    return find_version(slug, number or None)


def _compare(
    request: HttpRequest, quoted: QuotedAddress, then: PublishedVersion, now: PublishedVersion
) -> dict[str, Any]:
    pin = pinned(canonical(request, "document", now.slug), then.number)
    told: dict[str, Any] = {"latest": now.number or None, "url": pin}
    if not quoted.key:
        return {**told, "status": "current" if then.sha256 == now.sha256 else "changed"}
    before, after = _find_row(then, quoted.key), _find_row(now, quoted.key)
    if before is None:
        return {"status": "unknown"}
    told |= {
        "url": link_paragraph(pin, quoted.key, then.content.in_parts),
        "text": before.text,
        "said_by": list(then.content.sayers_of(before)),
    }
    if after is None:
        return {**told, "status": "removed"}
    return {**told, "text_now": after.text, "status": "current" if before.text == after.text else "changed"}


def _find_row(version: PublishedVersion, key: str) -> Any:
    return next((row for row in version.content.paragraphs if row.key == key), None)


def read_address(address: str) -> QuotedAddress | None:
    """What an address of a document or a paragraph names; None for any other.

    "https://example.org/it/documents/remarks/?v=2#p7cj2:~:text=…" -> ("remarks", 2, "p7cj2")
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    path = _PATH.fullmatch(parts.path)
    asked = parse_qs(parts.query)
    versions, named = asked.get("v", []), asked.get("at", [""])[0]
    if path is None or len(versions) > 1 or not all(_NUMBER.fullmatch(each) for each in versions):
        return None
    fragment = parts.fragment.partition(":~:")[0]
    key = path["key"] or next((each for each in (fragment, named) if _KEY.fullmatch(each)), "")
    return QuotedAddress(path["slug"], int(versions[0]) if versions else 0, key)
