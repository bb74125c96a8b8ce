"""The body of an answer: whole, unpacked and of a limited size, or not at all."""

from __future__ import annotations

import zlib
from http.client import HTTPException, HTTPResponse, IncompleteRead

from django.utils.translation import gettext

_PIECE = 65_536  # bytes
_MEMBERS = 8  # gzip files one after the other, which its format allows
_ZLIB_OR_GZIP = 47  # for zlib: either header, told apart by itself
_UNPACKED, _PACKED = frozenset({"", "identity"}), frozenset({"gzip", "x-gzip", "deflate"})


class RefusedAnswerError(Exception):
    """What came is not taken; the message says why, in the language of the page."""


def read_body(response: HTTPResponse, most: int) -> bytes:
    """The body of an answer. most: bytes, of what is sent and of what comes out of it.

    Raises RefusedAnswerError where it is too large, cut off, or packed in a way that is not undone; OSError and
    HTTPException where the connection fails.
    """
    coding = (response.headers["Content-Encoding"] or "").strip().lower()
    if coding not in _UNPACKED | _PACKED:
        raise RefusedAnswerError(
            gettext("The answer is packed as “%(coding)s”, which is not read.") % {"coding": coding}
        )
    body = _read_whole(response, most)
    return unpack(body, most) if coding in _PACKED and body else body


def _read_whole(response: HTTPResponse, most: int) -> bytes:
    if response.length is not None and response.length > most:
        raise _tell_too_large(most)
    body = bytearray()
    try:
        while piece := response.read(_PIECE):
            body += piece
            if len(body) > most:
                raise _tell_too_large(most)
    except IncompleteRead:
        raise _tell_cut_off() from None
    except ValueError as error:  # a chunk of a negative length
        raise HTTPException from error
    if response.length:  # bytes that were announced and did not come
        raise _tell_cut_off()
    return bytes(body)


def unpack(body: bytes, most: int) -> bytes:
    """Undo gzip or zlib, never making more than `most` bytes and one. Raises RefusedAnswerError."""
    unpacked, rest = bytearray(), body
    for _ in range(_MEMBERS):
        member = zlib.decompressobj(_ZLIB_OR_GZIP)
        try:
            unpacked += member.decompress(rest, most + 1 - len(unpacked))
        except zlib.error:
            raise RefusedAnswerError(gettext("The answer is packed, and cannot be unpacked.")) from None
        if len(unpacked) > most:
            raise _tell_too_large(most)
        if not member.eof:
            raise _tell_cut_off()
        rest = member.unused_data
        if not rest:
            return bytes(unpacked)
    raise RefusedAnswerError(gettext("The answer is packed, and cannot be unpacked."))


def _tell_too_large(most: int) -> RefusedAnswerError:
    return RefusedAnswerError(
        gettext("What is there is larger than %(most)s bytes, the limit.") % {"most": f"{most:,}"}
    )


def _tell_cut_off() -> RefusedAnswerError:
    return RefusedAnswerError(gettext("The answer was cut off before its end. Try again."))
