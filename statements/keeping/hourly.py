"""How many things may be asked for within an hour, by everybody together and by each."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from statements.models import KeptInHour

_NETWORK = 64  # bits of an IPv6 address that one household has to itself
_COUNT = """
INSERT INTO statements_keptinhour AS kept (hour, client, results) VALUES (%s, %s, 1)
ON CONFLICT (hour, client) DO UPDATE SET results = kept.results + 1 RETURNING results
"""


class TooManyError(Exception):
    """As many were asked for within this hour as may be. until: when the next one begins."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until

    @property
    def retry_after(self) -> str:
        """The seconds until then, for the header of this name; at least one."""
        return str(max(1, int((self.until - timezone.now()).total_seconds())))


def count_in_hour(allowed: Mapping[str, int]) -> None:
    """Count one thing against each limit. allowed: how many there may be, by the digest of what is counted.

    Who comes at once waits for the first row. Raises TooManyError; what was counted stays, unless the transaction of
    the caller is undone.
    """
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        for counted, most in allowed.items():
            cursor.execute(_COUNT, [hour, counted])
            if cursor.fetchone()[0] > most:
                raise TooManyError(hour + timedelta(hours=1))
    KeptInHour.objects.filter(hour__lt=hour).delete()


def digest_client(purpose: str, address: str) -> str:
    """What stands for the network address of a client, from which it cannot be read without the secret key.

    purpose: what is counted, so that one thing asked for says nothing of another.
    """
    return digest_of(purpose, _network(address))


def digest_of(purpose: str, words: str) -> str:
    """What stands for some words, likewise."""
    return salted_hmac(f"statements.{purpose}", words, algorithm="sha256").hexdigest()


def _network(address: str) -> str:
    """The address, or the network that it is in where a client has a whole one: "2001:db8::7" -> "2001:db8::/64"."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4 or parsed.ipv4_mapped:
        return address
    return str(ipaddress.IPv6Network((int(parsed), _NETWORK), strict=False))
