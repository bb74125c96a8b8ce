"""Read a file from standard input in a separate process, and answer in JSON; see isolated.py.

python -m statements.importer.worker < request: a line of JSON, followed by the bytes of the file
"""

import json
import resource
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from statements.importer.draft import Refused, TilingError
from statements.importer.extract import Limits


def _limit(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Limit the process, then load the readers and read."""
    request = json.loads(sys.stdin.buffer.readline())
    _limit(request["seconds"], request["memory"])
    json.dump(answer(sys.stdin.buffer.read(), request), sys.stdout)


def answer(content: bytes, request: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the file says, as far as `request` asks; or why it is refused."""
    try:
        return _read(content, request["name"], Limits(**request["limits"]), request["draft"])
    except Refused as error:
        return {"refused": str(error), "needs_ocr": error.needs_ocr}
    except TilingError as error:
        return {"refused": f"the importer lost account of the text, please report it: {error}"}
    except (MemoryError, RecursionError):
        return {"refused": "the file takes more memory to read than is allowed: split it"}


def _read(content: bytes, name: str, limits: Limits, with_draft: bool) -> Mapping[str, Any]:
    """What the file says and, if asked for, the document that it becomes. Raises Refused."""
    from statements.importer.formats.choose import extract  # noqa: PLC0415 - under the limits

    found = extract(content, name, limits)
    if not with_draft:
        return {"extract": asdict(found)}
    from statements.importer.manifest import DocumentEntry, Manifest  # noqa: PLC0415
    from statements.importer.pipeline import compose  # noqa: PLC0415

    return {"extract": asdict(found), "draft": asdict(compose(found, DocumentEntry(name), Manifest(), limits))}


if __name__ == "__main__":
    main()
