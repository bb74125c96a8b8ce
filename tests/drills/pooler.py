"""PgBouncer, with a few connections for many clients."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest

from tests.drills.clusters import DATABASE, Cluster, account, free_port

POOL = 4  # connections to the database
_CONFIGURATION = """
[databases]
{database} = host=127.0.0.1 port={server} dbname={database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {users}
admin_users = postgres
pool_mode = transaction
default_pool_size = {pool}
max_client_conn = 200
log_connections = 0
log_disconnections = 0
"""


def find_pgbouncer() -> str:
    """The program; without it the drill is skipped, or fails in .ci/run."""
    if found := shutil.which("pgbouncer", path=f"{os.defpath}:/usr/sbin:/sbin"):
        return found
    message = "no pgbouncer: install Debian's"
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(message)
    pytest.skip(message)


@contextmanager
def open_pool(cluster: Cluster, folder: Path) -> Iterator[str]:
    """The address of the archive through PgBouncer."""
    port, users, configuration = free_port(), folder / "users.txt", folder / "pgbouncer.ini"
    users.write_text('"postgres" ""\n')
    facts = {"database": DATABASE, "server": cluster.port, "port": port, "users": users, "pool": POOL}
    configuration.write_text(_CONFIGURATION.format(**facts))
    command = [find_pgbouncer(), str(configuration)]
    process = subprocess.Popen(command, cwd="/", stderr=subprocess.DEVNULL, **account())
    try:
        _wait_for(port)
        yield f"postgres://postgres@127.0.0.1:{port}/{DATABASE}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int) -> None:
    end = time.monotonic() + 10
    while True:
        try:
            with closing(psycopg2.connect(host="127.0.0.1", port=port, user="postgres", dbname=DATABASE)):
                return
        except psycopg2.OperationalError:
            assert time.monotonic() < end, "pgbouncer does not answer"
            time.sleep(0.1)
