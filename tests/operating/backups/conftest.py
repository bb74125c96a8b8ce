"""An archive of its own, which was backed up, then changed by a word, then by a row, and backed up each time."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from statements.operating.backups.making import make_backup
from statements.operating.backups.programs import open_connection
from statements.operating.backups.shelf import DUMP, MANIFEST, hash_file
from statements.operating.status_files import backup_file, read_status
from tests.database import copied_database

_FIRST = "WHERE id = (SELECT min(id) FROM statements_paragraph)"
_WORD = f"UPDATE statements_paragraph SET text = text || ' indeed' {_FIRST}"  # noqa: S608
_AS_IT_WAS = f"UPDATE statements_paragraph SET text = left(text, -7) {_FIRST}"  # noqa: S608
_ROW = "DELETE FROM statements_term WHERE id = (SELECT min(id) FROM statements_term)"


@dataclass(frozen=True)
class Shelf:
    """Folders of backups. good: of the archive; word, row: of what became of it afterwards."""

    good: Path
    word: Path
    row: Path


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Backups of a copy of the usual database; the connection stays with the copy until the end of the module."""
    folder = tmp_path_factory.mktemp("backups")
    with django_db_blocker.unblock(), copied_database():
        good = make_backup(folder / "good").folder
        with open_connection(connection) as cursor:
            cursor.execute(_WORD)
            word = make_backup(folder / "word").folder
            cursor.execute(_ROW)
            row = make_backup(folder / "row").folder
            cursor.execute(_AS_IT_WAS)
        yield Shelf(good, word, row)


@pytest.fixture
def shelf(made: Shelf, tmp_path: Path, settings: Any, db: None) -> Path:
    """A folder with a copy of the good backup, and a data folder without any status."""
    settings.BACKUP_STATUS = str(tmp_path / "backup.json")
    copy_backup(made.good, tmp_path / "shelf")
    return tmp_path / "shelf"


def copy_backup(backup: Path, folder: Path, name: str = "") -> Path:
    """A copy of a backup in another folder, with another name if there is one."""
    return Path(shutil.copytree(backup, folder / (name or backup.name)))


def swap_dump(backup: Path, content: bytes) -> None:
    """Give a backup another dump, and let its manifest say that it is so."""
    (backup / DUMP).write_bytes(content)
    rewrite(backup, bytes=len(content), sha256=hash_file(backup / DUMP))


def rewrite(backup: Path, **facts: Any) -> None:
    """Let the manifest of a backup say something else."""
    told = json.loads((backup / MANIFEST).read_text())
    (backup / MANIFEST).write_text(json.dumps({**told, **facts}))


def status() -> dict[str, Any]:
    return dict(read_status(backup_file()))


def fake_programs(folder: Path, script: str, version: str = "99.1") -> None:
    """Let the archive use a pg_dump that does what a script says. "$out" is the file that it is to write."""
    folder.mkdir()
    for name in ("pg_dump", "pg_restore", "psql"):
        lines = [
            "#!/bin/sh",
            f'[ "$1" = --version ] && echo "{name} (PostgreSQL) {version}" && exit',
            'for each in "$@"; do case "$each" in --file=*) out="${each#--file=}";; esac; done',
            script,
        ]
        (folder / name).write_text("\n".join(lines) + "\n")
        (folder / name).chmod(0o755)
    settings.POSTGRES_PROGRAMS = str(folder)


def databases() -> set[str]:
    """Those of this test, by their names."""
    with open_connection(connection) as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall() if name.startswith(connection.settings_dict["NAME"])}


def environment(**variables: Any) -> dict[str, str]:
    """For commands in processes of their own."""
    return {**os.environ, **{name: str(value) for name, value in variables.items()}}
