"""A page of results, for readers as HTML and for programs as JSON: one function answers both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext

from statements.models import Document, Entry, EntryQuerySet, Kind
from statements.search.extend import Extension, extend
from statements.search.facets import EXTEND
from statements.search.filters import DocumentFilter
from statements.search.grammar import QueryTooLargeError, parse
from statements.search.match import Matcher
from statements.search.memory import ArchiveState, archive_state
from statements.search.query import Query, relaxed
from statements.search.rank import ranked, ranked_by_some
from statements.search.snippets import Snippet, highlights_in, snippets
from statements.search.suggest import Suggestion, suggest
from statements.search.tally import Tally, tally
from statements.web.paging import Page, page_of

_MOST_MARKED = 1_000_000  # characters of a document


class NotUnderstoodError(Exception):
    """Parameters that are wrong, by their label: what is wrong with each."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(errors)
        self.errors = errors


@dataclass(frozen=True)
class Hit:
    """A document that is shown, with its best paragraphs."""

    document: Document
    snippets: list[Snippet] = field(default_factory=list)


@dataclass(frozen=True)
class Results:
    """What is found.

    query: as it was typed; extensions: the spellings that were added to it; partial: no document has all the words,
    these have some of them; suggestion: what was probably meant, where nothing or only part of it was found.
    """

    filters: DocumentFilter
    query: Query
    matcher: Matcher
    tally: Tally
    page: Page
    hits: list[Hit]
    sort: str
    extensions: tuple[Extension, ...] = ()
    partial: bool = False
    suggestion: Suggestion | None = None


def find(parameters: QueryDict, with_words: bool = True) -> Results:
    """The page of documents that `parameters`, those of an address, ask for; without words, of all documents.

    with_words: search for those of the parameters.

    Raises NotUnderstoodError where they are wrong, and Http404 where there is no such page.
    """
    filters = filters_of(parameters)
    query = query_of(filters) if with_words else Query()
    state = archive_state()
    wanted, extensions = extended(query, parameters)
    matcher, counted = _counted(filters, wanted, state)
    partial, suggestion = False, None
    if query.asks and not counted.total:
        suggestion = suggest(query, filters.qs, state)
        matcher, counted, partial = _partly(filters, wanted, state) or (matcher, counted, False)
    page = page_of(parameters.get("page", "1"), counted.total)
    sort = filters.form.cleaned_data["sort"] or ("relevance" if query.asks else "newest")
    matches = filters.filter_queryset(matcher.matching(filters.queryset))
    documents = _documents(_keys(matches, matcher, sort, page, partial))
    found = snippets(documents, matcher) if query.asks else {}
    hits = [Hit(document, found.get(document.pk, [])) for document in documents]
    return Results(filters, query, matcher, counted, page, hits, sort, extensions, partial, suggestion)


def marks_in(content: dict[str, Any], parameters: QueryDict) -> dict[str, list[tuple[int, int]]]:
    """Where the words of a search stand in a document: offsets by the key of the paragraph, for those that have any.

    content: of a revision. Nothing where the search is not understood, or the document is too long to look through.
    """
    typed, rows = parameters.get("q", "")[: settings.SEARCH_MAX_CHARACTERS], content["paragraphs"]
    if not typed or "\0" in typed or sum(len(row["text"]) for row in rows) > _MOST_MARKED:
        return {}
    try:
        query = parse(typed, known_kinds())
    except QueryTooLargeError:
        return {}
    return highlights_in(rows, Matcher(extended(query, parameters)[0], archive_state()))


def extended(query: Query, parameters: QueryDict) -> tuple[Query, tuple[Extension, ...]]:
    """The query with the other spellings, unless the address says that they are not wanted."""
    return extend(query) if parameters.get(EXTEND) != "no" else (query, ())


def filters_of(parameters: QueryDict) -> DocumentFilter:
    """The filters of an address. Raises NotUnderstoodError where they are wrong."""
    filters = DocumentFilter(parameters, queryset=Entry.objects.published())
    if not filters.is_valid():
        labels = {name: str(filters.form.fields[name].label or name) for name in filters.form.errors}
        raise NotUnderstoodError({labels[name]: list(errors) for name, errors in filters.form.errors.items()})
    return filters


def query_of(filters: DocumentFilter) -> Query:
    """What was typed, as a query. Raises NotUnderstoodError where it asks for too much."""
    try:
        return parse(filters.form.cleaned_data["q"], known_kinds())
    except QueryTooLargeError as error:
        raise NotUnderstoodError({gettext("Words"): [str(error)]}) from error


def known_kinds() -> dict[str, str]:
    """The kinds of documents by slug, in the language of the interface; in English they are called like their slugs."""
    return {kind.value: str(kind.label) for kind in Kind}


def _counted(filters: DocumentFilter, query: Query, state: ArchiveState) -> tuple[Matcher, Tally]:
    matcher = Matcher(query, state)
    return matcher, tally(matcher.matching(filters.queryset), filters.conditions, state)


def _partly(filters: DocumentFilter, query: Query, state: ArchiveState) -> tuple[Matcher, Tally, bool] | None:
    """What is found of some of the words; None where that is nothing, too."""
    some = relaxed(query)
    if some is None:
        return None
    matcher, counted = _counted(filters, some, state)
    return (matcher, counted, True) if counted.total else None


def _keys(matches: EntryQuerySet, matcher: Matcher, sort: str, page: Page, partial: bool) -> list[int]:
    if sort == "relevance":
        rank = ranked_by_some if partial else ranked
        return rank(matches, matcher, page.start, settings.PAGE_SIZE)
    return by_date(matches, page, newest_first=sort == "newest")


def by_date(matches: EntryQuerySet, page: Page, newest_first: bool) -> list[int]:
    """Keys in the order of dates, undated ones last. The second half of a long list is read from its end."""
    ordered = matches.newest_first() if newest_first else matches.oldest_first()
    start, stop = page.start, page.stop
    if start < page.total // 2:
        return list(ordered.values_list("pk", flat=True)[start:stop])
    return list(ordered.reverse().values_list("pk", flat=True)[page.total - stop : page.total - start])[::-1]


def _documents(keys: list[int]) -> list[Document]:
    by_key = {each.pk: each for each in Document.objects.published().filter(pk__in=keys).for_lists()}
    return [by_key[key] for key in keys if key in by_key]  # one may have been withdrawn meanwhile
