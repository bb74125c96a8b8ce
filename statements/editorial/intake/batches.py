"""Many files at once: stored as received, and read one after the other, a few seconds at a time.

A request that reads forty PDFs would outlast every proxy between the editor and the archive; one that reads for a few
seconds, or reads one file, and reports how many are left, does not. Nothing has to run beside the web server.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from statements.editorial.checking.duplicates import find_duplicates
from statements.editorial.intake.unpacking import Release
from statements.editorial.workflow import note_added
from statements.models import Arrival, Batch, Became, Document, Result

if TYPE_CHECKING:
    from statements.importer.files import Outcome

_log = logging.getLogger(__name__)
_LEEWAY = 120  # seconds beyond what reading a file may take


@transaction.atomic
def receive(releases: list[Release], by: Any) -> Batch:
    """Store the files that `by` sent, to be read by `read_waiting`."""
    batch = Batch.objects.create(sent_by=by)
    Arrival.objects.bulk_create(
        Arrival(
            batch=batch,
            position=position,
            filename=each.name,
            content=None if each.refusal else each.content,
            became=Became.REFUSED if each.refusal else Became.WAITING,
            reason=each.refusal,
        )
        for position, each in enumerate(releases, 1)
    )
    return batch


def read_waiting(batch: Batch, seconds: float) -> None:
    """Read waiting files one after the other for this many seconds; at least one in any case.

    Whoever triggers the reading, the results count as the work of the sender and depend on the sender's permissions.
    """
    began = monotonic()
    while arrival := _next(batch):
        _read(arrival, batch.sent_by)
        if monotonic() - began > seconds:
            return


def free(batch: Batch) -> QuerySet[Arrival]:
    """Return the waiting files that nobody is reading; one that was interrupted is free again after a while."""
    longest = 6 * settings.IMPORT_MAX_SECONDS + settings.OCR_MAX_SECONDS + _LEEWAY
    left = Q(began=None) | Q(began__lt=timezone.now() - timedelta(seconds=longest))
    return Arrival.objects.filter(left, batch=batch, became=Became.WAITING)


def _next(batch: Batch) -> Arrival | None:
    """Claim and return the next waiting file, so that two requests never read the same one."""
    for pk in free(batch).order_by("position").values_list("pk", flat=True):
        if free(batch).filter(pk=pk).update(began=timezone.now()):
            return Arrival.objects.get(pk=pk)
    return None


def _read(arrival: Arrival, by: Any) -> None:
    """Read a file. A fault in the archive itself is recorded with the file, too, and does not stop the others."""
    from statements.editorial.intake.bulk_files import (  # a web server that reads no files need not load them
        is_bulk,
        load,
    )
    from statements.importer.files import import_upload

    content = bytes(arrival.content or b"")
    try:
        if is_bulk(content, arrival.filename):
            load(arrival, content, by)
        else:
            _keep(arrival, import_upload(content, Path(arrival.filename)), by)
    except Exception:
        _log.exception("a file of batch %s could not be read", arrival.batch_id)
        arrival.became, arrival.reason = Became.REFUSED, "the archive failed on this file: please report it"
    arrival.content = None
    arrival.save()


def _keep(arrival: Arrival, outcome: Outcome, by: Any) -> None:
    """Record what became of a file, and who sent it."""
    log_added(outcome, by)
    _describe(arrival, outcome)


def _describe(arrival: Arrival, outcome: Outcome) -> None:
    """Set what became of a file, and what an editor should look at before it is published."""
    arrival.document, arrival.became = outcome.document, Became.of(outcome.result)
    arrival.reason = outcome.reason
    arrival.warnings = [*outcome.warnings]
    if arrival.document and outcome.result is Result.CREATED:
        near = find_duplicates(arrival.document, Document.objects.all())
        arrival.like = [[each.document.pk, each.percent] for each in near]


def add_outcome(batch: Batch, outcome: Outcome, warnings: Sequence[str] = ()) -> Arrival:
    """Add a file that was read already to a batch, with what an editor should look at."""
    arrival = Arrival(batch=batch, position=_next_position(batch), filename=outcome.path.name[:255])
    _describe(arrival, outcome)
    arrival.warnings = [*warnings, *arrival.warnings]
    arrival.save()
    return arrival


def refuse_unread(batch: Batch, name: str, reason: str) -> Arrival:
    """Add something to a batch that could not even be received."""
    return Arrival.objects.create(
        batch=batch, position=_next_position(batch), filename=name[:255], became=Became.REFUSED, reason=reason
    )


def _next_position(batch: Batch) -> int:
    return (batch.arrivals.aggregate(last=Max("position"))["last"] or 0) + 1


def log_added(outcome: Outcome, by: Any) -> None:
    """Note with a document, and in its log, who sent the file that it was made from."""
    if outcome.document and outcome.result is Result.CREATED:
        note_added(outcome.document, by, f"Added: {outcome.path.name}.")
