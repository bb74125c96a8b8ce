"""How a look at a source ended. One that fails is asked less and less often, and says why."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from statements.editorial.notices.queueing import tell_source_failing
from statements.editorial.watching.pace import pace_of, patience_after
from statements.editorial.watching.standing import address_of
from statements.models import WatchedSource

_TELL_AFTER = 3  # failures in a row
_GONE, _MISSING = 410, 404


@transaction.atomic
def note_failure(source: WatchedSource, reason: str, status: int = 0, retry_after: int | None = None) -> None:
    """Write down why a source could not be read, and when it is asked again.

    One that is gone for good (410), or missing (404) three times in a row, is paused. Editors are told once: when it is
    paused, or has failed three times. Nothing else of it is saved: an editor may be changing it.
    """
    source.failures, source.reason, source.asked_at = source.failures + 1, reason, timezone.now()
    source.next_at = source.asked_at + patience_after(source.failures, pace_of(source.every, None), retry_after)
    is_over = status == _GONE or (status == _MISSING and source.failures >= _TELL_AFTER)
    source.paused = source.paused or is_over
    _save(source, "failures", "reason", "next_at", "asked_at", *(["paused"] if is_over else []))
    if is_over or source.failures == _TELL_AFTER:
        tell_source_failing(source.name, reason, address_of(source))


def note_success(source: WatchedSource, wait: timedelta) -> None:
    """Write down that a source was read, and what it said of itself. wait: until it is asked again.

    What an editor has changed meanwhile is looked at anew: then the tags by which the source knows what we have seen
    are not kept.
    """
    source.failures, source.reason, source.asked_at = 0, "", timezone.now()
    source.next_at = source.asked_at + wait
    _save(source, "form", "stated_pace", "failures", "reason", "asked_at", "next_at")
    same = WatchedSource.objects.filter(pk=source.pk, address=source.address, keep=source.keep, drop=source.drop)
    same.update(etag=source.etag, last_modified=source.last_modified)


def note_move(source: WatchedSource, address: str) -> None:
    """Write down that a source has moved for good, unless its new address is watched already or was changed by hand."""
    if WatchedSource.objects.filter(address=address).exists():
        return
    before = source.address
    if WatchedSource.objects.filter(pk=source.pk, address=before).update(address=address, moved_from=before):
        source.address, source.moved_from = address, before


def _save(source: WatchedSource, *names: str) -> None:
    """Save these fields; a source that was deleted meanwhile stays so."""
    WatchedSource.objects.filter(pk=source.pk).update(**{name: getattr(source, name) for name in names})
