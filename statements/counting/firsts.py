"""Who said it first: the earliest documents with some words, and the first day on which each speaker says them.

A date is an interval of days. A document may be the first if none of the others is certain to be earlier, which means:
if it begins no later than any other ends. In lists, a document or a speaker stands where the day is by which it was
said for certain. An undated document may be of any time, and is never one of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from statements.connecting.rows import Rows
from statements.languages import LANGUAGES
from statements.models import Entry, UtteranceQuerySet
from statements.search.conditions import speaker_keys
from statements.search.examples import example_searches
from statements.search.memory import ArchiveState, write_statement
from statements.search.selection import Selection

SHOWN = 6  # documents that may be the first
_EARLIEST = f"""
WITH matches AS MATERIALIZED ({{matches}}),
ends AS (SELECT language, min(date_end) AS by_then FROM matches GROUP BY 1),
candidates AS (
    SELECT matches.*, row_number() OVER each AS place, count(*) OVER each_one AS number,
        count(*) FILTER (WHERE date_start <= (SELECT min(by_then) FROM ends)) OVER each_one AS of_all
    FROM matches JOIN ends USING (language) WHERE date_start <= by_then
    WINDOW each AS (PARTITION BY language ORDER BY date_end, date_start DESC, document_id),
        each_one AS (PARTITION BY language))
SELECT language, document_id, date_start::text, date_end::text, number, of_all FROM candidates WHERE place <= {SHOWN}
ORDER BY date_end, date_start DESC, document_id
"""  # noqa: S608 - a constant
_UNDATED = "SELECT document_id FROM ({matches}) AS matches WHERE date_start IS NULL ORDER BY 1 LIMIT 3"
_FIRST_SAID = """
WITH said AS MATERIALIZED (
    SELECT speaker_id, document_id, date_start, date_end
    FROM ({matches}) AS said JOIN statements_entry USING (document_id)
), ends AS (
    SELECT speaker_id, min(date_end) AS by_then, min(date_start) AS earliest, count(*) AS documents FROM said GROUP BY 1
)
SELECT DISTINCT ON (speaker_id) speaker_id, document_id, date_start::text, date_end::text, earliest::text, documents,
    (SELECT count(DISTINCT document_id) FROM said)
FROM said JOIN ends USING (speaker_id) WHERE date_end IS NOT DISTINCT FROM by_then
ORDER BY speaker_id, date_start DESC, document_id
"""

_EXAMPLE = """
SELECT typed FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS suggested (typed, example, place),
LATERAL (SELECT EXISTS (SELECT FROM statements_utterance AS said WHERE said.document_id = paragraph.document_id) AS said
    FROM statements_paragraph AS paragraph
    WHERE paragraph.exact @@ phraseto_tsquery('archive_exact', archive_plain(example))
        AND paragraph.document_id IN ({published})
    ORDER BY 1 DESC LIMIT 1) AS found
ORDER BY NOT said, example NOT LIKE '%% %%', place LIMIT 1
"""


class DatedDocument(NamedTuple):
    """The key of a document, and the days between which it was said."""

    key: int
    start: date
    end: date

    @property
    def is_exact(self) -> bool:
        return self.start == self.end


@dataclass(frozen=True)
class Earliest:
    """Documents that may be the first: those shown, and how many there are.

    The first of them was said by the last of its days for certain, and of those for which that is so it has the most
    precise date.
    """

    shown: list[DatedDocument]
    number: int

    @property
    def lead(self) -> DatedDocument:
        return self.shown[0]

    def is_same_day(self, other: DatedDocument) -> bool:
        return self.lead.is_exact and other[1:] == self.lead[1:]

    def may_be_earlier(self, other: DatedDocument) -> bool:
        """Whether it may be of an earlier day than the last of the first document, and not only of the same."""
        return other.start < self.lead.end


class FirstSaying(NamedTuple):
    """When a speaker first says it: in which document, which days that may have been, and in how many documents.

    start, end: of that document, None where all are undated; earliest: the first day on which another may have been.
    """

    speaker: int
    document: int
    start: date | None
    end: date | None
    earliest: date | None
    documents: int

    @property
    def may_be_earlier(self) -> bool:
        """Whether another document of the speaker, with a less precise date, may be earlier."""
        return self.start is not None and self.earliest is not None and self.earliest < self.start

    def place(self, years: int) -> int | None:
        """The period of so many years in which the speaker said it for the first time, by its first year; None where
        that cannot be told."""
        if self.earliest is None or self.end is None:
            return None
        first, last = self.earliest.year // years * years, self.end.year // years * years
        return first if first == last else None


def find_earliest(selection: Selection) -> dict[str, Earliest]:
    """The documents that may be the first, of all under the key "", and of each language under its code."""
    columns = ["document_id", "language", "date_start", "date_end"]
    rows = selection.state.ask_queryset(_EARLIEST, selection.entries, columns)
    documents = [
        (language, DatedDocument(key, date.fromisoformat(start), date.fromisoformat(end)), number, of_all)
        for language, key, start, end, number, of_all in rows
    ]
    if not documents:
        return {}
    by_then = documents[0][1].end
    found = {"": Earliest([each for _, each, *_ in documents if each.start <= by_then][:SHOWN], 0)}
    number = 0
    for code in dict.fromkeys(language for language, *_ in documents):
        own = [row for row in documents if row[0] == code]
        found[code] = Earliest([each for _, each, *_ in own], own[0][2])
        number += own[0][3]
    return found | {"": Earliest(found[""].shown, number)}


def find_undated(selection: Selection) -> list[int]:
    """Keys of some documents without a date."""
    rows = selection.state.ask_queryset(_UNDATED, selection.entries, ["document_id", "date_start"])
    return [key for (key,) in rows]


def find_first_sayings(selection: Selection) -> tuple[list[FirstSaying], int]:
    """When each speaker first says it, in the order of the days by which they had said it for certain; last, those of
    whom there are only undated documents. And the number of documents in which somebody is known to say it."""
    rows = selection.state.ask_queryset(_FIRST_SAID, _utterances(selection), ["speaker_id", "document_id"])
    sayings = [
        FirstSaying(speaker, document, _day(start), _day(end), _day(earliest), number)
        for speaker, document, start, end, earliest, number, _ in rows
    ]
    return sorted(sayings, key=_order), rows[0][-1] if rows else 0


def _order(saying: FirstSaying) -> tuple[bool, date, int, int, int]:
    """The most precise of those that end on one day comes first."""
    start, end = saying.start or date.min, saying.end or date.min
    return saying.end is None, end, -start.toordinal(), saying.document, saying.speaker


def _utterances(selection: Selection) -> UtteranceQuerySet:
    speakers = speaker_keys(selection.request.chosen.get("said", ()))
    passing = Entry.objects.published().filter(*selection.conditions.values())
    said = selection.matcher.said(speakers).filter(document__in=passing.order_by().values("pk"))
    return said.filter(speaker__in=speakers) if speakers else said


def may_be_first(sayings: Sequence[FirstSaying]) -> set[int]:
    """Keys of the speakers of whom one said it first."""
    by_then = min((each.end for each in sayings if each.end), default=None)
    return {each.speaker for each in sayings if by_then and each.earliest and each.earliest <= by_then}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def example_phrase(language: str, state: ArchiveState) -> str | None:
    """Words, as they are typed, that a dated document has; in `language`, else in another one. If possible a phrase,
    and such as somebody says."""
    rows = state.recall(f"first said: {language}", lambda: _find_example(language, state))
    return rows[0][0] if rows else None


def _find_example(language: str, state: ArchiveState) -> Rows:
    dated = Entry.objects.published().filter(date_start__isnull=False)
    published, parameters = write_statement(dated, "document")
    for each in sorted(LANGUAGES, key=lambda code: code != language):
        typed, words = zip(*example_searches(each, state) or [("", "")], strict=True)
        if rows := state.ask(_EXAMPLE.format(published=published), [[*typed], [*words], *parameters]):
            return rows
    return []
