"""What is in the archive already of what a bulk file holds."""

from dataclasses import dataclass

from statements.importer.bulk.jsonl import Record
from statements.models import Document


@dataclass(frozen=True)
class Standing:
    """A document in the archive, and what it was made from."""

    pk: int
    status: str
    sha256: str | None
    importer_version: str | None


def find_standing(records: list[Record]) -> dict[str, Standing]:
    """The documents with the ids of `records`, by id."""
    documents = Document.objects.originals().filter(external_id__in=[record.external_id for record in records])
    rows = documents.values_list("external_id", "pk", "status", "source__sha256", "source__importer_version")
    return {external_id: Standing(pk, *others) for external_id, pk, *others in rows}
