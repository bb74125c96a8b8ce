"""Documents, their versions and their paragraphs as JSON: the records of exports, with what the archive did to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Min, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

from statements.api.answers import (
    GoneError,
    answer_json,
    answer_long_json,
    choose_fields,
    read_choice,
    read_choices,
    refuse_others,
    to_read,
)
from statements.api.cursors import CURSOR, read_cursor, write_cursor
from statements.connecting.rows import read_rows
from statements.keeping.canonical import canonical_parameters
from statements.models import Document, Event, Publication, read_moment
from statements.reading.parts import MAY_BE_LONG, count_characters, find_paragraph
from statements.reading.translations import list_translations_of
from statements.reading.versions import may_be_long, missing_version, number_asked, public_versions
from statements.records.published import PublishedVersion, read_published, read_version
from statements.records.record import document_facts, document_record, paragraph_record
from statements.search.memory import archive_state, write_statement
from statements.search.request import EXPANDED, PAGE, SEARCHED, NotUnderstoodError, Problem
from statements.search.selection import Selection, select
from statements.search.strict import read_number, read_strictly, refuse_empty
from statements.web.errors import MissingError
from statements.web.interface import canonical, pinned
from statements.web.limits import need_turn, prefer_index

SORTS = ("arrival", "added", "newest", "oldest")
USUAL, MOST, MOST_WITH_TEXT = 50, 500, 100  # documents on a page
_MOST_CHARACTERS = 5_000_000  # of the texts on a page, beyond which it ends early
INCLUDES = ("paragraphs", "translations")
FIELDS = (
    "id", "slug", "url", "version", "sha256", "title", "title_assigned", "language", "kind", "publisher", "date",
    "date_start", "date_end", "place", "reference", "source_url", "participants", "added", "changed", "paragraphs",
    "translations", "versions",
)  # fmt: skip
LISTED = tuple(each for each in FIELDS if each != "versions")
_OWN = ("sort", "limit", CURSOR, "fields", "include", "count")

# In the order in which they became public; what comes while a program reads comes at the end, or not at all.
_ARRIVED = """
SELECT document_id, at, id FROM statements_publication
WHERE event = 'published' AND at <= %s AND document_id IN ({matches}) AND (at, id) {sign} (%s, %s)
ORDER BY at {order}, id {order} LIMIT %s
"""
Places = list[tuple[int, tuple[Any, ...]]]  # keys of documents, each with its place in the list


@to_read(3, keep=False)  # a program that takes everything would leave no room for pages
def list_documents(request: HttpRequest) -> HttpResponseBase:
    """The documents that pass the filters of a search, page after page."""
    given = request.GET
    _refuse_parts_of_pages(given)
    asked = read_strictly(given, ignored=_OWN)
    sort, fields = read_choice(given, "sort", SORTS, "arrival"), read_choices(given, "fields", LISTED)
    include = {*read_choices(given, "include", INCLUDES), *(each for each in INCLUDES if each in fields)}
    has_text = "paragraphs" in include
    limit = read_number(given, "limit", USUAL, MOST_WITH_TEXT if has_text else MOST)
    listed = f"documents {sort} {canonical_parameters(asked)}"
    selection = select(asked, archive_state())
    if asked.words:
        refuse_empty(selection)
    places = _find_places(selection, sort, listed, given.get(CURSOR, ""), limit + 1)
    records = list(_read_records(request, [key for key, _ in places[:limit]], include, fields))
    more = len(places) > len(records)
    following = _link_next(request, write_cursor(listed, places[len(records) - 1][1])) if more and records else ""
    content: dict[str, Any] = {"next": following or None, "items": records}
    if read_choice(given, "count", ("0", "1"), "0") == "1":
        content = {"count": selection.tally.total, **content}
    return answer_long_json(content, following=following)


def _refuse_parts_of_pages(given: QueryDict) -> None:
    """Raise NotUnderstoodError for parameters that only pages have."""
    names = [name for name in given if name in (PAGE, EXPANDED) or name.startswith(SEARCHED)]
    if names:
        raise NotUnderstoodError(*(Problem(each, each, gettext("there is no such parameter")) for each in names))


def _find_places(selection: Selection, sort: str, listed: str, cursor: str, number: int) -> Places:
    if sort in ("arrival", "added"):
        place = read_cursor(cursor, listed, (datetime, int)) if cursor else None
        return _find_arrivals(selection, place, number, forward=sort == "arrival")
    place = read_cursor(cursor, listed, (date, int)) if cursor else None
    entries = selection.entries.newest_first() if sort == "newest" else selection.entries.oldest_first()
    if place:
        entries = entries.filter(_after(*place, newest=sort == "newest"))
    with prefer_index() if selection.query.asks else nullcontext():
        return [(key, (day, key)) for key, day in entries.values_list("pk", "date_start")[:number]]


def _find_arrivals(selection: Selection, place: Sequence[Any] | None, number: int, *, forward: bool) -> Places:
    matches, parameters = write_statement(selection.entries, "document_id")
    moment = read_moment()
    first = (moment.min.replace(tzinfo=moment.tzinfo), 0) if forward else (moment, 2**62)
    sql = _ARRIVED.format(matches=matches, sign=">" if forward else "<", order="ASC" if forward else "DESC")
    with prefer_index() if selection.query.asks else nullcontext():
        rows = read_rows(sql, [moment, *parameters, *(place or first), number])
    return [(key, (at, pk)) for key, at, pk in rows]


def _after(day: date | None, key: int, *, newest: bool) -> Q:
    """What comes after a place in the order of dates, undated ones last."""
    nearer = Q(pk__lt=key) if newest else Q(pk__gt=key)
    if day is None:
        return Q(date_start__isnull=True) & nearer
    later = Q(date_start__lt=day) if newest else Q(date_start__gt=day)
    return later | (Q(date_start=day) & nearer) | Q(date_start__isnull=True)


def _read_records(
    request: HttpRequest, keys: Sequence[int], include: Collection[str], fields: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """The records of documents, fewer than asked for where their texts are long. In one snapshot all are public."""
    moments, has_text, left = _read_moments(keys), "paragraphs" in include, _MOST_CHARACTERS
    translations = _list_translations(request, keys) if "translations" in include else {}
    if has_text and Document.objects.filter(pk__in=keys).annotate(is_long=MAY_BE_LONG).filter(is_long=True).exists():
        need_turn()
    for versions in read_published(keys, facts_only=not has_text):
        for version in versions:
            left -= count_characters(version.content) if has_text else 0
            if left < 0 and version.document != keys[0]:
                return
            record = _write_record(request, version, moments, has_text)
            if "translations" in include:
                record["translations"] = translations.get(version.document, [])
            yield choose_fields(record, fields)


def _write_record(
    request: HttpRequest, version: PublishedVersion, moments: dict[int, tuple[Any, Any]], has_text: bool
) -> dict[str, Any]:
    address = canonical(request, "document", version.slug)
    record = document_facts(version, address)
    added, changed = moments.get(version.document, (None, None))
    record |= {"added": added, "changed": changed}
    if has_text:
        record["paragraphs"] = document_record(version, address)["paragraphs"]
    return record


def _read_moments(keys: Sequence[int]) -> dict[int, tuple[Any, Any]]:
    """When documents became public here, and when the public last saw something happen to them."""
    seen = Publication.objects.seen(read_moment()).filter(document_id__in=keys).exclude(event=Event.CORRECTED)
    rows = seen.order_by().values_list("document_id").annotate(Min("at"), Max("at"))
    return {key: (first, last) for key, first, last in rows}


def _list_translations(request: HttpRequest, keys: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    return {
        key: [
            {"language": each.language, "slug": each.slug, "url": canonical(request, "document", each.slug)}
            for each in found
        ]
        for key, found in list_translations_of(keys).items()
    }


def _link_next(request: HttpRequest, cursor: str) -> str:
    parameters = request.GET.copy()
    parameters[CURSOR] = cursor
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


@to_read(5)
def show_document(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A document as it is now, or with ?v=2 its second version: facts, words, versions, translations."""
    refuse_others(request.GET, "v", "fields")
    fields = read_choices(request.GET, "fields", FIELDS)
    has_text = not fields or "paragraphs" in fields
    version = find_version(slug, number_asked(request.GET), has_text=has_text)
    record = _write_record(request, version, _read_moments([version.document]), has_text)
    record["translations"] = _list_translations(request, [version.document]).get(version.document, [])
    record["versions"] = _list_versions(request, version)
    return answer_long_json(choose_fields(record, fields))


@to_read()
def list_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """The versions of a document, the first one first."""
    refuse_others(request.GET)
    document = _find_public(slug)
    [[version]] = read_published([document.pk], facts_only=True)
    return answer_json({"items": _list_versions(request, version)})


@to_read(5)
def show_paragraph(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A paragraph of a document as it is now, or of one of its versions, with the facts of the document."""
    refuse_others(request.GET, "v")
    version = find_version(slug, number_asked(request.GET))
    found = find_paragraph(version.content, key)
    if found is None:
        raise MissingError(gettext("There is no such paragraph in this document."))
    facts = document_facts(version, canonical(request, "document", version.slug))
    record = paragraph_record(version.content, *found, facts["url"])
    return answer_json({**record, "document": facts})


def find_version(slug: str, number: int | None, *, has_text: bool = False) -> PublishedVersion:
    """The version of a public document. has_text: whether all of its words will be read, however many they are.

    Raises Http404, and GoneError where it was public once.
    """
    document = _find_public(slug)
    if has_text and may_be_long(document):
        need_turn()
    if number is None:
        return next(each for versions in read_published([document.pk]) for each in versions)
    version = read_version(document.pk, number)
    if version is None:
        raise missing_version()
    return version


def _find_public(slug: str) -> Document:
    document = Document.objects.published().annotate(may_be_long=MAY_BE_LONG).filter(slug=slug).first()
    if document is None:
        raise _say_gone(slug)
    return document


def _say_gone(slug: str) -> Exception:
    """What to raise for a slug without a public document."""
    last = Publication.objects.seen(read_moment()).filter(slug=slug).last()
    if last is None or not last.is_gone:
        return MissingError(gettext("There is no such document"))
    told = gettext("Deleted") if last.event == Event.DELETED else gettext("Withdrawn")
    detail = f"{told}: {last.note}" if last.note else told
    return GoneError(detail, reason=last.note or None, at=last.at, deleted=last.event == Event.DELETED)


def _list_versions(request: HttpRequest, version: PublishedVersion) -> list[dict[str, Any]]:
    address = canonical(request, "document", version.slug)
    rows = public_versions(Document(pk=version.document)).values_list(
        "number", "published_at", "sha256", "note", "correction"
    )
    return [
        {
            "version": number,
            "published_at": at,
            "sha256": sha256,
            "url": pinned(address, number),
            "note": note or None,
            "correction": correction,
        }
        for number, at, sha256, note, correction in rows
    ]
