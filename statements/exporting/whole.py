"""A file that is written whole, and only then sent."""

from __future__ import annotations

import hashlib
import logging
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from statements.web.limits import TooSlowError

_log = logging.getLogger(__name__)
_IN_MEMORY = 1_000_000  # bytes
_READABLE = "Content-Disposition, Content-Length, Repr-Digest, X-Total-Count"  # by scripts of other sites


@dataclass(frozen=True)
class WrittenFile:
    """A file that is whole: its length in bytes, the SHA-256 of them, and the number of its rows."""

    file: BinaryIO
    length: int
    digest: bytes
    rows: int

    @property
    def headers(self) -> dict[str, str]:
        """What is known of it; of the digest see https://www.rfc-editor.org/rfc/rfc9530#section-3."""
        return {
            "Content-Length": str(self.length),
            "Repr-Digest": f"sha-256=:{b64encode(self.digest).decode()}:",
            "X-Total-Count": str(self.rows),
        }


def write_whole(write: Callable[[BinaryIO], int]) -> WrittenFile:
    """Write a temporary file. Where that fails, nothing is left of it. write: returns the number of rows."""
    file = cast(BinaryIO, TemporaryFile())  # noqa: SIM115 - closed when it has been sent
    try:
        rows = write(file)
        file.flush()
        length = file.seek(0, 2)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").digest()  # type: ignore[arg-type]  # a BinaryIO is enough
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return WrittenFile(file, length, digest, rows)


def headers_of_file(name: str) -> dict[str, str]:
    """What is told of a file before it is written: it is to be saved, any site may read it, but no search engine."""
    return {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "X-Robots-Tag": "noindex",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": _READABLE,
    }


def send_pieces(pieces: Iterable[bytes], media_type: str, headers: Mapping[str, str]) -> HttpResponseBase:
    """An answer that may be too long for the memory: then it is written on the disk before it is sent.

    Raises TooSlowError where the disk does not take it: it may another time.
    """
    pieces, begun = iter(pieces), bytearray()
    while len(begun) <= _IN_MEMORY:
        piece = next(pieces, None)
        if piece is None:
            return HttpResponse(bytes(begun), content_type=media_type, headers=headers)
        begun += piece
    try:
        written = write_whole(lambda file: file.writelines(chain([begun], pieces)) or 0)
    except OSError as error:
        _log.error("an answer could not be written: %s", error.strerror)
        raise TooSlowError from error
    length = {"Content-Length": str(written.length)}
    return FileResponse(written.file, content_type=media_type, headers={**headers, **length})
