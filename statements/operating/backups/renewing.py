"""What was derived from the words by another version of PostgreSQL: versions differ in how they stem.

PostgreSQL 15 makes `ad` of "added", and 18 `add`. What a search looks for is stemmed by the server that runs now.
"""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

_AT_ONCE = 1000  # documents
# A trigger makes them of the text, whatever is written: see sql/paragraphs.sql. Working copies have none.
_RENEW_PARAGRAPHS = "UPDATE statements_paragraph SET words = words WHERE document_id = ANY (%s) AND words IS NOT NULL"
_RENEW = """
    SELECT archive_stretch(ARRAY(
        SELECT id FROM statements_paragraph WHERE document_id = ANY (documents) AND length(text) >= 512
    )), archive_enter(documents), archive_utter(documents)
    FROM (SELECT %s::bigint[] AS documents) AS batch
"""


def renew(cursor: CursorWrapper) -> int:
    """Make the words that searches read anew, in a database that nobody else uses. Return of how many documents."""
    cursor.execute("SELECT id FROM statements_document ORDER BY id")
    documents = [document for (document,) in cursor.fetchall()]
    for start in range(0, len(documents), _AT_ONCE):
        some = documents[start : start + _AT_ONCE]
        cursor.execute(_RENEW_PARAGRAPHS, [some])
        cursor.execute(_RENEW, [some])
    return len(documents)
