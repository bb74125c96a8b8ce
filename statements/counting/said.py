"""How much somebody says: words and documents, in all and by year."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from statements.counting.frequency import Coverage, coverage
from statements.drawing.axes import label_step
from statements.drawing.bars import BarData, Bars, make_bars
from statements.models import Speaker
from statements.search.memory import ArchiveState
from statements.search.request import UNDATED, SearchRequest
from statements.search.selection import select
from statements.search.tally import NO_YEAR

_YEARS_NAMED = 8


@dataclass(frozen=True)
class SaidByYear:
    """Words of somebody and the documents that have some. url: the list of these; undated: the row of those undated."""

    words: int
    documents: int
    url: str
    bars: Bars
    undated: BarData | None

    @property
    def years(self) -> list[str]:
        """The first and the last; one where they are the same, none where nothing is dated."""
        dated = [bar.place.label for bar in self.bars.bars]
        return list(dict.fromkeys([dated[0], dated[-1]])) if dated else []


def describe_said(speaker: Speaker, state: ArchiveState) -> SaidByYear | None:
    """What the archive has of somebody’s words; None where it has nothing that they say.

    A document whose date covers several years counts in each of them, and once in all.
    """
    chosen = {"said": (speaker.slug,)}
    request = SearchRequest(chosen=chosen, parameters=chosen)
    covered = coverage(select(request, state))
    if not covered.documents.total:
        return None
    named = label_step(len(covered.years), _YEARS_NAMED)
    places = [_place(str(year), year, covered, request, year % named == 0) for year in covered.years]
    undated = _place(gettext("Undated"), NO_YEAR, covered, request) if covered.documents.numbers[NO_YEAR] else None
    return SaidByYear(
        covered.words.total,
        covered.documents.total,
        f"{reverse('browse')}{request.url()}",
        make_bars([gettext("words")], places),
        undated,
    )


def _place(label: str, year: int, covered: Coverage, request: SearchRequest, named: bool = False) -> BarData:
    words, documents = covered.words.numbers[year], covered.documents.numbers[year]
    url = f"{reverse('browse')}{request.url(year=str(year or UNDATED))}"
    return BarData(label, url, documents, [words], label, label, named, title=_title(label, words, documents))


def _title(label: str, words: int, documents: int) -> str:
    said = ngettext("%(n)s word", "%(n)s words", words) % {"n": intcomma(words)}
    where = ngettext("in %(n)s document", "in %(n)s documents", documents) % {"n": intcomma(documents)}
    return f"{label}: {said} {where}"
