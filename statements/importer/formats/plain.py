"""Plain text, and Markdown, which is read by its layout."""

from statements.importer.extract import Extract, Limits
from statements.importer.read import decode


def read_plain(content: bytes, limits: Limits) -> Extract:
    """The text as it stands. Raises Refused where it is none."""
    decoded = decode(content, limits.characters)
    return Extract(decoded.text, "text/plain", decoded.encoding)
