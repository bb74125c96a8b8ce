"""A page of results, for readers as HTML and for programs as JSON: one function serves both."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings

from statements.models import Document, EntryQuerySet
from statements.models.content import Content
from statements.search.extend import extend
from statements.search.grammar import QueryTooLargeError, parse
from statements.search.match import Matcher
from statements.search.memory import archive_state
from statements.search.rank import rank_by_some, rank_entries
from statements.search.request import SearchRequest
from statements.search.selection import Selection, kind_slugs, select
from statements.search.snippets import Snippet, highlights_in, snippets
from statements.search.suggest import Suggestion, suggest
from statements.web.paging import Page, page_of

_MOST_MARKED = 1_000_000  # characters of a document


@dataclass(frozen=True)
class Hit:
    """A document in the list, with its best paragraphs."""

    document: Document
    snippets: list[Snippet] = field(default_factory=list)


@dataclass(frozen=True)
class Results:
    """A page of the documents found.

    partial: no document has all the words, and these have some of them. suggestion: what was probably meant, if nothing
    was found, or only documents with some of the words.
    """

    selection: Selection
    page: Page
    hits: list[Hit]
    sort: str
    partial: bool = False
    suggestion: Suggestion | None = None


def find(request: SearchRequest) -> Results:
    """Return the page of documents that `request` asks for.

    Raises NotUnderstoodError where its words ask for too much, and Http404 where there is no such page.
    """
    selection, partial, suggestion = select(request, archive_state()), False, None
    asks = selection.query.asks
    if asks and not selection.tally.total:
        suggestion = suggest(selection)
        relaxed = selection.relax()
        if relaxed and relaxed.tally.total:
            selection, partial = relaxed, True
    page = page_of(request.page, selection.tally.total)
    sort = request.sort or ("relevance" if asks else "newest")
    documents = _documents(_keys(selection, sort, page, partial))
    found = snippets(documents, selection.matcher) if asks else {}
    hits = [Hit(document, found.get(document.pk, [])) for document in documents]
    return Results(selection, page, hits, sort, partial, suggestion)


def marks_in(content: Content, typed: str, spellings: bool) -> dict[str, list[tuple[int, int]]]:
    """Return where the words of a search stand in a document: offsets by paragraph key, for paragraphs that have any.

    content: of a version; spellings: whether other spellings are marked too. Returns nothing where the search is not
    understood, or the document is too long to look through.
    """
    typed, rows = typed[: settings.SEARCH_MAX_CHARACTERS], content.paragraphs
    if not typed or "\0" in typed or sum(len(row.text) for row in rows) > _MOST_MARKED:
        return {}
    try:
        query = parse(typed, kind_slugs())
    except QueryTooLargeError:
        return {}
    return highlights_in(rows, Matcher(extend(query)[0] if spellings else query, archive_state()))


def _keys(selection: Selection, sort: str, page: Page, partial: bool) -> list[int]:
    if sort == "relevance":
        rank = rank_by_some if partial else rank_entries
        return rank(selection.entries, selection.matcher, page.start, settings.PAGE_SIZE)
    return keys_by_date(selection.entries, page, newest_first=sort == "newest")


def keys_by_date(matches: EntryQuerySet, page: Page, newest_first: bool) -> list[int]:
    """Return keys in order of date, undated ones last. The second half of a long list is read from its end."""
    ordered = matches.newest_first() if newest_first else matches.oldest_first()
    start, stop = page.start, page.stop
    if start < page.total // 2:
        return list(ordered.values_list("pk", flat=True)[start:stop])
    return list(ordered.reverse().values_list("pk", flat=True)[page.total - stop : page.total - start])[::-1]


def _documents(keys: list[int]) -> list[Document]:
    by_key = {each.pk: each for each in Document.objects.published().filter(pk__in=keys).prefetch_lists()}
    return [by_key[key] for key in keys if key in by_key]  # one may have been withdrawn in the meantime
