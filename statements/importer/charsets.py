"""The encoding that a server states of a text: it comes before what the text says of itself, but not before its bytes.

https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding: a byte-order mark first, then
the transport, then <meta>.
"""

from __future__ import annotations

import codecs
import re

from statements.importer.draft import Refused

_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_KNOWN = re.compile(
    r"utf-?8|utf-?16(?:-?[lb]e)?|iso-?8859-?\d{1,2}|windows-?125\d|cp125\d|latin-?[19]|l1|(?:us-)?ascii|macintosh", re.I
)
_LATIN = {"iso8859-1", "ascii"}  # read as windows-1252 by the WHATWG standard
_WIDE = {"utf-16": "utf-16-le", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}
_FEW = 1_000  # bytes for each that is wrong in a text that is UTF-8 all the same


def stated_encoding(content: bytes, charset: str) -> str:
    """Python's name for the encoding that a server states; "" where the content says more, or it is unknown.

    b"caff\\xe8", "ISO-8859-1" -> "cp1252"; b"caff\\xc3\\xa8", "ISO-8859-1" -> "", as it is UTF-8 beyond doubt.
    Raises Refused where the bytes are not in the encoding stated: a wrong guess would garble the words for ever.
    """
    name = _codec(charset)
    if not name or content.startswith(_BOMS) or (name not in _WIDE.values() and _is_utf8(content)):
        return ""
    if name == "utf-8" and _is_nearly_utf8(content):
        return ""
    try:
        text = content.decode(name)
    except UnicodeDecodeError:
        text = ""
    if not text or (name in _WIDE.values() and b"\0" not in content):
        raise Refused(
            f"the server says that it is in “{charset[:40]}”, but its bytes are not: save it as UTF-8 and upload it"
        )
    return name


def _codec(charset: str) -> str:
    """Python's name for an encoding of the web: "ISO-8859-1" -> "cp1252"; "" for any other."""
    if not _KNOWN.fullmatch(charset.strip()):
        return ""
    try:
        name = codecs.lookup(charset.strip()).name
    except LookupError:
        return ""
    return "cp1252" if name in _LATIN else _WIDE.get(name, name)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return not content.isascii()


def _is_nearly_utf8(content: bytes) -> bool:
    """Whether hardly any byte is wrong: pages are assembled from pieces, some of them old."""
    return content.decode("utf-8", "replace").count("\ufffd") * _FEW <= len(content)
