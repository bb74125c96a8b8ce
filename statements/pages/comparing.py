"""The pages that show two texts side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.postgres.search import TrigramSimilarity
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from statements.citing.fragments import text_fragment
from statements.comparing.documents import compare
from statements.comparing.earlier import Earlier, earlier_versions
from statements.comparing.examples import (
    ExamplePair,
    answer_example,
    example_pair,
    example_quotation,
    example_related,
    example_translations,
)
from statements.comparing.passages import LEAST_WORDS
from statements.comparing.quotations import MOST_CHARACTERS, Located, check
from statements.comparing.translations import align
from statements.dates import date_words
from statements.models import Document, shown_title
from statements.pages.examples import make_example
from statements.reading.text import Reading, ReadingParagraph, Turn, reading
from statements.reading.versions import (
    Version,
    gone_response,
    measure_version,
    number_asked,
    open_version,
    published,
    read_whole,
)
from statements.search.filters import search_request
from statements.search.memory import archive_state
from statements.search.patterns import exact_pattern
from statements.search.remembered import remember_pages
from statements.search.request import NotUnderstoodError
from statements.search.results import find
from statements.search.words import tokens
from statements.web.errors import MissingError
from statements.web.interface import link_paragraph
from statements.web.limits import TooSlowError, limit_pages, limit_to, limited_text

_ADDRESS = re.compile(r"(?:.*/documents/)?([-\w]{1,120})/?(?:[?#].*)?", re.ASCII)
_MOST, _MOST_PARAGRAPHS = 3_000_000, 6_000  # bytes and paragraphs of both
_SUGGESTED, _AMONG = 8, 2_000
_ROWS = 12  # of a translation that is an example
_LONGEST_ADDRESS = 3_800  # characters: gunicorn takes 4,094 in the line of a request


@require_safe
@limited_text
@remember_pages
def compare_documents(request: HttpRequest) -> HttpResponse:
    """What two documents in one language have in common; a form to choose them where either is missing."""
    typed = {name: request.GET.get(name, "").strip()[:300] for name in ("a", "b")}
    pinned = {name: number_asked(request.GET, f"v{name}") or _version_in(value) for name, value in typed.items()}
    found = {name: _document(value) for name, value in typed.items()}
    left, right = found["a"], found["b"]
    if left is None or right is None:
        return _form(request, typed, found)
    sides = [_side(left, pinned["a"]), _side(right, pinned["b"])]
    context = {"sides": sides, "left": left, "right": right, "query": _swap_url(request.GET)}
    facts = [each.version.content for each in sides]
    if facts[0].language != facts[1].language:
        translations = left.translation_group is not None and left.translation_group == right.translation_group
        return render(request, "compare.html", {**context, "languages": True, "translations": translations})
    if _are_too_long([each.version for each in sides]):
        return render(request, "compare.html", {**context, "too_long": True})
    contents = [read_whole(each.version).content for each in sides]
    return render(request, "compare.html", {**context, "comparison": compare(*contents)})


def _are_too_long(versions: Iterable[Version]) -> bool:
    """Whether two texts together are too long for a page that sets them side by side."""
    paragraphs, size = (sum(each) for each in zip(*map(measure_version, versions), strict=True))
    return paragraphs > _MOST_PARAGRAPHS or size > _MOST


class Side(NamedTuple):
    """A document that is compared, and the version of it; pinned: whether the address asks for this one."""

    document: Document
    version: Version
    pinned: bool

    @property
    def title(self) -> str:
        return shown_title(self.version.content.title, self.version.content.title_assigned)

    @property
    def date_words(self) -> str:
        return date_words(self.version.content.date_edtf)

    @property
    def address(self) -> str:
        return self.version.address if self.pinned else self.document.get_absolute_url()


def _side(document: Document, version: int | None) -> Side:
    return Side(document, open_version(document, version), version is not None)


def _version_in(address: str) -> int | None:
    """The number of the version that an address of a document leads to; None for the last one. Raises MissingError."""
    return number_asked(QueryDict(urlsplit(address).query)) if _ADDRESS.fullmatch(address) else None


def _document(typed: str) -> Document | None:
    """The published document that an address or its last part means; None where there is none."""
    named = _ADDRESS.fullmatch(typed)
    if named is None:
        return None
    return Document.objects.published().filter(slug=named[1]).first()


def _form(request: HttpRequest, typed: dict[str, str], found: dict[str, Document | None]) -> HttpResponse:
    """Two fields for an address or words of a title, with the documents that the words may mean."""
    wanted = [(name, value, _find_documents(value)) for name, value in typed.items() if value and found[name] is None]
    known = found["a"] or found["b"]
    context = {
        **({} if request.GET else _example()),
        "typed": typed,
        "wanted": [
            (value, [(each, _choose_url(request.GET, name, each.slug)) for each in meant])
            for name, value, meant in wanted
        ],
        "known": known,
        "suggested": [
            (each, _choose_url(request.GET, "b" if found["a"] else "a", each.slug))
            for each in _suggest_documents(known)
        ]
        if known and not wanted
        else [],
    }
    nothing = any(not meant for _, _, meant in wanted)
    return render(request, "compare_form.html", context, status=404 if nothing else 200)


def _example() -> dict[str, Any]:
    """A finished comparison for the empty form: of texts with much in common, of a translation, or of the two that have
    the most in common; documents to begin with where no two can be compared."""
    state = archive_state()
    if pair := make_example(example_pair, state):
        return _show_pair(pair)
    if documents := make_example(example_translations, state):
        return {"example": documents, "documents": documents, "rows": (_put_beside(documents) or [])[:_ROWS]}
    if pair := make_example(example_related, state):
        return {**_show_pair(pair), "only_related": True}
    return {"beginnings": Document.objects.published().newest_first()[:_SUGGESTED]}


def _show_pair(pair: ExamplePair) -> dict[str, Any]:
    (left, right), sides = pair.contents, [_side(pair.left, pair.numbers[0]), _side(pair.right, pair.numbers[1])]
    return {"example": pair, "sides": sides, "comparison": compare(left, right)}


def _find_documents(words: str) -> list[Document]:
    """Documents with these words in their titles, otherwise the first that a search finds; none for an address."""
    pattern = exact_pattern(words)
    if "/" in words or pattern is None or not any(map(str.isalnum, words)):
        return []
    titled = Document.objects.published().filter(lead__title__matches=pattern.all_words)
    if found := list(titled.newest_first().prefetch_lists()[:_SUGGESTED]):
        return found
    asked = QueryDict(mutable=True)
    asked["q"] = words
    try:
        return [hit.document for hit in find(search_request(asked)).hits[:_SUGGESTED]]
    except NotUnderstoodError:
        return []


def _choose_url(parameters: QueryDict, name: str, slug: str) -> str:
    """The query with a document chosen for one side."""
    made = parameters.copy()
    made[name] = slug
    made.pop(f"v{name}", None)  # a version of another one
    return made.urlencode()


def _suggest_documents(document: Document) -> list[Document]:
    """Documents that may be of the same series: same language, kind and publisher, with a title like its title."""
    series = Document.objects.published().exclude(pk=document.pk)
    series = series.filter(language=document.language, kind=document.kind, publisher=document.publisher)
    among = series.newest_first().values("pk")[:_AMONG]
    alike = Document.objects.filter(pk__in=among).annotate(alike=TrigramSimilarity("title", document.title))
    return list(alike.order_by("-alike", "-date_start", "pk").prefetch_lists()[:_SUGGESTED])


def _swap_url(parameters: QueryDict) -> str:
    """The query of the page with the two documents swapped."""
    turned = {"a": "b", "b": "a", "va": "vb", "vb": "va"}
    made = QueryDict(mutable=True)
    for name, value in parameters.items():
        if name in turned:
            made[turned[name]] = str(value)
    return made.urlencode()


@require_safe
@limited_text
@remember_pages
def translation(request: HttpRequest, slug: str, other: str) -> HttpResponse:
    """A document beside its translation, paragraph by paragraph; gaps are shown as gaps."""
    if answer := gone_response(request, slug) or gone_response(request, other):
        return answer
    documents = (published(slug), published(other))
    groups = {each.translation_group for each in documents}
    if len(groups) > 1 or None in groups or slug == other:
        raise MissingError(gettext("There is no such translation of this document."))
    rows = _put_beside(documents)
    return render(request, "translation.html", {"documents": documents, "rows": rows, "too_long": rows is None})


def _put_beside(documents: tuple[Document, Document]) -> list[list[list[tuple[ReadingParagraph, Turn | None]]]] | None:
    """Two texts in rows of two cells: paragraphs, each with the turn that begins with it; None where they are too long
    to be aligned."""
    versions = [open_version(each, None) for each in documents]
    if _are_too_long(versions):
        return None
    contents = [read_whole(each).content for each in versions]
    sides = [_tell_turns(reading(each)) for each in contents]
    return [
        [[side[place] for place in places] for side, places in zip(sides, bead, strict=True)]
        for bead in align(contents[0].paragraphs, contents[1].paragraphs)
    ]


def _tell_turns(text: Reading) -> list[tuple[ReadingParagraph, Turn | None]]:
    return [
        (paragraph, None if place or not turn.told else turn)
        for turn in text.turns
        for place, paragraph in enumerate(turn.paragraphs)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@limit_pages(2)
@remember_pages
def check_quotation(request: HttpRequest) -> HttpResponse:
    """Say whether the archive has the pasted words.

    They come by POST, which changes nothing, and are led to an address that can be shared and read in another language;
    only those that make one longer than servers take are answered as they came.
    """
    sent = request.method == "POST"
    typed = (request.POST if sent else request.GET).get("q", "").replace("\r\n", "\n").replace("\0", " ").strip()
    address = f"{request.path}?{urlencode({'q': typed})}"
    if sent and len(address) < _LONGEST_ADDRESS:
        return HttpResponseRedirect(address if typed else request.path)
    why_not = _obstacle(typed) if typed else ""
    checked = check(typed) if typed and not why_not else None
    example = None if request.GET or sent else make_example(example_quotation, archive_state())
    shown = checked or (answer_example(example) if example else None)
    context = {
        "typed": typed[:MOST_CHARACTERS],
        "why_not": why_not,
        "checked": shown,
        "example": example if shown else None,
        "most": MOST_CHARACTERS,
        "without_address": sent,
        "found": [
            (each, [_link_part(part) for part in each.parts], [_link_part(part) for part in each.elsewhere])
            for each in (shown.found if shown else [])
        ],
        "earlier": _earlier(typed) if checked else [],
    }
    return render(request, "check.html", context, status=400 if why_not else 200)


def _earlier(typed: str) -> list[Earlier]:
    """Versions that had the words; where they take too long, the answer does without them."""
    try:
        with limit_to(settings.PAGE_TIMEOUT // 3):
            return earlier_versions(typed)
    except TooSlowError:
        return []


def _obstacle(typed: str) -> str:
    if len(typed) > MOST_CHARACTERS:
        return gettext("That is too long: paste at most %(most)s characters.") % {"most": MOST_CHARACTERS}
    if len(tokens(typed)) < LEAST_WORDS:
        return gettext("That is too short: paste at least %(least)s words.") % {"least": LEAST_WORDS}
    return ""


def _link_part(part: Located) -> tuple[Located, str]:
    """A part, and the end of an address that leads to its very words."""
    text = "\n\n".join(row.text for row in part.paragraphs)
    first = part.paragraphs[0]
    return part, f"{link_paragraph('', first.key, first.is_far)}{text_fragment(text, part.words)}"
