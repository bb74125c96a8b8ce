"""What is new to those who follow a search: of the events that came since they were told last, those of documents that
it finds, or that they were told of before. The cost grows with the events, not with the archive.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from statements.alerting.wishes import read_again
from statements.connecting.rows import read_rows
from statements.following.latest import Place
from statements.models import GONE, Content, Document, Event, Revision, Subscription
from statements.search.memory import archive_state
from statements.search.query import Dates, Field, Node
from statements.search.request import NotUnderstoodError
from statements.search.selection import Selection, select
from statements.search.snippets import Snippet, snippets

NEW, CHANGED, BACK, GONE_NOW = "new", "changed", "back", "gone"
MOST_EVENTS = 2_000  # that are looked at in one go
PARAGRAPHS = 5  # of a document that are sent
_FACTS = ("title", "language", "kind", "publisher", "speaker", "year")
_COMPARED = 50  # paragraphs of a document, to see whether the search found it before it was revised
_EVENTS = """
SELECT id, at, event, document_id, number, quiet FROM statements_publication
WHERE at <= %s AND at >= %s AND (at, id) > (%s, %s) ORDER BY at, id LIMIT %s
"""

# The version that readers had before an event, where there was one.
_BEFORE = """
SELECT DISTINCT ON (document_id) document_id, number
FROM statements_publication JOIN unnest(%s::bigint[], %s::bigint[]) AS asked (document, first)
    ON document_id = document AND id < first
ORDER BY document_id, id DESC
"""


class _Seen(NamedTuple):
    """What became of a document. first: the key of the first event that is told; changed: whether it is a new version,
    corrections apart; event: the last one, its key and the version."""

    first: int
    changed: bool
    event: str
    pk: int
    number: int


@dataclass(frozen=True)
class Window:
    """The events after a place in the log, up to another; more: there are others behind it."""

    upto: Place | None
    documents: Mapping[int, _Seen] = field(default_factory=dict)
    more: bool = False


class NewsItem(NamedTuple):
    """What is told of a document: that it is new, changed, public again or gone; and by which event and version.
    before: the version that was told of before, 0 for none."""

    what: str
    event: int
    document: int
    number: int
    before: int = 0


def read_window(after: Place, moment: datetime) -> Window:
    """The events that readers could see since a place in the log. Of corrections of typing errors, and of what was
    loaded quietly, nobody is told."""
    rows = read_rows(_EVENTS, [moment, after[0], *after, MOST_EVENTS])
    documents, numbers = dict[int, _Seen](), dict[int, int]()
    for pk, _, event, document, number, quiet in rows:
        if document is None:
            continue
        is_newer = event == Event.REVISED or (event == Event.RESTORED and number > numbers.get(document, number))
        numbers[document] = number
        if not quiet and event != Event.CORRECTED:
            before = documents.get(document)
            changed = is_newer or (before is not None and before.changed)
            documents[document] = _Seen(before.first if before else pk, changed, event, pk, number)
    return Window((rows[-1][1], rows[-1][0]) if rows else None, documents, len(rows) == MOST_EVENTS)


def select_followed(subscription: Subscription) -> Selection:
    """What a subscription asks for, as the page of the search reads it today. Raises NotUnderstoodError."""
    selection = select(read_again(subscription.parameters), archive_state())
    if selection.request.words and not selection.query.asks:
        raise NotUnderstoodError
    return selection


def find_matching(selection: Selection, window: Window) -> set[int]:
    """The documents of a window that a search finds, and did not find before."""
    public = [key for key, seen in window.documents.items() if seen.event not in GONE]
    found = set(selection.among(public).values_list("pk", flat=True))
    return found - _find_known(selection, window, found) if found else found


def _find_known(selection: Selection, window: Window, found: Collection[int]) -> set[int]:
    """Those of the documents found that the search found before: what it finds in them was there already."""
    keys, firsts = list(found), [window.documents[key].first for key in found]
    earlier = {document: number for document, number in read_rows(_BEFORE, [keys, firsts]) if number}
    documents = list(Document.objects.published().filter(pk__in=earlier))
    paragraphs = find_paragraphs(selection, documents, _COMPARED)
    wanted = {(key, number) for key in earlier for number in (earlier[key], window.documents[key].number)}
    numbers = {number for _, number in wanted}
    known = set[int]()
    versions = dict[tuple[int, int], Content]()
    for each in Revision.objects.filter(document__in=earlier, number__in=numbers).iterator(chunk_size=100):
        if (each.document_id, each.number) in wanted:
            versions[each.document_id, each.number] = each.read()
    for document in documents:
        key = document.pk
        before, now = versions.get((key, earlier[key])), versions.get((key, window.documents[key].number))
        if before and now and _was_found(selection, before, now, paragraphs.get(key, [])):
            known.add(key)
    return known


def _was_found(selection: Selection, before: Content, after: Content, found: Sequence[Snippet]) -> bool:
    """Whether a search that finds a version found the one before, too: where the facts that it asks for are the same,
    and what is marked in the later one stands in the earlier one. Where it excludes something, or asks who says it,
    the whole text has to be the same. In doubt it was not: better told twice than never."""
    if any(_fact(before, name) != _fact(after, name) for name in _asked_facts(selection)):
        return False
    if selection.request.named("said") or any(not _is_plain(*leaf) for leaf in selection.matcher.leaves):
        return _texts(before) == _texts(after) and all(_fact(before, each) == _fact(after, each) for each in _FACTS)
    marked = {each.paragraph.text[start:end].casefold() for each in found for start, end in each.marks}
    if selection.request.words and not marked:  # then the title has the words
        return before.title == after.title
    earlier = "\n".join([before.title, *(row.text for row in before.paragraphs)]).casefold()
    return all(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", earlier) for words in marked)


def _is_plain(leaf: Node, excluded: bool) -> bool:
    """Whether a part of a query is only looked for: words, phrases, neighbours."""
    return not excluded and not isinstance(leaf, Field | Dates)


def _asked_facts(selection: Selection) -> list[str]:
    """The facts that the filters of a search ask for."""
    asked = selection.request
    named = [name for name in _FACTS if asked.chosen.get(name) or asked.excluded.get(name)]
    return [*named, *(["year"] if asked.date_from or asked.date_to else [])]


def _fact(content: Content, name: str) -> object:
    """A fact of a version, by the name of the filter that asks for it."""
    match name:
        case "speaker":
            return sorted((each.slug, each.role) for each in content.participations)
        case "year":
            return content.date_edtf
    return getattr(content, name)


def _texts(content: Content) -> list[tuple[object, ...]]:
    return [(row.text, row.speaker, row.quotations) for row in content.paragraphs]


def find_paragraphs(selection: Selection, documents: list[Document], most: int) -> dict[int, list[Snippet]]:
    """The paragraphs of documents that have the words, by key of the document; none where there are no words."""
    if not selection.request.words:
        return {}
    return snippets(documents, selection.matcher, selection.sayers, most)


def choose_news(window: Window, matching: Collection[int], told: Mapping[int, tuple[int, bool]]) -> list[NewsItem]:
    """What is told of a window, in the order of the log. told: by document, the version that was told of, and whether
    it was told that it is gone."""
    news = list[NewsItem]()
    for document, seen in window.documents.items():
        known = told.get(document)
        if what := _judge(seen, known, document in matching):
            news.append(NewsItem(what, seen.pk, document, seen.number, known[0] if known else 0))
    return sorted(news, key=lambda item: item.event)


def _judge(seen: _Seen, told: tuple[int, bool] | None, matches: bool) -> str:
    """What a reader is told of a document; nothing where she knows, or was never told of it and it is not found."""
    if told is None:
        return NEW if matches and seen.event not in GONE else ""
    number, gone = told
    if seen.event in GONE:
        return "" if gone else GONE_NOW
    if gone:
        return BACK
    return CHANGED if seen.changed and seen.number > number else ""
