"""When something that should happen regularly happened last: files in the data folder, which anybody may look into."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

_AT = "at"


def backup_file() -> Path:
    """What says when the last good backup was made."""
    return Path(settings.BACKUP_STATUS or settings.DATA_DIR / "backup.json")


def housekeeping_file() -> Path:
    return Path(settings.DATA_DIR / "housekeeping.json")


def note_done(file: Path, **facts: Any) -> None:
    """Write down that it went well just now."""
    write_status(file, {_AT: timezone.now().isoformat(timespec="seconds"), **facts})


def write_status(file: Path, facts: Mapping[str, Any]) -> None:
    """Put facts in place of what the file said; whole or not at all."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.write_text(json.dumps(facts) + "\n")
    draft.replace(file)


def read_status(file: Path) -> Mapping[str, Any]:
    """What such a file says; nothing, where there is none or it cannot be read."""
    try:
        said = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def read_moment(file: Path) -> datetime | None:
    """When it went well last."""
    return _parse_moment(read_status(file))


def read_drill_moment() -> datetime | None:
    """When a backup was last restored in a drill, and found to be good."""
    drill = read_status(backup_file()).get("drill")
    return _parse_moment(drill) if isinstance(drill, dict) else None


def _parse_moment(said: Mapping[str, Any]) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(said.get(_AT, "")))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.get_default_timezone())
