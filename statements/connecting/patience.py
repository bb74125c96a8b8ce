"""How long who waits for PostgreSQL, as parameters of libpq.

https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS: `connect_timeout` and `keepalives_…` in
seconds, `tcp_user_timeout` in milliseconds. Where the network drops packets these end the waiting. They do not where a
server is frozen, for its kernel goes on confirming what it receives: see `watch`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Who waits for a page is told after three seconds at the latest. libpq takes a limit below two seconds as two.
PAGES: Mapping[str, int] = {
    "connect_timeout": 2,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "tcp_user_timeout": 2500,
}
# A command is better late than broken off: it survives a server that is restarted elsewhere, or a switch that is.
COMMANDS: Mapping[str, int] = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}

# Of statements that serve a page, those of the desk write, and may wait for one another. Who has waited so long is told
# that somebody else is at it, instead of keeping a thread: a migration may hold a lock for minutes.
LOCKS = "-c lock_timeout=10s"


def serve_with(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of libpq with the limits of who serves pages, below what they say themselves. A pooler, for which
    they have no `options`, would refuse some."""
    limited = {**PAGES, **parameters}
    if "options" in limited:
        limited["options"] = f"{LOCKS} {limited['options']}"  # of two, the last one counts
    return limited
