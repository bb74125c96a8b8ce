"""A feed as a value, whatever its format: entries for documents as they read now, notices of those that are gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from statements.citing.citation import Citation, citation_of
from statements.connecting.rows import read_rows
from statements.dates import date_words
from statements.following.latest import LatestEvent
from statements.following.texts import FeedPassage, found_passages, opening_passages
from statements.languages import interface_language
from statements.models import Content, Document, Kind, label_of, snapshot
from statements.reading.translations import list_translations_of
from statements.search.snippets import Snippet
from statements.web.interface import canonical, pinned
from statements.web.site import Addressing

_SINCE = datetime(2026, 1, 1, tzinfo=UTC)  # before which no archive of this kind had a feed
_PARAGRAPHS = 20  # of the text of an entry
_VERSIONS = f"""
SELECT document_id, number, (content - 'paragraphs' || jsonb_build_object('paragraphs',
    jsonb_path_query_array(content, '$.paragraphs[0 to {_PARAGRAPHS - 1}]')))::json,
    jsonb_array_length(content->'paragraphs')
FROM statements_revision
JOIN unnest(%s::bigint[], %s::int[]) AS wanted (document_id, number) USING (document_id, number)
"""  # noqa: S608


@dataclass(frozen=True)
class FeedEntry:
    """A document. identity: its tag URI; citation: of the version that it has now; passages: some of its text; more:
    paragraphs that are left out; translations: language and address of each."""

    identity: str
    address: str
    citation: Citation
    sha256: str
    first: datetime
    updated: datetime
    passages: tuple[FeedPassage, ...]
    more: int
    translations: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """With the date of the statement, as precise as it is known; nothing stands for an unknown one."""
        day = date_words(self.citation.date) if self.citation.date else ""
        return f"{self.citation.display_title}{f' ({day})' if day else ''}"

    @property
    def authors(self) -> list[str]:
        """Whose text it is, with the offices held that day; the publisher where it names nobody; perhaps nobody."""
        people = [_with_title(each.name, each.title_in(self.citation.language)) for each in self.citation.people]
        return people or ([self.citation.publisher] if self.citation.publisher else [])

    @property
    def kind(self) -> str:
        return label_of(Kind(self.citation.kind))


def _with_title(name: str, title: str) -> str:
    return f"{name}, {title}" if title else name


@dataclass(frozen=True)
class FeedNotice:
    """A document that is no longer public: why, and never its words, not even its title. reason: perhaps none."""

    identity: str
    address: str
    at: datetime
    reason: str
    deleted: bool


@dataclass(frozen=True)
class Feed:
    """A page of a feed. address: of itself; page: that it mirrors; first, following: of the first and the next one."""

    identity: str
    title: str
    address: str
    page: str
    first: str
    following: str
    updated: datetime
    items: tuple[FeedEntry | FeedNotice, ...]
    language: str


def tag_uri(*path: str) -> str:
    """An identity that does not depend on where the archive is found: a tag URI, https://www.rfc-editor.org/rfc/rfc4151.

    ARCHIVE_AUTHORITY is a domain or an address of mail that was its own at a date: "example.org" at the beginning of
    2026, "example.org,2027" at that of 2027.
    """
    authority = settings.AUTHORITY
    named = authority if "," in authority else f"{authority},{_SINCE.year}"
    return f"tag:{named}:{'/'.join(quote(each, safe=':@!$&()*+,;=~.-_') for each in path)}"


def make_items(
    request: Addressing,
    events: Sequence[LatestEvent],
    found: Mapping[int, list[Snippet]] | None = None,
    *,
    by_version: bool = False,
) -> list[FeedEntry | FeedNotice]:
    """The entries and notices of events, in their order. request: what makes whole addresses; found: the paragraphs
    that a search found, by document; by_version: each version is an entry of its own."""
    told = [each for each in events if not each.is_gone]
    documents = Document.objects.published().in_bulk([each.document for each in told if each.document])
    versions = _read_versions(documents, told)
    translations = _find_translations(request, documents)
    items = list[FeedEntry | FeedNotice]()
    for event in events:
        identity = _identify(event, by_version)
        if event.is_gone:
            items.append(_make_notice(request, event, identity))
        elif document := documents.get(event.document or 0):  # it may have been withdrawn in the meantime
            version, others = versions[document.pk, event.number], translations.get(document.pk, ())
            passages = found_passages((found or {}).get(document.pk, []), _pin(request, document, event))
            items.append(_make_entry(request, event, document, version, passages, others, identity))
    return items


def _identify(event: LatestEvent, by_version: bool) -> str:
    return tag_uri("document", event.external_id, *([f"v{event.number}"] if by_version else []))


def _pin(request: Addressing, document: Document, event: LatestEvent) -> str:
    return pinned(canonical(request, "document", document.slug), event.number)


def _read_versions(
    documents: Mapping[int, Document], events: Iterable[LatestEvent]
) -> dict[tuple[int, int], tuple[Content, int]]:
    """By document and number, the content of a version with the first of its paragraphs, and how many it has."""
    wanted = {(key, each.number) for each in events if (key := each.document) and key in documents}
    rows = read_rows(_VERSIONS, [[key for key, _ in wanted], [number for _, number in wanted]])
    versions = {(key, number): (Content.from_json(content), length) for key, number, content, length in rows}
    for key, number in wanted - versions.keys():
        content = snapshot(documents[key])
        versions[key, number] = content, len(content.paragraphs)
    return versions


def _find_translations(request: Addressing, keys: Collection[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Language and address of each translation of the documents that have any, by document."""
    return {
        key: tuple((each.language, canonical(request, "document", each.slug)) for each in found)
        for key, found in list_translations_of(keys).items()
    }


def _make_entry(
    request: Addressing,
    event: LatestEvent,
    document: Document,
    version: tuple[Content, int],
    passages: list[FeedPassage],
    translations: tuple[tuple[str, str], ...],
    identity: str,
) -> FeedEntry:
    (content, length), address = version, _pin(request, document, event)
    passages = passages or opening_passages(content, address)
    return FeedEntry(
        identity=identity,
        address=request.build_absolute_uri(document.get_absolute_url()),
        citation=citation_of(content, slug=document.slug, version=event.number, address=address, known={}),
        sha256=event.sha256,
        first=event.first,
        updated=event.at,
        passages=tuple(passages),
        more=length - len(passages),
        translations=translations,
    )


def _make_notice(request: Addressing, event: LatestEvent, identity: str) -> FeedNotice:
    return FeedNotice(
        identity=identity,
        address=request.build_absolute_uri(reverse("document", args=[event.slug])),
        at=event.at,
        reason=event.note,
        deleted=event.event == "deleted",
    )


def feed_updated(items: Iterable[FeedEntry | FeedNotice], newest: datetime | None) -> datetime:
    """When a feed was changed last: with its first item; an empty one has no moment of its own, and takes that of the
    archive. It is never the moment of asking, which would make each answer a new one."""
    for item in items:
        return item.at if isinstance(item, FeedNotice) else item.updated
    return newest or _SINCE


def make_feed(
    request: HttpRequest,
    *,
    identity: str,
    title: str,
    page: str,
    items: Sequence[FeedEntry | FeedNotice],
    next_place: int | None,
    newest: datetime | None,
) -> Feed:
    """A page of a feed. page: the address that it mirrors; next_place: the event after which the next page begins."""
    parameters = request.GET.copy()
    parameters.pop("before", None)
    first = f"{request.path}{f'?{parameters.urlencode()}' if parameters else ''}"
    if next_place is not None:
        parameters["before"] = str(next_place)
    following = f"{request.path}?{parameters.urlencode()}" if next_place is not None else ""
    return Feed(
        identity=identity,
        title=title,
        address=request.build_absolute_uri(),
        page=request.build_absolute_uri(page),
        first=request.build_absolute_uri(first),
        following=request.build_absolute_uri(following) if following else "",
        updated=feed_updated(items, newest),
        items=tuple(items),
        language=interface_language(),
    )
