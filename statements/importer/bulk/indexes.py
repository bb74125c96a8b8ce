"""The search indexes during a bulk load.

PostgreSQL normally puts every word of every new row into a GIN index at once, which takes most of the time of a load.
With `fastupdate` it gathers them in a list that searches read too, and merges them, sorted, one list at a time: what
readers find is the same at any moment. https://www.postgresql.org/docs/current/gin.html#GIN-FAST-UPDATE
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from statements.models import Entry, Lead, Paragraph, Stretch, Utterance

_COUNTED = [
    f"statements_{name}" for name in ("document", "entry", "lead", "paragraph", "participation", "stretch", "utterance")
]
_LIST = "32MB"  # the most that a search reads through, in some hundredths of a second
_MERGE_MEMORY = "128MB"
_WAIT = "10s"  # for the moment it takes to switch an index; readers that come later wait behind us


def gather_in_transaction() -> None:
    """Let the lists grow long before they are merged, in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL gin_pending_list_limit = '{_LIST}'; SET LOCAL work_mem = '{_MERGE_MEMORY}'")
        cursor.execute("SET LOCAL archive.bulk_load = 'on'")


@contextmanager
def gathering() -> Iterator[None]:
    """Let the indexes gather words inside the block; merge them and update statistics after it.

    A load that is killed leaves the indexes gathering, which is correct but a little slow; the next load ends it, see
    is_left_gathering().
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
    """Whether a killed load left indexes gathering."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_class WHERE relname = ANY (%s) AND 'fastupdate=on' = ANY (reloptions))",
            [_indexes()],
        )
        return bool(cursor.fetchone()[0])


def _switch(state: str) -> None:
    """Switch gathering on or off. An index that somebody holds for long stays as it is, which costs only time."""
    for name in _indexes():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{_WAIT}'")
                cursor.execute(f"ALTER INDEX {connection.ops.quote_name(name)} SET (fastupdate = {state})")
        except OperationalError:
            if not connection.is_usable():
                raise


def _indexes() -> list[str]:
    """The indexes that do not gather at other times."""
    indexes = [index for model in (Entry, Lead, Paragraph, Stretch, Utterance) for index in model._meta.indexes]
    return [index.name for index in indexes if index.deconstruct()[2].get("fastupdate") is False]
