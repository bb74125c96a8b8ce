"""Read a file that may be hostile in a separate process, with limits of time and memory.

A page, a PDF or a Word file is a program for its reader; one that hangs, swells or crashes there harms nothing else.
"""

import json
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from django.conf import settings

from statements.importer import ocr
from statements.importer.draft import DraftDocument, Refused, showable
from statements.importer.extract import Extract, Limits, MailListing
from statements.importer.formats.choose import MAILS, format_of
from statements.importer.pipeline import set_language

_ROOT = Path(__file__).parent.parent.parent
_PATIENCE = 3  # wall-clock time allowed, as a multiple of processor seconds: other processes need it too
_BROKEN = "the file cannot be read: it broke the reader of its format. Save it as text and try again"
_GRACE = 5  # extra seconds, for a process that waits

_Kind = TypeVar("_Kind")


def limits() -> Limits:
    """The most that is read of a file, according to the settings."""
    return Limits(settings.IMPORT_MAX_PAGES, settings.IMPORT_MAX_PARAGRAPHS, settings.IMPORT_MAX_BYTES)


def read_isolated(content: bytes, name: str, part: int | None = None) -> Extract:
    """The text of a file, read in another process; for a scan, the words that OCR recognises, where OCR is on.

    part: of a mail, the number of what is the release; without it, a rule chooses.
    Raises Refused where the readers refuse it, or it takes more time or memory than the settings allow.
    """
    answer, warnings = _answer(content, name, draft=False, part=part)
    extract = _rebuild(answer["extract"], Extract)
    return replace(extract, warnings=(*warnings, *extract.warnings))


def list_isolated(content: bytes, name: str) -> MailListing | None:
    """What a mail consists of, found out in another process; None for a file that is no mail. Raises Refused."""
    if format_of(content, name) not in MAILS:
        return None
    return _rebuild(_ask(content, name, list=True, ocr=_can_recognise())["mail"], MailListing)


def draft_isolated(
    content: bytes, name: str, part: int | None = None, charset: str = ""
) -> tuple[Extract, DraftDocument]:
    """The text of a file and the document it becomes on its own, both made in another process, except for its language.

    part: see read_isolated; charset: the encoding that the server stated from which it came.
    Raises Refused as `read_isolated` does, and where nothing is left of the text.
    """
    answer, warnings = _answer(content, name, draft=True, part=part, charset=charset)
    extract = _rebuild(answer["extract"], Extract)
    draft = _rebuild(answer["draft"], DraftDocument)
    draft = replace(draft, warnings=(*warnings, *draft.warnings))
    return extract, set_language(draft, extract.facts.get("language"))


def _answer(content: bytes, name: str, **asked: Any) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """What the process says about a file, and a warning if it, or the part of a mail that counts, was read through OCR.

    Where OCR fails on a part of a mail, the mail's other words may still serve.
    """
    can_recognise = _can_recognise()
    try:
        return _ask(content, name, ocr=can_recognise, **asked), ()
    except Refused as refused:
        refusal = refused
    if not (refusal.needs_ocr and can_recognise):
        raise refusal
    limits = (settings.OCR_MAX_SECONDS, settings.OCR_MAX_PAGES, settings.IMPORT_MAX_MEMORY)
    if not refusal.scan:
        return _ask(ocr.recognise(content, *limits), name, **asked), (ocr.RECOGNISED,)
    try:
        words = ocr.recognise(refusal.scan, *limits)
    except Refused as failure:
        try:
            return _ask(content, name, ocr=False, **asked), ()
        except Refused:
            raise failure from None
    return _ask(content, name, ocr=True, recognised=b64encode(words).decode(), **asked), (ocr.RECOGNISED,)


def _can_recognise() -> bool:
    return bool(settings.OCR) and ocr.can_recognise()


def _ask(content: bytes, name: str, **asked: Any) -> Mapping[str, Any]:
    """The worker's answer. asked: "draft", "part", "list", "ocr" or "recognised". Raises Refused with its reason."""
    seconds, memory = settings.IMPORT_MAX_SECONDS, settings.IMPORT_MAX_MEMORY
    request = {
        "name": showable(name),
        "seconds": seconds,
        "memory": memory,
        "limits": asdict(limits()),
        **asked,
    }
    answer: Mapping[str, Any] = json.loads(_run(json.dumps(request).encode() + b"\n" + content, seconds))
    if "refused" in answer:
        raise Refused(answer["refused"], answer.get("needs_ocr", False), b64decode(answer.get("scan", "")))
    return answer


def _run(request: bytes, seconds: int) -> bytes:
    return run_worker("statements.importer.worker", request, seconds)


def run_worker(module: str, request: bytes, seconds: int, longest: float | None = None) -> bytes:
    """What a module answers that reads a request in a process of its own, under limits that it sets itself.

    seconds: of processor time, by which the time that it may take is reckoned; longest: seconds that it takes at most.
    Raises Refused where it takes too long or breaks.
    """
    try:
        ended = subprocess.run(
            [sys.executable, "-m", module],
            input=request,
            capture_output=True,
            timeout=longest or _PATIENCE * seconds + _GRACE,
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
