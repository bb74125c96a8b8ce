"""Reading a file that may be hostile: in a process of its own, with limits of time and memory.

A page, a PDF or a Word file is a program for its reader; what hangs, swells or crashes there takes nothing with it.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from statements.importer import ocr
from statements.importer.draft import DraftDocument, DraftParagraph, DraftQuotation, Refused, Span, Use, showable
from statements.importer.extract import Extract, Fact, Limits, Part
from statements.importer.pipeline import with_language

_ROOT = Path(__file__).parent.parent.parent
_PATIENCE = 3  # times the seconds of the processor that it may take: other processes want it, too
_GRACE = 5  # seconds beyond, for a process that waits
_FACTS = ("title", "language", "date", "kind", "place", "reference", "source_url", "not_before")


def limits() -> Limits:
    """The most that is read of a file, by the settings."""
    return Limits(settings.IMPORT_MAX_PAGES, settings.IMPORT_MAX_PARAGRAPHS, settings.IMPORT_MAX_BYTES)


def read_isolated(content: bytes, name: str) -> Extract:
    """The text of a file, read in another process; of a scan, its words as OCR recognises them, where that is on.

    Raises Refused where the readers refuse it, or it takes more time or memory than the settings allow.
    """
    answer, warnings = _answer(content, name, draft=False)
    extract = _extract(answer["extract"])
    return replace(extract, warnings=(*warnings, *extract.warnings))


def draft_isolated(content: bytes, name: str) -> tuple[Extract, DraftDocument]:
    """The text of a file and the document that it becomes by itself, both made in another process but for its language.

    Raises Refused as `read_isolated` does, and where nothing is left of it.
    """
    answer, warnings = _answer(content, name, draft=True)
    extract, draft = _extract(answer["extract"]), _draft(answer["draft"])
    draft = replace(draft, warnings=(*warnings, *draft.warnings))
    return extract, with_language(draft, extract.facts.get("language"))


def _answer(content: bytes, name: str, draft: bool) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """What the process says of a file, and the warning that it was read through OCR, where it was."""
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
    """What the worker answers. Raises Refused where it takes longer than it may, or breaks."""
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
        raise Refused("the file cannot be read: it broke the reader of its format. Save it as text and try again")
    return ended.stdout


def _too_slow(seconds: int) -> str:
    return f"the file takes more than {seconds} seconds to read: split it, or save it as text"


def _extract(values: Mapping[str, Any]) -> Extract:
    parts = tuple(Part(**part) for part in values["parts"])
    facts = {name: Fact(**fact) for name, fact in values["facts"].items()}
    return Extract(values["text"], values["media_type"], values["encoding"], parts, facts, tuple(values["warnings"]))


def _draft(values: Mapping[str, Any]) -> DraftDocument:
    made = {
        **values,
        **{name: Fact(**values[name]) for name in _FACTS},
        "participations": tuple((slug, role) for slug, role in values["participations"]),
        "paragraphs": tuple(_paragraph(each) for each in values["paragraphs"]),
        "spans": _spans(values["spans"]),
        "warnings": tuple(values["warnings"]),
        "publisher_stated": Fact(**values["publisher_stated"]) if values["publisher_stated"] else None,
    }
    return DraftDocument(**made)


def _paragraph(values: Mapping[str, Any]) -> DraftParagraph:
    quotations = tuple(DraftQuotation(**each) for each in values["quotations"])
    return DraftParagraph(**{**values, "spans": _spans(values["spans"]), "quotations": quotations})


def _spans(values: list[dict[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(each["start"], each["end"], Use(each["use"]), each["reason"]) for each in values)
