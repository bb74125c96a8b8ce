"""What is to be done with what a source lists: each item once, by its id, its address and, later, its words."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from statements.editorial.watching.listing import SourceListing, SourceOffer
from statements.editorial.watching.patterns import is_wanted
from statements.models import Document, Fetched, ItemBecame, SourceItem, WatchedSource

MOST_TAKEN = 20  # items in one look; at the first one, the others are marked as seen
ATTEMPTS = 3
_MADE = (ItemBecame.DRAFT, ItemBecame.NEWER, ItemBecame.KNOWN)  # what is looked at again when it changes


@dataclass(frozen=True)
class PlannedItem:
    """Something that a source lists, and what is to become of it. item: what is known of it, None where it is new;
    document: in which its address is known.

    became: WAITING for what is to be fetched, also where it was taken before and has changed.
    """

    offer: SourceOffer
    became: ItemBecame
    item: SourceItem | None = None
    document: Document | None = None

    @property
    def is_changed(self) -> bool:
        return self.item is not None and self.item.became in _MADE


def plan_items(source: WatchedSource, listing: SourceListing) -> list[PlannedItem]:
    """Decide about each item that a source lists, the newest first; those that need nothing are left out."""
    known = _known_items(source)
    planned = (_plan(source, offer, known.get(offer.key) or known.get(offer.address)) for offer in listing.offers)
    found = _know_addresses([each for each in planned if each])
    fetched = [each for each in found if each.became == ItemBecame.WAITING]
    if source.first_look_at is None:
        late = {id(each) for each in fetched[MOST_TAKEN:]}
        return [PlannedItem(each.offer, ItemBecame.SEEN) if id(each) in late else each for each in found]
    return found


def _known_items(source: WatchedSource) -> dict[str, SourceItem]:
    """The items of a source by key and by address."""
    items = list(source.items.select_related("document").order_by("pk")) if source.pk else []
    return {each.address: each for each in items} | {each.key: each for each in items}


def _plan(source: WatchedSource, offer: SourceOffer, item: SourceItem | None) -> PlannedItem | None:
    wanted = is_wanted(offer.address, offer.title, source.keep, source.drop)
    if item is None:
        return PlannedItem(offer, ItemBecame.WAITING if wanted else ItemBecame.DROPPED)
    again = (
        (item.became == ItemBecame.WAITING and item.attempts < ATTEMPTS)
        or item.became == ItemBecame.DROPPED
        or (item.became in _MADE and item.document_id and item.stamp != offer.stamp)
    )
    return PlannedItem(offer, ItemBecame.WAITING, item) if wanted and again else None


def _know_addresses(planned: list[PlannedItem]) -> list[PlannedItem]:
    """Mark new items whose addresses are those of documents in the archive as known; one query for all."""
    new = [each.offer.address for each in planned if each.became == ItemBecame.WAITING and each.item is None]
    there = {
        address: each
        for each in Document.objects.filter(source_url__in=new).order_by("-pk")
        for address in (each.source_url,)
    }
    came = Fetched.objects.filter(Q(asked__in=new) | Q(address__in=new)).select_related("document").order_by("-pk")
    there |= {address: each.document for each in came for address in (each.asked, each.address)}
    return [
        PlannedItem(each.offer, ItemBecame.KNOWN, None, there[each.offer.address])
        if each.became == ItemBecame.WAITING and each.item is None and each.offer.address in there
        else each
        for each in planned
    ]


def record_item(
    source: WatchedSource, planned: PlannedItem, became: ItemBecame, reason: str = "", document: Document | None = None
) -> SourceItem:
    """Write down what became of an item."""
    offer, item = planned.offer, planned.item or SourceItem(source=source, key=planned.offer.key)
    item.address, item.title, item.stamp = offer.address, offer.title, offer.stamp
    item.became, item.reason, item.seen_at = became, reason, timezone.now()
    item.document = document or item.document
    item.attempts = item.attempts + 1 if became == ItemBecame.WAITING else 0
    item.save()
    return item
