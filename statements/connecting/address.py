"""From DATABASE_URL to what Django and libpq are told of the database."""

from __future__ import annotations

from typing import Any

import dj_database_url
from django.conf import settings

from statements.connecting.hosts import spread_hosts
from statements.connecting.planning import planning_options

ENGINE = "statements.connecting"
EMBEDDED = "statements.embedded"
_DJANGOS = "django.db.backends.postgresql"

_KEPT = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}  # seconds; whether it still answers is asked once a request
# PgBouncer keeps the connections itself, and gives another one to each transaction. It refuses the options with which a
# connection begins (https://www.pgbouncer.org/config.html#ignore_startup_parameters): `tune_database` sets them.
_POOLED = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "DISABLE_SERVER_SIDE_CURSORS": True}


def is_embedded() -> bool:
    """Whether the database in use is the embedded one."""
    return str(settings.DATABASES["default"]["ENGINE"]) == EMBEDDED


def read_database(url: str, *, read_only: bool = False, pooled: bool = False) -> dict[str, Any]:
    """Django's setting of the database at `url`; of the embedded one where that is empty.

    What the query of the address says goes to libpq, and stands above what the archive says itself:
    "postgres://ada@db.example/archive?connect_timeout=5" connects within five seconds. Of several servers, a process
    that only reads takes a standby if there is one, any other the primary. Raises dj_database_url's errors and
    ImproperlyConfigured.
    """
    database: dict[str, Any] = (
        dict(dj_database_url.parse(spread_hosts(url))) if url else {"ENGINE": EMBEDDED, "NAME": "archive"}
    )
    if database["ENGINE"] == _DJANGOS:
        database["ENGINE"] = ENGINE
    asked = database.get("OPTIONS", {})
    options = {} if pooled else {"options": planning_options()}
    if "," in str(asked.get("host", "")):
        options["target_session_attrs"] = "prefer-standby" if read_only else "read-write"
    return {**database, **(_POOLED if pooled else _KEPT), "OPTIONS": options | asked}
