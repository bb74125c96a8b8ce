"""The search indexes while many documents come in.

PostgreSQL puts every word of every new row into a GIN index by itself, which takes most of the time of a load. With
`fastupdate` it gathers them in a list that searches read too, and merges them, sorted, a list at a time: what readers
find is the same at any moment. https://www.postgresql.org/docs/current/gin.html#GIN-FAST-UPDATE
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from statements.models import Entry, Lead, Paragraph, Stretch

_COUNTED = [f"statements_{name}" for name in ("document", "entry", "lead", "paragraph", "participation", "stretch")]
_LIST = "32MB"  # what a search reads through at most, for some hundredths of a second
_MERGE_MEMORY = "128MB"
_WAIT = "10s"  # for the moment that switching an index takes; readers that came later wait behind us


def gather_in_transaction() -> None:
    """Let lists grow long before they are merged, in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL gin_pending_list_limit = '{_LIST}'; SET LOCAL work_mem = '{_MERGE_MEMORY}'")
        cursor.execute("SET LOCAL archive.bulk_load = 'on'")


@contextmanager
def gathering() -> Iterator[None]:
    """Let the indexes gather words inside the block; merge them and take statistics after it.

    A load that is killed leaves the indexes gathering, which is right and a little slow; the next one ends it, see
    left_gathering().
    """
    _switch("on")
    try:
        yield
    finally:
        _switch("off")
        with connection.cursor() as cursor:
            cursor.execute(f"SET maintenance_work_mem = '{_MERGE_MEMORY}'")
            for name in _indexes():
                cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [name])
            cursor.execute("RESET maintenance_work_mem")
            cursor.execute("SELECT archive_learn_words(NULL)")
            cursor.execute(f"ANALYZE {', '.join(_COUNTED)}")


def is_left_gathering() -> bool:
    """Whether a load that was killed left indexes gathering."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_class WHERE relname = ANY (%s) AND 'fastupdate=on' = ANY (reloptions))",
            [_indexes()],
        )
        return bool(cursor.fetchone()[0])


def _switch(state: str) -> None:
    """Where somebody holds an index for long, it stays as it is: that costs time and nothing else."""
    for name in _indexes():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{_WAIT}'")
                cursor.execute(f"ALTER INDEX {connection.ops.quote_name(name)} SET (fastupdate = {state})")
        except OperationalError:
            if not connection.is_usable():
                raise


def _indexes() -> list[str]:
    """Those that gather nothing otherwise."""
    indexes = [index for model in (Entry, Lead, Paragraph, Stretch) for index in model._meta.indexes]
    return [index.name for index in indexes if index.deconstruct()[2].get("fastupdate") is False]
