"""Which documents of a dump can be restored: what is in the archive already, or would take something from it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from django.db import DataError, connection, transaction

from statements.importer.bulk.dumped import Dumped
from statements.importer.bulk.jsonl import BulkDocument
from statements.importer.bulk.names import Names
from statements.importer.bulk.restored_names import check_dumped
from statements.importer.draft import Refused
from statements.models import Revision
from statements.slugs import find_taken

_HASHES = "SELECT archive_hash(each::jsonb) FROM unnest(%s) WITH ORDINALITY AS given (each, place) ORDER BY place"


def find_changed(documents: Sequence[BulkDocument], keys: dict[str, int]) -> set[str]:
    """The ids of documents that are in the archive with other versions than the dump has. keys: by their ids."""
    here = defaultdict[int, list[tuple[int, str]]](list)
    rows = Revision.objects.filter(document__in=keys.values()).order_by("document", "number")
    for document, number, sha256 in rows.values_list("document", "number", "sha256"):
        here[document].append((number, sha256))
    given = {each.record.external_id: each.dumped.digests for each in documents if each.dumped}
    return {external_id for external_id, digests in given.items() if here[keys[external_id]] != digests}


def find_reasons(documents: Sequence[BulkDocument], names: Names, given: set[str]) -> dict[str, str]:
    """Why documents of a dump, new to the archive, cannot be restored, by their ids.

    given: addresses given to documents that are being written, to which those of the others are added.
    """
    dumped = [(each.record.external_id, each.dumped) for each in documents if each.dumped]
    hashed = _hash_contents([one for _, one in dumped])
    taken = find_taken(one.slug for _, one in dumped) | given
    reasons = dict[str, str]()
    for (external_id, one), digests in zip(dumped, hashed, strict=True):
        try:
            _check_digests(one, digests)
            check_dumped(names, one)
            if one.slug in taken:
                raise Refused(f"its address {one.slug!r} is that of another document here, or of a deleted one")
            taken.add(one.slug)
            given.add(one.slug)
        except Refused as error:
            reasons[external_id] = str(error)
    return reasons


def _check_digests(dumped: Dumped, digests: list[str] | None) -> None:
    if digests is None:
        raise Refused("the content of a version has characters that the database cannot store")
    for version, digest in zip(dumped.versions, digests, strict=True):
        if version.sha256 != digest:
            raise Refused(f"the content of version {version.number} is not what was published: its SHA-256 differs")


def _hash_contents(dumped: Sequence[Dumped]) -> list[list[str] | None]:
    """The SHA-256 of the content of each version, as the database makes it; None where it does not read them."""
    try:
        hashes = iter(_ask_hashes([each for one in dumped for each in _write_contents(one)]))
    except DataError:
        return [_hash_contents([one])[0] for one in dumped] if len(dumped) > 1 else [None]
    return [[next(hashes) for _ in one.versions] for one in dumped]


def _write_contents(dumped: Dumped) -> list[str]:
    return [json.dumps(each.content, ensure_ascii=False) for each in dumped.versions]


def _ask_hashes(contents: list[str]) -> list[str]:
    if not contents:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_HASHES, [contents])
        return [digest for (digest,) in cursor.fetchall()]
