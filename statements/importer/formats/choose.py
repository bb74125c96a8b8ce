"""Choosing the reader for a file: its first bytes decide, and its name only if they do not."""

import re
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import PurePosixPath

from statements.importer.charsets import stated_encoding
from statements.importer.draft import Refused
from statements.importer.extract import NO_SCANS, Extract, Limits, Scans
from statements.importer.nonsense import describe_bytes
from statements.importer.other_formats import is_outlook_mail, refuse_other_formats
from statements.importer.read import is_mail, is_saved_page

PLAIN = "plain"
_READERS = {
    "pdf": "pdf.document", "docx": "docx.document", "eml": "eml", "msg": "msg", "html": "html.page", PLAIN: "plain",
}  # fmt: skip
MAILS = ("eml", "msg")
_ENCODED = ("html", PLAIN)  # formats of which a server may state the encoding
_PDF_WITHIN = 1024  # bytes: ISO 32000-1, as PDF readers apply it
_WORD = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")  # zips; old .doc files, refused with advice
_HTML = re.compile(rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_HTML_WITHIN = 4096
_HTML_ENDINGS = (".html", ".htm", ".xhtml")
# Endings that no text has, nor a page.
_OTHER_ENDINGS = frozenset([
    ".bin", ".dll", ".doc", ".docm", ".docx", ".eml", ".exe", ".gif", ".jpeg", ".jpg", ".mp3", ".mp4", ".msg", ".msi",
    ".odt", ".pdf", ".png", ".ppt", ".pptx", ".rtf", ".tif", ".tiff", ".xls", ".xlsx", ".zip",
])  # fmt: skip
_NAMED = {"html": "a web page", PLAIN: "a plain text"}
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def format_of(content: bytes, name: str) -> str:
    """Return "pdf", "docx", "eml", "msg", "html" or "plain"; `name` is the file's name as it arrived."""
    if b"%PDF-" in content[:_PDF_WITHIN] and not is_mail(content, name):
        return "pdf"
    if content.startswith(_WORD):
        return "msg" if is_outlook_mail(content) else "docx"
    if is_mail(content, name) and not is_saved_page(content):
        return "eml"
    return "html" if _is_html(content, name) else PLAIN


def _is_html(content: bytes, name: str) -> bool:
    """Whether the content begins like a web page, in any encoding, or is named like one and has a tag."""
    top = content[:_HTML_WITHIN]
    for bom in _BOMS:
        top = top.removeprefix(bom)
    top = top.replace(b"\0", b"")  # UTF-16
    return bool(_HTML.match(top)) or (name.lower().endswith(_HTML_ENDINGS) and b"<" in top)


def extract(
    content: bytes, name: str, limits: Limits, part: int | None = None, charset: str = "", scans: Scans = NO_SCANS
) -> Extract:
    """The text of a file, and what its format says about it. charset: what the server stated that sent it.

    part: the number of the part of a mail that is the release; without it, a rule chooses. scans: within a mail.
    Raises Refused if the file is empty or broken, or its format is not one the archive reads.
    """
    refuse_other_formats(content)
    if not content.strip():
        raise Refused("the file has no text")
    found = format_of(content, name)
    module = import_module(f"statements.importer.formats.{_READERS[found]}")  # the others stay unloaded: they are large
    read: Callable[..., Extract] = getattr(module, f"read_{found}")
    if found in MAILS:
        return read(content, limits, part, scans)
    if found in _ENCODED and (nonsense := describe_bytes(content, charset.lower())):
        raise Refused(nonsense)
    encoding = stated_encoding(content, charset) if charset and found in _ENCODED else ""
    made = read(content, limits, encoding) if encoding else read(content, limits)
    return replace(made, warnings=(*made.warnings, *_warn_of_name(found, name)))


def _warn_of_name(found: str, name: str) -> list[str]:
    """A warning for a text whose name promises something else: it may be another file than was meant."""
    ending = PurePosixPath(name.lower()).suffix
    if found not in _ENCODED or ending not in _OTHER_ENDINGS:
        return []
    return [f"its name ends in {ending}, but it is {_NAMED[found]}: is it the file that was meant?"]
