"""The source of a document as its review shows it: what was kept, and what was dropped, folded where it is much."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from statements.importer.draft import Use
from statements.marks import pieces
from statements.models import Source

_FOLDED = 4  # longest run of dropped pieces that is not folded


@dataclass(frozen=True)
class Run:
    """Pieces of a source shown together on the page. dropped: how many were dropped; reasons: why, each once."""

    pieces: list[Any]
    dropped: int
    reasons: list[str]

    @property
    def is_folded(self) -> bool:
        """Whether it is shown only on request: the navigation of a web page can be longer than its text."""
        return self.dropped > _FOLDED


def runs_of(all_pieces: list[Any]) -> list[Run]:
    """Return the pieces of a source, grouping those dropped one after the other."""
    runs = list[Run]()
    for dropped, found in groupby(all_pieces, key=_is_dropped):
        together = list(found)
        reasons = [each.mark["reason"] for each in together if dropped and each.mark]
        runs.append(Run(together, len(reasons), list(dict.fromkeys(reasons))))
    return runs


def _is_dropped(piece: Any) -> bool:
    """Whether a piece was dropped, or is only space around one that was."""
    return piece.mark["use"] == Use.DROPPED if piece.mark else not piece.text.strip()


def source_pieces(source: Source, shown: Any) -> list[Any]:
    """Return the part of the source that the paragraphs shown came from, up to the start of the next page's."""
    starts = [each.start for each in shown.object_list if each.start is not None]
    first = min(starts) if starts and shown.number > 1 else 0
    last = len(source.text)
    if shown.has_next():
        following = shown.paginator.page(shown.next_page_number()).object_list[0].start
        last = following if following is not None else last
    spans = [
        (max(start, first) - first, min(end, last) - first, {"use": use, "reason": reason, "start": start})
        for start, end, use, reason in source.spans
        if reason != "spacing" and start < last and end > first
    ]
    return pieces(source.text[first:last], spans)
