"""What the tests of the search share."""

from typing import Any

from django.http import QueryDict

from statements.models import Document, Entry
from statements.search.filters import search_request
from statements.search.grammar import parse
from statements.search.match import Matcher
from statements.search.memory import archive_state
from statements.search.query import Query
from statements.search.request import SearchRequest
from statements.search.selection import kind_slugs, role_slugs


def asked(address: str = "") -> SearchRequest:
    """What the parameters of an address ask for."""
    return search_request(QueryDict(address))


def matcher_of(typed: str) -> Matcher:
    return Matcher(parse(typed, kind_slugs(), role_slugs()), archive_state())


def matching(typed: str) -> Any:
    """The entries of published documents that match."""
    return matcher_of(typed).matching(Entry.objects.published())


def found(typed: str) -> set[str]:
    """The ids of the documents found."""
    return set(Document.objects.filter(entry__in=matching(typed)).values_list("external_id", flat=True))


def matching_query(query: Query) -> set[int]:
    """The keys of the published documents that match a query as it is, without other spellings."""
    return set(Matcher(query, archive_state()).matching(Entry.objects.published()).values_list("pk", flat=True))
