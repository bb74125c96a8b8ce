"""From nothing to a running site: database, tables, seeds, static files, an editor's account, and a WSGI server."""

import contextlib
import errno
import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from statements import checks
from statements.connecting.address import is_embedded
from statements.embedded.base import server
from statements.management.sessions import refuse_pool
from statements.search.index.schema import tantivy
from statements.web import tallies
from statements.web.gunicorn_hooks import child_exit, on_exit
from statements.web.lobby import CONNECTIONS, add_lobby
from statements.web.site import can_mail

EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104
PREPARING = 0x5A7E  # the advisory lock held while preparing the database
MOST_WORKERS = 8  # for whose threads the embedded server has connections enough: see its SETTINGS
PATIENCE = 2  # seconds: workers of a killed server notice within one, and release the port


class Command(BaseCommand):
    help = "Set up whatever is missing and serve the archive. Ctrl-C stops it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--port", type=port_number, default=8000, help="port to listen on, 0 for any free one (default: 8000)"
        )
        parser.add_argument(
            "--bind", default="127.0.0.1", help="address to listen on (default: 127.0.0.1, reached from this machine)"
        )

    def handle(self, *, port: int, bind: str, **_: Any) -> None:
        interruptible()
        try:
            with listen(bind, port) as listener:
                self.prepare()
                self.serve(listener, bind)
        except KeyboardInterrupt:
            self.say("Stopped.")
        finally:
            # The database stops at exit, unless somebody else uses it. A second Ctrl-C must not cut that short.
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    def prepare(self) -> None:
        """Create everything that is missing. If two starts coincide, one prepares and the other waits for it."""
        refuse_pool("quickstart")
        with connection.cursor() as cursor:
            self.say(f"Database: PostgreSQL {connection.get_database_version()[0]} {whereabouts()}")
            cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
            self.migrate()
            self.import_seeds()
            self.make_index()
            self.collect_static()
            self.create_editor()
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])

    def migrate(self) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        self.say("Tables: up to date")

    def import_seeds(self) -> None:
        from statements.models import Document

        if not Document.objects.exists():
            self.say("Documents: importing seeds/")
            call_command("import_statements", str(settings.BASE_DIR / "seeds"), publish=True)
        self.say(f"Documents: {Document.objects.originals().count()}")

    def make_index(self) -> None:
        """Make the index, if possible. The site does without."""
        try:
            if tantivy is not None:
                call_command("index", stdout=self.stdout)
        except CommandError as error:
            self.say(f"Index: {error}")

    def collect_static(self) -> None:
        """Collect the static files, unless they are the same as last time."""
        mark = settings.STATIC_ROOT / ".collected"
        found = static_digest()
        try:
            if not mark.exists() or mark.read_text() != found:
                call_command("collectstatic", verbosity=0, interactive=False)
                mark.write_text(found)
        except PermissionError as error:
            raise CommandError(f"Cannot write {error.filename}: remove {settings.STATIC_ROOT} as its owner") from error
        self.say("Static files: up to date")

    def create_editor(self) -> None:
        users = get_user_model().objects
        if not users.exists():
            password = secrets.token_urlsafe(12)
            users.create_superuser("editor", password=password)
            self.say(f"Editor's account: name editor, password {password} (not shown again)")

    def serve(self, listener: socket.socket, bind: str) -> None:
        """Serve on `listener` from this process and its workers, until a signal ends it."""
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        if bind in EVERYWHERE:
            shown = "localhost"
            self.say(f"Answers to the names in ARCHIVE_ALLOWED_HOSTS only: {', '.join(settings.ALLOWED_HOSTS)}")
        else:
            settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, bind, shown]
        address = f"http://{shown}:{port}"
        settings.SITE_ADDRESS = settings.SITE_ADDRESS or address
        started = (self.start_delivering(), self.start_watching(), start_beside("housekeeping"))
        beside = [each for each in started if each is not None]
        connections.close_all()  # a connection cannot be shared with a forked worker
        try:
            Server(listener.detach(), self.say, f"{address}/").run()
        finally:
            for process in beside:
                process.terminate()
            for process in beside:
                end(process)

    def start_delivering(self) -> subprocess.Popen[bytes] | None:
        """Send alerts from a process of their own, where there is a mail server."""
        if not can_mail():
            self.say("Alerts: none are sent, as EMAIL_URL names no mail server")
            return None
        self.say(f"Alerts: sent by way of {settings.EMAIL_HOST}")
        return start_beside("deliver")

    def start_watching(self) -> subprocess.Popen[bytes] | None:
        """Watch sources from a process of their own, unless nothing is to be fetched."""
        return start_beside("watch") if settings.FETCH else None

    def say(self, line: str) -> None:
        with contextlib.suppress(OSError):  # the terminal may have gone
            self.stdout.write(line)
            self.stdout.flush()


class Server(BaseApplication):
    """Gunicorn, with its configuration: this process keeps the workers alive, they serve."""

    def __init__(self, listener: int, say: Callable[[str], None], address: str) -> None:
        self.say = say
        self.address = address
        self.heeds_hangup = signal.getsignal(signal.SIGHUP) is signal.default_int_handler
        self.options = {
            "bind": f"fd://{listener}",
            "workers": min((os.cpu_count() or 1) + 1, MOST_WORKERS),
            "worker_class": "gthread",
            "threads": CONNECTIONS,
            "worker_connections": 4 * CONNECTIONS,
            "secure_scheme_headers": {},  # whether X-Forwarded-Proto counts, the settings say
            "forwarder_headers": "",  # nobody's headers decide what the site's own part of an address is
            "preload_app": True,  # loaded once, so that any fault shows before anybody is served
            "timeout": 60,
            "graceful_timeout": 10,
            "loglevel": "warning",
            "logger_class": "statements.web.gunicorn_log.Logger",
            "child_exit": child_exit,
            "control_socket_disable": True,
            "proc_name": "press-statements",
            "when_ready": self.announce,
            "on_exit": self.leave,
        }
        if settings.METRICS_TOKEN:
            tallies.begin()  # before the application is loaded, which decides then how it counts
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from statements.wsgi import application  # noqa: PLC0415 - made here, before the workers

        return add_lobby(application)

    def leave(self, arbiter: Arbiter) -> None:
        on_exit(arbiter)
        self.say("Stopped.")

    def announce(self, arbiter: Arbiter) -> None:
        if self.heeds_hangup:  # gunicorn would reload when the terminal closes; we stop
            signal.signal(signal.SIGHUP, lambda *_: arbiter.signal(signal.SIGTERM, None))
        self.say(f"Ready: {self.address} (Ctrl-C stops it)")


def start_beside(command: str) -> subprocess.Popen[bytes]:
    """Start a command that works in a loop and ends with this process. Its links lead to SITE_ADDRESS."""
    arguments = [sys.executable, sys.argv[0], command, "--loop", "--beside", str(os.getpid())]
    return subprocess.Popen(arguments, env={**os.environ, "ARCHIVE_URL": settings.SITE_ADDRESS}, start_new_session=True)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process; what it leaves undone it does when it is started again."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def port_number(text: str) -> int:
    """The port that `text` names. Raises ArgumentTypeError."""
    if not text.isdecimal() or int(text) >= 2**16:
        raise ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def interruptible() -> None:
    """Let SIGTERM, and loss of the terminal unless that is ignored (nohup), end this process as Ctrl-C does."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def listen(bind: str, port: int) -> socket.socket:
    """A listening socket, held from before the work begins until the last request. Raises CommandError."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            family, _, _, _, address = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM)[0]
            return socket.create_server((str(address[0]), port), family=family, backlog=2048)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise CommandError(listening_obstacle(error, bind, port)) from error
            time.sleep(0.1)


def listening_obstacle(error: OSError, bind: str, port: int) -> str:
    """Why nothing can listen there, and what to do about it."""
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken. Choose another one: --port {port % 65535 + 1}"
    if error.errno == errno.EACCES:
        return f"Port {port} is open to root only. Choose one from 1024 up: --port 8000"
    reason = str(error.strerror).partition(" (")[0]
    return f"Cannot listen on {bind} ({reason}). Choose an address of this machine: --bind 127.0.0.1"


def whereabouts() -> str:
    if is_embedded():
        return str(server().place)
    return f"({checks.database_name()})"


def static_digest() -> str:
    """A digest of all static files to collect, and of how they are stored."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            with storage.open(name) as file:
                digest.update(name.encode() + b"\0" + hashlib.sha256(file.read()).digest())
    return digest.hexdigest()
