"""Saving a result for good, and how many may be saved within an hour."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from statements.keeping.hourly import count_in_hour, digest_client
from statements.models import FrozenResult

_EVERYBODY = ""
_PURPOSE = "keeping"


def keep(result: FrozenResult, address: str) -> FrozenResult:
    """Save a result that `freeze` made. Where one says the same, return that, which counts against no limit.

    address: of the client. Raises TooManyError.
    """
    if kept := _find_equal(result):
        return kept
    with transaction.atomic():
        client = digest_client(_PURPOSE, address)
        count_in_hour({_EVERYBODY: settings.RESULTS_PER_HOUR, client: settings.RESULTS_PER_CLIENT})
        if kept := _find_equal(result):  # saved by somebody who pressed at the same moment
            return kept
        result.save()
    return result


def _find_equal(result: FrozenResult) -> FrozenResult | None:
    return FrozenResult.objects.filter(fingerprint=result.fingerprint).first()
