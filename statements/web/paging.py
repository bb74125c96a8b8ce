"""The pages of a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext

from statements.web.errors import MissingError
from statements.web.offers import Offer


@dataclass(frozen=True)
class Page:
    """A page of a list of `total` things: `size` of them, from place `start` on, where 0 is the first."""

    number: int
    total: int
    size: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def start(self) -> int:
        return (self.number - 1) * self.size

    @property
    def stop(self) -> int:
        return min(self.start + self.size, self.total)

    @property
    def start_index(self) -> int:
        return self.start + 1


def _offer_pages(last: int) -> list[Offer]:
    """Offer the first and the last page."""
    first = Offer(gettext("The first page"), {"page": ""})
    return [first, Offer(gettext("The last page, %(last)s") % {"last": last}, {"page": str(last)})][: min(last, 2)]


def page_of(asked: str, total: int, size: int = 0) -> Page:
    """The page that the address asks for. Raises MissingError where the list has no such page, and never shows another.

    size: how many things are on a page, 0 for as many as documents.
    """
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    page = Page(number, total, size or settings.PAGE_SIZE)
    if not 1 <= number <= page.last:
        message = gettext("There is no page %(asked)s: the list has %(last)s.")
        raise MissingError(message % {"asked": asked[:20], "last": page.last}, _offer_pages(page.last))
    return page
