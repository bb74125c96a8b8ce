"""Tables as files to take away: CSV as RFC 4180 has it, in UTF-8."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header

_MARK = "\ufeff"  # by which spreadsheets know UTF-8


def csv_response(name: str, rows: Iterable[Sequence[object]], *, mark: bool = True) -> HttpResponse:
    """The rows, of which the first are the names of the columns, as the file `name`; None is an empty field.

    mark: whether it begins with a byte order mark.
    """
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    content = f"{_MARK if mark else ''}{text.getvalue()}".encode()
    return file_response(name, content, "text/csv; charset=utf-8; header=present")


def file_response(name: str, content: bytes, media_type: str, *, attached: bool = True) -> HttpResponse:
    """A file for readers, not for search engines. attached: to be saved, rather than shown by the browser."""
    disposition = content_disposition_header(attached, name)
    headers = {"Content-Disposition": disposition or "attachment", "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type=media_type, headers=headers)
