"""Plain text, including Markdown, which is read by its layout."""

from statements.importer.extract import Extract, Limits
from statements.importer.read import decode


def read_plain(content: bytes, limits: Limits, encoding: str = "") -> Extract:
    """The text unchanged. encoding: as stated, or to be found. Raises Refused if the content is not text."""
    decoded = decode(content, limits.characters, encoding)
    return Extract(decoded.text, "text/plain", decoded.encoding)
