"""What the page of the first use shows: the first documents, the speakers in order, and how it spread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from statements.counting.firsts import (
    DatedDocument,
    Earliest,
    FirstSaying,
    find_earliest,
    find_first_sayings,
    find_undated,
    may_be_first,
)
from statements.counting.timeline import Timeline
from statements.languages import LANGUAGES
from statements.models import Document, Speaker
from statements.pages.onwards import list_url
from statements.pages.spread import draw_spread
from statements.search.request import UNDATED
from statements.search.sayers import titles_held
from statements.search.selection import Selection
from statements.search.snippets import Snippet, mark_title
from statements.search.wherein import Saying, first_snippets
from statements.web.limits import TooSlowError, limit_to
from statements.web.paging import page_of

PAGES = 2  # whose time the page may take
_PEOPLE = 0.6  # of this time, which finding out who says it may take
_ON_PAGE = 12  # speakers
_LONG, _SHORT = 480, 200  # characters of an excerpt


class FirstDocument(NamedTuple):
    """A document that may be the first, and the paragraph in which it stands; relation: to the first one, in words."""

    document: Document
    title: SafeString
    snippet: Snippet | None
    relation: str = ""


class FirstOfSpeaker(NamedTuple):
    """When somebody first said it: the offices of that day, the document, the paragraph, and the searches for all her
    documents and for those that may be earlier."""

    speaker: Speaker
    titles: tuple[str, ...]
    document: Document
    snippet: Snippet | None
    saying: FirstSaying
    url: str
    earlier_url: str


@dataclass(frozen=True)
class _Shown:
    """What is read for all of them in one go, by primary key, and the excerpts."""

    documents: dict[int, Document]
    people: dict[int, Speaker]
    snippets: dict[Saying, Snippet]


def show_firsts(selection: Selection, documents: Timeline, new: str, as_words: bool) -> dict[str, Any]:
    """What the template needs.

    documents: those of the selection, by year; new: the year (2022) or the decade (202X) whose new speakers are shown,
    empty for all; as_words: whether the reader wants no phrase.

    Where it takes too long to find out who says it, only what can be said without.
    """
    earliest, undated = find_earliest(selection), find_undated(selection) if documents.apart else []
    found = _find_sayings(selection)
    sayings, said = found or ([], 0)
    listed = _choose_new(sayings, new)
    page = page_of(selection.request.page, len(listed), _ON_PAGE)
    on_page = listed[page.start : page.stop]
    shown = _read(selection, earliest, undated, on_page, sayings)
    return {
        **(_show_documents(selection, earliest, shown) if earliest else {}),
        "undated": _show_undated(selection, documents.apart.total(), undated, shown),
        "people_too_many": found is None,
        "sayings": sayings,
        "unsaid": documents.total - said,
        "may_be_first": len(may_be_first(sayings)),
        "first_speaker": shown.people[sayings[0].speaker] if sayings else None,
        "page": page,
        "people": [_show_speaker(each, shown, selection) for each in on_page if each.document in shown.documents],
        "new": _name_period(new),
        "all_url": selection.request.url(phrase="no" if as_words else ""),
        **draw_spread(selection.request, documents, sayings, as_words),
    }


def _find_sayings(selection: Selection) -> tuple[list[FirstSaying], int] | None:
    """Who says it first and then, and in how many documents; None where that takes too long."""
    try:
        with limit_to(int(_PEOPLE * PAGES * settings.PAGE_TIMEOUT)):
            return find_first_sayings(selection)
    except TooSlowError:
        return None


def _choose_new(sayings: list[FirstSaying], new: str) -> list[FirstSaying]:
    """The speakers who said it for the first time in a period."""
    years, first = (10, int(new[:3]) * 10) if new.endswith("X") else (1, int(new or 0))
    return [each for each in sayings if each.place(years) == first] if new else sayings


def _name_period(new: str) -> str:
    return f"{new[:3]}0–{new[:3]}9" if new.endswith("X") else new


def _read(
    selection: Selection,
    earliest: Mapping[str, Earliest],
    undated: list[int],
    on_page: list[FirstSaying],
    sayings: list[FirstSaying],
) -> _Shown:
    first = [each.key for each in earliest[""].shown] if earliest else []
    leads = {*first, *(each.lead.key for each in earliest.values())}
    keys = {*leads, *undated, *(each.document for each in on_page)}
    documents = {each.pk: each for each in Document.objects.published().filter(pk__in=keys).prefetch_lists()}
    speakers = {each.speaker for each in (*on_page, *sayings[:1])}
    people = Speaker.objects.prefetch_related("offices").in_bulk(speakers) if speakers else {}
    sayers: list[int | None] = [*selection.sayers] or [None]
    wanted: dict[Saying, int] = {(each.document, each.speaker): _SHORT for each in on_page}
    wanted |= {(key, who): _LONG for key in leads for who in sayers}
    known = {saying: length for saying, length in wanted.items() if saying[0] in documents}
    return _Shown(documents, people, first_snippets(known, documents, selection.matcher))


def _show_documents(selection: Selection, earliest: Mapping[str, Earliest], shown: _Shown) -> dict[str, Any]:
    """The documents that may be the first, of all and of the other languages."""
    first = earliest[""]
    others = {code: each for code, each in earliest.items() if code and each.lead != first.lead}
    return {
        "first": _show_document(first.lead, selection, shown),
        "others": list(_relate(first, selection, shown)),
        "candidates": first.number,
        "candidates_url": _candidates_url(selection, first),
        "elsewhere": [
            (
                LANGUAGES[code],
                _show_document(each.lead, selection, shown),
                each.number,
                _candidates_url(selection, each, code),
            )
            for code, each in others.items()
        ],
    }


def _show_document(dated: DatedDocument, selection: Selection, shown: _Shown) -> FirstDocument:
    """A document with the first paragraph in which it stands, or in which one of those says it who must."""
    document = shown.documents[dated.key]
    sayers: list[int | None] = [*selection.sayers] or [None]
    own = [shown.snippets[dated.key, who] for who in sayers if (dated.key, who) in shown.snippets]
    snippet = min(own, key=lambda each: each.paragraph.position, default=None)
    return FirstDocument(document, mark_title(document, selection.matcher, selection.sayers), snippet)


def _relate(first: Earliest, selection: Selection, shown: _Shown) -> Iterator[FirstDocument]:
    for each in first.shown[1:]:
        yield _show_document(each, selection, shown)._replace(relation=_relation(first, each))


def _relation(first: Earliest, other: DatedDocument) -> str:
    if first.is_same_day(other):
        return gettext("on the same day")
    return gettext("may be earlier") if first.may_be_earlier(other) else gettext("may be as early")


def _candidates_url(selection: Selection, earliest: Earliest, language: str = "") -> str:
    """The search for the documents that may be the first: those that begin before one of them ends."""
    asked, by_then = selection.request, earliest.lead.end.isoformat()
    if asked.date_to and asked.date_to.end and asked.date_to.end < earliest.lead.end:
        by_then = asked.typed("date_to")
    narrowed = {"language": language} if language else {}
    return list_url(asked, date_to=by_then, sort="oldest", **narrowed)


def _show_undated(selection: Selection, number: int, keys: list[int], shown: _Shown) -> dict[str, Any] | None:
    documents = [shown.documents[key] for key in keys if key in shown.documents]
    url = list_url(selection.request, year=UNDATED)
    return {"number": number, "url": url, "documents": documents} if number else None


def _show_speaker(saying: FirstSaying, shown: _Shown, selection: Selection) -> FirstOfSpeaker:
    speaker, document = shown.people[saying.speaker], shown.documents[saying.document]
    asked = selection.request.narrowed("said", speaker.slug)
    until = saying.end.isoformat() if saying.end else ""
    return FirstOfSpeaker(
        speaker,
        titles_held(speaker.offices.all(), document),
        document,
        shown.snippets.get((saying.document, saying.speaker)),
        saying,
        list_url(asked),
        list_url(asked, date_to=until, sort="oldest") if saying.may_be_earlier else "",
    )
