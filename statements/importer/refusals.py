"""What a person is told when the database rejects what was read from a file."""

from __future__ import annotations

import logging

from django.db import DatabaseError, DataError, IntegrityError

_LOG = logging.getLogger(__name__)


def say_database_refuses(error: DatabaseError) -> str:
    """The reason as a sentence: a broken rule of the tables is logged, a fault of the server is reported as it is.

    IntegrityError('violates check constraint "paragraph_kind_known"') -> "the archive cannot keep it as it was read…";
    OperationalError("the disk is full") -> "the database does not take it: the disk is full".
    """
    if isinstance(error, IntegrityError | DataError):
        _LOG.error("a rule of the database refuses what was read", exc_info=error)
        return "the archive cannot keep it as it was read: this is a fault of the importer, please report it"
    return f"the database does not take it: {str(error).splitlines()[0]}"
