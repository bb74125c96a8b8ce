"""The parameters that decide which documents a search finds, in one order; and the search that they ask for again."""

from __future__ import annotations

from django.http import QueryDict
from django.utils import translation
from django_filters import MultipleChoiceFilter

from statements.citing.words import LANGUAGES
from statements.models import FrozenResult
from statements.search.filters import DocumentFilter, search_request
from statements.search.memory import ArchiveState
from statements.search.request import EXTEND, SearchRequest
from statements.search.selection import Selection, select

SORT = "sort"
WORDS = "q"
Parameters = dict[str, list[str]]


def canonical_parameters(asked: SearchRequest) -> Parameters:
    """Words and filters alone, so that equal searches have equal parameters: no page, no order, no misspelt filter.

    ?page=2&year=2023&year=2022&sort=newest -> {"year": ["2022", "2023"]}
    """
    found = {name: _values(asked, name) for name in sorted(DocumentFilter.base_filters) if name != SORT}
    if not asked.spellings:
        found[EXTEND] = ["no"]
    return {name: values for name, values in found.items() if values}


def _values(asked: SearchRequest, name: str) -> list[str]:
    if name == WORDS:
        return [asked.words] if asked.words else []
    if isinstance(DocumentFilter.base_filters[name], MultipleChoiceFilter):
        return sorted(set(asked.parameters.get(name, ())))
    return [asked.typed(name)] if asked.typed(name) else []


def as_query(kept: Parameters) -> QueryDict:
    """Parameters that were kept, as an address has them."""
    parameters = QueryDict(mutable=True)
    for name, values in kept.items():
        parameters.setlist(name, values)
    return parameters


def select_again(result: FrozenResult, state: ArchiveState) -> Selection:
    """What the words and filters of a kept result ask for today. Raises NotUnderstoodError where that is nothing."""
    with translation.override(LANGUAGES[result.language]):
        return select(search_request(as_query(result.parameters)), state)
