"""Mails that Outlook saved (.msg), likewise."""

from __future__ import annotations

from statements.importer.extract import NO_SCANS, Extract, Limits, Scans
from statements.importer.formats.mails.outlook import read_outlook
from statements.importer.formats.mails.reading import read_mail


def read_msg(content: bytes, limits: Limits, part: int | None = None, scans: Scans = NO_SCANS) -> Extract:
    """The text of the release that a mail brings. part: see eml.py. Raises Refused if it is broken, or holds none."""
    return read_mail(read_outlook, content, limits, part, scans)
