"""gunicorn that was started without deploy/gunicorn.conf.py, and has not looked at the migrations."""

from __future__ import annotations

import sys

from django.db import Error, connection

from statements.connecting.lag import read_lag
from statements.connecting.schema import describe_missing, find_missing
from statements.web.serving import UNAPPLIED, is_checked


def refuse_unapplied() -> None:
    """End this process, after one line, over a database whose migrations are not applied; gunicorn ends with it. A
    standby gets them from its primary, and pages answer 503 until a database is there that can be asked."""
    if is_checked() or "gunicorn.arbiter" not in sys.modules:
        return
    try:
        if (missing := find_missing()) and read_lag() is None:
            sys.stderr.write(f"{describe_missing(missing)}.\n")
            sys.exit(UNAPPLIED)
    except Error:
        return
    finally:
        connection.close()
