"""Mails as they are sent (.eml): the text of the release that one brings, in its own words or as a file."""

from __future__ import annotations

from statements.importer.extract import NO_SCANS, Extract, Limits, Scans
from statements.importer.formats.mails.mime import read_mime
from statements.importer.formats.mails.reading import read_mail


def read_eml(content: bytes, limits: Limits, part: int | None = None, scans: Scans = NO_SCANS) -> Extract:
    """The text of a mail under its decoded headers; of the page that it consists of; or of a file attached to it.

    "Subject: =?utf-8?q?Pi=C3=B9?=", "…base64…" -> "Subject: Più\\n\\nSiamo uniti."
    part: which it is, by its number; without it, a rule chooses. Raises Refused if it is broken, or holds no release.
    """
    return read_mail(read_mime, content, limits, part, scans)
