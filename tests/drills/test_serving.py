"""gunicorn with the configuration in deploy/: what it refuses to begin with, and how it ends."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import psycopg2
import pytest
import requests

from tests.drills.clusters import free_port
from tests.drills.pooler import open_pool
from tests.drills.site import environment, open_site

_ROOT = Path(__file__).parents[2]
_CONFIG = str(_ROOT / "deploy" / "gunicorn.conf.py")
_CONFIGURED = {"GUNICORN_CMD_ARGS": f"--config {_CONFIG}"}
_ADD_LONG = "from tests.benchmarks.long_texts import add_texts; add_texts(5_000)"


def start_over_unapplied(primary, folder, workers, **more):
    """How gunicorn ends over a database that lacks a migration."""
    primary.ask(
        "DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations WHERE app = 'statements')"
    )
    command = [sys.executable, "-m", "gunicorn", "statements.wsgi", "--workers", workers, "--log-level", "warning"]
    variables = environment(folder) | more | {"DATABASE_URL": primary.url}
    command += ["--bind", f"127.0.0.1:{free_port()}"]
    return subprocess.run(command, env=variables, cwd=_ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_it_refuses_a_database_whose_migrations_are_not_applied(start_primary, folder):
    done = start_over_unapplied(start_primary(), folder, "3", **_CONFIGURED)
    assert done.returncode == 3
    assert done.stderr.startswith("CommandError: One migration is not applied, statements.")
    assert done.stderr.count("\n") == 1, done.stderr


def test_it_refuses_without_its_configuration_as_well(start_primary, folder):
    done = start_over_unapplied(start_primary(), folder, "1")
    assert done.returncode == 3
    assert "\nOne migration is not applied, statements." in f"\n{done.stderr}"
    assert "Traceback" not in done.stderr


def test_it_serves_while_the_database_is_away_and_is_right_when_it_comes(start_primary, folder):
    primary = start_primary()
    with open_site(folder, primary.url, **_CONFIGURED) as site:
        primary.stop()
        away = [site.get(path) for path in ("/", "/api/documents", "/documents/feed.atom", "/search/export.csv?q=NATO")]
        primary.start()
        began = time.monotonic()
        while site.get("/").status_code != 200:
            assert time.monotonic() - began < 30
        sys.stdout.write(f"\naway: right again {time.monotonic() - began:.2f} s after the server has started\n")
        log = site.log.read_text()
    assert [answer.status_code for answer in away] == [503] * 4
    assert all("Retry-After" in answer.headers for answer in away)
    assert "Traceback" not in log


def test_on_sigterm_it_says_so_first_and_finishes_what_it_has_begun(start_primary, folder):
    primary = start_primary()
    answers = []
    with open_site(folder, primary.url, **_CONFIGURED) as site:
        with psycopg2.connect(primary.url) as locking, locking.cursor() as cursor:
            cursor.execute("LOCK statements_document")
            running = Thread(target=lambda: answers.append(site.get("/api/documents").status_code))
            running.start()
            time.sleep(0.2)
            os.kill(site.process.pid, signal.SIGTERM)
            ready = []
            while site.process.poll() is None:
                try:
                    ready.append(site.get("/health/ready").json()["draining"])
                except requests.RequestException:
                    break
                if len(ready) == 3:
                    locking.rollback()
        running.join(timeout=30)
        assert site.process.wait(timeout=30) == 0
    assert True in ready, ready
    assert answers == [200]


@contextmanager
def open_connected(primary, folder, pooled):
    """The site as it is deployed, with one worker; where `pooled`, behind four connections of PgBouncer."""
    options = ["--config", _CONFIG, "--workers", "1"]
    if not pooled:
        with open_site(folder, primary.url, options) as site:
            yield site
        return
    with open_pool(primary, folder) as url, open_site(folder, url, options, ARCHIVE_POOLED="1") as site:
        yield site


@pytest.mark.parametrize("pooled", [False, True])
def test_probes_and_other_pages_are_answered_while_thirteen_read_a_long_text(
    start_primary, folder, record_property, pooled
):
    primary = start_primary()
    variables = environment(folder) | {"DATABASE_URL": primary.url}
    subprocess.run([sys.executable, "-c", _ADD_LONG], env=variables, cwd=_ROOT, check=True, timeout=300)
    with open_connected(primary, folder, pooled) as site, ThreadPoolExecutor(13) as readers:
        reading = [readers.submit(site.get, "/api/documents/a-very-long-text") for _ in range(13)]
        meanwhile = []
        while not all(each.done() for each in reading):
            meanwhile += [site.get(path) for path in ("/health/live", "/health/ready", "/documents/a-short-text/")]
    assert [each.result().status_code for each in reading] == [200] * 13
    assert {len(each.result().content) for each in reading} == {len(reading[0].result().content)}
    assert meanwhile and {each.status_code for each in meanwhile} == {200}
    slowest = max(each.elapsed.total_seconds() for each in meanwhile)
    record_property("the slowest probe or page meanwhile", f"{slowest:.2f} s of {len(meanwhile)}")
