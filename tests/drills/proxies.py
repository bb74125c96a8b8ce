"""nginx as deploy/nginx.conf has it, on ports of this machine, with a certificate made for it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.drills.clusters import free_port

SITE_FILE = Path(__file__).parents[2] / "deploy" / "nginx.conf"
_PATIENCE = 20  # seconds, for nginx to begin
_AROUND = """
daemon off;
master_process {master};
worker_processes 1;
pid {folder}/pid;
error_log {folder}/main.log warn;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def find_nginx() -> str:
    """The program; without it the drill is skipped, or fails in .ci/run."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found:
        return found
    message = "no nginx: install Debian's nginx-light"
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(message)
    pytest.skip(message)


class Nginx:
    """nginx before a site that listens at a port. log: what deploy/nginx.conf logs of requests, and of errors."""

    def __init__(self, folder: Path, upstream: int, changes: Mapping[str, str] | None = None) -> None:
        """changes: what to put into the file besides, by the patterns in whose place it comes."""
        self._program, self._folder = find_nginx(), folder / "nginx"
        self._folder.mkdir()
        self.port, self._plain = free_port(), free_port()
        self.address = f"https://127.0.0.1:{self.port}"
        self.certificate = self._folder / "site.pem"
        self._make_certificate()
        self._write(upstream, changes or {})
        self._process: subprocess.Popen[bytes] | None = None

    def _make_certificate(self) -> None:
        key = self._folder / "site.key"
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        command += ["-keyout", key, "-out", self.certificate, "-days", "2", "-subj", "/CN=127.0.0.1"]
        command += ["-addext", "subjectAltName=IP:127.0.0.1"]
        subprocess.run(command, check=True, capture_output=True)

    def _write(self, upstream: int, more: Mapping[str, str]) -> None:
        """The file as it is shipped, but for its ports and paths, and what else is to be changed."""
        site = SITE_FILE.read_text()
        changes = {
            **more,
            r"127\.0\.0\.1:8000": f"127.0.0.1:{upstream}",
            r"listen \[::\]:\d+[^;]*;": "",
            r"listen 80;": f"listen 127.0.0.1:{self._plain};",
            r"listen 443": f"listen 127.0.0.1:{self.port}",
            r"/etc/ssl/statements": str(self._folder / "site"),
            r"/var/(?:log/nginx|cache)/": f"{self._folder}/",
        }
        for pattern, put in changes.items():
            site, times = re.subn(pattern, put, site)
            assert times, f"{SITE_FILE} has no {pattern}"
        (self._folder / "site.conf").write_text(site)
        master = "on" if os.geteuid() else "off"  # as root, its workers would be another account's
        (self._folder / "nginx.conf").write_text(_AROUND.format(folder=self._folder, master=master))

    @property
    def log(self) -> str:
        return "".join(path.read_text() for path in sorted(self._folder.glob("statements*.log")))

    def _command(self, *options: str) -> list[str]:
        folder = str(self._folder)
        return [self._program, "-p", folder, "-e", "stderr", "-c", f"{folder}/nginx.conf", *options]

    def test(self) -> str:
        """What nginx says of its configuration."""
        done = subprocess.run(self._command("-t"), capture_output=True, text=True, check=False, timeout=30)
        return done.stderr

    def start(self) -> None:
        self._process = subprocess.Popen(self._command(), stderr=subprocess.DEVNULL)
        end = time.monotonic() + _PATIENCE
        while not self._answers():
            assert time.monotonic() < end and self._process.poll() is None, self.test()
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return self.get("/health/").status_code == 404
        except requests.RequestException:
            return False

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.ask("GET", path, **options)

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        options |= {"allow_redirects": False, "verify": str(self.certificate)}
        return requests.request(method, f"{self.address}{path}", timeout=30, **options)

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=_PATIENCE)
