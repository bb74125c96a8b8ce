"""Commands that need a connection of their own for as long as they work."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import CommandError


def refuse_pool(command: str) -> None:
    """Raise CommandError where PgBouncer gives each transaction another connection: a lock would stay on one of them,
    and keep nobody out."""
    if settings.POOLED:
        raise CommandError(
            f"{command} holds a lock for as long as it works, which PgBouncer cannot keep for it: "
            "run it without ARCHIVE_POOLED, and with the address of the server itself in DATABASE_URL."
        )
