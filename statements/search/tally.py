"""How many documents match, in all and by the values of each facet: exactly, and in one pass over the matches."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q

from statements.models import DocumentQuerySet

NO_YEAR = 0
_COLUMNS = ["id", "language", "kind", "publisher_id", "date_start", "date_end", "speaker_ids"]

# Each facet counts under all filters but its own: `filter_…` says which rows of the matches those are.
_SQL = """
WITH matches ({columns}) AS MATERIALIZED ({matches}),
dated AS (
    SELECT *, coalesce(extract(year FROM date_start), 0)::int AS year_from,
        coalesce(extract(year FROM date_end), 0)::int AS year_to
    FROM matches
)
SELECT
    CASE WHEN grouping(language) = 0 THEN 'language' WHEN grouping(kind) = 0 THEN 'kind'
        WHEN grouping(publisher_id) = 0 THEN 'publisher' WHEN grouping(year_from) = 0 THEN 'year' ELSE 'total' END,
    coalesce(language, kind, publisher_id::text, year_from::text),
    year_to,
    CASE WHEN grouping(language) = 0 THEN count(*) FILTER (WHERE {language})
        WHEN grouping(kind) = 0 THEN count(*) FILTER (WHERE {kind})
        WHEN grouping(publisher_id) = 0 THEN count(*) FILTER (WHERE {publisher})
        WHEN grouping(year_from) = 0 THEN count(*) FILTER (WHERE {year})
        ELSE count(*) FILTER (WHERE {total}) END
FROM dated
GROUP BY GROUPING SETS ((language), (kind), (publisher_id), (year_from, year_to), ())
UNION ALL
SELECT 'speaker', speaker::text, NULL, count(*)
FROM matches, unnest(speaker_ids) AS speaker
WHERE {speaker}
GROUP BY speaker
"""


@dataclass(frozen=True)
class Tally:
    """The number of documents that pass all filters, and by facet the number by value: ids of speakers and publishers.

    A document counts in every year that its date covers; NO_YEAR stands for no date.
    """

    total: int
    counts: dict[str, dict[str, int]]


def tally(documents: DocumentQuerySet, conditions: dict[str, Q]) -> Tally:
    """Count `documents` under `conditions`, by facet name; each facet under all of them but its own."""
    flags = {f"passes_{name}": ExpressionWrapper(condition, BooleanField()) for name, condition in conditions.items()}
    matches = documents.order_by().annotate(**flags).values_list(*_COLUMNS, *flags)
    sql, parameters = matches.query.sql_with_params()
    facets = ["language", "kind", "publisher", "year", "speaker", "total"]
    filters = {facet: _all([f"passes_{name}" for name in conditions if name != facet]) for facet in facets}
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(columns=", ".join([*_COLUMNS, *flags]), matches=sql, **filters), parameters)
        return _tally(cursor.fetchall())


def _all(flags: list[str]) -> str:
    return " AND ".join(flags) or "true"


def _tally(rows: list[tuple[str, str | None, int | None, int]]) -> Tally:
    total, counts = 0, defaultdict[str, dict[str, int]](lambda: defaultdict(int))
    for facet, value, year_to, count in rows:
        if facet == "total":
            total = count
        elif facet == "year" and value is not None and year_to is not None:
            for year in range(int(value), year_to + 1):
                counts[facet][str(year)] += count
        elif value is not None:
            counts[facet][value] += count
    return Tally(total, {facet: {v: n for v, n in values.items() if n} for facet, values in counts.items()})
