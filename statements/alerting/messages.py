"""What a delivery says, made when it is sent: of what is public then, and of nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_noop

from statements.alerting.matching import (
    BACK,
    CHANGED,
    GONE_NOW,
    NEW,
    PARAGRAPHS,
    NewsItem,
    find_paragraphs,
    select_followed,
)
from statements.alerting.wishes import speak
from statements.following.feed import FeedEntry, FeedNotice, make_items
from statements.following.latest import find_events
from statements.following.texts import FeedPassage
from statements.following.wording import followed_words
from statements.marks import Piece, pieces
from statements.models import WAIT_FOR_WRITERS, Delivery, Document, Subscription, Told, read_moment
from statements.search.selection import Selection
from statements.web.limits import open_snapshot
from statements.web.site import Site

_WHOLE = 50  # documents whose paragraphs are in a mail; of the others, a line each
_OPENING = 1_500  # characters of the text of a document that was not searched for words
_PATIENCE = 30_000  # milliseconds
HEADINGS = {
    NEW: gettext_noop("New"),
    CHANGED: gettext_noop("Changed since we told you"),
    BACK: gettext_noop("Public again"),
    GONE_NOW: gettext_noop("No longer public"),
}


@dataclass(frozen=True)
class ToldDocument:
    """A document in a message. passages: some of its paragraphs, with the pieces of each; more: those left out; note:
    what was changed; changes: the page that shows it."""

    item: NewsItem
    entry: FeedEntry | None
    notice: FeedNotice | None
    passages: tuple[tuple[FeedPassage, tuple[Piece, ...]], ...] = ()
    more: int = 0
    note: str = ""
    changes: str = ""


@dataclass(frozen=True)
class News:
    """All that a message tells. sections: the documents under each heading, as (what, documents); followed: the search
    in words; page: its address."""

    sections: tuple[tuple[str, tuple[ToldDocument, ...]], ...]
    followed: str
    page: str

    @property
    def documents(self) -> list[ToldDocument]:
        return [each for _, documents in self.sections for each in documents]


def page_of(subscription: Subscription) -> str:
    """The whole address of what a subscription follows, in its language."""
    query = urlencode(subscription.parameters, doseq=True)
    with speak(subscription.language):
        name = "search" if subscription.parameters.get("q") else "browse"
        return Site().build_absolute_uri(f"{reverse(name)}{f'?{query}' if query else ''}")


def read_news(delivery: Delivery) -> News:
    """What a delivery tells now: of documents that are no longer public, or are so again, it tells nothing any more.

    Raises NotUnderstoodError, and TooSlowError.
    """
    subscription = delivery.subscription
    with speak(subscription.language), open_snapshot(_PATIENCE, first=WAIT_FOR_WRITERS):
        selection = select_followed(subscription)
        told = _read_documents(subscription, selection, [NewsItem(*each) for each in delivery.items])
        sections = ((what, tuple(each for each in told if each.item.what == what)) for what in HEADINGS)
        chosen = tuple((what, documents) for what, documents in sections if documents)
        return News(chosen, followed_words(selection.request), page_of(subscription))


def _read_documents(subscription: Subscription, selection: Selection, items: Sequence[NewsItem]) -> list[ToldDocument]:
    public = Document.objects.published().in_bulk([each.document for each in items])
    told = Told.objects.filter(subscription=subscription, document__in=[each.document for each in items])
    known = set(told.values_list("document", flat=True))
    true = [each for each in items if each.document in known and (each.what == GONE_NOW) != (each.document in public)]
    shown = [public[each.document] for each in true if each.document in public][:_WHOLE]
    found = find_paragraphs(selection, shown, PARAGRAPHS)
    events = find_events([each.event for each in true], read_moment())
    whole = {each.pk for each in shown}
    made = zip(true, events, make_items(Site(), events, found), strict=True)
    return [_make_document(item, each, event.note, whole=item.document in whole) for item, event, each in made]


def _make_document(item: NewsItem, made: FeedEntry | FeedNotice, note: str, *, whole: bool) -> ToldDocument:
    if isinstance(made, FeedNotice):
        return ToldDocument(item, None, made)
    passages = _shorten(made.passages) if whole else ()
    cut = tuple((each, _cut(each)) for each in passages)
    more = made.more + len(made.passages) - len(passages) if whole else 0
    changes = ""
    if item.what == CHANGED and made.citation.version > item.before > 0:
        path = reverse("changes", args=[made.citation.slug])
        changes = Site().build_absolute_uri(f"{path}?from={item.before}&to={made.citation.version}")
    return ToldDocument(item, made, None, cut, more, note if item.what == CHANGED else "", changes)


def _cut(passage: FeedPassage) -> tuple[Piece, ...]:
    """Its text, in pieces with and without the words that were searched for."""
    return tuple(pieces(passage.text, [(start, end, True) for start, end in passage.marks]))


def _shorten(passages: Sequence[FeedPassage]) -> Sequence[FeedPassage]:
    """Of a text that was not searched for words, its first paragraphs, whole."""
    if any(each.marks for each in passages):
        return passages
    lengths = accumulate(len(each.text) for each in passages)
    fitting = sum(1 for length in lengths if length <= _OPENING)
    return passages[: max(fitting, 1)]
