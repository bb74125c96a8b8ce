"""What a drill is about: the site as gunicorn serves it, readers who read without a pause, and an editor."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import requests

from tests.drills.archive import EDITOR, PASSWORD
from tests.drills.clusters import free_port

_PATIENCE = 60  # seconds, for a site to begin
_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|seen)" value="([^"]+)"')
_TRIES = 0.1  # seconds between two tries of the editor
GUNICORN = ["--workers", "2", "--worker-class", "gthread", "--threads", "4", "--forwarder-headers", ""]


class Site:
    """The site on a port of this machine. options: of gunicorn; log: what its processes wrote."""

    def __init__(self, folder: Path, variables: dict[str, str], options: Sequence[str] = GUNICORN) -> None:
        self._options = options
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"site-{self.port}.log"
        self.variables = environment(folder) | variables
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        bind = ["--bind", f"127.0.0.1:{self.port}"]
        command = [sys.executable, "-m", "gunicorn", "statements.wsgi", *bind, *self._options]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=self.variables, stderr=log, start_new_session=True)
        end = time.monotonic() + _PATIENCE
        while not self._answers():
            assert time.monotonic() < end and self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.address}/health/live", timeout=5).ok
        except requests.RequestException:
            return False

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=_PATIENCE)

    def get(self, path: str) -> requests.Response:
        return requests.get(f"{self.address}{path}", timeout=30, allow_redirects=False)

    def tell(self, readers: Readers) -> str:
        """What failed, and the errors that the site has logged."""
        told = [
            line
            for line in self.log.read_text().splitlines()
            if re.match(r"[\w.]+(Error|Exception|Canceled|Rollback)", line)
        ]
        return "\n".join([*readers.failed[:5], *dict.fromkeys(told)])

    def manage(self, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a management command with the variables of the site, and others."""
        return run_command(self.variables | variables, *arguments)


def environment(folder: Path) -> dict[str, str]:
    """The variables of processes that keep their files in a folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("ARCHIVE_", "DATABASE_"))}
    return inherited | {
        "ARCHIVE_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "statements.settings",
        "ARCHIVE_PAGE_TIMEOUT": "20000",  # the limit has tests of its own, and the machine is busy with the drill
        "PYTHONDONTWRITEBYTECODE": "1",
        "SECRET_KEY": "of-drills-alone-" * 4,
    }


def run_command(variables: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *map(str, arguments)]
    root = Path(__file__).parents[2]
    return subprocess.run(command, env=variables, cwd=root, capture_output=True, text=True, check=False, timeout=300)


class Readers:
    """Threads that read addresses in turn. answers: how many of each status; slowest: in seconds; failed: those that
    no page should have, with their addresses."""

    def __init__(self, sites: Sequence[Site], paths: Sequence[str], number: int = 20) -> None:
        self._sites, self._paths = sites, paths
        self._stopped = Event()
        self._threads = [Thread(target=self._read, args=(each,), daemon=True) for each in range(number)]
        self.answers: Counter[int] = Counter()
        self.failed: list[str] = []
        self.slowest = 0.0

    def _read(self, first: int) -> None:
        place = first * 7
        with requests.Session() as session:
            while not self._stopped.is_set():
                site, path = self._sites[place % len(self._sites)], self._paths[place % len(self._paths)]
                self._visit(session, f"{site.address}{path}")
                place += 1

    def _visit(self, session: requests.Session, address: str) -> None:
        began = time.monotonic()
        try:
            status = session.get(address, timeout=30, allow_redirects=False).status_code
        except requests.RequestException as error:
            status = 0
            self.failed.append(f"{address}: {error}")
        self.slowest = max(self.slowest, time.monotonic() - began)
        self.answers[status] += 1
        if status >= 500:
            self.failed.append(f"{address}: {status}")

    def __enter__(self) -> Readers:
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for each in self._threads:
            each.join(timeout=60)

    def __str__(self) -> str:
        answers = ", ".join(f"{count:,} × {status}" for status, count in sorted(self.answers.items()))
        return f"{answers}; the slowest took {self.slowest:.2f} s"


class Desk:
    """The desk of a site, in the browser of somebody who may do everything."""

    def __init__(self, address: str) -> None:
        self._address = f"{address}/admin"
        self._session = requests.Session()

    def sign_in(self) -> None:
        """Sign in. The session outlives the primary, as all that was acknowledged does."""
        answer = self.send("login/", {"username": EDITOR, "password": PASSWORD})
        assert answer.status_code == 302, answer.text

    def send(self, page: str, fields: dict[str, str]) -> requests.Response:
        """Open a page and send its form, with these fields."""
        address = f"{self._address}/{page}"
        form = self._session.get(address, timeout=30)
        form.raise_for_status()
        hidden = dict(_HIDDEN.findall(form.text))
        assert hidden, form.text
        return self._session.post(address, hidden | fields, timeout=30, allow_redirects=False)


class Editor:
    """Adds terms to the glossary at the desk, one after the other, and tries each again until it is taken.

    acknowledged: the terms that she was told are saved, and when (time.monotonic()); refused: what else was answered.
    """

    def __init__(self, site: Site) -> None:
        self._desk = Desk(site.address)
        self._stopped = Event()
        self._thread = Thread(target=self._edit, daemon=True)
        self.acknowledged: dict[str, float] = {}
        self.refused: Counter[object] = Counter()

    def _edit(self) -> None:
        number = 0
        while not self._stopped.is_set():
            number += 1
            self.add_term(f"drill {number}")

    def add_term(self, name: str) -> None:
        """Add a term, and try again until it is taken; a try whose answer was lost may have been, too."""
        fields = {"name": name, "words_en": f"{name} one, {name} two", "words_fr": "", "words_it": ""}
        while not self._stopped.is_set():
            try:
                answer = self._desk.send("statements/term/add/", fields)
            except requests.HTTPError as error:
                self.refused[error.response.status_code] += 1
            except requests.RequestException as error:
                self.refused[type(error).__name__] += 1
            else:
                if answer.status_code == 302:
                    self.acknowledged[name] = time.monotonic()
                    return
                if answer.status_code == 200:  # it was there: the answer that said so was lost
                    assert "already exists" in answer.text, answer.text
                    return
                self.refused[answer.status_code] += 1
            time.sleep(_TRIES)

    def first_after(self, moment: float) -> float:
        """Seconds from a moment to the first term that was acknowledged after it."""
        return min(each for each in self.acknowledged.values() if each > moment) - moment

    def __enter__(self) -> Editor:
        self._desk.sign_in()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join(timeout=60)


@contextmanager
def open_site(folder: Path, url: str, options: Sequence[str] = GUNICORN, **variables: str) -> Iterator[Site]:
    """The site on a database, until the end of the block. options: of gunicorn."""
    site = Site(folder, {"DATABASE_URL": url} | variables, options)
    try:
        site.start()
        yield site
    finally:
        site.stop()
