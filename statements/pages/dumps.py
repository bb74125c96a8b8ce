"""All that is public, to take away: the page that offers the dumps, the manifest of the newest, and the files."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from statements.dumping.manifest import SUMS, Dump, list_dumps
from statements.web.errors import MissingError
from statements.web.ranges import answer_with_file

_MEDIA_TYPES = {".zst": "application/zstd", ".json": "application/ld+json"}
_OTHER = "text/plain; charset=utf-8"
_FOR_SCRIPTS = {"Access-Control-Allow-Origin": "*", "X-Robots-Tag": "noindex"}  # of other sites


@require_safe
def offer_dumps(request: HttpRequest) -> HttpResponse:
    """The dumps that there are, the newest first, and how to read one."""
    dumps = list_dumps(settings.DUMPS_DIR)
    context: dict[str, Any] = {"dumps": dumps, "sums": SUMS, "licence": settings.LICENSE}
    if dumps:
        context["described"] = _describe_dataset(request, dumps[0])
    return render(request, "dumps.html", context)


def _describe_dataset(request: HttpRequest, newest: Dump) -> dict[str, Any]:
    """The manifest with whole addresses, as a page has no others: https://schema.org/Dataset."""
    files = [
        {**each, "contentUrl": request.build_absolute_uri(reverse("dump_file", args=[each["name"]]))}
        for each in newest.manifest["distribution"]
    ]
    return {**newest.manifest, "url": request.build_absolute_uri(reverse("dumps")), "distribution": files}


@require_safe
def latest_dump(request: HttpRequest) -> HttpResponse:
    """The manifest of the newest dump; the addresses in it begin where it stands."""
    dumps = list_dumps(settings.DUMPS_DIR)
    if not dumps:
        raise MissingError(gettext("There are no dumps yet."))
    content = (settings.DUMPS_DIR / dumps[0].manifest_name).read_bytes()
    return HttpResponse(content, content_type=_MEDIA_TYPES[".json"], headers=_FOR_SCRIPTS)


@require_safe
def dump_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of a dump, or a part of it."""
    path = settings.DUMPS_DIR / name
    try:
        digest = _find_digest(list_dumps(settings.DUMPS_DIR), path)
        if told := get_conditional_response(request, etag=f'"{digest}"'):
            return told
        answer = answer_with_file(request, path, f'"{digest}"', _MEDIA_TYPES.get(path.suffix, _OTHER))
    except FileNotFoundError:
        raise MissingError(gettext("There is no such file.")) from None
    for header, value in _FOR_SCRIPTS.items():
        answer[header] = value
    answer["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(digest)).decode()}:"
    return answer


def _find_digest(dumps: list[Dump], path: Path) -> str:
    """The SHA-256 of a file that belongs to a dump. Raises FileNotFoundError for all others."""
    for dump in dumps:
        for file in dump.files:
            if file.name == path.name and path.stat().st_size == file.size:
                return file.sha256
    if path.name not in (SUMS, *(dump.manifest_name for dump in dumps)):
        raise FileNotFoundError(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()
