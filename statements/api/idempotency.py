"""Requests that are sent again get the answer of the first time: the header Idempotency-Key.

https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/: the same key with the same content is
answered alike, with other content by 422, and by 409 as long as the first request is being answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from statements.api.bearer import RefusedError
from statements.models import ApiToken, KeyedRequest

_STRING = re.compile(r'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"')  # RFC 8941, 3.3.3
_BARE = re.compile(r"[\x21\x23-\x2b\x2d-\x3a\x3c-\x7e]+")  # as many programs send it
_LONGEST = 255
_LEEWAY = 120  # seconds beyond what reading a file may take

Answer = tuple[int, dict[str, Any]]


def read_key(request: HttpRequest) -> str:
    """The key of a request; "" where it has none. Raises RefusedError where it is no string of RFC 8941."""
    sent = request.headers.get("Idempotency-Key")
    if sent is None:
        return ""
    found = _STRING.fullmatch(sent.strip())
    key = re.sub(r"\\(.)", r"\1", found[1]) if found else sent.strip() if _BARE.fullmatch(sent.strip()) else ""
    if not 0 < len(key) <= _LONGEST:
        told = gettext("Idempotency-Key must be a string in quotation marks, of at most %(most)d characters")
        raise RefusedError(400, told % {"most": _LONGEST})
    return key


def answer_once(
    token: ApiToken,
    key: str,
    fingerprint: str,
    act: Callable[[], Answer],
    again: Callable[[dict[str, Any]], dict[str, Any]],
) -> Answer:
    """What `act` answers, or what it answered when the request with that key came first. Raises RefusedError.

    again: says anew what was answered then, unless that was a refusal: the account may see less by now. A key whose
    request failed here, not by its own fault, is free again.
    """
    if not key:
        return act()
    row = _claim(token, key, fingerprint)
    if row.status is not None:
        answered = row.answer or {}
        return row.status, again(answered) if row.status < 400 else answered
    try:
        status, answer = act()
    except BaseException:
        row.delete()
        raise
    KeyedRequest.objects.filter(pk=row.pk).update(status=status, answer=answer)
    return status, answer


def _claim(token: ApiToken, key: str, fingerprint: str) -> KeyedRequest:
    """The row of a key: a new one, which is ours to answer, or an answered one."""
    now = timezone.now()
    longest = timedelta(seconds=6 * settings.IMPORT_MAX_SECONDS + settings.OCR_MAX_SECONDS + _LEEWAY)
    KeyedRequest.objects.filter(began__lt=now - KeyedRequest.LASTS).delete()
    KeyedRequest.objects.filter(began__lt=now - longest, status=None).delete()  # whose process was ended
    try:
        with transaction.atomic():
            return KeyedRequest.objects.create(token=token, key=key, fingerprint=fingerprint)
    except IntegrityError:
        row = KeyedRequest.objects.filter(token=token, key=key).first()
    if row is None or (row.status is None and row.fingerprint == fingerprint):
        raise RefusedError(409, gettext("The first request with this Idempotency-Key is being answered"),
                           {"Retry-After": "5"})  # fmt: skip
    if row.fingerprint != fingerprint:
        raise RefusedError(422, gettext("This Idempotency-Key was sent before, with other content"))
    return row
