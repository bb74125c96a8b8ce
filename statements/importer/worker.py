"""Read a file from standard input in a separate process, and answer in JSON; see isolated.py.

python -m statements.importer.worker < request: a line of JSON, followed by the bytes of the file
"""

import json
import resource
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from msgspec import to_builtins

from statements.importer.draft import Refused, TilingError
from statements.importer.extract import Limits, Scans


def limit_process(seconds: int, memory: int) -> None:
    """Let this process end where it takes more; seconds: of processor time; memory: bytes."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Limit the process, then load the readers and read."""
    request = json.loads(sys.stdin.buffer.readline())
    limit_process(request["seconds"], request["memory"])
    json.dump(answer(sys.stdin.buffer.read(), request), sys.stdout)


def answer(content: bytes, request: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the file says, as far as `request` asks; or why it is refused."""
    try:
        return _read(content, request)
    except Refused as error:
        return {"refused": str(error), "needs_ocr": error.needs_ocr, "scan": b64encode(error.scan).decode()}
    except TilingError as error:
        return {"refused": f"the importer lost account of the text, please report it: {error}"}
    except (MemoryError, RecursionError):
        return {"refused": "the file takes more memory to read than is allowed: split it"}


def _read(content: bytes, request: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the file says and, if asked for, the document that it becomes; or what a mail consists of. Raises Refused"""
    from statements.importer.formats.choose import extract  # noqa: PLC0415 - under the limits

    name, limits = request["name"], Limits(**request["limits"])
    scans = Scans(request.get("ocr", False), b64decode(request.get("recognised", "")))
    if request.get("list"):
        from statements.importer.formats.mails.listing import list_mail  # noqa: PLC0415

        return {"mail": asdict(list_mail(content, name, limits, scans))}
    found = extract(content, name, limits, request.get("part"), request.get("charset", ""), scans)
    if not request["draft"]:
        return {"extract": to_builtins(found)}
    from statements.importer.manifest import DocumentEntry, Manifest  # noqa: PLC0415
    from statements.importer.pipeline import compose  # noqa: PLC0415

    return {"extract": to_builtins(found), "draft": asdict(compose(found, DocumentEntry(name), Manifest(), limits))}


if __name__ == "__main__":
    main()
