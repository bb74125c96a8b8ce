"""How large an export will be, about, before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings

from statements.connecting.rows import read_rows
from statements.exporting.listing import Listing
from statements.exporting.matching import ParagraphChoice
from statements.search.memory import archive_state
from statements.search.paragraph_match import match_paragraphs
from statements.web.limits import TooSlowError, limit_to

# A condition on many keys would look each of them up.
_WORDS = """
SELECT coalesce(sum(size), 0) FROM unnest(%s::bigint[]) AS listed JOIN statements_entry ON document_id = listed
"""
_ALL = "SELECT count(*) FROM statements_paragraph WHERE document_id = ANY (%s)"
_ANSWERING = "SELECT count(*) FROM statements_paragraph WHERE {condition}"
_SHARE = 2  # of the time of a page, which each count may take
_WORD = 6.4  # bytes of a word, with what stands between it and the next
_WORDS_OF_PARAGRAPH = 46  # on the average
_MOST_COUNTED = 20_000  # documents; the paragraphs of more are guessed from their words, to the thousand


class _Weights(NamedTuple):
    """Bytes for each document, each paragraph and each byte of text: measured on an archive of press releases."""

    document: float
    paragraph: float
    text: float


# By ending, of documents and of paragraphs
_DOCUMENTS = {
    "csv": _Weights(505, 0, 0),
    "xlsx": _Weights(190, 0, 0),
    "jsonl": _Weights(700, 265, 1.02),
    "ris": _Weights(480, 0, 0),
    "bib": _Weights(570, 0, 0),
    "json": _Weights(575, 0, 0),
}
_PARAGRAPHS = {
    "csv": _Weights(0, 410, 1.02),
    "xlsx": _Weights(0, 95, 0.4),
    "jsonl": _Weights(0, 1040, 1.02),
    "ris": _Weights(0, 510, 0),
    "bib": _Weights(0, 635, 0),
    "json": _Weights(0, 640, 0),
}


@dataclass(frozen=True)
class ExportSize:
    """How much a list holds, None for what takes too long to be counted. paragraphs: those of the export;
    all_paragraphs: of its documents; text: bytes of all of these."""

    documents: int
    paragraphs: int | None
    all_paragraphs: int | None
    text: float | None

    def estimate(self, ending: str, *, paragraphs: bool) -> int | None:
        """Bytes of a file, about; None where nobody knows."""
        of_document, of_paragraph, of_text = (_PARAGRAPHS if paragraphs else _DOCUMENTS)[ending]
        if not of_paragraph:
            return int(of_document * self.documents)
        rows = self.paragraphs if paragraphs else self.all_paragraphs
        if rows is None or self.all_paragraphs is None or self.text is None:
            return None
        share = rows / max(self.all_paragraphs, 1)
        return int(of_document * self.documents + of_paragraph * rows + of_text * self.text * share)


def measure_export(listing: Listing) -> ExportSize:
    """Count what a list holds. Its paragraphs are those at the desk, which may differ a little from the published."""
    documents = list(listing.documents)
    words = _count(_WORDS, [documents])
    if len(documents) <= _MOST_COUNTED:
        everything = _count(_ALL, [documents])
    else:
        everything = None if words is None else int(round(words / _WORDS_OF_PARAGRAPH, -3))
    paragraphs = everything if listing.choice is None else _count_answering(listing.choice, documents)
    return ExportSize(len(documents), paragraphs, everything, None if words is None else words * _WORD)


def _count_answering(choice: ParagraphChoice, documents: list[int]) -> int | None:
    """The paragraphs that answer a search; None where that is decided text by text."""
    asked = match_paragraphs(choice.matcher, documents)
    if choice.names is not None or asked is None:
        return None
    return _count(_ANSWERING.format(condition=asked.condition), asked.parameters)


def _count(sql: str, parameters: Sequence[Any] | Mapping[str, Any]) -> int | None:
    """The number that a statement gives, once in a state of the archive; None where it takes too long."""
    try:
        with limit_to(settings.PAGE_TIMEOUT // _SHARE):
            rows = archive_state().recall(f"{sql} {parameters}", lambda: read_rows(sql, parameters))
            return int(rows[0][0])
    except TooSlowError:
        return None
