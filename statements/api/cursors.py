"""Cursors: where in a list a program goes on. They hold the place and nothing else, so that they never expire.

Opaque to programs: https://www.rfc-editor.org/rfc/rfc4648#section-5 of JSON, [what is listed, place …].
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any

from django.utils.translation import gettext

from statements.search.request import NotUnderstoodError, Problem

CURSOR = "cursor"
_LONGEST = 500  # characters


def write_cursor(listed: str, place: Sequence[Any]) -> str:
    """listed: what the list is of; place: numbers, moments, days, words or None."""
    values = [each.isoformat() if isinstance(each, date | datetime) else each for each in place]
    return urlsafe_b64encode(json.dumps([digest_of(listed), *values]).encode()).decode().rstrip("=")


def digest_of(listed: str) -> str:
    """A few letters that tell lists apart."""
    return blake2b(listed.encode(), digest_size=6).hexdigest()


def read_cursor(text: str, listed: str, form: Sequence[type]) -> list[Any]:
    """The place in a list of the values of a form: int, str, datetime or date, which alone may be None.

    Raises NotUnderstoodError where it is no cursor, or one of another list.
    """
    values = _decode(text)
    if values is None or len(values) != len(form) + 1:
        raise _wrong(gettext("it is not one that this address has given"))
    if values[0] != digest_of(listed):
        raise _wrong(gettext("it belongs to a list with other filters or in another order"))
    try:
        return [_read_value(value, kind) for value, kind in zip(values[1:], form, strict=True)]
    except (TypeError, ValueError):
        raise _wrong(gettext("it is not one that this address has given")) from None


def _decode(text: str) -> list[Any] | None:
    if len(text) > _LONGEST or not text.isascii():
        return None
    try:
        values = json.loads(urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}"))
    except (ValueError, Error):
        return None
    return values if isinstance(values, list) else None


def _read_value(value: Any, kind: type) -> Any:
    if value is None and kind is date:
        return None
    if kind is datetime:
        return read_moment_of(value)
    if kind is date:
        return date.fromisoformat(value)
    if not isinstance(value, kind) or isinstance(value, bool) or (isinstance(value, int) and not 0 <= value < 2**62):
        raise ValueError(value)
    return value


def read_moment_of(text: str) -> datetime:
    """A moment with its zone, as one of UTC. Raises ValueError where it is none, or none that the database knows."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(text) from None


def _wrong(message: str) -> NotUnderstoodError:
    return NotUnderstoodError(Problem(CURSOR, CURSOR, message))
