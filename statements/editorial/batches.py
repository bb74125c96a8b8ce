"""Many files at once: kept as they came, and read one after the other, a few seconds at a time.

A request that reads forty PDFs would outlast every proxy between the editor and the archive; one that reads for a few
seconds, or one file, and says how many are left, does not. Nothing has to run beside the web server.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from statements.editorial.duplicates import find_duplicates
from statements.editorial.intake import Release
from statements.editorial.workflow import note
from statements.models import Arrival, Batch, Became, Result

if TYPE_CHECKING:
    from statements.importer.files import Outcome

_log = logging.getLogger(__name__)
_LEEWAY = 120  # seconds beyond what reading a file may take


@transaction.atomic
def receive(releases: list[Release], by: Any) -> Batch:
    """Keep the files that `by` sent, to be read by `read_waiting`."""
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
    """Read the files that wait, one after the other, for so many seconds; the first one in any case.

    Whoever asks for it: what they become is the work of who sent them, with the permissions that they have.
    """
    began = monotonic()
    while arrival := _next(batch):
        _read(arrival, batch.sent_by)
        if monotonic() - began > seconds:
            return


def free(batch: Batch) -> QuerySet[Arrival]:
    """The files that wait and that nobody reads just now; what was interrupted is free again after a while."""
    longest = 6 * settings.IMPORT_MAX_SECONDS + settings.OCR_MAX_SECONDS + _LEEWAY
    left = Q(began=None) | Q(began__lt=timezone.now() - timedelta(seconds=longest))
    return Arrival.objects.filter(left, batch=batch, became=Became.WAITING)


def _next(batch: Batch) -> Arrival | None:
    """The next file that waits, from now on ours: two requests never read the same one."""
    for pk in free(batch).order_by("position").values_list("pk", flat=True):
        if free(batch).filter(pk=pk).update(began=timezone.now()):
            return Arrival.objects.get(pk=pk)
    return None


def _read(arrival: Arrival, by: Any) -> None:
    """Read a file; a fault of the archive itself is said of it, too, and stops no other."""
    from statements.editorial.bulk_files import is_bulk, load  # a web server that reads no file does not wait for them
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
    """What a file became, and what an editor should look at before it is published."""
    log_added(outcome, by)
    arrival.document, arrival.became = outcome.document, Became.of(outcome.result)
    arrival.reason = outcome.reason
    arrival.warnings = [*outcome.warnings]
    if arrival.document and outcome.result is Result.CREATED:
        arrival.warnings += [
            f"{near.percent}% of its words are those of “{near.document}”"
            for near in find_duplicates(arrival.document)[:3]
        ]


def log_added(outcome: Outcome, by: Any) -> None:
    """Say in the log of a document that was made of a file which one, and who sent it."""
    if outcome.document and outcome.result is Result.CREATED:
        note(outcome.document, by, f"Added: {outcome.path.name}.")
