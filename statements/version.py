"""Which version of the archive runs, and from which commit: told to operators, never to readers."""

from __future__ import annotations

import os
import re
import tomllib
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_SHOWN = 12  # characters of a commit


@cache
def version() -> str:
    """The version that pyproject.toml names; "unknown" where that file was not taken along."""
    try:
        return str(tomllib.loads((_ROOT / "pyproject.toml").read_text())["project"]["version"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return "unknown"


@cache
def commit() -> str:
    """The first characters of the commit: of ARCHIVE_COMMIT, else of the checkout; "" where nothing tells it."""
    named = os.environ.get("ARCHIVE_COMMIT", "").strip().lower() or read_commit(_ROOT)
    return named[:_SHOWN] if _COMMIT.fullmatch(named) else ""


def read_commit(root: Path) -> str:
    """The commit that is checked out in a folder, read from git's own files; "" where there is none."""
    try:
        git = _git_folder(root)
        head = (git / "HEAD").read_text().strip()
        return _resolve(git, head.removeprefix("ref: ")) if head.startswith("ref: ") else head
    except OSError:
        return ""


def _git_folder(root: Path) -> Path:
    """The folder `.git`, or the one that a file of that name leads to, as in a work tree."""
    found = root / ".git"
    return found if found.is_dir() else root / found.read_text().removeprefix("gitdir:").strip()


def _resolve(git: Path, name: str) -> str:
    """The commit of a branch. git packs the names of branches into one file now and then."""
    shared = git / "commondir"
    folder = git / shared.read_text().strip() if shared.exists() else git
    if (folder / name).exists():
        return (folder / name).read_text().strip()
    lines = (folder / "packed-refs").read_text().splitlines()
    return next((line.split()[0] for line in lines if line.endswith(f" {name}")), "")


def name_release() -> str:
    """Version and commit in one line: "0.1.0 (4aa79b6c1d2e)"."""
    return f"{version()} ({commit()})" if commit() else version()
