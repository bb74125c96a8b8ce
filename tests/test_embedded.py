"""The embedded server: who starts it, who stops it, and what a killed process leaves behind. The servers are real."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from statements.embedded import base, place
from statements.embedded.place import ServerError
from statements.embedded.server import SUPERUSER, EmbeddedServer, _wait
from statements.management.commands import quickstart
from statements.web import lobby

# A process that uses the server until its standard input ends.
USER = """
import sys
from pathlib import Path
from statements.embedded.server import EmbeddedServer

server = EmbeddedServer(Path(sys.argv[1]))
server.attach()
print(server._status()[0], flush=True)
sys.stdin.read()
"""

# The same, whose child uses the server too and survives it.
FORKING_USER = USER.replace(
    "sys.stdin.read()",
    """
import os
if os.fork():
    os._exit(0)
server.attach()
print("the child is attached", flush=True)
sys.stdin.read()
""",
)


@pytest.fixture
def folder():
    """A folder that any account may enter, with a space in its path. pytest's own is closed to the account of root."""
    with tempfile.TemporaryDirectory(prefix="archive test ") as path:
        Path(path).chmod(0o711)
        yield Path(path).resolve()


@pytest.fixture(scope="module")
def data_dir():
    """A data folder whose cluster exists, shared by the tests that each start its server anew."""
    with tempfile.TemporaryDirectory(prefix="archive test ") as path:
        Path(path).chmod(0o711)
        data_dir = Path(path).resolve() / "data"
        with using(data_dir):
            pass
        yield data_dir


@contextlib.contextmanager
def using(data_dir):
    server = EmbeddedServer(data_dir)
    server.attach()
    try:
        yield server
    finally:
        server.release()


@contextlib.contextmanager
def connected(server):
    connection = psycopg2.connect(host=str(server.socket_dir), port=5432, user=SUPERUSER, dbname="archive")
    try:
        with connection, connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def asked(server, question):
    with connected(server) as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def other_process(data_dir, script=USER):
    return subprocess.Popen(
        [sys.executable, "-c", script, str(data_dir)],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def kill(server):
    """kill -9 of PostgreSQL's main process, until it is dead."""
    os.kill(int(server._status()[0]), signal.SIGKILL)
    assert soon(lambda: not server._listens())


def soon(condition):
    return _wait(condition, 5)


@pytest.mark.slow
def test_the_first_user_starts_the_server_and_the_last_one_stops_it(data_dir):
    with using(data_dir) as first:
        with using(data_dir) as second:
            assert asked(second, "SELECT 1") == 1
        assert asked(first, "SELECT 1") == 1
    assert first._is_gone()
    assert not first._listens()


def test_it_has_no_network_port_and_only_its_owner_gets_to_the_socket(data_dir):
    with using(data_dir) as server:
        assert asked(server, "SHOW listen_addresses") == ""
        assert server.socket_dir.stat().st_mode & 0o777 == 0o700


def test_it_has_connections_for_all_threads_of_quickstart_their_probes_and_some_commands(data_dir):
    with using(data_dir) as server:
        taken = int(asked(server, "SHOW max_connections")) - int(asked(server, "SHOW superuser_reserved_connections"))
        assert taken >= quickstart.MOST_WORKERS * (lobby.AT_WORK + 1) + 20


def test_it_speaks_utf8_and_sorts_alike_everywhere(data_dir):
    with using(data_dir) as server:
        assert asked(server, "SHOW server_encoding") == "UTF8"
        assert asked(server, "SELECT datlocale FROM pg_database WHERE datname = current_database()") == "C.UTF-8"


@pytest.mark.slow
def test_a_killed_server_is_started_again_with_what_was_committed(data_dir):
    with using(data_dir) as server:
        with connected(server) as cursor:
            cursor.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        kill(server)
        server.revive()
        assert asked(server, "SELECT answer FROM kept") == 42


@pytest.mark.slow
def test_a_server_killed_while_nobody_looked_starts_although_its_process_id_is_taken(data_dir):
    with using(data_dir) as server:
        kill(server)
    stale = data_dir / "postgres" / "postmaster.pid"
    lines = stale.read_text().splitlines()
    stale.write_text("\n".join([str(os.getppid()), *lines[1:]]))
    with using(data_dir) as server:
        assert asked(server, "SELECT 1") == 1


def test_a_server_survives_the_kill_of_its_starter_and_the_next_user_attaches_to_it(data_dir):
    starter = other_process(data_dir)
    with starter:
        pid = starter.stdout.readline().strip()
        starter.kill()
    with using(data_dir) as server:
        assert server._status()[0] == pid
    assert server._is_gone()


def test_a_forked_child_is_a_user_of_its_own(data_dir):
    with other_process(data_dir, FORKING_USER) as parent:
        parent.stdout.readline()
        assert parent.stdout.readline() == "the child is attached\n"
        assert parent.wait() == 0
        with using(data_dir) as server:
            pass
        assert not server._is_gone()
    parent.stdin.close()
    assert soon(server._is_gone)


@pytest.mark.slow
def test_two_first_starts_at_once_make_one_server(folder):
    with other_process(folder / "data") as one, other_process(folder / "data") as two:
        assert one.stdout.readline() == two.stdout.readline() != ""


@pytest.mark.slow
def test_any_path_will_do_and_an_interrupted_first_start_is_forgotten(folder):
    data_dir = folder / 'a "quoted", $HOME and é'
    (data_dir / "postgres.draft").mkdir(parents=True)
    data_dir.chmod(0o711)
    (data_dir / "postgres.draft" / "half").touch()
    with using(data_dir) as server:
        assert asked(server, "SELECT 1") == 1


@pytest.mark.slow
def test_a_path_too_long_for_a_socket_has_it_in_a_short_private_folder(folder):
    with using(folder / ("long" * 30)) as server:
        assert asked(server, "SELECT 1") == 1
        assert len(str(server.socket_dir)) < 60
        assert server.socket_dir.stat().st_mode & 0o777 == 0o700
    assert not server.socket_dir.exists()


def test_a_short_folder_that_another_user_may_have_planted_is_refused(folder, monkeypatch):
    monkeypatch.setattr(place, "SHORT_DIR", folder)
    settled = place.settle(folder / ("long" * 30))
    settled.sockets.mkdir(mode=0o755)
    with pytest.raises(ServerError, match="not a private folder of ours"):
        settled.secure_sockets()


@pytest.mark.slow
def test_what_keeps_postgresql_from_starting_is_said_in_one_line(folder):
    with using(folder / "data") as server:
        pass
    (folder / "data" / "postgres" / "PG_VERSION").write_text("12\n")
    with pytest.raises(ServerError, match="did not start: .*FATAL.*incompatible.*postgres.log") as caught:
        EmbeddedServer(server.data_dir).attach()
    assert "\n" not in str(caught.value)


def test_a_data_folder_that_cannot_be_made_names_the_variable_that_moves_it(folder):
    (folder / "file").touch()
    with pytest.raises(ServerError, match="ARCHIVE_DATA_DIR"):
        EmbeddedServer(folder / "file" / "data").attach()


def test_a_database_of_another_user_is_left_alone(data_dir, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with pytest.raises(ServerError, match="belongs to .*ARCHIVE_DATA_DIR"):
        place.settle(data_dir)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs an account to run PostgreSQL")
def test_what_the_account_of_root_cannot_reach_is_kept_where_it_can(folder, monkeypatch):
    monkeypatch.setattr(place, "SYSTEM_DIR", folder / "system")
    monkeypatch.setattr(place.Account, "may", lambda *_: False)
    with using(folder / "data") as server:
        assert asked(server, "SELECT 1") == 1
    assert (folder / "data" / "postgres").readlink() == server.place.cluster
    assert server.place.programs.is_relative_to(folder / "system")
    with using(folder / "data") as again:
        assert again.place == server.place


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs an account to run PostgreSQL")
def test_root_is_told_of_an_account_that_does_not_exist(folder, monkeypatch):
    monkeypatch.setenv("ARCHIVE_POSTGRES_USER", "no-such-account")
    with pytest.raises(ServerError, match="No account no-such-account .*ARCHIVE_POSTGRES_USER"):
        place.settle(folder / "data")


@pytest.mark.slow
def test_django_reconnects_to_a_server_that_was_killed(data_dir, monkeypatch, django_db_blocker):
    with using(data_dir) as server, django_db_blocker.unblock():
        monkeypatch.setattr(base, "server", lambda: server)
        wrapper = base.DatabaseWrapper(settings.DATABASES["default"] | {"NAME": "archive", "OPTIONS": {}}, "default")
        wrapper.connect()
        kill(server)
        while wrapper.is_usable():  # the process behind the connection notices a moment later
            time.sleep(0.05)
        wrapper.health_check_enabled, wrapper.health_check_done = True, False  # as at the start of a request
        with wrapper.cursor() as cursor:
            cursor.execute("SELECT current_database()")
            assert cursor.fetchone() == ("archive",)
        wrapper.close()
