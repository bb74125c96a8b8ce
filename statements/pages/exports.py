"""Lists as files: the page that offers them, and the files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from statements.connecting.causes import find_cause
from statements.exporting.columns import COLUMNS, list_columns, refuse_columns
from statements.exporting.files import FORMATS, write_export
from statements.exporting.listing import Listing, list_documents, list_search, refuse_unknown
from statements.exporting.options import BOM, DOCUMENTS, OPTIONS, PARAGRAPHS, PICK, ROWS, ExportOptions, read_options
from statements.exporting.sizes import ExportSize, measure_export
from statements.exporting.table_files import Notes
from statements.exporting.whole import headers_of_file
from statements.models import Speaker
from statements.pages.errors import not_understood
from statements.pages.speakers import CHOOSING, choose_documents, find_moved
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
    if moved := find_moved(request, "speaker_exports", slug):
        return HttpResponseRedirect(moved)
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
        return HttpResponseRedirect(f"{reverse('search_export', args=[ending])}?{request.GET.urlencode()}")
    return _export(request, ending, lambda options: list_search(request.GET, options.picked), reverse("browse"))


@require_safe
def export_speaker(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """All documents on somebody's page as a file."""
    if moved := find_moved(request, "speaker_export", slug, ending):
        return HttpResponseRedirect(moved)
    found = get_object_or_404(Speaker.objects.public(), slug=slug)
    return _export(request, ending, _list_speaker(request, found), found.get_absolute_url())


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
    if shorter := _shorten(request, options):
        return HttpResponseRedirect(shorter)
    size = measure_export(listing)
    kept = _drop(request.GET, (ROWS, BOM, COLUMNS, *_OF_PAGES))
    whole = _drop(kept, [PICK])
    context = {
        "size": size,
        "is_search": listing.choice is not None,
        "words": request.GET.get("q", ""),
        "picked": options.picked,
        "kept": [(name, value) for name, values in kept.lists() for value in values],
        "sections": {rows: _offer_files(rows, options, kept, address_of, size) for rows in (DOCUMENTS, PARAGRAPHS)},
        "list_url": f"{listed}?{whole.urlencode()}" if whole else listed,
    }
    return render(request, "export.html", context)


def _shorten(request: HttpRequest, options: ExportOptions) -> str:
    """The address of the page with the ticked columns in one parameter, and without it where all are ticked; empty
    where it is so already."""
    typed = [each for each in request.GET.getlist(COLUMNS) if each]
    wanted = () if options.columns == list_columns(paragraphs=options.paragraphs) else options.columns
    if typed == [",".join(wanted)] or not typed:
        return ""
    query = _encode(_drop(request.GET, (ROWS, COLUMNS)), request.GET.get(ROWS, "") if wanted else "", wanted)
    return f"{request.path}?{query}"


def _offer_files(
    rows: str, options: ExportOptions, kept: QueryDict, address_of: Callable[[str], str], size: ExportSize
) -> dict[str, Any]:
    """The files with these rows, and their columns, with those ticked that are chosen, or all."""
    paragraphs = rows == PARAGRAPHS
    chosen = options.columns if options.paragraphs == paragraphs else ()
    return {
        "columns": [(name, not chosen or name in chosen) for name in list_columns(paragraphs=paragraphs)],
        "chosen": len(chosen),
        "files": [
            {
                "label": made.label,
                "purpose": gettext("for programs") if chosen and made.needs_text else made.purpose,
                "ending": ending,
                "url": f"{address_of(ending)}?{_encode(kept, rows, chosen if made.is_table else ())}",
                "size": None if chosen and made.is_table else _round_size(size.estimate(ending, paragraphs=paragraphs)),
            }
            for ending, made in FORMATS.items()
        ],
    }


def _drop(parameters: QueryDict, names: Iterable[str]) -> QueryDict:
    kept = parameters.copy()
    for name in names:
        kept.pop(name, None)
    return kept


def _encode(kept: QueryDict, rows: str, columns: Sequence[str]) -> str:
    """The query of a file: that of its list, which rows and which columns; without those that are empty."""
    added = [f"{name}={value}" for name, value in ((ROWS, rows), (COLUMNS, ",".join(columns))) if value]
    return "&".join(filter(None, [kept.urlencode(), *added]))


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
        if options.columns and not FORMATS[ending].is_table:
            raise refuse_columns()
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
        if find_cause(error):
            raise  # told to all in the same way
        _log.error("an export could not be written: %s", type(error).__name__)
        return _answer_later(request, gettext("The export could not be written. Try again later."), _RETRY_TIME)


def _describe(request: HttpRequest, ending: str, make_listing: MakeListing, options: ExportOptions) -> HttpResponseBase:
    """The headers that are known before the file is written, as RFC 9110, 9.3.2 allows: whoever only asks does not
    have it written."""
    with open_snapshot(settings.PAGE_TIMEOUT):
        listing = make_listing(options)
    headers = headers_of_file(_name_file(listing, options, ending))
    if not options.paragraphs:
        headers["X-Total-Count"] = str(len(listing.documents))
    return StreamingHttpResponse([], content_type=FORMATS[ending].media_type, headers=headers)


def _write(
    request: HttpRequest, ending: str, make_listing: MakeListing, options: ExportOptions, listed: str
) -> HttpResponseBase:
    made = FORMATS[ending]
    with open_snapshot(settings.EXPORT_TIMEOUT * 1000):
        if not take_slot(EXPORTS):
            raise NoSlotError
        listing = make_listing(options)
        address_of = canonical_with_slugs(request, "document")
        written = write_export(made, listing, options, address_of, _make_notes(request, listed))
    headers = headers_of_file(_name_file(listing, options, ending)) | written.headers
    return FileResponse(written.file, content_type=made.media_type, headers=headers)


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
