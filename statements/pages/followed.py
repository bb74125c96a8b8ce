"""The feeds that a page offers to those who want to follow what it shows."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from statements.following.formats import MEDIA_TYPES
from statements.following.wording import name_feed
from statements.keeping.canonical import canonical_parameters
from statements.keeping.wording import search_words
from statements.search.facets import Chip
from statements.search.request import EXTEND, SearchRequest


class OfferedFeed(NamedTuple):
    """A feed in its formats. addresses: (media type, address) of each, the foremost first."""

    title: str
    addresses: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        return self.addresses[0][1]


def offer_feed(title: str, page: str, *arguments: str, query: str = "") -> OfferedFeed:
    """The feed of a page that is found by its name and arguments. title: what is in it."""
    addresses = (
        (media_type, f"{reverse(f'{page}_feed', args=[*arguments, ending])}{query}")
        for ending, media_type in MEDIA_TYPES.items()
    )
    return OfferedFeed(name_feed(title), tuple(addresses))


def offer_list_feed(asked: SearchRequest, chips: list[Chip]) -> OfferedFeed:
    """The feed of a list: of the words and filters alone, in whatever order and on whatever page they are shown."""
    parameters = urlencode(canonical_parameters(asked), doseq=True)
    told = search_words(asked.words, chips, as_typed=bool(asked.typed(EXTEND)))
    page = "search" if asked.words else "browse"
    return offer_feed(told, page, query=f"?{parameters}" if parameters else "")


def offer_whole_feed() -> OfferedFeed:
    """The feed of everything."""
    return offer_feed(gettext("all documents"), "browse")
