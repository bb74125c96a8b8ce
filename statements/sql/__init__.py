"""The SQL of today's database: every function, trigger and text-search configuration, each written in one place.

A file can be run again at any time. To change a function, change its file and write a migration that runs it, with the
fingerprint of its new text. Earlier migrations name the fingerprint of the text they ran: in a new database they must
still do what they did then, before the columns exist that the new text may name. So the earlier text is kept as
`earlier/<file>-<fingerprint>.sql` until the migrations that ran it are squashed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.db.migrations import RunSQL

FOLDER = Path(__file__).parent


class ChangedSQLError(Exception):
    """A SQL file is no longer what a migration ran, and its earlier text was not kept."""


def run(name: str, fingerprint: str, *, way_back: str = "", folder: Path = FOLDER) -> RunSQL:
    """Make an operation that runs the text of a file with this fingerprint; reversing it runs an earlier text.

    For example `run("entries", "0123456789ab", way_back="ba9876543210")`. Without `way_back` it cannot be reversed.
    """
    return RunSQL(sql_text(name, fingerprint, folder), sql_text(name, way_back, folder) if way_back else None)


def sql_text(name: str, fingerprint: str, folder: Path = FOLDER) -> str:
    """The text of a file when it had this fingerprint. Raises ChangedSQLError if that text is gone."""
    earlier = folder / "earlier" / f"{name}-{fingerprint}.sql"
    text = (earlier if earlier.exists() else folder / f"{name}.sql").read_text("utf-8")
    if fingerprint_of(text) != fingerprint:
        raise ChangedSQLError(
            f"sql/{name}.sql has changed since a migration ran it. Keep what it was, as git has it, in"
            f" sql/earlier/{earlier.name}, and write a migration that runs what it is: {fingerprint_of(text)}"
        )
    return text


def fingerprint_of(text: str) -> str:
    """The first twelve digits of the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
