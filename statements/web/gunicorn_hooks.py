"""What gunicorn's first process does for the figures of the others, named in its configuration."""

from __future__ import annotations

import os
from typing import Any

from statements.secret import envsecret
from statements.web import tallies


def on_starting(arbiter: Any) -> None:
    """Make room for what is counted, and listen where Prometheus asks, too: --bind would replace what a file says."""
    own = os.environ.get("ARCHIVE_METRICS_BIND")
    if own:
        _listen_at(own, arbiter.cfg)
        _go_on_listening(own, arbiter.app)
    if own or envsecret("ARCHIVE_METRICS_TOKEN"):
        tallies.begin()


def _listen_at(address: str, configuration: Any) -> None:
    configuration.set("bind", [*configuration.settings["bind"].get(), address])


def _go_on_listening(address: str, application: Any) -> None:
    """Also after SIGHUP: gunicorn then reads its configuration anew, and ends where its addresses are others."""
    reload = application.reload

    def reload_and_listen() -> None:
        reload()
        _listen_at(address, application.cfg)

    application.reload = reload_and_listen


def child_exit(arbiter: Any, worker: Any) -> None:
    """Keep what a process has counted that has ended."""
    tallies.bury(worker.pid)


def on_exit(arbiter: Any) -> None:
    """Leave nothing behind."""
    tallies.end()
