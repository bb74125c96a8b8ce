"""Standard Webhooks 1.0: how a message is signed, and when it is sent again.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import SystemRandom, token_bytes

_PREFIX = "whsec_"
_SECRET_BYTES = 36  # of 24 to 64; a multiple of three needs no "=" at the end, which a double click would not select
_FEWEST, _MOST = 24, 64

# Before each attempt, counted from the one before; the spec's own example, which spans three days.
DELAYS = (
    timedelta(),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
JITTER = 0.1  # the part of a delay by which it may be longer, so that not all messages come back at once
_chance = SystemRandom()


def make_secret() -> str:
    """A new secret for one receiver: `whsec_` and Base64."""
    return _PREFIX + b64encode(token_bytes(_SECRET_BYTES)).decode()


def headers(secrets: Sequence[str], message_id: str, moment: datetime, body: bytes) -> dict[str, str]:
    """The headers of one attempt.

    secrets: as make_secret() gives them, more than one while they are being changed; message_id: the same for each
    attempt, without a full stop; moment: of this attempt. Raises ValueError.
    """
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(_count_seconds(moment)),
        "webhook-signature": sign(secrets, message_id, moment, body),
    }


def sign(secrets: Sequence[str], message_id: str, moment: datetime, body: bytes) -> str:
    """The value of `webhook-signature`: `v1,` and Base64 for each secret, with blanks between them.

    Raises ValueError where there is no secret, one is not of this kind, or a full stop in the identifier would let a
    signature stand for another message.
    """
    if not secrets:
        raise ValueError("a message needs a secret to be signed with")
    if not message_id or "." in message_id:
        raise ValueError(f"{message_id!r} cannot identify a message")
    content = f"{message_id}.{_count_seconds(moment)}.".encode() + body
    return " ".join(f"v1,{b64encode(hmac.digest(_read_secret(each), content, 'sha256')).decode()}" for each in secrets)


def _count_seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _read_secret(secret: str) -> bytes:
    """The key within a secret. Raises ValueError, which never tells what the secret is."""
    key = b64decode(secret.removeprefix(_PREFIX), validate=True) if secret.startswith(_PREFIX) else b""
    if not _FEWEST <= len(key) <= _MOST:
        raise ValueError(f"a secret is {_PREFIX} and the Base64 of {_FEWEST} to {_MOST} bytes")
    return key


def next_attempt(attempts: int, now: datetime, retry_after: int | None = None) -> datetime | None:
    """When to send a message again; None where it has been tried often enough.

    attempts: how many were made, 0 before the first; retry_after: seconds that the receiver asked to be left alone.
    """
    if attempts >= len(DELAYS):
        return None
    delay = DELAYS[attempts] * (1 + _chance.uniform(0, JITTER))
    return now + max(delay, timedelta(seconds=retry_after or 0))
