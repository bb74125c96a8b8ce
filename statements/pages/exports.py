"""Lists as files: the page that offers them, and the files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus

from django.conf import settings
from django.db import OperationalError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from statements.exporting.files import FORMATS, Notes, write_export
from statements.exporting.listing import Listing, list_documents, list_search, refuse_unknown
from statements.exporting.options import BOM, DOCUMENTS, OPTIONS, PARAGRAPHS, PICK, ROWS, ExportOptions, read_options
from statements.exporting.sizes import measure_export
from statements.models import Speaker
from statements.pages.errors import not_understood
from statements.pages.speakers import CHOOSING, choose_documents, find_merged
from statements.search.remembered import remember_pages
from statements.search.request import EXPANDED, LONG, PAGE, SEARCHED, NotUnderstoodError
from statements.slugs import slug_of
from statements.web.errors import MissingError
from statements.web.interface import canonical_with_slugs
from statements.web.limits import TooSlowError, limit_pages, open_snapshot
from statements.web.slots import EXPORTS, take_slot

MakeListing = Callable[[ExportOptions], Listing]

_log = logging.getLogger(__name__)
_OF_PAGES = (PAGE, EXPANDED, *(f"{SEARCHED}{name}" for name in LONG))  # what a file has no use for
_PAGES = 2  # times the time of a page: all documents may have to be counted
_RETRY_SLOT, _RETRY_TIME = 15, 120  # seconds
_READABLE = "Content-Disposition, Content-Length, Repr-Digest, X-Total-Count"  # by scripts of other sites


class NoSlotError(Exception):
    """As many exports are being written as may be."""


@require_safe
@limit_pages(_PAGES)
@remember_pages
def offer_export(request: HttpRequest) -> HttpResponse:
    """The formats of a search, or of a list of documents, and how large each file is."""
    has_words = bool(request.GET.get("q", "").strip())
    listed, exported = ("search", "search_export") if has_words else ("browse", "browse_export")
    return _offer(
        request,
        lambda options: list_search(request.GET, options.picked),
        lambda ending: reverse(exported, args=[ending]),
        reverse(listed),
    )


@require_safe
@limit_pages(_PAGES)
@remember_pages
def offer_speaker_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for the documents on somebody's page."""
    if kept := find_merged(slug):
        return HttpResponseRedirect(_with_query(request, reverse("speaker_exports", args=[kept.slug])))
    found = get_object_or_404(Speaker.objects.public(), slug=slug)
    return _offer(
        request,
        _list_speaker(request, found),
        lambda ending: reverse("speaker_export", args=[slug, ending]),
        found.get_absolute_url(),
    )


@require_safe
def export_search(request: HttpRequest, ending: str) -> HttpResponseBase:
    """All documents of a search as a file."""
    return _export(request, ending, lambda options: list_search(request.GET, options.picked), reverse("search"))


@require_safe
def export_documents(request: HttpRequest, ending: str) -> HttpResponseBase:
    """All documents of a list without words as a file."""
    if request.GET.get("q"):
        return HttpResponseRedirect(_with_query(request, reverse("search_export", args=[ending])))
    return _export(request, ending, lambda options: list_search(request.GET, options.picked), reverse("browse"))


@require_safe
def export_speaker(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """All documents on somebody's page as a file."""
    if kept := find_merged(slug):
        return HttpResponseRedirect(_with_query(request, reverse("speaker_export", args=[kept.slug, ending])))
    found = get_object_or_404(Speaker.objects.public(), slug=slug)
    return _export(request, ending, _list_speaker(request, found), found.get_absolute_url())


def _with_query(request: HttpRequest, address: str) -> str:
    return f"{address}?{request.GET.urlencode()}" if request.GET else address


def _list_speaker(request: HttpRequest, found: Speaker) -> MakeListing:
    def make(options: ExportOptions) -> Listing:
        refuse_unknown(request.GET, [*CHOOSING, PAGE])
        return list_documents(choose_documents(found, request.GET).documents, found.slug, options.picked)

    return make


def _offer(
    request: HttpRequest, make_listing: MakeListing, address_of: Callable[[str], str], listed: str
) -> HttpResponse:
    """address_of: the address of a file, by its ending; listed: the address of the list."""
    try:
        options = read_options(request.GET)
        listing = make_listing(options)
    except NotUnderstoodError as error:
        return not_understood(request, error)
    size = measure_export(listing)
    kept = _drop(request.GET, (ROWS, BOM, *_OF_PAGES))
    files = {
        rows: [
            {
                "label": made.label,
                "purpose": made.purpose,
                "ending": ending,
                "url": f"{address_of(ending)}?{_encode(kept, rows)}",
                "size": _round_size(size.estimate(ending, paragraphs=rows == PARAGRAPHS)),
            }
            for ending, made in FORMATS.items()
        ]
        for rows in (DOCUMENTS, PARAGRAPHS)
    }
    whole = _drop(kept, [PICK])
    context = {
        "size": size,
        "is_search": listing.choice is not None,
        "words": request.GET.get("q", ""),
        "picked": options.picked,
        "documents": files[DOCUMENTS],
        "paragraphs": files[PARAGRAPHS],
        "list_url": f"{listed}?{whole.urlencode()}" if whole else listed,
    }
    return render(request, "export.html", context)


def _drop(parameters: QueryDict, names: Iterable[str]) -> QueryDict:
    kept = parameters.copy()
    for name in names:
        kept.pop(name, None)
    return kept


def _encode(kept: QueryDict, rows: str) -> str:
    """The query of a file: that of its list, and which rows."""
    query = kept.copy()
    query[ROWS] = rows
    return query.urlencode()


def _round_size(size: int | None) -> tuple[int, str] | None:
    """About how many kilobytes or megabytes, with one or two figures that count: 12,345,678 -> (12, "MB")."""
    if size is None:
        return None
    unit, bytes_in_it = ("MB", 1_000_000) if size >= 1_000_000 else ("kB", 1_000)
    number = max(round(size / bytes_in_it), 1)
    figures = len(str(number)) - 2
    return (round(number, -figures) if figures > 0 else number), unit


def _export(request: HttpRequest, ending: str, make_listing: MakeListing, listed: str) -> HttpResponseBase:
    """The file, once it is whole; an error as a page, with a status that says so."""
    if ending not in FORMATS:
        raise MissingError(gettext("There is no such format."))
    try:
        options = read_options(request.GET)
        if request.method == "HEAD":
            return _describe(request, ending, make_listing, options)
        return _write(request, ending, make_listing, options, listed)
    except NotUnderstoodError as error:
        return not_understood(request, error)
    except NoSlotError:
        return _answer_later(request, gettext("Other exports are being written. Try again in a moment."), _RETRY_SLOT)
    except TooSlowError:
        return _answer_later(
            request, gettext("The export took longer than it may. Narrow the list, or try again later."), _RETRY_TIME
        )
    except (OperationalError, OSError) as error:  # the database went away, or the disk is full
        _log.error("an export could not be written: %s", type(error).__name__)
        return _answer_later(request, gettext("The export could not be written. Try again later."), _RETRY_TIME)


def _describe(request: HttpRequest, ending: str, make_listing: MakeListing, options: ExportOptions) -> HttpResponseBase:
    """The headers that are known before the file is written, as RFC 9110, 9.3.2 allows: whoever only asks does not
    have it written."""
    with open_snapshot(settings.PAGE_TIMEOUT):
        listing = make_listing(options)
    headers = _headers(ending, listing, options)
    if not options.paragraphs:
        headers["X-Total-Count"] = str(len(listing.documents))
    return StreamingHttpResponse([], content_type=FORMATS[ending].media_type, headers=headers)


def _write(
    request: HttpRequest, ending: str, make_listing: MakeListing, options: ExportOptions, listed: str
) -> HttpResponseBase:
    made = FORMATS[ending]
    with open_snapshot(settings.EXPORT_TIMEOUT * 1000, statements_only=True):
        if not take_slot(EXPORTS):
            raise NoSlotError
        listing = make_listing(options)
        address_of = canonical_with_slugs(request, "document")
        written = write_export(made, listing, options, address_of, _make_notes(request, listed))
    headers = _headers(ending, listing, options)
    headers |= {
        "Content-Length": str(written.length),
        "Repr-Digest": written.repr_digest,
        "X-Total-Count": str(written.rows),
    }
    return FileResponse(written.file, content_type=made.media_type, headers=headers)


def _headers(ending: str, listing: Listing, options: ExportOptions) -> dict[str, str]:
    return {
        "Content-Disposition": content_disposition_header(True, _name_file(listing, options, ending)) or "attachment",
        "X-Robots-Tag": "noindex",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": _READABLE,
    }


def _name_file(listing: Listing, options: ExportOptions, ending: str) -> str:
    """The words of the list and the day: "statements-deterrenza-nucleare-2026-11-30.csv"."""
    words = slug_of(listing.words, "all") if listing.words else "all"
    parts = ["statements", words, PARAGRAPHS if options.paragraphs else "", timezone.localdate().isoformat()]
    return f"{'-'.join(part for part in parts if part)}.{ending}"


def _make_notes(request: HttpRequest, listed: str) -> Notes:
    kept = _drop(request.GET, (*OPTIONS, *_OF_PAGES))
    address = request.build_absolute_uri(f"{listed}?{kept.urlencode()}" if kept else listed)
    return [
        (gettext("List"), address),
        (gettext("Made"), timezone.localtime().isoformat(timespec="seconds")),
        (
            "part",
            gettext(
                "A cell holds 32,767 characters: a longer text goes on in the next row, numbered here as 1/2, 2/2."
            ),
        ),
    ]


def _answer_later(request: HttpRequest, why: str, seconds: int) -> HttpResponse:
    context = {"heading": gettext("One moment, please"), "why": why}
    answer = render(request, "error.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer["Retry-After"] = str(seconds)
    return answer
