"""Choosing the reader for a file: its first bytes decide, and its name only if they do not."""

import re
from collections.abc import Callable
from importlib import import_module

from statements.importer.draft import Refused
from statements.importer.extract import Extract, Limits
from statements.importer.other_formats import refuse_other_formats
from statements.importer.read import is_packed_mail, is_saved_page

PLAIN = "plain"
_READERS = {"pdf": "pdf.document", "docx": "docx.document", "eml": "eml", "html": "html.page", PLAIN: "plain"}
_PDF_WITHIN = 1024  # bytes: ISO 32000-1, as PDF readers apply it
_WORD = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")  # zips; old .doc files, refused with advice
_HTML = re.compile(rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_HTML_WITHIN = 4096
_HTML_ENDINGS = (".html", ".htm", ".xhtml")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def format_of(content: bytes, name: str) -> str:
    """Return "pdf", "docx", "eml", "html" or "plain"; `name` is the file's name as it arrived."""
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return "pdf"
    if content.startswith(_WORD):
        return "docx"
    if is_packed_mail(content) and not is_saved_page(content):
        return "eml"
    return "html" if _is_html(content, name) else PLAIN


def _is_html(content: bytes, name: str) -> bool:
    """Whether the content begins like a web page, in any encoding, or is named like one and has a tag."""
    top = content[:_HTML_WITHIN]
    for bom in _BOMS:
        top = top.removeprefix(bom)
    top = top.replace(b"\0", b"")  # UTF-16
    return bool(_HTML.match(top)) or (name.lower().endswith(_HTML_ENDINGS) and b"<" in top)


def extract(content: bytes, name: str, limits: Limits) -> Extract:
    """The text of a file, and what its format says about it.

    Raises Refused if the file is empty or broken, or its format is not one the archive reads.
    """
    refuse_other_formats(content)
    if not content.strip():
        raise Refused("the file has no text")
    found = format_of(content, name)
    module = import_module(f"statements.importer.formats.{_READERS[found]}")  # the others stay unloaded: they are large
    read: Callable[[bytes, Limits], Extract] = getattr(module, f"read_{found}")
    return read(content, limits)
