"""A result as it is now, ready to be kept: the documents that a page shows, and the version that each of them has."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from statements.keeping.canonical import canonical_parameters
from statements.languages import interface_language
from statements.models import FrozenResult
from statements.records.published import latest_numbers
from statements.search.memory import ArchiveState, archive_state
from statements.search.request import SearchRequest
from statements.search.results import shown_selection
from statements.search.selection import Selection, select

_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"  # no two look alike, and no vowels to make words
CODE = 10  # characters of a code: a guess finds one of a million results once in 10**8 times
_NEWER = """
SELECT document_id, max(number) FROM statements_revision
WHERE published_at > %s AND published_at <= statement_timestamp() GROUP BY document_id
"""


def freeze(asked: SearchRequest) -> FrozenResult | None:
    """Return the result of a search, not saved yet; None where its words ask for nothing.

    Call it in one snapshot, so that it is true of one moment. Raises NotUnderstoodError.
    """
    state = archive_state()
    selection = select(asked, state)
    if asked.words and not selection.query.asks:
        return None
    shown, partial = shown_selection(selection)
    documents = shown.answers.all_keys()
    versions = latest_numbers(documents)
    result = FrozenResult(
        code=new_code(),
        state=_digest(state),
        kept_at=_now(),
        language=interface_language(),
        parameters=canonical_parameters(asked),
        sort=asked.sort,
        understood=selection.query.plain_form,
        spellings=list_spellings(shown),
        partial=partial,
        total=len(documents),
        documents=documents,
        versions=[versions.get(each, 0) for each in documents],
    )
    result.fingerprint = fingerprint_of(result)
    return result


def list_spellings(selection: Selection) -> list[Any]:
    """What was typed, and what was searched for beside it; nothing beside a word that was set aside."""
    added = [[each.typed, list(each.added)] for each in selection.extensions]
    return [*([word, []] for word in selection.set_aside), *added]


def newer_versions(moment: datetime) -> dict[int, int]:
    """The number of the last public version by document, for those that became public after a moment."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWER, [moment])
        return dict(cursor.fetchall())


def new_code() -> str:
    """A code that nobody can guess, and that can be read aloud and typed."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE))


def fingerprint_of(result: FrozenResult) -> str:
    """The SHA-256 of what a result says, its moment aside: equal results in one state of the archive are one."""
    facts: list[Any] = [result.state, result.parameters, result.understood, result.spellings, result.partial]
    written = json.dumps([*facts, result.documents, result.versions], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def _digest(state: ArchiveState) -> str:
    return hashlib.sha256(repr(state.key).encode()).hexdigest()


def _now() -> Any:
    """The moment, by the clock that also ends embargoes. Ask last: versions are public before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        return timezone.localtime(cursor.fetchone()[0])
