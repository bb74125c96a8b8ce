"""What a look at a source would bring, without taking anything."""

from __future__ import annotations

from dataclasses import dataclass

from statements.editorial.intake.fetching import NotFetchedError
from statements.editorial.watching.asking import Visit, ask_source
from statements.editorial.watching.listing import SourceListing, UnreadableError
from statements.editorial.watching.planning import MOST_TAKEN, PlannedItem, plan_items
from statements.models import ItemBecame, ListingForm, WatchedSource

_MOST_SHOWN = 100  # items


@dataclass(frozen=True)
class TriedSource:
    """How a source answers now. reason: why it cannot be read, else empty; items: what it lists that is new, each with
    what would become of it; listed: how many it lists in all.
    """

    reason: str = ""
    listing: SourceListing | None = None
    items: tuple[PlannedItem, ...] = ()
    listed: int = 0
    moved_to: str = ""

    @property
    def form(self) -> str:
        return str(ListingForm(self.listing.form).label) if self.listing else ""

    @property
    def would_take(self) -> int:
        return min(sum(each.became == ItemBecame.WAITING for each in self.items), MOST_TAKEN)


def try_source(source: WatchedSource) -> TriedSource:
    """Ask a source, which need not be saved, and say what a look at it would bring. Nothing is kept.

    Somebody waits: it takes no longer than one request may.
    """
    try:
        answer = ask_source(source, Visit(awaited=True), anew=True)
    except (NotFetchedError, UnreadableError) as error:
        return TriedSource(str(error))
    listing = answer.listing or SourceListing("links")
    planned = plan_items(source, listing)
    moved = answer.journey.moved_to if answer.journey.moved_to != source.address else ""
    return TriedSource("", listing, tuple(planned[:_MOST_SHOWN]), len(listing.offers), moved)
