"""Bytes to text and lines."""

import codecs
import re
from dataclasses import dataclass

from statements.importer.draft import Line, Refused, is_blank

# CR, LF and CRLF end a line, as in text files; form feeds and their kin stay in the text.
_LINE = re.compile(r"([^\n\r]*)(\r\n|\n|\r|\Z)")
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SIGNATURES = {b"%PDF-": "PDF", b"PK\x03\x04": "DOCX or ZIP", b"\xd0\xcf\x11\xe0": "old Word"}


@dataclass(frozen=True)
class Decoded:
    """A source as text, with the encoding it was in."""

    text: str
    encoding: str


def decode(content: bytes, limit: int) -> Decoded:
    """The text of `content`: UTF-8, or UTF-8 and UTF-16 with a byte-order mark.

    limit: the greatest size taken, in bytes.
    Raises Refused where it is empty, too large, of a format that is not read yet, or not text.
    """
    if len(content) > limit:
        raise Refused(f"the file has {len(content):,} bytes, more than the limit of {limit:,}")
    for signature, name in _SIGNATURES.items():
        if content.startswith(signature):
            raise Refused(f"{name} files are not read yet: save the text as a .txt file")
    encoding = next((name for bom, name in _BOMS.items() if content.startswith(bom)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(f"not {encoding} text: byte {error.start} is wrong. Save it as UTF-8") from None
    if "\0" in text:
        raise Refused("the text has NUL characters: this is not a text file")
    if is_blank(text):
        raise Refused("the file has no text")
    return Decoded(text, encoding)


def lines(text: str) -> list[Line]:
    """The lines of `text`, CR, LF and CRLF each ending one."""
    return [Line(match.start(1), match.end(1), match[1]) for match in _LINE.finditer(text)]
