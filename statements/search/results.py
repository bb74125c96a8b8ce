"""A page of results, for readers as HTML and for programs as JSON: one function serves both."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from statements.models import Document, Event, Publication, Speaker
from statements.models.content import Content
from statements.search.grammar import QueryTooLargeError
from statements.search.listed import list_documents
from statements.search.match import Matcher
from statements.search.memory import archive_state
from statements.search.request import SearchRequest
from statements.search.sayers import spans_said_by
from statements.search.selection import Selection, read_query, select
from statements.search.snippets import Snippet, highlights_in, snippets
from statements.search.suggest import Suggestion, suggest
from statements.search.understand import understand
from statements.web.paging import Page, page_of

Marks = dict[str, list[tuple[int, int]]]  # offsets by the key of the paragraph

_MOST_MARKED = 1_000_000  # characters of a document


@dataclass(frozen=True)
class Hit:
    """A document in the list, with its best paragraphs. came: when it became public here, in lists by that."""

    document: Document
    snippets: list[Snippet] = field(default_factory=list)
    came: datetime | None = None


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
    return list_found(select(request, archive_state()))


def list_found(selection: Selection) -> Results:
    """Return the page of the documents of `selection` that its request asks for. Raises Http404 if there is none."""
    request, asks = selection.request, selection.query.asks
    suggestion = suggest(selection) if asks and not selection.tally.total else None
    selection, partial = shown_selection(selection)
    page = page_of(request.page, selection.tally.total)
    sort = request.sort or ("relevance" if asks else "newest")
    documents = list_documents(selection.answers.keys(sort, page, partial))
    found = snippets(documents, selection.matcher, selection.sayers) if asks else {}
    came = _find_arrivals(documents) if sort == "added" else {}
    hits = [Hit(document, found.get(document.pk, []), came.get(document.pk)) for document in documents]
    return Results(selection, page, hits, sort, partial, suggestion)


def _find_arrivals(documents: list[Document]) -> dict[int, datetime]:
    """When documents became public here for the first time, by primary key, in the time zone of the site."""
    first = Publication.objects.filter(event=Event.PUBLISHED, document__in=[each.pk for each in documents])
    return {key: timezone.localtime(at) for key, at in first.values_list("document_id", "at") if key}


def shown_selection(selection: Selection) -> tuple[Selection, bool]:
    """The documents that a page shows: those with all of the words or, where there are none, with some; whether so."""
    if selection.query.asks and not selection.tally.total:
        relaxed = selection.relax()
        if relaxed and relaxed.tally.total:
            return relaxed, True
    return selection, False


def marks_in(content: Content, typed: str, spellings: bool) -> Marks:
    """Return where the words of a search stand in a document: offsets by paragraph key, for paragraphs that have any.

    content: of a version; spellings: whether other spellings are marked too. Returns nothing where the search is not
    understood, or the document is too long to look through. Of a search for what somebody says, only that is marked.
    """
    typed, rows = typed[: settings.SEARCH_MAX_CHARACTERS], content.paragraphs
    if not typed or "\0" in typed or sum(len(row.text) for row in rows) > _MOST_MARKED:
        return {}
    try:
        query = read_query(typed)
    except QueryTooLargeError:
        return {}
    state = archive_state()
    matcher = Matcher(understand(query, state).query if spellings else query, state)
    marks = highlights_in(rows, matcher)
    return _said_marks(content, marks, matcher.sayers) if matcher.sayers else marks


def _said_marks(content: Content, marks: Marks, speakers: list[int]) -> Marks:
    """Those of the marks that stand in words of one of the speakers, under whichever name."""
    people = Speaker.objects.filter(pk__in=speakers).values_list("name", "aliases")
    spans = spans_said_by(content, {each for name, aliases in people for each in (name, *aliases)})
    kept = {
        key: [mark for mark in each if any(start <= mark[0] and mark[1] <= end for start, end in spans.get(key, ()))]
        for key, each in marks.items()
    }
    return {key: each for key, each in kept.items() if each}
