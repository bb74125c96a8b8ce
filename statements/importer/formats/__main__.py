"""Reads a file from standard input in a process of its own, and answers in JSON; see isolated.py.

python -m statements.importer.formats NAME SECONDS BYTES < file
"""

import json
import resource
import sys
from dataclasses import asdict

from statements.importer.draft import Refused


def _limit(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(name: str, seconds: str, memory: str) -> None:
    """Limit the process, then load the readers and read."""
    _limit(int(seconds), int(memory))
    from statements.importer.formats.choose import extract  # noqa: PLC0415 - under the limits
    from statements.importer.formats.extract import Limits  # noqa: PLC0415

    try:
        answer = asdict(extract(sys.stdin.buffer.read(), name, Limits()))
    except Refused as error:
        answer = {"refused": str(error)}
    except (MemoryError, RecursionError):
        answer = {"refused": "the file takes more memory to read than is allowed: split it"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
