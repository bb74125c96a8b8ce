"""Reading a file that may be hostile: in a process of its own, with limits of time and memory.

A page, a PDF or a Word file is a program for its reader; what hangs, swells or crashes there takes nothing with it.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings

from statements.importer import ocr
from statements.importer.draft import Fact, Refused, showable
from statements.importer.formats.extract import Extract, Part

_ROOT = Path(__file__).parent.parent.parent
_GRACE = 5  # seconds beyond those of the processor, for a process that waits


def read_isolated(content: bytes, name: str) -> Extract:
    """The text of a file, read in another process; of a scan, its words as OCR recognises them, where that is on.

    Raises Refused where the readers refuse it, or it takes more time or memory than the settings allow.
    """
    try:
        return _read(content, name)
    except Refused as refusal:
        if not (settings.OCR and ocr.helps(refusal) and ocr.can_recognise()):
            raise
    words = ocr.recognise(content, settings.OCR_MAX_SECONDS, settings.OCR_MAX_PAGES, settings.IMPORT_MAX_MEMORY)
    extract = _read(words, name)
    return replace(extract, warnings=(ocr.RECOGNISED, *extract.warnings))


def _read(content: bytes, name: str) -> Extract:
    seconds, memory = settings.IMPORT_MAX_SECONDS, settings.IMPORT_MAX_MEMORY
    command = [sys.executable, "-m", "statements.importer.formats", showable(name), str(seconds), str(memory)]
    try:
        ended = subprocess.run(  # noqa: S603 - our own module
            command, input=content, capture_output=True, timeout=seconds + _GRACE, cwd=_ROOT, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused(_too_slow(seconds)) from None
    if ended.returncode < 0:
        raise Refused(_too_slow(seconds))
    if ended.returncode:
        raise Refused("the file cannot be read: it broke the reader of its format. Save it as text and try again")
    return _extract(json.loads(ended.stdout))


def _too_slow(seconds: int) -> str:
    return f"the file takes more than {seconds} seconds to read: split it, or save it as text"


def _extract(answer: Mapping[str, Any]) -> Extract:
    if "refused" in answer:
        raise Refused(answer["refused"])
    parts = tuple(Part(**part) for part in answer["parts"])
    facts = {name: Fact(**fact) for name, fact in answer["facts"].items()}
    return Extract(answer["text"], answer["media_type"], answer["encoding"], parts, facts, tuple(answer["warnings"]))
