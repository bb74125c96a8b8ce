"""What a dump consists of, as a schema.org Dataset: https://schema.org/Dataset, one file beside the others."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from statements.citing.citation import ARCHIVE
from statements.languages import LANGUAGES

LATEST = "manifest.json"
SUMS = "SHA256SUMS"
DOCUMENTS, PARAGRAPHS, CHANGES = "documents", "paragraphs", "changes"
_ENDINGS = {DOCUMENTS: "jsonl.zst", PARAGRAPHS: "csv.zst", CHANGES: "jsonl.zst"}
_NAME = re.compile(rf"({'|'.join(_ENDINGS)})-\d{{4}}-\d\d-\d\d\.[a-z.]+")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DumpFile:
    """A file of a dump. size: in bytes; rows: lines, in CSV without the head."""

    name: str
    size: int
    sha256: str
    rows: int

    @property
    def part(self) -> str:
        """Which part of the dump it is."""
        return self.name.partition("-")[0]


@dataclass(frozen=True)
class Dump:
    """A dump of a day. manifest: as it is written."""

    day: date
    files: tuple[DumpFile, ...]
    manifest: dict[str, Any]

    @property
    def manifest_name(self) -> str:
        return name_manifest(self.day)

    @property
    def documents(self) -> int:
        """How many there are."""
        return next((each.rows for each in self.files if each.part == DOCUMENTS), 0)


def name_file(part: str, day: date) -> str:
    """The name of a part: "documents-2026-11-30.jsonl.zst"."""
    return f"{part}-{day.isoformat()}.{_ENDINGS[part]}"


def name_manifest(day: date) -> str:
    return f"manifest-{day.isoformat()}.json"


def make_manifest(day: date, made_at: str, files: tuple[DumpFile, ...], last: dict[str, Any] | None) -> dict[str, Any]:
    """made_at: the moment of the snapshot; last: the last event in the log."""
    manifest = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": f"{ARCHIVE}, {day.isoformat()}",
        "description": "All public documents of the archive with every version, their paragraphs, and the log of what"
        " became public.",
        "inLanguage": list(LANGUAGES),
        "isAccessibleForFree": True,
        "license": settings.LICENSE,
        "version": day.isoformat(),
        "dateCreated": made_at,
        "dateModified": last["at"] if last else "",
        "lastEvent": last or {},
        "distribution": [_describe_file(each) for each in files],
    }
    return {name: value for name, value in manifest.items() if value}


def _describe_file(file: DumpFile) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": file.name,
        "contentUrl": file.name,
        "encodingFormat": "application/zstd",
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
        "size": {"@type": "QuantitativeValue", "value": file.rows, "unitText": "rows"},
    }


def read_manifest(path: Path) -> Dump:
    """The dump that a manifest describes. Raises ValueError where it describes none, OSError."""
    manifest = json.loads(path.read_bytes())
    try:
        files = tuple(_read_file(each) for each in manifest["distribution"])
        return Dump(date.fromisoformat(manifest["version"]), files, manifest)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is not the manifest of a dump") from error


def _read_file(described: dict[str, Any]) -> DumpFile:
    name = described["name"]
    if not _NAME.fullmatch(name):
        raise ValueError(f"no file of a dump is called {name!r}")
    size = int(described["contentSize"].removesuffix(" B"))
    return DumpFile(name, size, described["sha256"], described["size"]["value"])


def list_dumps(folder: Path) -> list[Dump]:
    """The dumps in a folder, the newest first. What is not a manifest is passed over, and said in the log."""
    found = []
    for path in folder.glob("manifest-*.json"):
        try:
            found.append(read_manifest(path))
        except (OSError, ValueError) as error:
            _log.warning("%s cannot be read as the manifest of a dump: %s", path.name, type(error).__name__)
    return sorted(found, key=lambda dump: dump.day, reverse=True)
