"""Answers to whoever watches over processes: /health/live, whether this one is to be restarted, and /health/ready,
whether it is to be sent requests.

They come before everything else, for those who ask know neither the name of the host nor TLS. What they tell anybody
may know: no address, no name, no version of a server but the archive's own.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from statements.connecting.causes import find_cause
from statements.connecting.lag import read_lag
from statements.connecting.schema import find_missing
from statements.version import commit, version
from statements.web.handling import name_view
from statements.web.outages import leave_to_us
from statements.web.serving import is_draining

_PATIENCE = 1.5  # seconds: half a second less than those who ask have been promised
_FRESH = 1.0  # seconds for which what was found is told to others
_NEVER = {"Cache-Control": "no-store"}


def answer_probes(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The first of all middleware."""
    probes = {"/health/live": _answer_live, "/health/ready": _answer_ready}

    def respond(request: HttpRequest) -> HttpResponse:
        path = request.path_info.rstrip("/")
        answer = probes.get(path) if request.method in ("GET", "HEAD") else None
        if not answer:
            return get_response(request)
        name_view(request, path.rpartition("/")[2])
        return answer()

    return respond


def _answer_live() -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain", headers=_NEVER)


def _answer_ready() -> HttpResponse:
    """503 where requests should go elsewhere; a standby is ready if it is not too far behind, and says what it is."""
    found = {"draining": is_draining(), **_inspect()}
    is_behind = 0 < settings.MAX_LAG < found.get("lag_seconds", 0)
    is_ready = not found["draining"] and not is_behind and found["migrations"] == "applied"
    content = {"status": "ready" if is_ready else "not ready", "version": version(), "commit": commit(), **found}
    return leave_to_us(JsonResponse(content, status=200 if is_ready else 503, headers=_NEVER))


class _Inspection:
    """A look at what the site stands on, by a thread of its own, which may get stuck. found: what is known so far."""

    def __init__(self) -> None:
        self.found: dict[str, Any] = {"database": "silent", "migrations": "unknown"}
        self.ended, self._began = Event(), time.monotonic()
        Thread(target=self._look, name="inspects the database", daemon=True).start()

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() - self._began < _FRESH

    def _look(self) -> None:
        try:
            self.found |= _read_disk()
            self.found |= _read_standing()
            self.found |= _read_migrations()
        except Error as error:
            cause = find_cause(error)
            self.found |= {"database": cause.name.lower().replace("_", "-") if cause else "unusable"}
        finally:
            connection.close()
            self.ended.set()


_lock = Lock()
_last: _Inspection | None = None


def _inspect() -> dict[str, Any]:
    """What was found a moment ago, or what can be found in the time."""
    global _last
    with _lock:
        if _last is None or not _last.is_fresh:
            _last = _Inspection()
        inspection = _last
    inspection.ended.wait(_PATIENCE)
    return dict(inspection.found)


def _read_disk() -> dict[str, Any]:
    try:
        return {"free_bytes": shutil.disk_usage(settings.DATA_DIR).free}
    except OSError:  # the folder is missing, or is not mounted
        return {"free_bytes": None}


def _read_standing() -> dict[str, Any]:
    if (lag := read_lag()) is not None:
        return {"database": "standby", "lag_seconds": round(lag, 1)}
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return {"database": "read-only" if cursor.fetchone() == ("on",) else "writable"}


def _read_migrations() -> dict[str, Any]:
    missing = find_missing()
    return {"migrations": f"{len(missing)} missing" if missing else "applied"}
