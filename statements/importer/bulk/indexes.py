"""The search indexes during a bulk load.

PostgreSQL normally puts every word of every new row into a GIN index at once, which takes most of the time of a load.
With `fastupdate` it gathers them in a list that searches read too, and merges them, sorted, one list at a time: what
readers find is the same at any moment. https://www.postgresql.org/docs/current/gin.html#GIN-FAST-UPDATE
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.db.models import Index

from statements.models import Document, Entry, Lead, Paragraph, Stretch, Utterance

_COUNTED = [
    f"statements_{name}" for name in ("document", "entry", "lead", "paragraph", "participation", "stretch", "utterance")
]
_LIST = "32MB"  # the most that a search reads through, in some hundredths of a second
_MERGE_MEMORY = "128MB"
# Of all documents: beyond it their words are read in the order of the table, which is faster than one by one.
_SHARE = 0.25
_WAIT = "10s"  # for the moment it takes to switch an index; readers that come later wait behind us


def gather_in_transaction() -> None:
    """Let the lists grow long before they are merged, in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL gin_pending_list_limit = '{_LIST}'; SET LOCAL work_mem = '{_MERGE_MEMORY}'")
        cursor.execute("SET LOCAL archive.bulk_load = 'on'")


@contextmanager
def gathering(written: Collection[int]) -> Iterator[None]:
    """Let the indexes gather words inside the block; after it learn the words, merge them and update statistics.

    written: the keys of the documents that the block has added by its end. A load that is killed leaves the indexes
    gathering, which is correct but a little slow, and words unlearnt; the next load puts both right, see
    is_left_gathering(). So the indexes gather until all words are learnt.
    """
    is_left = is_left_gathering()
    _switch("on")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT archive_learn_words(%s::bigint[])", [None if is_left else _few(written)])
            _switch("off")
            for name in _gathering():
                _merge(name)
            cursor.execute(f"ANALYZE {', '.join(_COUNTED)}")


def _few(written: Collection[int]) -> list[int] | None:
    """The documents whose words are to be learnt; None for those of all documents."""
    return sorted(written) if len(written) < _SHARE * Document.objects.count() else None


def _merge(name: str) -> None:
    """Merge what an index has gathered. The memory for it is set for this transaction only: a pooler gives the next one
    another connection."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL maintenance_work_mem = '{_MERGE_MEMORY}'")
        cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [name])


def is_left_gathering() -> bool:
    """Whether a killed load left indexes gathering."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_class WHERE relname = ANY (%s) AND 'fastupdate=on' = ANY (reloptions))",
            [_switched()],
        )
        return bool(cursor.fetchone()[0])


def _switch(state: str) -> None:
    """Switch gathering on or off. An index that somebody holds for long stays as it is, which costs only time."""
    for name in _switched():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{_WAIT}'")
                cursor.execute(f"ALTER INDEX {connection.ops.quote_name(name)} SET (fastupdate = {state})")
        except OperationalError:
            if not connection.is_usable():
                raise


def _switched() -> list[str]:
    """The indexes that do not gather at other times."""
    return [index.name for index in _list_indexes() if index.deconstruct()[2].get("fastupdate") is False]


def _gathering() -> list[str]:
    """The indexes that gather during a load, or always."""
    return [index.name for index in _list_indexes() if "fastupdate" in index.deconstruct()[2]]


def _list_indexes() -> list[Index]:
    return [index for model in (Entry, Lead, Paragraph, Stretch, Utterance) for index in model._meta.indexes]
