"""Saving a result for good, and how many may be saved within an hour."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from statements.models import FrozenResult, KeptInHour

_EVERYBODY = ""
_NETWORK = 64  # bits of an IPv6 address that one household has to itself
_COUNT = """
INSERT INTO statements_keptinhour AS kept (hour, client, results) VALUES (%s, %s, 1)
ON CONFLICT (hour, client) DO UPDATE SET results = kept.results + 1 RETURNING results
"""


class TooManyKeptError(Exception):
    """As many results were kept within this hour as may be. until: when the next one begins."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def keep(result: FrozenResult, address: str) -> FrozenResult:
    """Save a result that `freeze` made. Where one says the same, return that, which counts against no limit.

    address: of the client. Raises TooManyKeptError.
    """
    if kept := _find_equal(result):
        return kept
    with transaction.atomic():
        _count_one(address)
        if kept := _find_equal(result):  # saved by somebody who pressed at the same moment
            return kept
        result.save()
    return result


def _find_equal(result: FrozenResult) -> FrozenResult | None:
    return FrozenResult.objects.filter(fingerprint=result.fingerprint).first()


def _count_one(address: str) -> None:
    """Count a result against the limits of all and of one client. Who comes at once waits for the row of all."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    allowed = {_EVERYBODY: settings.RESULTS_PER_HOUR, client_digest(address): settings.RESULTS_PER_CLIENT}
    with connection.cursor() as cursor:
        for client, most in allowed.items():
            cursor.execute(_COUNT, [hour, client])
            if cursor.fetchone()[0] > most:
                raise TooManyKeptError(hour + timedelta(hours=1))
    KeptInHour.objects.filter(hour__lt=hour).delete()


def client_digest(address: str) -> str:
    """What stands for an address, from which it cannot be read without the secret key."""
    return salted_hmac("statements.keeping", _network(address), algorithm="sha256").hexdigest()


def _network(address: str) -> str:
    """The address, or the network that it is in where a client has a whole one: "2001:db8::7" -> "2001:db8::/64"."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4 or parsed.ipv4_mapped:
        return address
    return str(ipaddress.IPv6Network((int(parsed), _NETWORK), strict=False))
