"""gunicorn's configuration: `gunicorn --config deploy/gunicorn.conf.py statements.wsgi`, from the project's folder.

What is given on the command line, or in GUNICORN_CMD_ARGS, stands above it.
"""

from typing import Any

import statements.connecting.sight  # noqa: F401 - the workers share it
from statements.web import gunicorn_hooks, serving
from statements.web.gunicorn_hooks import child_exit, on_exit  # noqa: F401 - gunicorn looks for them here

worker_class = "gthread"
threads = 20  # of which up to 16 may wait for one another to read long texts whole: see statements/web/limits.py
secure_scheme_headers: dict[str, str] = {}  # whether a proxy's X-Forwarded-Proto counts, the site's settings say
forwarder_headers = ""  # nobody's headers decide what the site's own part of an address is
control_socket_disable = True  # it has one name for all servers of an account
graceful_timeout = 75  # seconds: longer than an export may take
logger_class = "statements.web.gunicorn_log.Logger"
accesslog = None  # addresses of pages hold what readers look for


def on_starting(arbiter: Any) -> None:
    serving.refuse_unapplied(arbiter)
    gunicorn_hooks.on_starting(arbiter)


def when_ready(arbiter: Any) -> None:
    serving.drain_first(arbiter)
