"""Which server answers. Behind a pooler it may be another one for each transaction."""

from __future__ import annotations

from django.db import ProgrammingError, connection, transaction

# Which server, and which of the histories that may branch off where it is restored.
_SERVER = """
SELECT system_identifier::text || '/' || timeline_id FROM pg_control_system(), pg_control_checkpoint()
"""


def ask_server() -> str | None:
    """Which server it is; None where that must not be asked."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_SERVER)
            return cursor.fetchone()[0]
    except ProgrammingError:
        return None
