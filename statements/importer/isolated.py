"""Read a file that may be hostile in a separate process, with limits of time and memory.

A page, a PDF or a Word file is a program for its reader; one that hangs, swells or crashes there harms nothing else.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from django.conf import settings

from statements.importer import ocr
from statements.importer.draft import DraftDocument, Refused, showable
from statements.importer.extract import Extract, Limits
from statements.importer.pipeline import set_language

_ROOT = Path(__file__).parent.parent.parent
_PATIENCE = 3  # wall-clock time allowed, as a multiple of processor seconds: other processes need it too
_BROKEN = "the file cannot be read: it broke the reader of its format. Save it as text and try again"
_GRACE = 5  # extra seconds, for a process that waits

_Kind = TypeVar("_Kind")


def limits() -> Limits:
    """The most that is read of a file, according to the settings."""
    return Limits(settings.IMPORT_MAX_PAGES, settings.IMPORT_MAX_PARAGRAPHS, settings.IMPORT_MAX_BYTES)


def read_isolated(content: bytes, name: str) -> Extract:
    """The text of a file, read in another process; for a scan, the words that OCR recognises, where OCR is on.

    Raises Refused where the readers refuse it, or it takes more time or memory than the settings allow.
    """
    answer, warnings = _answer(content, name, draft=False)
    extract = _rebuild(answer["extract"], Extract)
    return replace(extract, warnings=(*warnings, *extract.warnings))


def draft_isolated(content: bytes, name: str) -> tuple[Extract, DraftDocument]:
    """The text of a file and the document it becomes on its own, both made in another process, except for its language.

    Raises Refused as `read_isolated` does, and where nothing is left of the text.
    """
    answer, warnings = _answer(content, name, draft=True)
    extract = _rebuild(answer["extract"], Extract)
    draft = _rebuild(answer["draft"], DraftDocument)
    draft = replace(draft, warnings=(*warnings, *draft.warnings))
    return extract, set_language(draft, extract.facts.get("language"))


def _answer(content: bytes, name: str, draft: bool) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """What the process says about a file, and a warning if it was read through OCR."""
    try:
        return _ask(content, name, draft), ()
    except Refused as refusal:
        if not (settings.OCR and refusal.needs_ocr and ocr.can_recognise()):
            raise
    words = ocr.recognise(content, settings.OCR_MAX_SECONDS, settings.OCR_MAX_PAGES, settings.IMPORT_MAX_MEMORY)
    return _ask(words, name, draft), (ocr.RECOGNISED,)


def _ask(content: bytes, name: str, draft: bool) -> Mapping[str, Any]:
    seconds, memory = settings.IMPORT_MAX_SECONDS, settings.IMPORT_MAX_MEMORY
    request = {
        "name": showable(name),
        "seconds": seconds,
        "memory": memory,
        "limits": asdict(limits()),
        "draft": draft,
    }
    answer: Mapping[str, Any] = json.loads(_run(json.dumps(request).encode() + b"\n" + content, seconds))
    if "refused" in answer:
        raise Refused(answer["refused"], answer.get("needs_ocr", False))
    return answer


def _run(request: bytes, seconds: int) -> bytes:
    """The worker's answer. Raises Refused where it takes too long or breaks."""
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "statements.importer.worker"],
            input=request,
            capture_output=True,
            timeout=_PATIENCE * seconds + _GRACE,
            cwd=_ROOT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(_too_slow(seconds)) from None
    if ended.returncode < 0:
        raise Refused(_too_slow(seconds))
    if ended.returncode:
        raise Refused(_BROKEN)
    return ended.stdout


def _too_slow(seconds: int) -> str:
    return f"the file takes more than {seconds} seconds to read: split it, or save it as text"


def _rebuild(values: object, kind: type[_Kind]) -> _Kind:
    """The object that was sent as JSON. Raises Refused where the types of `values` do not match `kind`."""
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError:
        raise Refused(_BROKEN) from None
