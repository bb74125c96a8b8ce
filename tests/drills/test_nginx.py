"""nginx in front of gunicorn, as deploy/nginx.conf has it: what it keeps, what it refuses, what it says of readers."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.drills.clusters import Cluster, free_port
from tests.drills.proxies import Nginx
from tests.drills.site import open_site

_CONFIGURATION = Path(__file__).parents[2] / "deploy" / "gunicorn.conf.py"
_STANDBYS = Path(__file__).parents[2] / "docs" / "standbys.md"
_NOTING = "--logger-class gunicorn.glogging.Logger"  # the archive's own notes no request


@dataclass(frozen=True)
class Front:
    """nginx, and the file in which gunicorn behind it notes each request that comes as far."""

    nginx: Nginx
    noted: Path
    paths: list[str]

    def reached(self, address: str) -> int:
        """How many requests for an address have reached gunicorn."""
        time.sleep(0.5)  # it is noted after it was answered
        return sum(f" {address} HTTP/" in line for line in self.noted.read_text().splitlines())


@pytest.fixture(scope="module")
def running(folder, filled, tmp_path_factory) -> Iterator[Front]:
    own = tmp_path_factory.mktemp("nginx")
    noted = own / "gunicorn.log"
    variables = {
        "GUNICORN_CMD_ARGS": f"--config {_CONFIGURATION} --access-logfile {noted} {_NOTING}",
        "ARCHIVE_BEHIND_PROXY": "1",
        "ARCHIVE_HTTPS": "1",
    }
    cluster = Cluster(folder / "behind-nginx")
    cluster.copy_from(filled.cluster)
    with ExitStack() as stack:
        stack.callback(cluster.stop)
        cluster.start()
        site = stack.enter_context(open_site(folder, cluster.url, **variables))
        nginx = Nginx(own, site.port)
        stack.callback(nginx.stop)
        nginx.start()
        yield Front(nginx, noted, filled.paths)


@pytest.fixture
def front(running) -> Front:
    """What runs, with nothing noted yet."""
    running.noted.write_text("")
    return running


def test_nginx_finds_nothing_wrong_with_the_file(front):
    said = front.nginx.test()
    assert "test is successful" in said
    assert "[warn]" not in said


def test_a_public_page_is_served_over_tls_and_the_second_reader_is_answered_by_nginx(front):
    first, second = front.nginx.get("/about/"), front.nginx.get("/about/")
    assert [first.status_code, second.status_code] == [200, 200]
    assert first.text == second.text
    assert first.headers["ETag"] == second.headers["ETag"]
    assert front.reached("/about/") == 1
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"], "the log has a number for each request"
    assert second.raw.headers.getlist("X-Request-ID") == [second.headers["X-Request-ID"]]
    again = front.nginx.get("/about/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert front.reached("/about/") == 1


def test_who_is_signed_in_sees_the_site_itself(front):
    for _ in range(2):
        assert front.nginx.get("/speakers/", cookies={"sessionid": "of-an-editor"}).status_code == 200
    assert front.reached("/speakers/") == 2
    front.nginx.get("/speakers/")
    assert front.reached("/speakers/") == 3, "what an editor was shown was kept for others"


@pytest.mark.parametrize("path", ["/admin/login/", "/alerts/no-such-code/", "/it/preview/no-such-code/"])
def test_the_desk_and_secret_addresses_are_never_kept(front, path):
    for _ in range(2):
        front.nginx.get(path)
    assert front.reached(path) == 2


def test_a_large_body_is_refused_before_it_reaches_the_site(front):
    assert front.nginx.ask("POST", "/check/list/", data=b"x" * 1_100_000).status_code == 413
    assert front.reached("/check/list/") == 0
    assert front.nginx.ask("POST", "/api/releases", data=b"x" * 43_500_000).status_code == 413
    assert front.reached("/api/releases") == 0
    assert front.nginx.ask("POST", "/api/releases", data=b"x" * 1_100_000).status_code == 401
    assert front.reached("/api/releases") == 1


@pytest.mark.parametrize("path", ["/metrics", "/health/", "/health/ready", "//health/live", "/%6detrics"])
def test_what_is_for_operators_is_closed_to_the_outside(front, path):
    assert front.nginx.get(path).status_code == 404
    assert front.reached(path) == 0


def test_what_a_client_says_of_itself_is_not_believed(front):
    """Django redirects to TLS where the header says http; nginx overwrites it."""
    assert front.nginx.get("/search/tips/", headers={"X-Forwarded-Proto": "http"}).status_code == 200


def test_the_log_says_neither_what_readers_look_for_nor_their_secrets_nor_who_they_are(front):
    front.nginx.get("/search/?q=secretword")
    front.nginx.get("/fr/alerts/confirm/secretcode/")
    front.nginx.get("/admin/invitation/secretcode/")
    front.nginx.ask("POST", "/check/list/?q=secretword", data=b"x" * 1_100_000)
    log = front.nginx.log
    assert " GET /search/ 200 " in log
    assert " GET /fr/alerts/... " in log
    assert " GET /admin/invitation/... " in log
    assert " POST /check/list/ 413 " in log
    assert "secret" not in log
    assert "127.0.0.1" not in log


def test_every_public_page_comes_through(front):
    answers = {path: front.nginx.get(path).status_code for path in front.paths}
    assert 200 in answers.values()
    assert {path: status for path, status in answers.items() if status >= 500} == {}


@contextmanager
def serve_after(seconds: float) -> Iterator[tuple[int, list[str]]]:
    """A server that takes so long for each answer: its port, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            time.sleep(seconds)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, asked
        server.shutdown()


@contextmanager
def stand_before(folder: Path, readers: int, editors: int) -> Iterator[Nginx]:
    """nginx before two processes, as docs/standbys.md has it. It waits for a second, where it would wait for sixty."""
    [servers] = re.findall(r"upstream readers \{ (.+?) keepalive", _STANDBYS.read_text())
    assert "max_fails=3" in servers, "one slow page would send all readers to the editors' process"
    changes = {
        r"server 127\.0\.0\.1:8000;": servers.replace("127.0.0.1:8000", f"127.0.0.1:{editors}"),
        r"127\.0\.0\.1:8001": "127.0.0.1:8000",
        r"proxy_read_timeout 60s": "proxy_read_timeout 1s",
    }
    nginx = Nginx(folder, readers, changes)
    nginx.start()
    yield nginx
    nginx.stop()


def test_what_takes_too_long_is_asked_of_nobody_else_and_long_texts_are_waited_for(tmp_path):
    with (
        serve_after(1.5) as (slow, asked),
        serve_after(0) as (backup, instead),
        stand_before(tmp_path, slow, backup) as nginx,
    ):
        assert nginx.get("/search/").status_code == 504
        assert nginx.get("/documents/long.txt").status_code == 200
        assert nginx.get("/speakers/").status_code == 504
        assert nginx.get("/api/documents").status_code == 200
    assert asked == ["/search/", "/documents/long.txt", "/speakers/", "/api/documents"]
    assert instead == []


def test_a_process_that_takes_no_connection_is_stood_in_for_at_once(tmp_path):
    with serve_after(0) as (backup, instead), stand_before(tmp_path, free_port(), backup) as nginx:
        assert [nginx.get(path).status_code for path in ("/search/", "/about/")] == [200, 200]
    assert instead == ["/search/", "/about/"]
