"""What the archive holds: how many documents, of which languages, kinds and years, and the speakers in most of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from statements.connecting.rows import Rows
from statements.models import Entry
from statements.search.memory import ArchiveState
from statements.search.tally import NO_YEAR, tally

_SPEAKERS = 12
_FACETS = ("language", "kind", "year", "speaker")


@dataclass(frozen=True)
class Holdings:
    """Documents in all, and by value, those with the most first: by language, kind, and key of a speaker.

    years: by year, the last first; a document counts in each that its date covers.
    """

    total: int
    languages: dict[str, int]
    kinds: dict[str, int]
    speakers: dict[int, int]
    years: dict[int, int]
    undated: int

    @property
    def span(self) -> list[int]:
        """The first and the last year; one where they are the same, none where nothing is dated."""
        return sorted({min(self.years), max(self.years)}) if self.years else []


def describe_holdings(state: ArchiveState) -> Holdings:
    """Count everything that is published, once for each state of the archive."""
    rows = state.recall("holdings", lambda: _count(state))
    counts = {facet: {value: number for name, value, number in rows if name == facet} for facet in _FACETS}
    years = {int(year): number for year, number in counts["year"].items()}
    undated = years.pop(NO_YEAR, 0)
    return Holdings(
        next(number for name, _, number in rows if name == "total"),
        _sort(counts["language"].items()),
        _sort(counts["kind"].items()),
        {int(key): number for key, number in counts["speaker"].items()},
        dict(sorted(years.items(), reverse=True)),
        undated,
    )


def _count(state: ArchiveState) -> Rows:
    """(facet, value, documents), of speakers only those in the most documents: few rows to read again."""
    counted = tally(Entry.objects.published(), {}, state)
    speakers = sorted(counted.counts["speaker"].items(), key=lambda each: (-each[1], int(each[0])))[:_SPEAKERS]
    others = [(name, value, number) for name in _FACETS[:-1] for value, number in counted.counts[name].items()]
    return [("total", "", counted.total), *others, *(("speaker", key, number) for key, number in speakers)]


def _sort(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(sorted(counts, key=lambda each: -each[1]))
