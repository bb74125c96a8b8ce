"""What a source lists, whatever its form: as a value that the process which reads it hands back."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urljoin, urlsplit

from statements.importer.draft import showable

MOST_OFFERS = 1_000  # of one source
_ADDRESS, _TITLE = 2_000, 300  # characters
_TAG = re.compile(r"<[^<>]{0,500}>")


class UnreadableError(Exception):
    """It is no list of releases; the message says why, as a sentence."""


@dataclass(frozen=True)
class SourceOffer:
    """Something that a source lists. identity: by which the source knows it; stamp: a digest of what it says of it;
    moment: when it appeared or changed, in a form that sorts, empty where that is not said.
    """

    identity: str
    address: str
    title: str
    stamp: str
    moment: str = ""

    @property
    def key(self) -> str:
        return digest(self.identity)


@dataclass(frozen=True)
class SourceListing:
    """What a source lists. form: rss, atom, json, sitemap or links; pace: seconds between two looks, where it states
    them; maps: further maps of the site, if it is only a list of those; feeds: that a page names.
    """

    form: str
    title: str = ""
    offers: tuple[SourceOffer, ...] = ()
    pace: int | None = None
    maps: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    fault: str = ""


@dataclass
class OfferList:
    """Offers in the order in which they are found, each address and each identity once.

    own: the address of the list itself, which is no offer; base: that its links are relative to, where it is another.
    """

    own: str
    base: str = ""
    _seen: set[str] = field(default_factory=set)
    _offers: list[SourceOffer] = field(default_factory=list)

    def add(self, identity: str, address: str, title: str, words: str = "", moment: str = "") -> None:
        """Add what a source lists, unless it has no address on the web. words: what else the source says of it."""
        whole = complete(self.base or self.own, address)
        name = identity.strip() or whole
        if whole in ("", self.own) or len(self._offers) >= MOST_OFFERS or {whole, name} & self._seen:
            return
        self._seen |= {whole, name}
        text = clean(title)
        self._offers.append(SourceOffer(name, whole, text, digest("\n".join([text, words, moment])), showable(moment)))

    def newest_first(self) -> tuple[SourceOffer, ...]:
        """Those with a moment by it, the newest first; the others after them, as they came."""
        return tuple(sorted(self._offers, key=lambda each: each.moment, reverse=True))


def complete(base: str, address: str) -> str:
    """A whole address on the web, without the place in the page; empty where it is none."""
    try:
        whole = urljoin(base, address.strip()).partition("#")[0]
        usable = urlsplit(whole).scheme.lower() in ("http", "https") and bool(urlsplit(whole).hostname)
    except ValueError:
        return ""
    return whole if usable and len(whole) <= _ADDRESS and showable(whole) == whole else ""


def clean(title: str) -> str:
    """A title on one line, without markup: "The <b>harbour</b> of\\nOslo" -> "The harbour of Oslo"."""
    return showable(" ".join(html.unescape(_TAG.sub("", title)).split()))[:_TITLE]


def digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()
