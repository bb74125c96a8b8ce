"""Commands and servers in processes of their own, forked from one that has loaded everything: they begin at once.

`python -m tests.drills.workshop` reads what to do from its input, one JSON a line, and answers each with another:
{"run": ["deliver"], "kill_after": 0.3} runs a command of manage.py, and ends it by `kill -9` after so many seconds
(null: never); the answer is how it ended, as subprocess tells it, and after how many seconds. {"serve": 8000} serves
the site at a port; the answer is the process, the first of a group.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

_ROOT = Path(__file__).parents[2]


class Ended(NamedTuple):
    """How a command ended: its exit status, negative where a signal ended it, and after how many seconds."""

    status: int
    seconds: float

    @property
    def was_killed(self) -> bool:
        return self.status == -signal.SIGKILL


class Workshop:
    """The process that forks. log: where those that it has forked write what they say."""

    def __init__(self, variables: dict[str, str], log: Path) -> None:
        self.log = log
        command = [sys.executable, "-m", "tests.drills.workshop"]
        self._said = log.open("ab")
        self._process = subprocess.Popen(
            command,
            env=variables,
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
        )

    def run(self, *arguments: object, kill_after: float | None = None) -> Ended:
        """Run a command of manage.py. kill_after: seconds after which it is killed, if it still runs."""
        return Ended(*self._ask({"run": [str(each) for each in arguments], "kill_after": kill_after}))

    def serve(self, port: int) -> int:
        """Serve the site. Returns the process, at once; it leads a group of processes."""
        return self._ask({"serve": port})

    def _ask(self, question: dict[str, Any]) -> Any:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        stdin.write(f"{json.dumps(question)}\n")
        stdin.flush()
        return json.loads(stdout.readline())

    def close(self) -> None:
        self._process.communicate(timeout=30)
        self._said.close()


def main() -> None:
    _load()
    for line in sys.stdin:
        answer(json.loads(line), sys.stdout)


def _load() -> None:
    """Load what takes long, without a connection to the database: pages with their templates, commands, languages."""
    import gunicorn.app.wsgiapp  # noqa: F401
    from django.core.management import load_command_class

    import statements.wsgi  # noqa: F401
    from statements.importer.language import identify_language

    for name in ("import_statements", "deliver", "index"):
        load_command_class("statements", name)
    identify_language("The heron of report 1 waits at the dock.")


def answer(question: dict[str, Any], out: IO[str]) -> None:
    _take_notice()
    if "serve" in question:
        said: Any = _fork(lambda: _serve(question["serve"]))
    else:
        began = time.monotonic()
        status = _wait(_fork(lambda: _manage(question["run"])), question["kill_after"])
        said = [status, time.monotonic() - began]
    out.write(f"{json.dumps(said)}\n")
    out.flush()


def _take_notice() -> None:
    """Let go of servers that have ended, so that the system forgets them."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _fork(work: Callable[[], None]) -> int:
    """Do something in a new process, the first of a new group. Returns it."""
    child = os.fork()
    if child:
        os.setpgid(child, child)
        return child
    status = 1
    try:
        os.setpgid(0, 0)
        os.dup2(2, 1)
        work()
        status = 0
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _manage(arguments: list[str]) -> None:
    from manage import main

    sys.argv = ["manage.py", *arguments]
    main()


def _serve(port: int) -> None:
    from gunicorn.app.wsgiapp import run

    from tests.drills.site import GUNICORN

    sys.argv = ["gunicorn", "statements.wsgi", "--bind", f"127.0.0.1:{port}", "--log-level", "warning", *GUNICORN]
    run()


def _wait(child: int, kill_after: float | None) -> int:
    """How a process ends, which is killed if it still runs after so many seconds."""
    end = float("inf") if kill_after is None else time.monotonic() + kill_after
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= end:
            os.killpg(child, signal.SIGKILL)
            end = float("inf")
        time.sleep(0.002)


if __name__ == "__main__":
    main()
