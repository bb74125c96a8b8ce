"""What drills share: an archive that is made once, and copied into a cluster for each of them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.drills.clusters import DATABASE, Cluster, open_folder, run_as_postgres
from tests.drills.site import environment, run_command


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a drill, and slow."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.drill)
            item.add_marker(pytest.mark.slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures of all drills, which they told by `record_property`."""
    passed = [each for kind in ("passed", "failed") for each in terminalreporter.stats.get(kind, [])]
    told = [
        (each.nodeid, name, value) for each in passed if each.when == "call" for name, value in each.user_properties
    ]
    for drill in dict.fromkeys(each for each, _, _ in told):
        terminalreporter.write_sep("-", drill.rpartition("::")[2].removeprefix("test_").replace("_", " "))
        for _, name, value in (each for each in told if each[0] == drill):
            terminalreporter.write_line(f"{name}: {value}")


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder for all drills, with the static files of the site in it."""
    with open_folder() as folder:
        folder.chmod(0o711)
        collected = run_command(environment(folder), "collectstatic", "--noinput", "-v0")
        assert collected.returncode == 0, collected.stderr
        yield folder


@dataclass(frozen=True)
class Filled:
    """A cluster with an archive in it, which does not run. paths: all public pages and files of it."""

    cluster: Cluster
    paths: list[str]


@pytest.fixture(scope="session")
def filled(folder: Path) -> Filled:
    """The archive that drills copy: migrating and filling it takes half a minute."""
    cluster = Cluster(folder / "filled")
    cluster.make()
    cluster.start()
    run_as_postgres("createdb", "-h", "127.0.0.1", "-p", cluster.port, "-U", "postgres", DATABASE)
    command = [sys.executable, "-m", "tests.drills.archive"]
    variables = environment(folder) | {"DATABASE_URL": cluster.url}
    made = subprocess.run(command, env=variables, stdout=subprocess.PIPE, text=True, check=True)
    cluster.stop("fast")
    return Filled(cluster, json.loads(made.stdout))


@pytest.fixture
def start_primary(folder: Path, filled: Filled) -> Iterator[Callable[[], Cluster]]:
    """Start a cluster with the archive in it. It and its standbys are stopped at the end."""
    with ExitStack() as stack:

        def start() -> Cluster:
            cluster = Cluster(folder / f"primary-{os.urandom(4).hex()}")
            cluster.copy_from(filled.cluster)
            stack.callback(cluster.stop)
            cluster.start()
            return cluster

        yield start


@pytest.fixture
def start_standby(folder: Path) -> Iterator[Callable[[Cluster], Cluster]]:
    """Start a standby of a primary."""
    with ExitStack() as stack:

        def start(primary: Cluster) -> Cluster:
            cluster = Cluster(folder / f"standby-{os.urandom(4).hex()}")
            cluster.follow(primary)
            stack.callback(cluster.stop)
            cluster.start()
            return cluster

        yield start
