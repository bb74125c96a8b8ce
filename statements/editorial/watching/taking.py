"""From an item of a source to a draft, with what an editor should look at; never to anything that is public."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from statements.alerting.wishes import speak
from statements.editorial.checking.duplicates import find_duplicates
from statements.editorial.intake.batches import add_outcome, refuse_unread
from statements.editorial.intake.fetching import FetchedFile, NotFetchedError, digest_words, fetch, take_in
from statements.editorial.watching.asking import Visit
from statements.editorial.watching.listing import SourceOffer
from statements.editorial.watching.planning import ATTEMPTS, PlannedItem, record_item
from statements.editorial.workflow import follow_language
from statements.models import Batch, Document, Fetched, ItemBecame, Kind, Result, SourceItem, WatchedSource

_LATER = frozenset({0, 408, 425, 429})  # statuses after which another attempt may succeed; 0: no answer


class BatchOfLook:
    """The batch of one look at a source, made when the first item goes into it. by: whose work the drafts are."""

    def __init__(self, source: WatchedSource, by: Any = None) -> None:
        self._source, self.by = source, by or source.added_by
        self._batch: Batch | None = None

    def open(self) -> Batch:
        if self._batch is None:
            self._batch = Batch.objects.create(source=self._source, sent_by=self.by)
        return self._batch


def take_item(source: WatchedSource, planned: PlannedItem, batch: BatchOfLook, visit: Visit) -> bool:
    """Fetch an item and make a draft of it, or write down why there is none; whether there is one."""
    visit.approach(planned.offer.address)
    try:
        file = fetch(planned.offer.address, visit.robots, deadline=visit.deadline())
    except NotFetchedError as error:
        _note_refusal(source, planned, batch, error)
        return False
    with transaction.atomic():
        return _take(source, planned, batch, file)


def take_one(item: SourceItem, by: Any) -> SourceItem:
    """Take an item that was left out, because an editor wants it; returns it with what became of it,
    said in English as after any look."""
    offer = SourceOffer("", item.address, item.title, item.stamp)
    with speak("en"):
        take_item(
            item.source, PlannedItem(offer, ItemBecame.WAITING, item), BatchOfLook(item.source, by), Visit(awaited=True)
        )
    return item


def _note_refusal(source: WatchedSource, planned: PlannedItem, batch: BatchOfLook, error: NotFetchedError) -> None:
    attempts = planned.item.attempts if planned.item else 0
    passing = (error.status in _LATER or error.status >= 500) and not error.asks_not_to
    if passing and attempts + 1 < ATTEMPTS:
        record_item(source, planned, ItemBecame.WAITING, str(error))
        return
    with transaction.atomic():
        if planned.is_changed:  # what was made of it before stays what it is
            record_item(source, planned, ItemBecame(planned.item.became), str(error))  # type: ignore[union-attr]
            return
        record_item(source, planned, ItemBecame.REFUSED, str(error))
        refuse_unread(batch.open(), planned.offer.address, str(error))


def _take(source: WatchedSource, planned: PlannedItem, batch: BatchOfLook, file: FetchedFile) -> bool:
    """Make a draft of what was fetched, unless the archive has it already, or refuses it."""
    outcome = take_in(file, batch.by, watched=True)
    document = outcome.document
    if document is None:
        record_item(source, planned, ItemBecame.REFUSED, outcome.reason)
        add_outcome(batch.open(), outcome)
        return False
    if outcome.result is not Result.CREATED or (same := _find_same(document)):
        known = document if outcome.result is not Result.CREATED else same
        if known is not document:
            document.delete()
        became = ItemBecame(planned.item.became) if planned.item and planned.is_changed else ItemBecame.KNOWN
        record_item(source, planned, became, document=known)
        return False
    _prefill(document, source)
    warnings = _warn_of_earlier(document, planned)
    record_item(source, planned, ItemBecame.NEWER if warnings else ItemBecame.DRAFT, document=document)
    add_outcome(batch.open(), outcome, warnings)
    return True


def _find_same(document: Document) -> Document | None:
    """Another document with the very same words, whatever its address; in the archive already, as a draft too."""
    made = digest_words(document)
    earlier = Fetched.objects.filter(digest=made).exclude(document=document).select_related("document").first()
    if earlier:
        return earlier.document
    near = find_duplicates(document, Document.objects.all())
    return next((each.document for each in near if each.share >= 1), None)


def _warn_of_earlier(document: Document, planned: PlannedItem) -> list[str]:
    """What an editor is told of a draft whose item was taken before, with other words; noted on the draft as well."""
    earlier = planned.item.document if planned.item and planned.is_changed else None
    if earlier is None:
        return []
    words = f"a newer version of “{earlier}”, which the source has changed"
    document.provenance = {
        **document.provenance,
        "warnings": [words, *document.provenance.get("warnings", [])],
        "newer_than": earlier.pk,
    }
    document.save(update_fields=["provenance", "updated"])
    return [words]


def _prefill(document: Document, source: WatchedSource) -> None:
    """Give a draft the publisher, the kind and the language of its source, where its own words do not tell them.

    A text in a language that the archive does not have keeps none: that is what the importer's warning is about.
    """
    given = {}
    if document.publisher_id is None and source.publisher:
        document.publisher, given["publisher"] = source.publisher.current, "watched source"
    if source.kind and document.kind == Kind.OTHER and document.provenance.get("kind") == "unknown":
        document.kind, given["kind"] = source.kind, "watched source"
    is_foreign = any("the archive has" in each for each in document.provenance.get("warnings", []))
    if source.language and not document.language and not is_foreign:
        document.language, given["language"] = source.language, "watched source"
    if given:
        document.provenance = {**document.provenance, **given}
        document.save()
        follow_language(document, "")
