"""What the filters of a search require of a document, as `conditions` says it, for the derived index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from statements.dates import parse_edtf
from statements.search.compile import Compiler
from statements.search.conditions import publisher_keys, speaker_keys
from statements.search.index.queries import QueryWriter
from statements.search.query import Node
from statements.search.request import UNDATED, SearchRequest


def filter_queries(request: SearchRequest, root: Node | None, writer: QueryWriter) -> dict[str, Any]:
    """Return the query of each active filter, by its name. root: what those must say who are chosen or excluded."""
    by_name: dict[str, Callable[[Sequence[str]], Any]] = {
        "language": lambda codes: writer.terms("language", codes),
        "kind": lambda kinds: writer.terms("kind", kinds),
        "said": lambda slugs: _write_said(slugs, root, writer),
        "speaker": lambda slugs: writer.terms("speaker", speaker_keys(slugs)),
        "publisher": lambda slugs: writer.terms("publisher", publisher_keys(slugs)),
        "year": lambda years: writer.join_or([_write_year(year, writer) for year in years]),
    }
    made = {name: _value_query(request, name, query, writer) for name, query in by_name.items()}
    if request.date_from:
        made["date_from"] = [writer.end_after(request.date_from.start)]
    if request.date_to:
        made["date_to"] = [writer.begin_before(request.date_to.end)]
    return {name: writer.join_and(queries) for name, queries in made.items() if queries}


def _value_query(
    request: SearchRequest, name: str, query: Callable[[Sequence[str]], Any], writer: QueryWriter
) -> list[Any]:
    """Require one of the chosen values and none of the excluded ones."""
    chosen, excluded = request.chosen.get(name), request.excluded.get(name)
    return [*([query(chosen)] if chosen else []), *([writer.negate(query(excluded))] if excluded else [])]


def _write_said(slugs: Sequence[str], root: Node | None, writer: QueryWriter) -> Any:
    keys = speaker_keys(slugs)
    if root is None:
        return writer.terms("sayer", keys)
    said = writer.speak_for(tuple(keys))
    return said.documents(Compiler(said).condition(root))


def _write_year(year: str, writer: QueryWriter) -> Any:
    if year == UNDATED:
        return writer.term("days", "\t")
    days = parse_edtf(year)
    return writer.join_and([writer.begin_before(days.end), writer.end_after(days.start)])
