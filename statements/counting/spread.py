"""How something spread: by year, the documents that have it and the speakers who said it for the first time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from statements.counting.firsts import FirstSaying
from statements.counting.timeline import Period, Timeline, timeline
from statements.search.selection import Selection


@dataclass(frozen=True)
class Spread:
    """documents: by year, or by decade where there are many years. speakers: who said it for the first time then.

    unsure: speakers whose dates do not tell in which year they first said it; undated: those without any date.
    """

    documents: Timeline
    speakers: Counter[int]
    unsure: int = 0
    undated: int = 0

    @property
    def years(self) -> int:
        """How many years are one place."""
        return self.documents.places.step

    @property
    def so_far(self) -> list[int]:
        """Speakers up to the end of each place."""
        return list(accumulate(self.speakers[place] for place in self.documents.places))


def documents_by_year(selection: Selection) -> Timeline:
    """All documents of a selection in one statement, by year or by decade, and the undated ones apart."""
    return timeline(selection, Period(), "language")


def follow_spread(documents: Timeline, sayings: Sequence[FirstSaying]) -> Spread:
    """Count the speakers who say it in the documents."""
    dated = [each.place(documents.places.step) for each in sayings if each.end]
    speakers = Counter(place for place in dated if place is not None)
    return Spread(documents, speakers, dated.count(None), len(sayings) - len(dated))
