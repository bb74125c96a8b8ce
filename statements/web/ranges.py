"""Files that can be asked for in part, so that a download that was cut goes on: RFC 9110, sections 13.1.5 and 14."""

from __future__ import annotations

import os
import re
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII | re.IGNORECASE)


class UnsatisfiableRangeError(Exception):
    """A range begins after the end of the file."""


class _FileRange:
    """Some bytes of an open file, as a file that can only be read."""

    def __init__(self, file: BinaryIO, start: int, length: int) -> None:
        file.seek(start)
        self._file, self._left = file, length

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(content)
        return content

    def close(self) -> None:
        self._file.close()


def answer_with_file(request: HttpRequest, path: Path, etag: str, media_type: str) -> HttpResponseBase:
    """A file, or the one range of it that is asked for. etag: in quotation marks. Raises OSError."""
    file = path.open("rb")
    status = os.fstat(file.fileno())
    modified = http_date(status.st_mtime)
    headers = {"Accept-Ranges": "bytes", "ETag": etag, "Last-Modified": modified}
    try:
        asked = _read_range(request, status.st_size, (etag, modified))
    except UnsatisfiableRangeError:
        file.close()
        headers["Content-Range"] = f"bytes */{status.st_size}"
        return HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    if asked is None:
        return FileResponse(file, content_type=media_type, headers=headers)
    start, end = asked
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{status.st_size}"
    headers["Content-Length"] = str(end - start)
    part = _FileRange(file, start, end - start)
    return FileResponse(part, status=HTTPStatus.PARTIAL_CONTENT, content_type=media_type, headers=headers)


def _read_range(request: HttpRequest, size: int, validators: tuple[str, str]) -> tuple[int, int] | None:
    """Where the range that is asked for starts and ends; None where all of the file is to be sent.

    What is not understood, several ranges too, is passed over, as the RFC has it. Raises UnsatisfiableRangeError.
    """
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or found is None or not any(found.groups()) or not _is_same(request, validators):
        return None
    first, last = found.groups()
    if not first:
        start, end = max(size - int(last), 0), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= size:
        raise UnsatisfiableRangeError
    return start, end


def _is_same(request: HttpRequest, validators: tuple[str, str]) -> bool:
    """Whether the file is the one of which the reader has a part already, by the header If-Range."""
    given = request.headers.get("If-Range", "").strip()
    if not given:
        return True
    etag, modified = validators
    if given.startswith('"'):
        return given == etag
    try:
        return parsedate_to_datetime(given) == parsedate_to_datetime(modified)
    except ValueError:
        return False
