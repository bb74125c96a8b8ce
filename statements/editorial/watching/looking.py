"""One look at a source: what is new becomes drafts in a batch, the rest is written down, and nothing is published."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from statements.alerting.wishes import speak
from statements.editorial.intake.fetching import NotFetchedError
from statements.editorial.watching.asking import SourceAnswer, Visit, ask_source
from statements.editorial.watching.listing import UnreadableError
from statements.editorial.watching.pace import freshness_in, pace_of
from statements.editorial.watching.planning import MOST_TAKEN, PlannedItem, plan_items, record_item
from statements.editorial.watching.results import note_failure, note_move, note_success
from statements.editorial.watching.taking import BatchOfLook, take_item
from statements.models import ItemBecame, WatchedSource

_LONGEST = 300  # seconds for one source, after which the others have their turn
_log = logging.getLogger(__name__)


def watch_due(is_over: Callable[[], bool]) -> Iterator[tuple[WatchedSource, int]]:
    """Look at each source whose time has come, and yield it with the number of drafts that came of it.

    is_over: whether to end, at the latest after the request that is under way.
    """
    due = WatchedSource.objects.filter(paused=False, next_at__lte=timezone.now()).order_by("next_at", "pk")
    for pk in list(due.values_list("pk", flat=True)):
        source = WatchedSource.objects.select_related("publisher", "added_by").filter(pk=pk, paused=False).first()
        if is_over():
            return
        if source:
            yield source, look(source, Visit(is_over))


def look(source: WatchedSource, visit: Visit) -> int:
    """Ask a source what is new, make drafts of it, and return how many. What fails is noted with the source, in
    English, which each editor reads in her language."""
    with speak("en"):
        return _look(source, visit)


def _look(source: WatchedSource, visit: Visit) -> int:
    try:
        answer = ask_source(source, visit)
        return _take_all(source, answer, visit)
    except NotFetchedError as error:
        note_failure(source, str(error), error.status, error.retry_after)
    except UnreadableError as error:
        note_failure(source, str(error))
    except (InterfaceError, OperationalError):
        raise  # the command waits for the database
    except Exception:
        _log.exception("Source %s cannot be read", source.pk)
        note_failure(source, "The archive failed on this source: please report it.")
    return 0


def _take_all(source: WatchedSource, answer: SourceAnswer, visit: Visit) -> int:
    """Take what is new, as far as one look goes; what is left over is taken in the next one."""
    planned = _prepare(source, answer)
    batch, made, end = BatchOfLook(source), 0, time.monotonic() + _LONGEST
    for number, each in enumerate(planned):
        if number >= MOST_TAKEN or visit.is_over() or time.monotonic() > end:
            source.etag = source.last_modified = ""  # so that the source says again what is left
            break
        made += take_item(source, each, batch, visit)
    if source.items.filter(became=ItemBecame.WAITING).exists():
        source.etag = source.last_modified = ""
    note_success(source, pace_of(source.every, source.stated_pace))
    return made


@transaction.atomic
def _prepare(source: WatchedSource, answer: SourceAnswer) -> list[PlannedItem]:
    """Note what the source says of itself and what needs no fetching; return what does."""
    _note_state(source, answer)
    if answer.listing is None:
        return []
    planned = plan_items(source, answer.listing)
    for each in planned:
        if each.became != ItemBecame.WAITING:
            record_item(source, each, each.became, document=each.document)
    if source.first_look_at is None:
        source.first_look_at = timezone.now()
        source.save(update_fields=["first_look_at"])
    return [each for each in planned if each.became == ItemBecame.WAITING]


def _note_state(source: WatchedSource, answer: SourceAnswer) -> None:
    """Take over where the source has moved to, in what form it is, and what it says about being asked again."""
    received, listing = answer.journey.received, answer.listing
    if answer.journey.moved_to != source.address:
        note_move(source, answer.journey.moved_to)
    stated = [freshness_in(received.header("Cache-Control")), listing.pace if listing else source.stated_pace]
    source.stated_pace = max((each for each in stated if each), default=None)
    if listing:
        source.form = listing.form
        source.etag, source.last_modified = received.header("ETag"), received.header("Last-Modified")
