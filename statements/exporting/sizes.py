"""How large an export will be, about, before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.db.models import Sum

from statements.exporting.listing import Listing
from statements.models import Entry, Paragraph
from statements.search.memory import read_rows
from statements.search.paragraph_match import match_paragraphs
from statements.web.limits import TooSlowError, limit_to

_COUNT = "SELECT count(*) FROM statements_paragraph WHERE {condition}"
_SHARE = 2  # of the time of a page, which counting may take
_WORD = 6.6  # bytes of a word, with what stands between it and the next


class _Weights(NamedTuple):
    """Bytes for each document, each paragraph and each byte of text: measured on an archive of press releases."""

    document: float
    paragraph: float
    text: float


# By ending, of documents and of paragraphs
_DOCUMENTS = {
    "csv": _Weights(480, 0, 0),
    "xlsx": _Weights(210, 0, 0),
    "jsonl": _Weights(700, 310, 1.02),
    "ris": _Weights(330, 0, 0),
    "bib": _Weights(520, 0, 0),
    "json": _Weights(520, 0, 0),
}
_PARAGRAPHS = {
    "csv": _Weights(0, 620, 1.02),
    "xlsx": _Weights(0, 130, 0.4),
    "jsonl": _Weights(0, 960, 1.02),
    "ris": _Weights(0, 370, 0),
    "bib": _Weights(0, 560, 0),
    "json": _Weights(0, 560, 0),
}


@dataclass(frozen=True)
class ExportSize:
    """paragraphs: those of the export, None where counting them takes too long; all_paragraphs: of its documents;
    text: bytes of all of these."""

    documents: int
    paragraphs: int | None
    all_paragraphs: int
    text: float

    def estimate(self, ending: str, *, paragraphs: bool) -> int | None:
        """Bytes of a file, about; None where nobody knows."""
        if not paragraphs:
            weights = _DOCUMENTS[ending]
            return int(
                weights.document * self.documents + weights.paragraph * self.all_paragraphs + weights.text * self.text
            )
        if self.paragraphs is None:
            return None
        weights, share = _PARAGRAPHS[ending], self.paragraphs / max(self.all_paragraphs, 1)
        return int(weights.paragraph * self.paragraphs + weights.text * self.text * share)


def measure_export(listing: Listing) -> ExportSize:
    """Count what a list holds. Its paragraphs are those at the desk, which may differ a little from the published."""
    documents = list(listing.documents)
    words = Entry.objects.filter(pk__in=documents).aggregate(words=Sum("size"))["words"] or 0
    everything = Paragraph.objects.filter(document__in=documents).count()
    return ExportSize(len(documents), _count_paragraphs(listing, everything), everything, words * _WORD)


def _count_paragraphs(listing: Listing, everything: int) -> int | None:
    choice = listing.choice
    if choice is None:
        return everything
    asked = match_paragraphs(choice.matcher, listing.documents)
    if choice.names is not None or asked is None:
        return None
    try:
        with limit_to(settings.PAGE_TIMEOUT // _SHARE):
            return int(read_rows(_COUNT.format(condition=asked.condition), asked.parameters)[0][0])
    except TooSlowError:
        return None
