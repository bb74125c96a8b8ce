"""The documents of a list in its order, all of them, and which of their paragraphs are exported."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext

from statements.exporting.matching import ParagraphChoice, choose_paragraphs
from statements.exporting.options import OPTIONS, ExportOptions, not_in_list
from statements.models import ContentParagraph, Document, DocumentQuerySet
from statements.records.published import PublishedVersion, read_published
from statements.search.filters import find_unknown, search_request
from statements.search.memory import archive_state
from statements.search.rank import BEST
from statements.search.request import NotUnderstoodError, Problem, SearchRequest
from statements.search.results import shown_selection
from statements.search.selection import Selection, select
from statements.web.limits import prefer_index
from statements.web.paging import Page

Rows = Iterable[tuple[int, ContentParagraph]]  # with their places in the document, from 1


@dataclass(frozen=True)
class Listing:
    """documents: their keys in the database, in the order of the list; words: what was searched for, or a name, for
    the name of a file; choice: which of their paragraphs answer the search, None if all are wanted."""

    documents: Sequence[int]
    words: str = ""
    choice: ParagraphChoice | None = None


@dataclass(frozen=True)
class Exported:
    """A document, and those of its paragraphs that the list is about. address: its whole address."""

    version: PublishedVersion
    address: str
    paragraphs: Rows


def list_search(parameters: QueryDict, picked: Sequence[str] = ()) -> Listing:
    """What a page of search, or of all documents, counts with these parameters.

    Call it in a snapshot. Raises NotUnderstoodError for all that is not understood, unknown parameters too.
    """
    asked = search_request(parameters, ignored=OPTIONS)
    _refuse(asked.unknown)
    selection = select(asked, archive_state())
    if asked.words and not selection.query.asks:
        raise NotUnderstoodError(Problem("q", gettext("Words"), gettext("there is no word to search for"), asked.words))
    shown, partial = shown_selection(selection)
    documents = _sort_keys(shown, asked, partial)
    return Listing(_pick(documents, picked), asked.words, choose_paragraphs(shown))


def list_documents(documents: DocumentQuerySet, words: str, picked: Sequence[str] = ()) -> Listing:
    """The same for a list of documents, newest first. words: for the name of a file."""
    return Listing(_pick([*documents.newest_first().values_list("pk", flat=True)], picked), words)


def refuse_unknown(parameters: QueryDict, known: Collection[str]) -> None:
    """Raise NotUnderstoodError where an address has parameters that are not known: a filter may be misspelt."""
    _refuse(find_unknown(parameters, {*known, *OPTIONS}))


def _refuse(unknown: Iterable[str]) -> None:
    if problems := [Problem(name, name, gettext("there is no such parameter")) for name in unknown]:
        raise NotUnderstoodError(*problems)


def _sort_keys(shown: Selection, asked: SearchRequest, partial: bool) -> list[int]:
    """In the order of the page: best first as far as all matches are ranked in full, else newest first."""
    sort = asked.sort or ("relevance" if shown.query.asks else "newest")
    total = shown.tally.total
    if sort == "relevance" and shown.query.asks and total <= BEST:
        pages = -(-total // settings.PAGE_SIZE)
        numbered = (Page(number, total, settings.PAGE_SIZE) for number in range(1, pages + 1))
        return [key for page in numbered for key in shown.answers.keys(sort, page, partial)]
    if sort == "added":
        return shown.answers.keys(sort, Page(1, total, max(total, 1)), partial)
    if sort == "oldest":
        with prefer_index() if shown.query.asks else nullcontext():
            return [*shown.entries.oldest_first().values_list("pk", flat=True)]
    return shown.answers.all_keys()


def _pick(documents: list[int], slugs: Sequence[str]) -> list[int]:
    """Those of the documents with these slugs. Raises NotUnderstoodError for a slug that none of them has."""
    if not slugs:
        return documents
    listed = set(documents)
    found = dict(Document.objects.published().filter(slug__in=slugs).values_list("slug", "pk"))
    for slug in slugs:
        if found.get(slug) not in listed:
            raise not_in_list(slug)
    picked = set(found.values())
    return [key for key in documents if key in picked]


def read_listing(listing: Listing, address_of: Callable[[str], str], options: ExportOptions) -> Iterator[Exported]:
    """Yield the documents of a list that are public; in the snapshot in which they were listed that is all of them.

    address_of: the whole address of the document with a slug.
    """
    for versions in read_published(listing.documents):
        keys = listing.choice.find(versions) if listing.choice and options.paragraphs else None
        for version in versions:
            wanted = None if keys is None else keys.get(version.document, ())
            yield Exported(version, address_of(version.slug), _choose(version, wanted))


def _choose(version: PublishedVersion, wanted: Collection[str] | None) -> Rows:
    """Its paragraphs with the keys that are wanted, or all; long texts are not in memory: they are read meanwhile."""
    rows = enumerate(version.content.paragraphs, 1)
    return (row for row in rows if wanted is None or row[1].key in wanted)


def read_facts(listing: Listing, address_of: Callable[[str], str]) -> Iterator[Exported]:
    """Yield the same without any paragraphs, in a fraction of the time."""
    for versions in read_published(listing.documents, facts_only=True):
        for version in versions:
            yield Exported(version, address_of(version.slug), [])
