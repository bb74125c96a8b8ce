"""The log of what the site could not answer: a line a minute for each cause, however many ask."""

from __future__ import annotations

import logging
from collections import Counter
from threading import Lock, Timer

from django.http import HttpResponse

_EVERY = 60.0  # seconds
_log = logging.getLogger(__name__)
_lock = Lock()
_more: Counter[str] = Counter()  # answered since the last line, by cause
_told: set[str] = set()  # causes with a line in this minute


def note_outage(cause: str) -> None:
    """Count a request that was answered with 503. cause: for the log, so without anything of the request."""
    with _lock:
        if cause in _told:
            _more[cause] += 1
            return
        _told.add(cause)
        _tell_later(cause)
    _log.error("Answered 503: %s", cause)


def leave_to_us(answer: HttpResponse) -> HttpResponse:
    """The answer, of which Django logs nothing by itself: it has a line for each with a status from 500 on."""
    answer._has_been_logged = True  # type: ignore[attr-defined] # https://code.djangoproject.com/ticket/26688
    return answer


def _tell_later(cause: str) -> None:
    timer = Timer(_EVERY, _tell_more, [cause])
    timer.daemon = True
    timer.start()


def _tell_more(cause: str) -> None:
    with _lock:
        number = _more.pop(cause, 0)
        if not number:
            _told.discard(cause)
            return
        _tell_later(cause)
    _log.error("Answered 503 to %d more requests within a minute: %s", number, cause)
