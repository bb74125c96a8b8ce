"""Whether kept results are what they were when they were kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from statements.keeping.freeze import fingerprint_of
from statements.models import FrozenResult, Revision, read_in_portions


def verify_results() -> Iterator[tuple[FrozenResult, list[str]]]:
    """Yield every kept result with what is wrong with it, in words."""
    for result in read_in_portions(FrozenResult.objects.all(), 20):
        yield result, verify_result(result)


def verify_result(result: FrozenResult) -> list[str]:
    """Return what is wrong with a kept result; nothing if all is right."""
    return [*_check_numbers(result), *_check_versions(result)]


def _check_numbers(result: FrozenResult) -> Iterator[str]:
    if not result.total == len(result.documents) == len(result.versions):
        yield "its number of documents is not that of its list"
    if len(set(result.documents)) < len(result.documents):
        yield "it counts a document twice"
    if result.fingerprint != fingerprint_of(result):
        yield "it is not what was kept: its SHA-256 differs"
    if result.kept_at > timezone.now():
        yield "it is from the future"


def _check_versions(result: FrozenResult) -> Iterator[str]:
    """Report versions that are gone, though their documents are not: what is deleted takes its versions with it."""
    had = zip(result.documents, result.versions, strict=False)
    pairs = {(document, version) for document, version in had if version}
    rows = Revision.objects.filter(document__in=result.documents).values_list("document", "number", "published_at")
    there = {(document, number): moment for document, number, moment in rows}
    gone = pairs - there.keys()
    if {document for document, _ in gone} & {document for document, _ in there}:
        yield "it names versions that are not there"
    if any(there[pair] > result.kept_at for pair in pairs & there.keys()):
        yield "it names versions that were not public yet"
