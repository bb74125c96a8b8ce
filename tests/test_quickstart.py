"""`manage.py quickstart`, as a person meets it: a process in a terminal, an address, Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import psutil
import pytest
from django.conf import settings
from django.core.management.base import CommandError

from statements.embedded.server import EmbeddedServer
from statements.management.commands import quickstart
from statements.version import name_release

COUNT = "from statements.models import Document; print('there are', Document.objects.count())"


def heed_hangup():
    """As a shell starts a program; the tests themselves may have been started by nohup."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Site:
    """A project with a data folder of its own, and the quickstart that runs on it."""

    def __init__(self, data_dir):
        self.data_dir = data_dir
        self.variables = os.environ | {"ARCHIVE_DATA_DIR": str(data_dir), "DATABASE_URL": "", "SECRET_KEY": ""}

    def popen(self, *arguments):
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=heed_hangup,  # noqa: PLW1509 - no other thread runs here
        )

    def manage(self, *arguments):
        process = self.popen(*arguments)
        output, errors = process.communicate(timeout=60)
        return process.returncode, output, errors

    def start(self, port=0):
        self.process = self.popen("quickstart", f"--port={port}")
        self.lines = []
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith("Ready: "):
                self.address = line.split()[1]
                self.port = int(self.address.rstrip("/").rpartition(":")[2])
                return
        raise AssertionError(f"quickstart ended: {self.lines} {self.process.stderr.read()}")

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        output, errors = self.process.communicate(timeout=30)
        version, _, more = errors.partition("\n")  # the log begins with it
        assert version.endswith(f"INFO statements.wsgi: Version {name_release()}")
        return self.process.returncode, output, more

    def get(self, path):
        with urlopen(self.address.rstrip("/") + path, timeout=30) as response:  # noqa: S310
            return response.status


@pytest.fixture(scope="module")
def site():
    """A site that was started for the first time and runs; each test leaves it running."""
    with TemporaryDirectory(prefix="archive test ") as path:
        Path(path).chmod(0o711)
        site = Site(Path(path).resolve() / "data")
        site.start()
        site.first_lines = site.lines
        yield site
        site.stop()


@pytest.mark.slow
def test_the_first_start_imports_the_seeds_and_makes_an_editor(site):
    said = "".join(site.first_lines)
    assert "Documents: 5\n" in said
    assert re.search(r"Editor's account: name editor, password \S{16} ", said)
    assert sum("http://" in line for line in site.first_lines) == 1


def test_it_serves(site):
    assert site.get("/health/") == 200
    assert site.get("/") == 200


def test_commands_attach_to_the_server_that_runs(site):
    status, output, _ = site.manage("shell", "--verbosity=0", "-c", COUNT)
    assert (status, output) == (0, "there are 5\n")
    assert site.get("/health/") == 200


def test_a_port_that_is_taken_is_one_line_that_says_how_to_take_another(site):
    status, output, errors = site.manage("quickstart", f"--port={site.port}")
    assert status == 1
    assert output == ""
    assert errors == f"CommandError: Port {site.port} is taken. Choose another one: --port {site.port + 1}\n"


@pytest.mark.slow
def test_a_second_start_changes_nothing(site):
    assert site.stop() == (0, "Stopped.\n", "")
    site.start()
    said = "".join(site.lines)
    assert "Documents: 5\n" in said
    assert "importing" not in said
    assert "password" not in said


@pytest.mark.slow
def test_a_polite_kill_and_a_closed_terminal_stop_both_servers_cleanly(site):
    for how in (signal.SIGTERM, signal.SIGHUP):
        assert site.stop(how) == (0, "Stopped.\n", "")
        assert EmbeddedServer(site.data_dir)._is_gone()
        site.start()


@pytest.mark.slow
def test_after_kill_9_of_the_web_server_the_same_port_is_served_again(site):
    site.process.kill()
    with site.process:
        site.process.stdout.close()
    site.start(site.port)
    assert site.get("/health/") == 200


@pytest.mark.slow
def test_after_kill_9_of_the_database_the_next_request_has_it_back(site):
    database = EmbeddedServer(site.data_dir)
    os.kill(int(database._status()[0]), signal.SIGKILL)
    while database._listens():
        time.sleep(0.01)
    assert site.get("/health/") == 200


@pytest.mark.slow
def test_a_start_that_is_interrupted_half_way_leaves_no_server():
    with TemporaryDirectory(prefix="archive test ") as path:
        Path(path).chmod(0o711)
        site = Site(Path(path).resolve() / "data")
        process = site.popen("quickstart", "--port=0")
        assert process.stdout.readline().startswith("Database: ")
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=30)
        assert (process.returncode, errors) == (0, "")
        assert output.endswith("Stopped.\n")
        assert EmbeddedServer(site.data_dir)._is_gone()


def test_a_host_that_is_none_of_this_machine_is_refused():
    with pytest.raises(CommandError, match="Cannot listen on 192.0.2.1 .*--bind 127.0.0.1"):
        quickstart.listen("192.0.2.1", 0)


def test_the_port_is_held_from_the_start(monkeypatch):
    monkeypatch.setattr(quickstart, "PATIENCE", 0)
    with quickstart.listen("127.0.0.1", 0) as held, pytest.raises(CommandError, match="is taken"):
        quickstart.listen("127.0.0.1", held.getsockname()[1])


def test_every_ipv6_address_can_be_served_too():
    if not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    with quickstart.listen("::1", 0) as listener:
        assert listener.family == socket.AF_INET6


@pytest.mark.parametrize("text", ["", "http", "-1", "65536", "80.5"])
def test_a_port_is_a_number(text):
    with pytest.raises(Exception, match="a port is a number from 1 to 65535"):
        quickstart.port_number(text)


@pytest.mark.slow
def test_it_sends_alerts_where_there_is_a_mail_server_and_stops_that_with_itself(site):
    assert any(line.startswith("Alerts: none are sent") for line in site.first_lines)
    site.stop()
    site.variables |= {"EMAIL_URL": "smtp://127.0.0.1:1"}
    try:
        for how in (signal.SIGTERM, signal.SIGKILL):
            site.start()
            beside = [each for each in children_of(site.process) if {"deliver", "watch"} & {*each.cmdline()}]
            assert len(beside) == 2
            site.process.send_signal(how)
            for each in beside:
                each.wait(timeout=20)
            with site.process:
                site.process.stdout.close()
    finally:
        site.variables.pop("EMAIL_URL")
        site.start()


def children_of(process):
    return psutil.Process(process.pid).children()
